"""`minyi appeal`: what a town needs to recompute its published score by itself, as one archive."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.appeal.case import SIDES, Case, Exposure, Town, exposure_of, read_case
from flows.issues import InputError
from flows.period import Month
from flows.published import published_warehouse
from flows.reference import Reference
from flows.settings import Settings
from flows.warehouse.database import connect
from reports.wording import fixed

FOLDER = "申诉复核"
HANDED_OVER = Path(__file__).with_name("handed_over")
# An archive's times have no zone and begin in 1980; a fixed one makes the same bytes every time.
MOMENT = (1980, 1, 1, 0, 0, 0)
# The bulletin prints intervals with two decimals; scores of other towns and errors go with what ranges of ranks need.
INTERVAL_DECIMALS, EXACT_DECIMALS = 2, 6
RELEASES = {True: "交经办人复核，不公开、不转发", False: "只供现场查阅，不带走、不复制"}
RANGES = {"simultaneous": "同时成立", "marginal": "各自成立"}
TOWN_COLUMNS = (
    "镇街",
    "参加排名",
    "得分",
    "未舍入得分",
    "标准误",
    "区间下限",
    "区间上限",
    "名次",
    "最好名次",
    "最差名次",
    "界限取决于抽取",
)


def write_appeal(settings: Settings, reference: Reference, month: Month, place: str) -> tuple[Path, Exposure]:
    """Write a published month's archive for a town, named as in any file; return it and what it could give away.

    Raises:
        InputError: in Chinese: nothing published, no such town, no rank to appeal, too few people behind a group.
    """
    code = town_code_of(reference, place)
    warehouse = published_warehouse(settings, month)
    try:
        with connect(warehouse, read_only=True) as connection:
            case = read_case(connection, month, code)
    except (duckdb.CatalogException, duckdb.BinderException):
        raise InputError("数据库是旧版程序发布的，没有复核所需的表，请先运行 minyi run") from None
    exposure = exposure_of(case)
    least = int(case.rules["suppression", "min_group_people"])
    if exposure.least_people < least:
        raise InputError(
            f"{month} {case.town.town_name}有一组访问只对应成年人口 {exposure.least_people} 人（少于 {least} 人），"
            "逐份列出可能指认个人，不能生成；请改为当面核对"
        )
    target = settings.processed / FOLDER / f"{month}-{case.town.town_name}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{os.getpid()}")
    made.write_bytes(archive(files_of(case, exposure)))
    made.replace(target)
    return target, exposure


def town_code_of(reference: Reference, place: str) -> str:
    """Return the code of a town by its name, an alias or the code itself."""
    known = {row.alias: row.town_code for row in reference.rows("town_alias")}
    known |= {name: row.town_code for row in reference.rows("town") for name in (row.town_name, row.town_code)}
    code = known.get(place.strip())
    if not code:
        names = "、".join(row.town_name for row in reference.rows("town"))
        problem = "不属于任何镇（街道）" if place.strip() in known else "不在镇街名录中"
        raise InputError(f"“{place}”{problem}，请写：{names}")
    return str(code)


def files_of(case: Case, exposure: Exposure) -> dict[str, bytes]:
    """Return the archive's files by name."""
    named = [(f"组{number:02d}", group) for number, group in enumerate(case.groups, start=1)]
    visits = [
        (
            case.strata[group.stratum],
            _number(each.stratum_population),
            name,
            _number(each.base_weight),
            _number(each.weight),
            "" if each.score is None else _number(each.score),
        )
        for name, group in named
        for each in group.interviews
    ]
    sides = SIDES[: len(case.groups[0].codes)]
    return {
        "访问.csv": _table(
            ("序号", "层", "层内人口", "校准组", "分层权数", "校准权数", "得分"),
            ((number, *visit) for number, visit in enumerate(visits, start=1)),
        ),
        "校准组.csv": _table(("校准组", *sides), ((name, *group.codes) for name, group in named)),
        "人口.csv": _table(("类别", "成年人口"), list(case.persons.items())),
        "各镇街.csv": _table(TOWN_COLUMNS, (_town(each, case.rules) for each in case.towns)),
        "规则.csv": _table(("项目", "取值"), _rules(case, exposure)),
        "复核.py": (HANDED_OVER / "recompute.py").read_bytes(),
        "说明.txt": _readme(case, exposure),
    }


def _readme(case: Case, exposure: Exposure) -> bytes:
    text = (HANDED_OVER / "readme.txt").read_text(encoding="utf-8")
    filled = text.format(
        **vars(exposure),
        mark="【演示数据】" if case.is_demo else "",
        label=case.month.label,
        town=case.town.town_name,
        interviews=case.interview_count,
        confidence=_number(float(case.rules["score", "confidence_pct"])),
        min_cell=case.rules["weighting", "min_cell_interviews"],
        release=RELEASES[exposure.is_for_handing_over],
        min_group=case.rules["suppression", "min_group_interviews"],
        min_people=case.rules["suppression", "min_group_people"],
    )
    # The Notepad of older systems wants the mark and both characters at a line's end.
    return filled.replace("\n", "\r\n").encode("utf-8-sig")


def _town(town: Town, rules: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    decimals = int(rules["score", "decimals"])
    printed = "" if town.score_printed is None else fixed(town.score_printed, decimals)
    if town.status != "ranked":
        return (town.town_name, "否", printed, *[""] * 8)
    score, se, low, high = (float(value or 0.0) for value in (town.score, town.score_se, town.ci_low, town.ci_high))
    return (
        town.town_name,
        "是",
        printed,
        fixed(score, EXACT_DECIMALS),
        fixed(se, EXACT_DECIMALS),
        fixed(low, INTERVAL_DECIMALS),
        fixed(high, INTERVAL_DECIMALS),
        str(town.point_rank),
        str(town.rank_best),
        str(town.rank_worst),
        "是" if town.depends_on_draws else "否",
    )


def _rules(case: Case, exposure: Exposure) -> list[tuple[str, str]]:
    rule = case.rules
    is_simultaneous = rule["evidence", "rank_range"] == "simultaneous"
    return [
        ("数据性质", "【演示数据】" if case.is_demo else ""),
        ("发放方式", RELEASES[exposure.is_for_handing_over]),
        ("月份", case.month.label),
        ("镇街", case.town.town_name),
        ("置信水平", _number(float(rule["score", "confidence_pct"]))),
        ("得分小数位", rule["score", "decimals"]),
        ("权数比下限", rule["weighting", "lowest_ratio"]),
        ("权数比上限", rule["weighting", "highest_ratio"]),
        ("名次范围", RANGES[rule["evidence", "rank_range"]]),
        # Ranges of one unit alone are exact.
        ("公布时抽取次数", rule["ranking", "draws"] if is_simultaneous else "0"),
    ]


def _table(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """Write a CSV that spreadsheet programs open as it is."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _number(value: float) -> str:
    """Write a number with what recomputation needs and no more."""
    return f"{value:.12g}"


def archive(files: Mapping[str, bytes]) -> bytes:
    """Pack files in the order of their names; the same bytes every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, content)
    return packed.getvalue()
