"""A town recomputes its score from what it was given: the script agrees with the kernel, and notices every change."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import flows.appeal.archive as appeal
from flows.appeal.archive import archive, files_of, town_code_of
from flows.appeal.case import Case, Exposure, Interview, Town, exposure_of, grouped, merged_category
from flows.issues import InputError
from flows.period import Month
from flows.reference import load_reference
from flows.scoring.calibration import Margin, rake
from flows.scoring.design import Sample
from flows.scoring.estimates import domain_means
from flows.scoring.rank_sets import rank_sets
from flows.scoring.ranks import competition_ranks
from reports.wording import fixed

PROJECT = Path(__file__).resolve().parents[1]
SCRIPT = PROJECT / "flows/appeal/handed_over/recompute.py"
SIDES = {"urban_rural": ("urban", "rural"), "sex": ("male", "female"), "age_band": ("18-29", "30-44", "45-59", "60+")}
CELLS = [
    (dict(zip(SIDES, (place, sex, band), strict=True)), 300 + 170 * number)
    for number, (place, sex, band) in enumerate(
        (p, s, b) for p in SIDES["urban_rural"] for s in SIDES["sex"] for b in SIDES["age_band"]
    )
]
OTHERS = np.array([[88.1, 1.4], [82.4, 1.9], [91.7, 1.1], [84.4, 2.2]])
SAME = Exposure(groups=16, telling=0, telling_interviews=0, least_people=300)


def made_case(
    *,
    sides: tuple[str, ...] = tuple(SIDES),
    bounds: tuple[float, float] = (0.2, 5.0),
    rank_range: str = "simultaneous",
    young: int = 12,
    is_one_stratum: bool = False,
) -> Case:
    """A town of 150 interviews, a few of unknown age, a few without a score, judged by the kernel."""
    stream = np.random.Generator(np.random.PCG64(7))
    count = 150
    at = {name: stream.integers(len(categories), size=count) for name, categories in SIDES.items()}
    at["age_band"] = np.where(np.arange(count) < young, 0, 1 + stream.integers(3, size=count))
    at["age_band"][-4:] = -1
    score = stream.choice([100.0, 75.0, 55.0, np.nan], p=[0.6, 0.25, 0.1, 0.05], size=count)
    population = {
        name: np.array([[sum(n for cell, n in CELLS if cell[name] == one) for one in categories]], dtype=float)
        for name, categories in SIDES.items()
    }
    whole = population["sex"].sum()
    stratum = np.zeros(count, dtype=np.int64) if is_one_stratum else at["urban_rural"]
    people = np.full(count, whole) if is_one_stratum else population["urban_rural"][0, stratum]
    base = people / np.bincount(stratum)[stratum]
    town = np.zeros(count, dtype=np.int64)
    sample = Sample(stratum, base, people)
    calibration, merged = None, ""
    if sides:
        margins = [Margin(name, at[name], population[name]) for name in sides]
        raking = rake(base, town, margins, min_cell=5, bounds=bounds, adjusted=True)
        assert raking.converged.all()
        calibration = raking.calibration
        merged = ";".join(f"{m.margin}:{'+'.join(SIDES[m.margin][k] for k in m.categories)}" for m in raking.merges)
    found = domain_means(score, town, 1, sample, confidence=0.95, calibration=calibration)
    estimate = np.append(OTHERS[:, 0], found.estimate)
    se = np.append(OTHERS[:, 1], found.se)
    ranges = rank_sets(estimate, se, confidence=0.95, seed=1, simultaneous=rank_range == "simultaneous")
    points = competition_ranks(np.round(estimate, 2))
    low, high = estimate - 2 * se, estimate + 2 * se
    low[-1], high[-1] = found.low[0], found.high[0]
    towns = tuple(
        Town(
            town_code=f"{k}",
            town_name=f"{'甲乙丙丁戊'[k]}镇",
            status="ranked",
            score=float(estimate[k]),
            score_printed=float(fixed(float(estimate[k]))),
            score_se=float(se[k]),
            ci_low=float(low[k]),
            ci_high=float(high[k]),
            point_rank=int(points[k]),
            rank_best=int(ranges.best[k]),
            rank_worst=int(ranges.worst[k]),
            depends_on_draws=False,
        )
        for k in range(5)
    )
    weight = base if calibration is None else calibration.weight
    interviews = [
        Interview(
            stratum="5/all" if is_one_stratum else f"5/{SIDES['urban_rural'][stratum[i]]}",
            stratum_population=float(people[i]),
            base_weight=float(base[i]),
            weight=float(weight[i]),
            score=None if np.isnan(score[i]) else float(score[i]),
            **{name: SIDES[name][at[name][i]] if at[name][i] >= 0 else None for name in SIDES},
        )
        for i in range(count)
    ]
    groups, persons = grouped(interviews, CELLS, sides, merged)
    rules = {
        ("score", "decimals"): "2",
        ("score", "confidence_pct"): "95.0",
        ("weighting", "min_cell_interviews"): "5",
        ("weighting", "lowest_ratio"): str(bounds[0]),
        ("weighting", "highest_ratio"): str(bounds[1]),
        ("ranking", "draws"): "50000",
        ("evidence", "rank_range"): rank_range,
        ("suppression", "min_group_people"): "100",
        ("suppression", "min_group_interviews"): "3",
    }
    strata = {name: f"层{number}" for number, name in enumerate(sorted({each.stratum for each in interviews}), start=1)}
    lesser = replace(towns[0], town_name="己镇", status="too_few", score_se=None, point_rank=None)
    return Case(Month(2022, 6), towns[4], (lesser, *towns), groups, persons, strata, rules, is_demo=False)


def laid_out(case: Case, folder: Path) -> Path:
    packed = folder / "材料.zip"
    packed.write_bytes(archive(files_of(case, exposure_of(case))))
    with zipfile.ZipFile(packed) as zipped:
        zipped.extractall(folder)
    return folder


def said(folder: Path) -> tuple[int, str]:
    """Run the script as a town would: another folder, no project on the path, no UTF-8 by the surroundings."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "复核.py")], cwd="/", env={"LC_ALL": "C"}, capture_output=True, check=False
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(made_case(), tmp_path_factory.mktemp("handed over"))


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"bounds": (0.7, 1.5), "young": 20},
        {"rank_range": "marginal"},
        {"young": 3},
        {"sides": ()},
        {"sides": ("age_band",), "is_one_stratum": True},
    ],
    ids=["raked", "weights cut", "marginal range", "merged bands", "base weights", "one stratum"],
)
def test_the_script_agrees_with_the_kernel(made, tmp_path) -> None:
    code, text = said(laid_out(made_case(**made), tmp_path))
    assert text.splitlines()[-1] == "结论：全部一致", text
    assert code == 0
    assert text.count("一致") == 10 + text.count("都算一致")


def test_cut_weights_were_cut() -> None:
    """The case of cut weights is one: without bounds they would be others."""
    weights = [
        [each.weight for group in made_case(bounds=bounds, young=20).groups for each in group.interviews]
        for bounds in ((0.7, 1.5), (0.2, 5.0))
    ]
    assert np.abs(np.sort(weights[0]) - np.sort(weights[1])).max() > 1


def test_a_range_that_holds_by_itself_is_narrower() -> None:
    """The case of marginal ranges is one: the town's differs from that which holds at once with all others."""
    ranges = [(town.rank_best, town.rank_worst) for town in (made_case().town, made_case(rank_range="marginal").town)]
    assert ranges == [(1, 5), (1, 4)]


@pytest.mark.parametrize(
    ("file", "column", "row", "change", "told"),
    [
        ("访问.csv", "校准权数", 40, lambda text: f"{float(text) * 1.0001:.10g}", "校准权数"),
        ("访问.csv", "分层权数", 40, lambda text: f"{float(text) + 1:.10g}", "分层权数"),
        ("访问.csv", "得分", 1, lambda text: "55" if text != "55" else "100", "得分"),
        ("访问.csv", "层内人口", 1, lambda text: f"{float(text) + 50:.10g}", "分层权数"),
        ("人口.csv", "成年人口", 2, lambda text: f"{int(text) + 200}", "校准权数"),
        ("各镇街.csv", "得分", 6, lambda text: f"{float(text) + 0.01:.2f}", "得分"),
        ("各镇街.csv", "标准误", 6, lambda text: f"{float(text) + 0.000001:.6f}", "标准误"),
        ("各镇街.csv", "区间下限", 6, lambda text: f"{float(text) - 0.01:.2f}", "区间下限"),
        ("各镇街.csv", "名次", 6, lambda text: f"{int(text) + 1}", "名次"),
        ("各镇街.csv", "最差名次", 6, lambda text: f"{int(text) - 1}", "名次范围"),
    ],
)
def test_a_changed_figure_is_told(file, column, row, change, told, handed_over, tmp_path) -> None:
    for path in handed_over.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = [line.split(",") for line in (tmp_path / file).read_text(encoding="utf-8-sig").splitlines()]
    at = lines[0].index(column)
    lines[row][at] = change(lines[row][at])
    # As a Chinese spreadsheet program would save it.
    (tmp_path / file).write_text("\n".join(",".join(line) for line in lines), encoding="gb18030")
    code, text = said(tmp_path)
    assert code == 1
    assert told in text.splitlines()[-1].partition("：")[2].partition("：")[2].split("、"), text


def test_a_lost_interview_is_told(handed_over, tmp_path) -> None:
    for path in handed_over.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = (tmp_path / "访问.csv").read_text(encoding="utf-8-sig").splitlines()
    (tmp_path / "访问.csv").write_text("\n".join(lines[:-1]), encoding="utf-8")
    assert said(tmp_path)[0] == 1


def test_the_script_needs_nothing_but_an_old_python() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"csv", "math", "pathlib", "random", "sys"}
    newer = ("removeprefix", "strict=", "math.lcm", "math.nextafter", "from __future__")
    assert not [name for name in newer if name in SCRIPT.read_text(encoding="utf-8")]


def test_interviews_carry_what_recomputation_needs_and_no_more(handed_over) -> None:
    heads = {path.name: path.read_text(encoding="utf-8-sig").splitlines()[0] for path in handed_over.glob("*.csv")}
    assert heads["访问.csv"] == "序号,层,层内人口,校准组,分层权数,校准权数,得分"
    assert heads["校准组.csv"] == "校准组,甲,乙,丙"
    tables = "".join(path.read_text(encoding="utf-8-sig") for path in handed_over.glob("*.csv"))
    assert not [
        word for word in ("male", "urban", "rural", "18-29", "60+", "男", "女", "农村", "岁") if f"{word}," in tables
    ]
    assert "male" not in tables
    readme = (handed_over / "说明.txt").read_bytes()
    assert readme.startswith("\ufeff2022年6月戊镇".encode())
    assert readme.count(b"\n") == readme.count(b"\r\n") > 40
    assert "{" not in readme.decode("utf-8")


def test_order_tells_nothing() -> None:
    """Whatever order interviews came in, the archive is the same."""
    case = made_case()
    everyone = [each for group in case.groups for each in group.interviews]
    shuffled = [everyone[i] for i in np.random.Generator(np.random.PCG64(1)).permutation(len(everyone))]
    groups, persons = grouped(shuffled, CELLS, tuple(SIDES), "")
    again = replace(case, groups=groups, persons=persons)
    assert archive(files_of(again, SAME)) == archive(files_of(case, SAME))


def test_groups_of_few_or_of_one_mind_keep_the_archive_in_the_house() -> None:
    case = made_case()
    first = case.groups[0]
    calm = replace(case, groups=tuple(group for group in case.groups if not group.tells(3)))
    assert exposure_of(calm).is_for_handing_over
    assert exposure_of(calm).least_people == min(group.persons for group in calm.groups)
    two = replace(first, interviews=(first.interviews[0], first.interviews[-1]))
    alike = replace(first, interviews=first.interviews[:1] * 9)
    for telling, interviews in ((two, 2), (alike, 9)):
        found = exposure_of(replace(calm, groups=(*calm.groups, telling)))
        assert (found.telling, found.telling_interviews, found.is_for_handing_over) == (1, interviews, False)
        assert "只供现场查阅" in files_of(case, found)["说明.txt"].decode("utf-8-sig")


def test_a_group_stands_for_the_adults_of_its_cells() -> None:
    case = made_case(young=3)
    everybody = sum(persons for _, persons in CELLS)
    known = [group for group in case.groups if "丙不明" not in group.codes]
    assert sum(group.persons for group in known) == everybody
    unknown = next(group for group in case.groups if "丙不明" in group.codes)
    assert unknown.persons == sum(
        g.persons for g in known if (g.stratum, g.codes[:2]) == (unknown.stratum, unknown.codes[:2])
    )


@pytest.mark.parametrize(
    ("side", "category", "merged"),
    [
        ("age_band", "60+", "45-59+60+"),
        ("age_band", "45-59", "45-59+60+"),
        ("age_band", "18-29", "18-29"),
        ("sex", "60+", "60+"),
    ],
)
def test_a_merged_band_is_found_though_its_name_has_a_plus(side, category, merged) -> None:
    assert merged_category("urban_rural:urban+rural;age_band:45-59+60+", side, category) == merged


def test_towns_by_any_name() -> None:
    reference = load_reference(PROJECT / "data/reference")
    for place in ("南麻街道", "南麻", "南麻街道办", "370323002", " 南麻街道 "):
        assert town_code_of(reference, place) == "370323002"
    with pytest.raises(InputError, match="“县直”不属于任何镇（街道），请写：南麻街道、历山街道"):
        town_code_of(reference, "县直")
    with pytest.raises(InputError, match="“南嘛街道”不在镇街名录中"):
        town_code_of(reference, "南嘛街道")


def test_the_same_files_are_the_same_bytes() -> None:
    files = {"乙.txt": b"2", "甲.txt": b"1"}
    assert archive(files) == archive(dict(reversed(files.items())))
    assert appeal.MOMENT[0] == 1980
