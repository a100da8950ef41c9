"""The look-back report: what it says with no, one and many rebounds, and what goes to the annexes."""

from __future__ import annotations

from datetime import date

from reports.document import Paragraph, Table
from reports.look_back import Duty, LookBackCount, LookBackItem, LookBackView
from reports.look_back_document import write


def counted(scope: str, name: str, outcomes: dict[str, int]) -> LookBackCount:
    """A scope whose problems, all revisited and none checked but the confirmed, had these outcomes."""
    total = sum(outcomes.values())
    confirmed, told_again = outcomes.get("confirmed", 0), outcomes.get("told_again", 0)
    rebounded = outcomes.get("rebounded", 0) + told_again
    return LookBackCount(
        scope, name, total, total, total, total, total, confirmed, total, confirmed, confirmed, rebounded, total,
        told_again, outcomes.get("disproved", 0), confirmed, outcomes.get("to_check", 0),
    )  # fmt: skip


def given(**outcomes: int) -> LookBackView:
    """A look-back of November 2021 on problems of 西里镇 with these outcomes."""
    items = [
        LookBackItem(
            f"{outcome}{number}", "西里镇", "文化馆", "农家书屋常年锁门", date(2021, 6, 18), outcome == "rebounded",
            int(outcome in ("rebounded", "told_again")), "ticket" if outcome == "told_again" else None, None, outcome,
        )
        for outcome, count in outcomes.items()
        for number in range(count)
    ]  # fmt: skip
    return LookBackView(
        month=date(2021, 11, 1),
        campaign=2021,
        began_on=date(2021, 5, 1),
        is_demo=False,
        counts=(
            counted("county", "全县", outcomes),
            counted("town", "东里镇", {}),
            counted("town", "西里镇", outcomes),
        ),
        items=tuple(items),
        duties=(Duty("revisits", "走访回访", date(2021, 11, 30), date(2021, 11, 30), is_provisional=False),),
        explained_count=2,
        settings={("issuer", "issuer"): "某局"},
    )


def test_all_confirmed_leaves_nothing_to_do_but_the_phases_duties() -> None:
    document = write(given(confirmed=3))
    assert document.findings == (
        "3件销号问题中，回访满意且核查到位的3件；回访不满意或核查未到位的0件；尚待回访或核查的0件。",
        "未发现销号后再次反映的问题。",
    )
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "活动以来销号的问题，未发现反弹。" in texts
    assert "销号问题均已回访并现场核查。" in texts
    assert texts[-1] == "本阶段的时限：走访回访，2021年11月30日前完成。"
    assert document.annexes == ()


def test_certain_and_suspected_rebounds_are_kept_apart() -> None:
    document = write(given(confirmed=1, rebounded=1, told_again=2, to_check=1, disproved=1))
    assert document.findings[1:] == (
        "销号后再次反映的3件：台账标注、编号相联或同村同事的1件，应重新列入整改；只凭文字相近的2件，须逐件核实。",
        "反弹和疑似反弹涉及1个镇（街道），件数最多的是西里镇（3件）。",
    )
    (table,) = [each for each in document.blocks if isinstance(each, Table) and each.caption.endswith("反弹问题")]
    assert [row[0] for row in table.rows] == ["rebounded0"]
    assert table.rows[0][5] == "重新列入"
    listed = [
        [row[0] for row in block.rows] for each in document.annexes for block in each.blocks if isinstance(block, Table)
    ]
    assert listed == [["told_again0", "told_again1"], ["disproved0", "to_check0"]]
    assert [each.title_lines[0][:3] for each in document.annexes] == ["附件1", "附件2"]


def test_a_scope_without_problems_has_no_rates() -> None:
    document = write(given(confirmed=1))
    towns = next(each for each in document.blocks if isinstance(each, Table) and "镇（街道）" in each.caption)
    assert towns.rows[0] == ("东里镇", "0", "—", "—", "—", "—", "0", "0", "0")
    assert towns.rows[1][2:4] == ("100.00（1/1）", "100.00（1/1）")
