"""From draft to document in force: what is asked for, what is refused, and that what was issued stays as it was."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows import printing
from flows.documents import MonthFiles, files_of, write_files
from flows.issues import InputError
from flows.issuing import Request, issue
from flows.one_report import write_report
from flows.period import Month
from flows.register import read_register
from flows.settings import Settings
from flows.steps import withheld_list
from flows.warehouse.database import connect
from flows.warehouse.publish import publish_folder
from reports import catalogue
from reports.document import AnalyticalReport, OfficialDocument, Paragraph
from reports.marts import Connection
from reports.report import Report, Subject
from tests.page.sample import sample

ROOT = Path(__file__).resolve().parents[2]
JUNE = Month(2022, 6)
FIRST = Request(JUNE, "letter", date(2022, 7, 5), number=6)


def letter(connection: Connection, month: date, _: Subject) -> OfficialDocument | None:
    """A letter that says what the warehouse says; none when it says nothing."""
    row = connection.execute("select text from mart.note where month = ?", [month]).fetchone()
    plain = replace(sample(), issue=None, title_lines=("关于某事的函",), attachments=(), attachments_note=())
    return replace(plain, blocks=(Paragraph(row[0]),)) if row and row[0] else None


def slip(_: Connection, month: date, subject: Subject) -> AnalyticalReport:
    return AnalyticalReport("", f"给{subject.name}", "", (), (), (), "某局", month, is_internal=subject.code == "3")


TOWNS = (Subject("1", "甲镇"), Subject("2", "乙镇"), Subject("3", "丙镇"))
REPORTS = (Report("letter", "函", letter), Report("slip", "一镇一单", slip, lambda _connection, _month: TOWNS))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A county with one published month and reports of its own; a page is what its document says, unset."""
    monkeypatch.setattr(catalogue, "REPORTS", REPORTS)
    monkeypatch.setattr(printing, "DOCUMENTS_WORTH_WORKERS", 9)
    monkeypatch.setattr(printing, "render_pdf", lambda document, **_: repr(document).encode())
    county = Settings(ROOT, tmp_path)
    county.processed.mkdir()
    county.reference.mkdir()
    shutil.copy(ROOT / "data/reference/issued.csv", county.reference)
    with connect(county.processed / "minyi.duckdb") as connection:
        connection.execute("create schema mart; create schema raw")
        connection.execute("create table mart.note as select date '2022-06-01' as month, '各镇照办。' as text")
        connection.execute("create table mart.setting (month date, part varchar, setting varchar, value varchar)")
        connection.execute("insert into mart.setting values ('2022-06-01', 'period', 'first_day', '1')")
        connection.execute("create table raw.file (file varchar, sha256 varchar, month date)")
    publish(county)
    return county


def say(settings: Settings, text: str) -> None:
    with connect(settings.processed / "minyi.duckdb") as connection:
        connection.execute("update mart.note set text = ?", [text])


def publish(settings: Settings) -> MonthFiles:
    """What a run does at its end."""
    folder = settings.processed / "made"
    folder.mkdir()
    with connect(settings.processed / "minyi.duckdb", read_only=True) as connection:
        files = files_of(connection, JUNE, read_register(settings), REPORTS)
    write_files(settings, {folder: files})
    publish_folder(folder, settings.processed, str(JUNE))
    return files


def shown(settings: Settings) -> dict[str, str]:
    paths = sorted((settings.processed / str(JUNE)).glob("*函*.pdf"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_an_issued_document_has_its_number_and_is_kept_and_shown(settings: Settings) -> None:
    path, line = issue(settings, FIRST)
    assert "issue=Issue(document_number='源文旅发〔2022〕6号'" in path.read_text(encoding="utf-8")
    assert path.read_bytes() == (settings.issued / "2022-06/2022年6月函（源文旅发〔2022〕6号）.pdf").read_bytes()
    assert line.copy_to == "县委办公室，县政府办公室。"
    with (settings.reference / "issued.csv").open(encoding="utf-8", newline="") as file:
        (entered,) = csv.DictReader(file)
    assert entered["document_number"] == "源文旅发〔2022〕6号"
    # The next run shows the same files, also where nothing but the register and the copies are left.
    before = shown(settings)
    shutil.rmtree(settings.processed / ".rendered")
    assert publish(settings).notices == ()
    assert shown(settings) == before


def test_new_data_change_no_issued_document_and_say_so(settings: Settings) -> None:
    issue(settings, FIRST)
    before = shown(settings)
    say(settings, "各镇缓办。")
    (notice,) = publish(settings).notices
    assert "2022年6月函.pdf 已印发（源文旅发〔2022〕6号），按现有数据内容有变化" in notice
    now = shown(settings)
    assert now.pop("2022年6月函_按现有数据.pdf").count("各镇缓办。") == 1
    assert now == before
    say(settings, "")
    (notice,) = publish(settings).notices
    assert "按现有数据已没有这份文件" in notice
    assert shown(settings) == before


def test_a_correction_is_a_document_of_its_own_that_names_the_one_before(settings: Settings) -> None:
    first, _ = issue(settings, FIRST)
    content = first.read_bytes()
    say(settings, "各镇缓办。")
    publish(settings)
    again = replace(FIRST, number=8, issued_on=date(2022, 7, 12), copy_to="各镇。", is_correction=True)
    path, _ = issue(settings, again)
    text = path.read_text(encoding="utf-8")
    assert "此前印发的《关于某事的函》（源文旅发〔2022〕6号）同时废止" in text
    assert "copy_to='各镇。'" in text
    assert list(shown(settings)) == ["2022年6月函.pdf"]
    assert (settings.issued / "2022-06/2022年6月函（源文旅发〔2022〕6号）.pdf").read_bytes() == content
    assert publish(settings).notices == ()
    assert shown(settings) == {"2022年6月函.pdf": text}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"report": "poem"}, "没有名为“poem”的报告，可以写："),
        ({"month": Month(2022, 7)}, "2022-07 没有发布；已发布的月份：2022-06"),
        ({"number": None}, "公文须有文号"),
        ({"issued_on": date(2022, 6, 30)}, "成文日期 2022-06-30 应在本月数据截止日 2022-06-30 之后"),
        ({"is_correction": True}, "还没有印发，无从更正"),
        ({"subject": "甲镇"}, "函没有“甲镇”，请去掉 --subject"),
        ({"report": "slip", "number": None}, "一镇一单有 3 份，请用 --subject 写明哪一份：甲镇、乙镇、丙镇"),
        ({"report": "slip", "subject": "甲镇"}, "这份报告不编文号"),
        ({"report": "slip", "subject": "丙镇", "number": None}, "内部工作材料，不印发"),
    ],
)
def test_a_wrong_request_changes_nothing(settings: Settings, changes: dict[str, object], message: str) -> None:
    before = (settings.reference / "issued.csv").read_bytes()
    with pytest.raises(InputError, match=message):
        issue(settings, replace(FIRST, **changes))
    assert (settings.reference / "issued.csv").read_bytes() == before
    assert not settings.issued.exists()


def test_what_was_issued_is_not_issued_again_and_a_number_serves_once(settings: Settings) -> None:
    issue(settings, FIRST)
    with pytest.raises(InputError, match=r"已于2022年7月5日印发（源文旅发〔2022〕6号），不能再次印发"):
        issue(settings, replace(FIRST, number=7))
    with pytest.raises(InputError, match="没有不同，不需要更正"):
        issue(settings, replace(FIRST, number=7, is_correction=True))
    say(settings, "各镇缓办。")
    publish(settings)
    with pytest.raises(InputError, match=r"源文旅发〔2022〕6号 已用于 2022-06/"):
        issue(settings, replace(FIRST, is_correction=True))


def test_only_the_draft_that_lies_there_can_be_issued(settings: Settings) -> None:
    say(settings, "各镇缓办。")
    with pytest.raises(InputError, match="不是按现有数据生成的送审稿，请先运行 minyi run 2022-06"):
        issue(settings, FIRST)
    publish(settings)
    withheld_list(settings, JUNE).parent.mkdir()
    withheld_list(settings, JUNE).touch()
    with pytest.raises(InputError, match="最近一次运行没有通过核对，不能印发"):
        issue(settings, FIRST)


def test_one_of_many_is_issued_without_a_number(settings: Settings) -> None:
    path, line = issue(settings, Request(JUNE, "slip", date(2022, 7, 5), subject="乙镇", copy_to="乙镇人民政府"))
    assert path.name == "2022年6月一镇一单_乙镇.pdf"
    assert (line.subject, line.file) == ("乙镇", "2022-06/2022年6月一镇一单_乙镇（2022年7月5日）.pdf")
    assert "copy_to='乙镇人民政府'" in path.read_text(encoding="utf-8")
    assert "issue=None" in path.with_name("2022年6月一镇一单_甲镇.pdf").read_text(encoding="utf-8")


def test_the_register_is_told_by_line(settings: Settings) -> None:
    _, line = issue(settings, FIRST)
    register = settings.reference / "issued.csv"
    whole = register.read_text(encoding="utf-8")
    header, entered = whole.splitlines()
    spoilt = {
        entered.replace("letter", "poem"): "issued.csv 第2行：没有名为“poem”的报告",
        entered.replace(",2022-07-05,", ",2023-07-05,"): "issued.csv 第2行：文号的年份不是成文日期的年份",
        entered + "\n" + entered.replace("函（", "信（"): "issued.csv 第3行：文号“源文旅发〔2022〕6号”与第2行重复",
        entered.replace("函（", "信（"): "issued.csv 第2行：没有印发时的文件 issued/2022-06/2022年6月信（",
    }
    for text, fault in spoilt.items():
        register.write_text(f"{header}\n{text}\n", encoding="utf-8")
        with pytest.raises(InputError) as error:
            read_register(settings)
        assert fault in str(error.value).replace("“”", "")
    register.write_text(whole, encoding="utf-8")
    (settings.issued / line.file).write_bytes(b"another")
    with pytest.raises(InputError, match=r"issued.csv 第2行：issued/2022-06/.*已不是印发时的文件"):
        read_register(settings)


def test_one_report_is_written_into_the_month_or_elsewhere(settings: Settings, tmp_path: Path) -> None:
    paths = write_report(settings, "slip", JUNE, to=tmp_path / "out")
    assert [path.name for path in paths] == [f"2022年6月一镇一单_{each.name}.pdf" for each in TOWNS]
    assert [path.name for path in write_report(settings, "slip", JUNE, "2", is_archive=True)] == [
        "2022年6月一镇一单_乙镇_存档.pdf"
    ]
    issue(settings, FIRST)
    (path,) = write_report(settings, "letter", JUNE)
    assert "源文旅发〔2022〕6号" in path.read_text(encoding="utf-8")
    say(settings, "各镇缓办。")
    with pytest.raises(InputError, match="内容与印发时不同，不能据以生成存档版"):
        write_report(settings, "letter", JUNE, is_archive=True)
    say(settings, "")
    with pytest.raises(InputError, match="2022-06 没有函：没有要写的内容"):
        write_report(settings, "letter", JUNE)
