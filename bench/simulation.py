"""What the method promises, tried where the truth is known: `python -m bench.simulation`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

import numpy as np

from bench.trials import DROP, MIXED, SCENARIOS, Said, changes, coverage, luck, naming

RUNS = 1000
SEED = 20220601
SIZES = (80, 120, 200, 400)

Name = TypeVar("Name")
Found = TypeVar("Found")


def _per_cent(*shares: float) -> list[str]:
    return ["—" if np.isnan(share) else f"{100 * share:.1f} %" for share in shares]


def _print(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"| {' | '.join(headings)} |", "|" + " --- |" * len(headings), sep="\n")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def show(runs: int = RUNS) -> None:
    """Print the tables; every line has a seed of its own, so that they can be made side by side."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        named = {name: pool.submit(naming, name, MIXED, runs, SEED) for name in SCENARIOS}
        # One county, one family of tests a run: more runs, so that chance stays below half a per cent.
        moved = {size: pool.submit(changes, size, 3 * runs, SEED) for size in SIZES}
        covered = {str(size): pool.submit(coverage, size, 3 * runs, SEED) for size in SIZES}
        covered["120, 25 % say 不了解"] = pool.submit(coverage, 120, 3 * runs, SEED, unknown=0.25)
        covered["200, of those under 45 only 40 % can be reached"] = pool.submit(
            coverage, 200, 3 * runs, SEED, young=0.4
        )
        _print(
            ("interviews a town", "towns", "county", "towns, base weights"),
            ([name, *_per_cent(c.towns, c.county, c.unraked)] for name, c in _results(covered)),
        )
        _print(
            (
                "true scores",
                "some range wrong",
                "anyone certified",
                "wrongly certified",
                "wrong proposal",
                "talks proposed",
                "wrong proposal if strong suffices",
                "talks if strong suffices",
                "last three by point rank wrong",
                "of them leave next month",
            ),
            (
                [
                    name,
                    *_per_cent(n.wrong_range, n.certified, n.wrong_certified, n.wrong_proposed),
                    f"{n.proposed:.2f}",
                    *_per_cent(n.wrong_strong),
                    f"{n.strong:.2f}",
                    *_per_cent(n.wrong_three, n.left),
                ]
                for name, n in _results(named)
            ),
        )
        _print(
            ("true scores", "P ≥ 80 % said", "mean P", "true", "from shrunken scores: said", "mean P", "true"),
            ([name, *_statement(n.said), *_statement(n.said_shrunken)] for name, n in _results(named)),
        )
        _print(
            ("interviews a town", "any false rise or fall", f"fall of {DROP:g} points found"),
            ([str(size), *_per_cent(c.false, c.found)] for size, c in _results(moved)),
        )
        _print(
            ("standard error", "last three by point rank wrong", "of them leave next month"),
            ([f"{se:g}", *_per_cent(*luck(5.0, se, 100 * runs, SEED))] for se in (1.0, 2.0, 3.0)),
        )


def _statement(said: Said) -> list[str]:
    return [f"{said.count:.2f}", *_per_cent(said.mean, said.true)]


def _results(found: Mapping[Name, Future[Found]]) -> Iterator[tuple[Name, Found]]:
    return ((name, future.result()) for name, future in found.items())


if __name__ == "__main__":
    show()
