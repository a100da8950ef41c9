"""A month as its analyst sees it: what is published, what is said, and that it is the same every time."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.county import truth
from tests.end_to_end.conftest import PROJECT
from tests.end_to_end.printed_figures import text_of
from tests.page.every_document import assert_documents

CountyRun = tuple[Path, subprocess.CompletedProcess[str]]
BULLETINS = {"2021-11": "2021年11月通报.pdf", "2022-06": "2022年6月通报.pdf"}


def test_run_ends_with_the_list_of_what_it_made(county_run: CountyRun) -> None:
    data, done = county_run
    listed = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ") and "processed" in line]
    made = [path for month in BULLETINS for path in sorted((data / "processed" / month).iterdir())]
    expected = [path.name for kind in (".pdf", ".xlsx", ".csv", ".txt") for path in made if path.suffix == kind]
    names = [Path(line).name for line in listed]
    # PDFs come first, then month by month what else there is, last the warehouse.
    assert sorted(names) == sorted([*expected, "minyi.duckdb"])
    assert names[: sum(name.endswith(".pdf") for name in names)] == [n for n in expected if n.endswith(".pdf")]
    assert names[-1] == "minyi.duckdb"
    assert {"2022年6月整改情况汇总表.xlsx", "2022年6月附表.xlsx", "问题清单.csv"} <= set(names)
    for month, name in BULLETINS.items():
        assert (data / "processed" / month / name).stat().st_size > 50_000
    assert done.stderr == ""


@pytest.mark.parametrize("month", BULLETINS)
def test_every_document_keeps_the_rules_of_its_page(built_county: Path, month: str) -> None:
    assert assert_documents(built_county / month) > 1


def test_no_building_place_is_left_and_the_manifest_names_every_input(built_county: Path) -> None:
    assert not (built_county / ".making").exists()
    assert not (built_county / "未发布").exists()
    manifest = json.loads((built_county / "2022-06" / "manifest.json").read_text(encoding="utf-8"))
    assert sum(name.startswith("2022-06/") for name in manifest["inputs"]) == 9
    pdf = built_county / "2022-06" / BULLETINS["2022-06"]
    assert manifest["outputs"][pdf.name] == hashlib.sha256(pdf.read_bytes()).hexdigest()


def planted() -> list[dict[str, str]]:
    """What the demo county's files hold that a reader can trip over, with the place `month/file/row`."""
    with (PROJECT / "tests/county/planted.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return [{**line, "place": f"{line['month']}/{line['file']}/{line['row']}"} for line in lines]


def test_planted_faults_are_told_with_their_place(built_county: Path) -> None:
    """Every planted cell of every source is told, at its row and column; nothing else is rejected."""
    elsewhere = {"village_ambiguous": "村", "answer_on_invalid": "访问结果"}  # told where it is to be mended
    faults = [line for line in planted() if line["expected"] != "silent"]
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        told = connection.execute(
            "select strftime(month, '%Y-%m') || '/' || parse_filename(file) || '/' || row, severity,"
            " regexp_replace(column_header, '\\s', '', 'g') from ops.issue where row is not null"
        ).fetchall()
    by_place: dict[str, set[tuple[str, str]]] = {}
    for place, severity, header in told:
        by_place.setdefault(place, set()).add((severity, header))
    for line in faults:
        headers = {header for severity, header in by_place.get(line["place"], ()) if severity == line["expected"]}
        column = elsewhere.get(line["kind"], "".join(line["column"].split()))
        assert any(header.startswith(column) for header in headers), line
    rejects = {place for place, severities in by_place.items() if "reject" in {severity for severity, _ in severities}}
    assert rejects == {line["place"] for line in faults if line["expected"] == "reject"}


# source → column of its files → how the model of its rows says what the cell means
READ_AS = {
    "visit": {
        "town": "town_name",
        "visited_on": "visited_on",
        "feedback_at": "fed_back_on",
        "householder": "householder",
    },
    "household": {"town": "town_name", "householder": "householder"},
    "inspection": {"town": "town_name", "inspected_on": "inspected_on", "fed_back_at": "fed_back_on"},
    "task": {"due": "due_on", "completed_on": "completed_on"},
    "external_district": {"score": "score"},
    "external_town": {"town": "town_name", "score": "score"},
}


def test_odd_cells_of_the_ledgers_read_as_what_they_mean(built_county: Path) -> None:
    """Dates, aliases, villages for towns, scores in any writing: each planted cell has its meaning and is used."""
    lines = [line for line in planted() if line["expected"] == "silent" and line["reads_as"]]
    meanings: dict[tuple[str, str, str], str] = {}
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        for source, columns in READ_AS.items():
            town = "left join reference.town using (town_code)" if "town" in columns else ""
            for column, meaning in columns.items():
                rows = connection.execute(
                    "select strftime(sheet.month, '%Y-%m') || '/' || parse_filename(file) || '/' || row, sheet.sheet,"
                    f" header, {meaning}::varchar from staging.{source} as one inner join raw.sheet using (sheet_id)"
                    f" inner join raw.sheet_column using (sheet_id) {town} where column_name = ?",
                    [column],
                ).fetchall()
                meanings |= {(place, sheet, "".join(header.split())): text for place, sheet, header, text in rows}
    read = 0
    for line in lines:
        key = (line["place"], line["sheet"], "".join(line["column"].split()))
        if key in meanings and line["kind"] != "header_spaces":
            masked = f"{line['reads_as'][0]}**" if line["kind"] == "name_spaces" else line["reads_as"]
            wanted = str(float(masked)) if line["kind"].startswith("score_") else masked
            assert meanings[key] == wanted, line
            read += 1
    ledgers = ("入户走访台账", "走访名单", "暗访督查", "任务清单", "第三方测评")
    assert read == sum(line["file"].startswith(ledgers) and line["kind"] != "header_spaces" for line in lines)


def test_every_row_of_every_month_is_accounted_for(built_county: Path) -> None:
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select source, count(*), bool_and(row_count = used_count + rejected_count + duplicate_count +"
            " superseded_count), bool_and(used_count > 0) from mart.data_quality group by source"
        ).fetchall()
    every = {"survey", "hotline", "rectification", "visit", "inspection", "task", "external_district", "external_town"}
    assert {row[0]: row[1:] for row in rows} == {
        **dict.fromkeys(every, (14, True, True)),
        "household": (3, True, True),
    }


def test_the_terminal_tells_the_faulty_cell_and_what_to_do(county_run: CountyRun) -> None:
    _, done = county_run
    assert "第4156行" not in done.stdout or "西李镇" in done.stdout
    assert "“西李镇”不在镇街名录中，是否为西里镇？请改为规范名称" in done.stdout
    assert "“2022年6月31日”不是一个存在的日期" in done.stdout


def test_true_ranks_are_inside_what_the_bulletin_claims(built_county: Path) -> None:
    """Over the months, no more than one in twenty may have any town's true rank outside its range; in fact none."""
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select strftime(month, '%Y-%m'), town_code, rank_best, rank_worst, county_verdict, change_verdict,"
            " top_evidence = 'sufficient', bottom_evidence = 'sufficient'"
            " from mart.town_ranking where point_rank is not null"
        ).fetchall()
    wrong_months = set()
    for month, town, best, worst, county, change, top, bottom in rows:
        ranked = [r[1] for r in rows if r[0] == month]
        scores = {code: truth.true_score(code, month) for code in ranked}
        # Equal truths share their ranks: any of them is right.
        lowest = 1 + sum(score > scores[town] for score in scores.values())
        highest = sum(score >= scores[town] for score in scores.values())
        claims = [best <= highest, worst >= lowest]
        size = {code: sum(n for (c, _), n in _strata().items() if c == code) for code in ranked}
        mean = sum(size[code] * scores[code] for code in ranked) / sum(size.values())
        claims.append(county == "none" or (county == "above") == (scores[town] > mean))
        claims.append(not top or lowest <= 3)
        claims.append(not bottom or highest >= len(ranked) - 2)
        if change in ("up", "down"):
            before = truth.true_score(town, _before(month))
            claims.append((change == "up") == (scores[town] > before))
        if not all(claims):
            wrong_months.add(month)
    assert wrong_months == set()


def _strata() -> dict[tuple[str, str], int]:
    from tests.county.population import stratum_sizes

    return stratum_sizes()


def _before(month: str) -> str:
    return truth.MONTHS[truth.MONTHS.index(month) - 1]


def test_the_town_that_truly_falls_is_named_and_no_other(built_county: Path) -> None:
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        moved = connection.execute(
            "select town_code, change_verdict from mart.town_ranking"
            " where month = '2022-06-01' and change_verdict in ('up', 'down')"
        ).fetchall()
    assert moved == [(truth.FALLEN, "down")]


def test_a_small_sample_is_listed_but_not_ranked(built_county: Path) -> None:
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select strftime(month, '%Y-%m'), town_name, status, point_rank from mart.town_ranking"
            " where status <> 'ranked' order by 1"
        ).fetchall()
    assert rows == [("2021-09", "张家坡镇", "too_few", None), ("2022-03", "石桥镇", "too_few", None)]


def test_the_public_version_names_no_village_record_or_post(built_county: Path) -> None:
    path = built_county / "2022-06/2022年6月公示版.pdf"
    text = re.sub(r"\s", "", text_of(path))
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        records = "select ticket_no from mart.trace_ticket union select ledger_no from mart.trace_rectification"
        numbers = [number for (number,) in connection.execute(records).fetchall()]
        posts = [post for (post,) in connection.execute("select distinct post from mart.roster").fetchall()]
        villages = [name for (name,) in connection.execute("select village_name from reference.village").fetchall()]
    assert len(numbers) > 1000
    told = [each for each in (*numbers, *posts, *villages) if len(each) > 2 and each in text]
    assert told == []
