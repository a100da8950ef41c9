"""The annual assessment: months apart by scale, months missing, what was proposed, what is still owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reports.annual import AnnualView, CountyMonth, IndicatorMonth, LedgerYear, TaskState, TownMonth
from reports.annual_document import write
from reports.document import AnalyticalReport, Paragraph, Table


def county(month: int, score: float | None, scale: str = "three", verdict: str = "flat") -> CountyMonth:
    test = None if verdict == "none" else f"change/2021-{month:02d}"
    low, high = (None, None) if score is None else (score - 1, score + 1)
    return CountyMonth(
        date(2021, month, 1), False, scale, 1500, score, low, high, None if test is None else 1.5, verdict, test, 88.0
    )  # fmt: skip


def town(month: int, name: str, verdict: str = "none", talk: str | None = None, praise: str | None = None) -> TownMonth:
    return TownMonth(date(2021, month, 1), name, 1, "ranked", 80.0, 78.0, 82.0, 1, verdict, "county/1", talk, praise)


def given() -> AnnualView:
    """May, and October to December on another scale; September has no survey."""
    return AnnualView(
        month=date(2021, 12, 1),
        counties=(
            county(5, 60.0, "five", "none"),
            county(9, None, "three", "none"),
            county(10, 86.0, verdict="none"),
            county(11, 88.5, verdict="up"),
            county(12, 87.0),
        ),
        towns=(
            town(11, "西里镇", "below", talk="talk"),
            town(12, "西里镇", "below", talk="talk"),
            town(12, "东里镇"),
        ),
        indicators=(
            IndicatorMonth(date(2021, 12, 1), "rectification_open", "未销号", 7, None, 7.0, "件"),
            IndicatorMonth(date(2021, 12, 1), "rectification_overdue_open", "超期未销号", 2, None, 2.0, "件"),
            IndicatorMonth(date(2021, 12, 1), "household_reached", "走访名单覆盖率", 9, 10, 90.0, "%"),
        ),
        problems=(),
        tasks=(TaskState(None, "8", "总结评估", ["办公室"], date(2021, 12, 31), None, "overdue"),),
        externals=(),
        ledger=LedgerYear(20, 12, 3, 2, 4),
        settings={("issuer", "issuer"): "某局"},
    )


def texts(document: AnalyticalReport) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_only_months_on_the_last_scale_are_set_beside_each_other() -> None:
    findings = write(given()).findings
    assert findings[0] == (
        "采用同一量表的3个月（2021年10月至2021年12月），全县得分最高88.50分（2021年11月）、"
        "最低86.00分（2021年10月），2021年12月为87.00分。"
    )
    assert findings[1] == "各月与上月相比，显著上升的有2021年11月，其余1个月变化不显著。"
    assert findings[2] == "全年提出约谈建议2个月，涉及西里镇；没有提出表扬建议。"


def test_months_without_data_are_said() -> None:
    assert write(given()).scope == "2021年5月至2021年12月　按月数据5个月，缺1月、2月、3月、4月、6月、7月和8月"


def test_what_is_owed_at_the_end_of_the_year_is_listed() -> None:
    document = write(given())
    assert [text for text in texts(document) if text[0].isdigit()] == [
        "1.销号问题尚待回访或核查4件，逐件补齐；",
        "2.反弹和疑似反弹3件，属实的重新整改；",
        "3.整改台账未销号7件，其中超期2件，结转下一年度继续督办；",
        "4.走访名单共10户，已走访9户，其余逐户补齐；",
        "5.任务超期未完成1项：总结评估。",
    ]


def test_a_year_in_which_all_is_done_owes_nothing() -> None:
    done = replace(given(), indicators=(), tasks=(), ledger=LedgerYear(20, 20, 0, 0, 0), towns=())
    document = write(done)
    assert "各项均达到要求，没有尚待办理的事项。" in texts(document)
    assert document.findings[2] == "全年各月证据均不足以提出约谈或者表扬建议。"
    assert "没有任务清单。" in texts(document)


def test_towns_are_tinted_only_where_they_differed_from_the_county() -> None:
    tables = [block for block in write(given()).blocks if isinstance(block, Table)]
    towns = next(table for table in tables if "镇（街道）" in table.caption)
    assert [row[0] for row in towns.rows] == ["西里镇", "东里镇"]
    assert [shade.tone if shade else None for shade in towns.shades[0][1:]] == [None, None, None, "red", "red"]
    assert towns.rows[1][1:] == ("—", "—", "—", "—", "80.00")
