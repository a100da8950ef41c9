"""What a supervision notice says of one item, of several, of only yellow ones, and of more than the body holds."""

from dataclasses import replace
from datetime import date

from reports.document import OfficialDocument, Paragraph, Table
from reports.supervision import Item, Notice, SupervisionView, write

NOTICE = Notice(
    scope="town",
    scope_code="370323104",
    scope_name="悦庄镇",
    responsible_post="悦庄镇文旅办主任",
    closes_on=date(2022, 6, 30),
    red_count=1,
    yellow_count=0,
    hotline_count=1,
    rectification_count=0,
    task_count=0,
    again_count=0,
    plan_due_on=date(2022, 7, 7),
    result_due_on=date(2022, 7, 14),
    is_provisional=False,
)
RED = Item(
    scope="town",
    scope_code="370323104",
    source="hotline",
    item_no="2022060001",
    title="关于健身设施的投诉",
    assigned_on=date(2022, 6, 20),
    due_on=date(2022, 6, 27),
    card="red",
    working_days_left=None,
    working_days_overdue=3,
    is_provisional=False,
)
YELLOW = replace(RED, due_on=date(2022, 7, 1), card="yellow", working_days_left=1, working_days_overdue=None)
ISSUER = {"issuer_mark": "某局文件", "issuer": "某局", "printed_by": "某局办公室"}


def _notice(*items: Item, month: date = date(2022, 6, 1), **changes: object) -> OfficialDocument:
    notice = replace(NOTICE, **changes)  # type: ignore[arg-type]
    return write(SupervisionView(month, notice, items, ISSUER, is_demo=False))


def _text(document: OfficialDocument) -> str:
    return "".join((b.lead or "") + b.text for b in document.blocks if isinstance(b, Paragraph))


def test_one_overdue_item() -> None:
    document = _notice(RED)
    assert document.title == "关于限期办结截至2022年6月30日超期未结事项的督办通知"
    assert document.addressee == "悦庄镇："
    text = _text(document)
    assert "你镇承办的未结事项中，超期未办结1件，发红牌。该事项为诉求工单。" in text
    assert "2022年7月7日前报送整改方案" in text
    assert "办理结果于2022年7月14日前书面报局办公室" in text
    assert "责任职务：悦庄镇文旅办主任。" in text
    for not_so in ("黄牌", "超期时间最长", "再次督办", "暂定", "销号，"):
        assert not_so not in text
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.rows == (
        ("1", "诉求 2022060001", "关于健身设施的投诉", "2022年6月20日", "2022年6月27日", "红牌，超期3个工作日"),
    )


def test_red_and_yellow_of_two_sources_some_for_the_second_time() -> None:
    problem = replace(RED, source="rectification", item_no="2022010", working_days_overdue=103)
    document = _notice(problem, YELLOW, yellow_count=1, rectification_count=1, again_count=1)
    text = _text(document)
    assert "超期未办结1件，发红牌；临近到期1件，发黄牌。其中诉求工单1件、整改台账1件。" in text
    assert "超期时间最长的是第1项（整改台账）" in text
    assert "已超期103个工作日" in text
    assert "1件在以前月份的月末已经超期，为再次督办。" in text
    assert "（二）防止超期。" in text
    assert "最早的于2022年7月1日到期" in text
    assert "（四）跟踪督办。" in text


def test_only_yellow_ones_ask_for_no_plan() -> None:
    document = _notice(YELLOW, red_count=0, yellow_count=1)
    assert "临期未结事项" in document.title
    assert "超期" not in document.title
    assert "（一）防止超期。" in _text(document)
    assert "整改方案" not in _text(document)


def test_overdue_by_less_than_a_working_day_and_a_deadline_that_is_provisional() -> None:
    document = _notice(replace(RED, working_days_overdue=0, is_provisional=True), is_provisional=True)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.rows[0][-1] == "红牌，超期不足一个工作日（暂定）"
    assert "为暂定，公布后另行通知" in _text(document)


def test_a_long_list_goes_to_an_attachment() -> None:
    document = _notice(*[RED] * 6, red_count=6, hotline_count=6)
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert document.attachments_note == ("悦庄镇督办事项清单",)
    (attachment,) = document.attachments
    (table,) = attachment.blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 6
    assert "具体事项见附件。" in _text(document)


def test_whom_it_addresses_and_by_what_it_is_based() -> None:
    street = _text(_notice(RED, scope_name="南麻街道", responsible_post=None))
    assert "你街道承办" in street
    assert "名册没有载明责任职务，你街道" in street
    assert "你单位承办" in _text(_notice(RED, scope="unit", scope_name="文化馆"))
    assert "《关于进一步提升群众文化生活满意度的实施方案》" in street
    before = _text(_notice(RED, month=date(2022, 5, 1)))
    assert "实施方案" not in before
    assert "大走访大排查大提升活动工作方案" in before
