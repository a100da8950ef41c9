"""The public version: what is hidden is starred and never a number, and nothing to assess is no nought."""

from __future__ import annotations

from datetime import date

from reports.document import Pair, Table
from reports.public import Count, County, Dimension, PublicView, Rate, Share
from reports.public_document import write


def given(total: int | None = 30) -> PublicView:
    return PublicView(
        month=date(2022, 6, 1),
        county=County(False, 1500, 86.39, 85.45, 87.32),
        shares=(
            Share("county", "全县", 88.1, 86.0, 89.9, "show"),
            Share("town", "西里镇", 82.9, 75.8, 88.6, "show"),
            Share("town", "东里镇", 70.0, 50.0, 90.0, "suppress"),
        ),
        dimensions=(Dimension("overall", "总体评价", 86.39, 85.45, 87.32, "ranked"),),
        counts=(
            Count("hotline_channel", "12345热线", 20, total),
            Count("hotline_channel", "来信", None, total),
        ),
        rates=(Rate("按时办结率", 93.0, True), Rate("按期整改率", None, True), Rate("回访满意率", None, False)),
        phases=(),
        settings={("issuer", "issuer"): "某局", ("suppression", "min_public_count"): "5"},
    )


def tables(view: PublicView) -> dict[str, Table]:
    found: list[Table] = []
    for block in write(view).blocks:
        found += [block] if isinstance(block, Table) else [block.left, block.right] if isinstance(block, Pair) else []
    return {table.caption[3:]: table for table in found}


def test_a_town_too_uncertain_to_tell_of_is_starred() -> None:
    assert tables(given())["各镇（街道）表示满意或基本满意的比例"].rows == (
        ("西里镇", "82.9%", "75.8—88.6", "东里镇", "＊", "—"),
    )


def test_hidden_counts_and_totals_are_starred() -> None:
    name = "本月受理的诉求：从哪里来"
    assert tables(given())[name].rows == (("12345热线", "20"), ("来信", "＊"), ("合计", "30"))
    assert tables(given(None))[name].rows[-1] == ("合计", "＊")
    assert [tile.value for tile in write(given(None)).tiles][-1] == "不公布"


def test_a_hidden_rate_is_not_the_same_as_none() -> None:
    rows = tables(given())["主要办理情况"].rows
    assert rows == (("按时办结率", "93%", "回访满意率", "—"), ("按期整改率", "＊", "", ""))
