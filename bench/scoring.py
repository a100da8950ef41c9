"""Judging towns: one county with everything, 2,000 towns ranked among their peers, every township of a country."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from bench.measure import cost
from flows.scoring.calibration import Margin, rake
from flows.scoring.change import against_whole, differences
from flows.scoring.composite import Scheme, composite, sampled_rate_se
from flows.scoring.design import Calibration, Floats, Ints, Sample
from flows.scoring.estimates import domain_means
from flows.scoring.importance_performance import importance_performance
from flows.scoring.movement import chance_movement
from flows.scoring.rank_probability import rank_probability
from flows.scoring.rank_sets import rank_sets
from flows.scoring.rank_tests import pair_p_values
from flows.scoring.rates import by_shrinkage
from flows.scoring.shares import korn_graubard
from flows.scoring.shrinkage import shrinkage

SEED = 20220601
CONFIDENCE = 0.95
DRAWS = 50_000
DIMENSIONS = 8
POINTS = np.array([100.0, 75.0, 55.0, np.nan])
SHARES = (np.array([0.4, 0.6]), np.array([0.49, 0.51]), np.array([0.15, 0.25, 0.3, 0.3]))
NAMES = ("urban_rural", "sex", "age_band")
PERSONS = 40_000.0
TOWNSHIPS = 41_352
R_SCRIPT = Path(__file__).with_name("survey.R")

Interviews = tuple[Ints, Sample, list[Margin], Floats]


def interviews(towns: int, each: int, dimensions: int, *, chance: np.random.Generator) -> Interviews:
    """Make up interviews: town, design, margins, points (n, q); half of each town urban, half rural."""
    count = towns * each
    town = np.repeat(np.arange(towns), each)
    urban = np.tile(np.arange(each) % 2, towns)
    category = (urban, chance.integers(0, 2, count), chance.integers(0, 4, count))
    margins = [
        Margin(name, of, np.tile(PERSONS * share, (towns, 1)))
        for name, of, share in zip(NAMES, category, SHARES, strict=True)
    ]
    stratum = 2 * town + urban
    population = PERSONS * SHARES[0][urban]
    sample = Sample(stratum, population / np.bincount(stratum)[stratum], population)
    latent = chance.standard_normal((count, 1)) + chance.standard_normal((count, dimensions))
    grade = (latent < -0.5).astype(np.int64) + (latent < -1.9)
    grade[chance.random((count, dimensions)) < 0.03] = 3
    return town, sample, margins, POINTS[grade]


def raked(found: Interviews, *, adjusted: bool = True) -> Calibration:
    """Rake every town to its three margins."""
    town, sample, margins, _ = found
    return rake(sample.weight, town, margins, min_cell=5, bounds=(0.2, 5.0), adjusted=adjusted).calibration


def county() -> None:
    """Judge 12 towns with 1,500 interviews each in two months: all that a bulletin and its annexes say."""
    towns, each = 12, 1500
    chance = np.random.default_rng(SEED)
    waves = [interviews(towns, each, DIMENSIONS, chance=chance) for _ in range(2)]
    with _timed("12 个镇各 1500 份，全部统计"):
        months = []
        for wave in waves:
            town, sample, _, value = wave
            calibration = raked(wave)
            months.append(domain_means(value, town, towns, sample, confidence=CONFIDENCE, calibration=calibration))
            for limit in (75.0, 100.0):
                graded = np.where(np.isnan(value), np.nan, value >= limit)
                share = domain_means(graded, town, towns, sample, confidence=CONFIDENCE, calibration=calibration)
                korn_graubard(share.estimate, share.se, share.scored, share.df, confidence=CONFIDENCE)
        score, se = months[1].estimate[:, 0], months[1].se[:, 0]
        for simultaneous in (True, False):
            rank_sets(score, se, confidence=CONFIDENCE, seed=SEED, simultaneous=simultaneous, draws=DRAWS)
        pair_p_values(score, se, draws=DRAWS, seed=SEED)
        rank_probability(score, se)
        spread = shrinkage(score, se)
        chance_movement(spread.shrunken, months[0].se[:, 0], se, count=3)
        part = np.full(towns, 1 / towns)
        for at in range(DIMENSIONS):
            later, earlier = ((month.estimate[:, at], month.se[:, at]) for month in reversed(months))
            differences(*later, *earlier)
            against_whole(*later, part, np.ones(towns, dtype=bool))
        _composite(score, se, chance)
        importance_performance(
            value[:, 1:],
            value[:, 0],
            calibration.weight,
            sample.stratum,
            confidence=CONFIDENCE,
            replicates=400,
            seed=SEED,
        )


def _composite(score: Floats, se: Floats, chance: np.random.Generator) -> None:
    register = np.full(len(score), 400.0)
    drawn = np.full(len(score), 150.0)
    solved = chance.binomial(150, 0.9, len(score)).astype(float)
    rate = by_shrinkage(solved, drawn, confidence=CONFIDENCE).key
    scheme = Scheme(
        weight=np.array([60.0, 40.0]),
        floor=np.array([55.0, 0.0]),
        target=np.array([100.0, 1.0]),
        minimum_base=np.array([30.0, 1.0]),
        minimum_weight_share=0.6,
    )
    value = np.stack([score, rate], axis=1)
    error = np.stack([se, sampled_rate_se(solved, drawn, register)], axis=1)
    found = composite(value, error, np.stack([drawn, drawn], axis=1), scheme, confidence=CONFIDENCE)
    rank_sets(found.value, found.se, confidence=CONFIDENCE, seed=SEED, draws=DRAWS)


def peers() -> None:
    """Rake and score 2,000 towns with 100 interviews each; rank them within counties of 12 to 20 towns."""
    towns = 2000
    found = interviews(towns, 100, 1, chance=np.random.default_rng(SEED))
    town, sample, _, value = found
    sizes = [size for _ in range(14) for size in range(12, 21)]
    edges = [edge for edge in np.cumsum([0, *sizes]) if edge < towns - 12]
    with _timed("2000 个镇各 100 份，县内排名"):
        calibration = raked(found)
        score = domain_means(value[:, 0], town, towns, sample, confidence=CONFIDENCE, calibration=calibration)
        for first, last in zip(edges, [*edges[1:], towns], strict=True):
            group = score.estimate[first:last], score.se[first:last]
            rank_sets(*group, confidence=CONFIDENCE, seed=SEED, draws=DRAWS)
            rank_probability(*group)


def country() -> None:
    """Rake and score every township of the country from four million interviews: estimates and errors."""
    each = 97
    found = interviews(TOWNSHIPS, each, 1, chance=np.random.default_rng(SEED))
    town, sample, _, value = found
    with _timed(f"{TOWNSHIPS} 个乡镇共 {TOWNSHIPS * each / 1e4:.0f} 万份，得分和标准误"):
        calibration = raked(found)
        domain_means(value[:, 0], town, TOWNSHIPS, sample, confidence=CONFIDENCE, calibration=calibration)


def beside_r() -> None:
    """Rake and score 12 towns with 1,500 interviews each, here and with R's survey package where Rscript is."""
    towns, each = 12, 1500
    found = interviews(towns, each, DIMENSIONS, chance=np.random.default_rng(SEED))
    town, sample, margins, value = found
    with _timed("12 个镇各 1500 份，8 项得分和标准误"):
        calibration = raked(found, adjusted=False)
        ours = domain_means(value, town, towns, sample, confidence=CONFIDENCE, calibration=calibration)
    if shutil.which("Rscript") is None:
        print("没有安装 R，不作比较")
        return
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "interviews.csv", Path(folder) / "scores.csv"
        columns = {"town": town, "stratum": sample.stratum, "weight": sample.weight}
        columns |= {"population": sample.stratum_population, **{margin.name: margin.category for margin in margins}}
        columns |= {f"value{at}": value[:, at] for at in range(DIMENSIONS)}
        pd.DataFrame(columns).to_csv(given, index=False)
        command = ["Rscript", str(R_SCRIPT), str(given), str(made)]
        seconds = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        theirs = pd.read_csv(made)
    print(f"{float(seconds):>9.2f} s  {'':>12}同上，R survey")
    for name, column in (("得分", "mean"), ("标准误", "se")):
        mine = (ours.estimate if column == "mean" else ours.se).ravel()
        print(f"{np.abs(theirs[column].to_numpy() / mine - 1).max():>11.0e}  {name}相差最多")


@contextmanager
def _timed(title: str) -> Iterator[None]:
    """Print how long the work inside took, by the clock and of the cores."""
    started, used = time.perf_counter(), time.process_time()
    yield
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - used
    print(f"{seconds:>9.2f} s  {cpu_seconds:>6.2f} s CPU  {title}", flush=True)


def show() -> None:
    """Measure each in a process of its own, so that none finds another's memory."""
    for part in PARTS:
        print(f"{cost('bench.scoring', part).peak_mib:>9.0f} MiB", flush=True)


PARTS: dict[str, Callable[[], None]] = {
    "county": county,
    "peers": peers,
    "country": country,
    "beside_r": beside_r,
}

if __name__ == "__main__":
    PARTS[sys.argv[1]]()
