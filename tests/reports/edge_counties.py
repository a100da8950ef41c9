"""Counties at the edges of what a month may hold: forty towns with long names and much to do, hardly a file.

`large` has 2021-11 and 2021-12, `bare` 2021-12.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from flows.reference import Reference, load_reference
from tests.warehouse import given
from tests.warehouse.given import Given, Row, Sheet, built
from tests.warehouse.wave import interviews, ledger, tickets

TOWN_COUNT = 40
_FIRST, _SECOND = "东西南北上下前后", "河山桥庄岭"
TOWN_NAMES = tuple(first + second + "文化新区街道" for first in _FIRST for second in _SECOND)
UNITS = ("文化馆", "图书馆", "文物事业综合服务中心", "公共服务科", "文化和旅游公共服务中心")
BEFORE, MONTH = "2021-11", "2021-12"
_TASK = "在全县新建城市书房、阅读吧和基层综合性文化服务中心，配齐图书、桌椅和照明设施，明确专人管理并公布开放时间"
_PROBLEM = "文化广场照明和健身设施长期损坏无人维修，群众晚间活动不便，多次反映没有结果"


def reference_of_many_towns(folder: Path) -> Reference:
    """The bureau's reference data with forty towns of eight characters each in place of its own."""
    shutil.copytree(given.ROOT / "data/reference", folder)
    codes = [f"370323{100 + number}" for number in range(TOWN_COUNT)]
    towns = [
        (order, code, name, "街道", (order - 1) % 7, (order - 1) // 7)
        for order, (code, name) in enumerate(zip(codes, TOWN_NAMES, strict=True), 1)
    ]
    people = [
        (code, urban_rural, sex, age, 1000, "")
        for code in codes
        for urban_rural in ("urban", "rural")
        for sex in ("male", "female")
        for age in ("18-29", "30-44", "45-59", "60+")
    ]
    _replace(folder / "towns.csv", towns)
    _replace(folder / "population.csv", people)
    _replace(folder / "villages.csv", [(f"{code}001", f"{code[-3:]}村委会", code) for code in codes])
    _replace(folder / "town_aliases.csv", [(name, code, "") for code, name in zip(codes, TOWN_NAMES, strict=True)])
    roster = folder / "roster.csv"
    with roster.open(encoding="utf-8", newline="") as lines:
        _, *posts = csv.reader(lines)
    _replace(roster, [post for post in posts if post[2] != "town"])
    return load_reference(folder)


def _replace(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write other rows under a file's header."""
    header = path.read_text("utf-8").splitlines()[0]
    with path.open("w", encoding="utf-8", newline="") as lines:
        lines.write(header + "\n")
        csv.writer(lines, lineterminator="\n").writerows(rows)


def large() -> duckdb.DuckDBPyConnection:
    """Forty towns in two months: three unranked, everything overdue, lists of three pages."""
    return built(Given([sheet for month in (BEFORE, MONTH) for sheet in _much(month)]), marts=True)


def _much(month: str) -> Iterator[Sheet]:
    rows = interviews(month, per_stratum=16, without=TOWN_NAMES[:1])
    if month == MONTH:
        few = {TOWN_NAMES[1]: 3, TOWN_NAMES[2]: 10}
        kept: dict[str, int] = {}
        for row in rows:
            kept[row["town"]] = kept.get(row["town"], 0) + 1
            if kept[row["town"]] > few.get(row["town"], 99):
                row["town"] = ""
        rows = [row for row in rows if row["town"]]
    for at, row in enumerate(rows):
        row |= {"sex": "男女"[at % 2], "age": str(20 + at % 60)}
        if at % 9 == 0:
            row["comment"] = _PROBLEM
    yield Sheet("survey", rows, month=month)
    overdue = [
        {
            "ticket_no": f"{month}-{number:04d}",
            "town": TOWN_NAMES[number % TOWN_COUNT],
            "title": f"关于{TOWN_NAMES[number % TOWN_COUNT]}文化广场照明和健身设施损坏的投诉",
            "content": _PROBLEM,
            "handler": UNITS[number % 2],
            "called_at": f"{month}-03 09:00",
            "dispatched_at": f"{month}-03 10:00",
            "due_at": f"{month}-{10 + number % 15} 17:00",
            "status": "办理中",
        }
        for number in range(80)
    ]
    yield Sheet("hotline", [*tickets(month), *overdue], month=month)
    problems = [
        {
            "ledger_no": f"{month}-{number:04d}",
            "problem_source": "入户走访",
            "town": TOWN_NAMES[number % TOWN_COUNT],
            "theme": "文体生活",
            "description": f"{TOWN_NAMES[number % TOWN_COUNT]}{_PROBLEM}",
            "severity": ("一般", "较大", "特别重大")[number % 3],
            "found_on": "2021-09-06",
            "unit": UNITS[number % 2],
            "is_struck_off": ("未销号", "未销号", "已销号", "已解释")[number % 4],
            **({"struck_off_on": "2021-10-20", "revisit_result": "不满意"} if number % 4 == 2 else {}),
            "rebound": "是" if number % 8 == 2 else "",
        }
        for number in range(120)
    ]
    yield Sheet("rectification", [*ledger(BEFORE), *problems], month=month)
    yield Sheet("task", [_task(number) for number in range(1, 61)], month=month)
    yield Sheet("inspection", [_finding(number, month) for number in range(60)], month=month)
    yield Sheet("household", [_household(number) for number in range(200)], month=month)
    yield Sheet("visit", [_visit(number, month) for number in range(0, 200, 3)], month=month)
    scores = [{"town": name, "score": f"{80 + at / 4:.2f}", "sample_size": "50"} for at, name in enumerate(TOWN_NAMES)]
    yield Sheet("external_town", scores, month=month)


def _task(number: int) -> Row:
    return {
        "task_no": str(number),
        "task": f"{_TASK}（第{number}处）",
        "list_name": "文旅惠民二十条" if number <= 20 else "5+N",
        "due": f"2021-{9 + number % 4}-{10 + number % 18}",
        "unit": "、".join(UNITS[at] for at in {0, 1, number % len(UNITS)}),
        "leader": "分管领导",
        "completed_on": "2021-10-20" if number % 3 == 0 else "",
    }


def _finding(number: int, month: str) -> Row:
    return {
        "inspected_on": f"{month}-15",
        "team": "第一督查组",
        "theme": "文体生活",
        "site": "文化广场",
        "town": TOWN_NAMES[number % 3],
        "finding": f"第{number}处{_PROBLEM}",
    }


def _household(number: int) -> Row:
    return {
        "household_no": str(1000 + number),
        "target_type": "结对帮扶村群众",
        "town": TOWN_NAMES[number % 2],
        "householder": "某某",
        "group": "一组",
    }


def _visit(number: int, month: str) -> Row:
    return {
        "group": "一组",
        "visitor": "某某",
        "target_type": "结对帮扶村群众",
        "town": TOWN_NAMES[number % 2],
        "household_no": str(1000 + number),
        "visited_on": f"{month}-08",
        "started_at": "09:00",
        "ended_at": "09:05" if number % 2 else "09:30",
        "method": "入户",
        "opinion": _PROBLEM,
        "theme": "文体生活",
    }


def bare() -> duckdb.DuckDBPyConnection:
    """A first month with a survey, one open ticket and one open problem, and nothing else."""
    sheets = [
        Sheet("survey", interviews(MONTH), month=MONTH),
        Sheet("hotline", [{"ticket_no": "1", "town": "县直", "called_at": f"{MONTH}-30 09:00"}], month=MONTH),
        Sheet("rectification", [{"ledger_no": "1", "town": "县直", "found_on": f"{MONTH}-30"}], month=MONTH),
    ]
    return built(Given(sheets), marts=True)


@contextmanager
def many_towns(folder: Path) -> Iterator[None]:
    """Have the forty towns for the bureau's own while a warehouse is built."""
    changed = reference_of_many_towns(folder / "reference")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(given, "reference", lambda: changed)
        patch.setattr("tests.warehouse.wave.reference", lambda: changed)
        yield
