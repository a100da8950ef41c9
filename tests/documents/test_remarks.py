"""The analyst's paragraphs: read as they stand, refused by file and line."""

from pathlib import Path

import pytest

from flows.period import Month
from flows.reference import load_reference
from flows.remarks import lay_out_remarks, read_remarks
from tests.warehouse.given import ROOT, Given, loaded, table

SECTIONS = ["原因分析", "下步要求"]


def written(folder: Path, text: str, name: str = "2022-06.txt") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_paragraphs_are_parted_by_empty_lines_and_headed_by_sections(tmp_path: Path) -> None:
    faults: list[str] = []
    text = "\ufeff# 备忘\n【原因分析】\n\n一是活动\n# 待查\n偏少。\n\n二是平淡。\n【下步要求】\n各镇整改。\n"
    found = read_remarks(written(tmp_path / "remarks", text), SECTIONS, faults)
    assert faults == []
    assert {each.month for each in found} == {Month(2022, 6)}
    assert [(each.section, each.text) for each in found] == [
        ("原因分析", "一是活动偏少。"),
        ("原因分析", "二是平淡。"),
        ("下步要求", "各镇整改。"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "fault"),
    [
        ("【原因】\n甲。", "2022-06.txt", "remarks/2022-06.txt 第1行：没有“原因”这一节，可以写的是 原因分析、下步要求"),
        ("\n甲。", "2022-06.txt", "remarks/2022-06.txt 第2行：前面没有标题，请先写一行，如【原因分析】"),
        (
            "【原因分析】\n\n请联系13812341234。\n",
            "2022-06.txt",
            "remarks/2022-06.txt 第3行：含有电话、姓名等个人信息，请改写（请联系〔电话〕。）",
        ),
        ("", "六月.txt", "remarks/六月.txt：文件名应为 2022-06.txt 的样子"),
    ],
)
def test_slips_are_told_with_file_and_line(tmp_path: Path, text: str, name: str, fault: str) -> None:
    faults: list[str] = []
    read_remarks(written(tmp_path / "remarks", text, name), SECTIONS, faults)
    assert faults == [fault]


def test_the_file_that_is_laid_out_is_sound_and_touches_none_that_is_there(tmp_path: Path) -> None:
    path = lay_out_remarks(tmp_path, Month(2022, 7), SECTIONS)
    assert path == tmp_path / "2022-07.txt"
    faults: list[str] = []
    assert read_remarks(tmp_path, SECTIONS, faults) == ()
    path.write_text(path.read_text(encoding="utf-8").replace("【下步要求】", "【下步要求】\n甲。"), encoding="utf-8")
    assert lay_out_remarks(tmp_path, Month(2022, 7), SECTIONS) is None
    assert [each.text for each in read_remarks(tmp_path, SECTIONS, faults)] == ["甲。"]
    assert faults == []


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "2022-06.txt").write_bytes("【原因分析】".encode("gb18030"))
    faults: list[str] = []
    read_remarks(tmp_path, SECTIONS, faults)
    assert faults == [f"{tmp_path.name}/2022-06.txt：应为 UTF-8 编码的文本"]


def test_they_reach_the_mart_with_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path / "remarks", "【下步要求】\n甲。\n\n乙。\n")
    reference = load_reference(ROOT / "data" / "reference", folder)
    monkeypatch.setattr("tests.warehouse.given.reference", lambda: reference)
    warehouse = loaded(Given([], folders=["2022-06"]))
    sql = (ROOT / "sql/marts/remark.sql").read_text(encoding="utf-8")
    assert table(warehouse, f"select month, report, part, text from ({sql}) order by remark_order") == [
        ("2022-06-01", "bulletin", "next", "甲。"),
        ("2022-06-01", "bulletin", "next", "乙。"),
    ]
