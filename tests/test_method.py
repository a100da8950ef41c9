"""The numbers of the worked example in METHOD.md and METHOD.zh-CN.md are those that the kernel finds."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.calibration import Margin, rake
from flows.scoring.change import against_whole, differences
from flows.scoring.composite import Scheme, composite
from flows.scoring.design import Floats, Sample
from flows.scoring.estimates import Estimate, domain_mean
from flows.scoring.planner import for_half_width, unit_variance
from flows.scoring.rank_probability import last_probability, rank_probability
from flows.scoring.rank_sets import rank_sets
from flows.scoring.ranks import competition_ranks
from flows.scoring.rates import by_evidence
from flows.scoring.shares import korn_graubard
from flows.scoring.shrinkage import shrinkage

PROJECT = Path(__file__).resolve().parents[1]
TEXTS = {"METHOD.md": "## Worked example", "METHOD.zh-CN.md": "## 算例"}
ADULTS = np.array([9000.0, 3000.0])
ANSWERS = np.array([[30, 24, 6], [72, 14, 4]])  # urban and rural: 满意, 基本满意, 不满意
POINTS = np.array([100.0, 75.0, 55.0])
STRATUM = np.repeat([0, 1], ANSWERS.sum(axis=1))
GRADE = np.concatenate([np.repeat([0, 1, 2], row) for row in ANSWERS])
SAMPLE = Sample(STRATUM, (ADULTS / ANSWERS.sum(axis=1))[STRATUM], ADULTS[STRATUM])
# 甲, 乙, 丙, 丁: the first is the town above.
OTHERS, OTHERS_SE = [91.2, 85.9, 81.4], [1.2, 1.5, 1.4]


def mean(value: Floats) -> Estimate:
    return domain_mean(value, np.ones(len(GRADE), dtype=bool), SAMPLE, confidence=0.95)


def figures() -> dict[str, str]:
    """Every number that the texts print, by what it is."""
    score = mean(POINTS[GRADE])
    found = {
        "urban mean": f"{POINTS[GRADE][STRATUM == 0].mean():.2f}",
        "rural mean": f"{POINTS[GRADE][STRATUM == 1].mean():.2f}",
        "weights": f"{SAMPLE.weight[0]:.0f}",
        "rural weight": f"{SAMPLE.weight[-1]:.1f}",
        "plain mean": f"{POINTS[GRADE].mean():.2f}",
        "score": f"{score.mean:.2f}",
        "se": f"{score.se:.2f}",
        "df": f"{score.df}",
        "low": f"{score.low:.2f}",
        "high": f"{score.high:.2f}",
        "deff": f"{score.deff:.2f}",
        "kish": f"{score.kish_n:.0f}",
    }
    loose, strict = (mean(np.isin(GRADE, grades).astype(float)) for grades in ((0, 1), (0,)))
    for name, share in (("loose", loose), ("strict", strict)):
        one = [np.array([getattr(share, field)]) for field in ("mean", "se", "scored", "df")]
        limits = korn_graubard(*one, confidence=0.95)
        found[name] = f"{100 * share.mean:.1f}%"
        found[f"{name} low"], found[f"{name} high"] = f"{100 * limits.low[0]:.1f}%", f"{100 * limits.high[0]:.1f}%"
    return found | ranks(score.mean, score.se) | others(score.mean, score.se)


def ranks(own: float, own_se: float) -> dict[str, str]:
    score, se = np.array([own, *OTHERS]), np.array([own_se, *OTHERS_SE])
    sets = rank_sets(score, se, confidence=0.95, seed=370323, draws=50_000)
    last = last_probability(rank_probability(score, se), 1)
    z = (score[2] - score[3]) / np.hypot(se[2], se[3])
    part = np.full(4, 0.25)
    county = against_whole(score, se, part, np.ones(4, dtype=bool))
    drawn_in = shrinkage(score, se)
    assert not (sets.best_depends | sets.worst_depends).any()
    return {
        "ranges": "、".join(f"{best}—{worst}" for best, worst in zip(sets.best, sets.worst, strict=True)),
        "point ranks": "、".join(str(rank) for rank in competition_ranks(np.round(score, 2))),
        "z": f"{z:.2f}",
        "last 丁": f"{100 * last[3]:.1f}%",
        "last 丙": f"{100 * last[2]:.2f}%",
        "county": f"{score @ part:.2f}",
        "difference 丁": f"{county.difference[3]:.2f}",
        "p 丁": f"{county.p_adjusted[3]:.4f}",
        "p 甲": f"{county.p_adjusted[0]:.2f}",
        "reliability 丁": f"{drawn_in.reliability[3]:.2f}",
        "shrunken 丁": f"{drawn_in.shrunken[3]:.2f}",
    }


def others(own: float, own_se: float) -> dict[str, str]:
    change = differences(np.array([own]), np.array([own_se]), np.array([90.1]), np.array([1.1]))
    scheme = Scheme(
        weight=np.array([60.0, 40.0]),
        floor=np.array([55.0, 0.0]),
        target=np.array([100.0, 100.0]),
        minimum_base=np.array([30.0, 1.0]),
        minimum_weight_share=0.6,
    )
    both = composite(
        np.array([[own, 92.0]]), np.array([[own_se, 0.0]]), np.array([[150.0, 50.0]]), scheme, confidence=0.95
    )
    raking = rake(
        np.full(100, 20.0),
        np.zeros(100, dtype=np.int64),
        [Margin("sex", np.repeat([0, 1], [60, 40]), np.array([[1000.0, 1000.0]]))],
        min_cell=5,
    )
    needed = for_half_width(
        unit_variance(np.array([own_se]), np.array([150]), np.array([12_000.0])),
        np.array([12_000.0]),
        np.array([2]),
        half_width=3.0,
        confidence=0.95,
    )
    evidence = by_evidence(np.array([22.0, 6400.0]), np.array([22.0, 6530.0]), confidence=0.95)
    return {
        "change": f"{change.difference[0]:.2f}",
        "change se": f"{change.se[0]:.2f}",
        "change p": f"{change.p_value[0]:.3f}",
        "points": f"{both.points[0, 0]:.2f}",
        "composite": f"{both.value[0]:.2f}",
        "composite se": f"{both.se[0]:.2f}",
        "men": f"{raking.calibration.weight[0]:.2f}",
        "women": f"{raking.calibration.weight[-1]:.2f}",
        "needed": f"{needed.interviews[0]}",
        "22 of 22": f"{100 * evidence.low[0]:.1f}%",
        "6400 of 6530": f"{100 * evidence.low[1]:.1f}%",
    }


@pytest.mark.parametrize("file", TEXTS)
def test_every_number_of_the_worked_example_is_the_kernels(file: str) -> None:
    text = (PROJECT / file).read_text(encoding="utf-8")
    example = text.split(TEXTS[file], 1)[1].split("\n## ", 1)[0]
    for printed, plain in ((" %", "%"), (",", ""), ("–", "—"), ("−", "-")):
        example = example.replace(printed, plain)
    missing = {name: figure for name, figure in figures().items() if figure not in example}
    assert not missing


def test_the_chinese_text_tells_what_the_tables_of_the_english_say() -> None:
    tables = (PROJECT / "METHOD.md").read_text(encoding="utf-8").split("## Tried where the truth is known", 1)[1]
    told = (PROJECT / "METHOD.zh-CN.md").read_text(encoding="utf-8").split("## 这套办法试过没有", 1)[1]
    figures = set(re.findall(r"\d+\.\d%", told))
    assert len(figures) > 8
    assert figures <= set(re.findall(r"\d+\.\d%", tables.replace(" %", "%")))
