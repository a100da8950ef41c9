"""Point ranks."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.ranks import competition_ranks


@pytest.mark.parametrize(
    ("printed", "ranks"),
    [
        ([90.0, 88.5, 88.5, 80.0], [1, 2, 2, 4]),
        ([80.0, 90.0], [2, 1]),
        ([75.0, 75.0, 75.0], [1, 1, 1]),
        ([70.0], [1]),
    ],
)
def test_equal_printed_scores_share_a_rank(printed: list[float], ranks: list[int]) -> None:
    assert competition_ranks(np.array(printed)).tolist() == ranks
