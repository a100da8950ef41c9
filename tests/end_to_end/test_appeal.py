"""A town of the demo county appeals: the archive made from what was published, unpacked and run elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import PROJECT, call_minyi

BAD_REQUEST = 2
MONTH = "2022-06"


@pytest.fixture(scope="module")
def published(built_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with what was published, and nothing of the files it came from."""
    data = tmp_path_factory.mktemp("published")
    shutil.copytree(PROJECT / "data/reference", data / "reference")
    (data / "processed" / MONTH).mkdir(parents=True)
    shutil.copy(built_county / "minyi.duckdb", data / "processed")
    return data


def recomputed(archive: Path, folder: Path) -> tuple[int, list[str]]:
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "复核.py")], cwd="/", capture_output=True, check=False, timeout=60
    )
    return done.returncode, done.stdout.decode("utf-8").splitlines()


@pytest.mark.parametrize(("place", "town"), [("南麻", "南麻街道"), ("370323104", "悦庄镇"), ("张家坡镇", "张家坡镇")])
def test_a_town_finds_its_published_figures(published: Path, tmp_path: Path, place: str, town: str) -> None:
    done = call_minyi(published, "appeal", MONTH, place)
    assert done.returncode == 0, done.stderr
    archive = published / f"processed/申诉复核/{MONTH}-{town}.zip"
    assert f"{MONTH}-{town}.zip" in done.stdout
    code, lines = recomputed(archive, tmp_path)
    assert lines[0].startswith(f"【演示数据】2022年6月{town}")
    assert lines[-1] == "结论：全部一致"
    assert code == 0
    with duckdb.connect(str(published / "processed/minyi.duckdb"), read_only=True) as connection:
        figures = connection.execute(
            "select score_printed, ci_low, ci_high, rank_best, rank_worst from mart.town_ranking"
            " where month = '2022-06-01' and town_name = ?",
            [town],
        ).fetchone()
    assert figures
    score, low, high, best, worst = figures
    text = "\n".join(lines)
    assert f"得分：公布 {score:.2f}，复核 {score:.2f}" in text
    assert f"区间下限：公布 {low:.2f}，复核 {low:.2f}" in text
    assert f"区间上限：公布 {high:.2f}，复核 {high:.2f}" in text
    assert f"名次范围：公布 第{best}—{worst}位" in text
    assert (tmp_path / "说明.txt").read_text(encoding="utf-8-sig").startswith(f"【演示数据】2022年6月{town}")
    assert ("只供现场查阅" in done.stdout) == ("只供现场查阅" in lines[0])

    before = archive.read_bytes()
    assert call_minyi(published, "appeal", MONTH, town).returncode == 0
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.iterdir() if path.suffix != ".zip"] == []


def test_nothing_leads_back_to_an_interview(published: Path, tmp_path: Path) -> None:
    call_minyi(published, "appeal", MONTH, "南麻街道")
    recomputed(published / f"processed/申诉复核/{MONTH}-南麻街道.zip", tmp_path)
    texts = "\n".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("*.csv"))
    assert len(texts) > 5000
    cells = {cell for line in texts.splitlines() for cell in line.split(",")}
    with duckdb.connect(str(published / "processed/minyi.duckdb"), read_only=True) as connection:
        private = connection.execute(
            "select sample_id, interviewer_id, phone_token, strftime(interview_on, '%Y-%m-%d') from staging.interview"
            " where month = '2022-06-01' and town_code = '370323002'"
        ).fetchall()
    assert len(private) > 200
    assert not cells & {value for row in private for value in row if value}
    visits = [line.split(",") for line in (tmp_path / "访问.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert [int(visit[0]) for visit in visits] == list(range(1, len(visits) + 1))
    # The running number follows from the group and the score alone.
    assert visits == sorted(visits, key=lambda visit: (visit[3], visit[6] == "", float(visit[6] or 0)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((MONTH, "南嘛街道"), "“南嘛街道”不在镇街名录中，请写：南麻街道"),
        ((MONTH, "县直"), "“县直”不属于任何镇（街道）"),
        (("2022-05", "南麻街道"), "2022-05 没有发布；已发布的月份：2022-06"),
        (("2022年6月", "南麻街道"), "“2022年6月”不是月份"),
    ],
)
def test_what_cannot_be_recomputed_is_told(published: Path, arguments: tuple[str, str], message: str) -> None:
    done = call_minyi(published, "appeal", *arguments)
    assert done.returncode == BAD_REQUEST
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_what_must_not_or_cannot_be_listed_is_told(published: Path, tmp_path: Path) -> None:
    """A town without a rank, a group of too few adults, a warehouse of an older version."""
    processed = tmp_path / "processed"
    (processed / MONTH).mkdir(parents=True)
    shutil.copytree(published / "reference", tmp_path / "reference")
    shutil.copy(published / "processed/minyi.duckdb", processed)
    cases = (
        (
            "update mart.town_ranking set status = 'too_few' where town_name = '南麻街道'",
            "2022-06 南麻街道没有参加排名（没有样本），没有可以复核的名次",
        ),
        (
            "update mart.town_ranking set status = 'ranked';"
            "update mart.setting set value = '2000' where setting = 'min_group_people'",
            "（少于 2000 人），逐份列出可能指认个人，不能生成",
        ),
        ("drop table mart.appeal_interview", "请先运行 minyi run"),
    )
    for change, message in cases:
        with duckdb.connect(str(processed / "minyi.duckdb")) as connection:
            connection.execute(change)
        done = call_minyi(tmp_path, "appeal", MONTH, "南麻街道")
        assert done.returncode == BAD_REQUEST
        assert message in done.stderr
        assert not (processed / "申诉复核").exists()
