"""Where a record belongs: staging.place, and what the analyst is told where nobody knows."""

import pytest

from tests.warehouse.given import Given, Sheet, built, rows_of, table

NANMA, LISHAN, NANLUSHAN, LUCUN = "370323002", "370323001", "370323111", "370323102"
XILI, DAZHANGZHUANG = "370323105", "370323106"

# town and village as written → town_code, how, what is proposed
WRITTEN = {
    "its own name": ("南麻街道", "", NANMA, "named", ""),
    "with spaces": (" 南麻 街道 ", "", NANMA, "named", ""),
    "an alias": ("沂源县南麻街道办事处", "", NANMA, "named", ""),
    "its code": ("370323002", "", NANMA, "named", ""),
    "its code in full-width digits": ("３７０３２３００２", "", NANMA, "named", ""),
    "an abolished town": ("土门镇", "", NANLUSHAN, "renamed", "已撤并，现属南鲁山镇"),
    "no town at all": ("经济开发区", "", None, "none", None),
    "a misspelt town": ("西李镇", "", None, "unknown", "，是否为西里镇？"),
    "a name like two towns": ("泉庄镇", "", None, "unknown", "，是否为中庄镇、悦庄镇？"),
    "two letters changed places": ("庄悦镇", "", None, "unknown", "，是否为悦庄镇？"),
    "nothing like a town": ("龙家圈街道", "", None, "unknown", None),
    "a village in the town's column": ("南麻一村", "", None, "unknown", "，是否为历山街道？"),
    "province, city and county before it": ("山东省淄博市沂源县西里镇", "", XILI, "named", ""),
    "the county's short name and an old town": ("沂源土门镇", "", NANLUSHAN, "renamed", "已撤并，现属南鲁山镇"),
    "a number in a list": ("3.西里镇", "", XILI, "named", ""),
    "its code of twelve digits": ("370323002000", "", NANMA, "named", ""),
    "a code that became a number": ("370323105.0", "", XILI, "named", ""),
    "a village's code": ("370323001006", "", LISHAN, "named", ""),
    "another county's code": ("371323001", "", None, "elsewhere", None),
    "another city": ("济南市", "", None, "elsewhere", None),
    "another county": ("临沂市沂水县", "", None, "elsewhere", None),
    "another county's town of the same name": ("河北省唐山市迁西县石桥镇", "", None, "elsewhere", None),
    "another district of our city": ("淄博市博山区源泉镇", "", None, "elsewhere", None),
    "no county at all": ("城市管理局", "", None, "unknown", None),
    "two towns": ("南麻街道/历山街道", "", None, "several", "南麻街道、历山街道"),
    "two towns, another mark": ("西里镇、悦庄镇", "", None, "several", "悦庄镇、西里镇"),
    "two towns, short names": ("西里 悦庄", "", None, "several", "悦庄镇、西里镇"),
    "two towns, no mark": ("西里镇悦庄镇", "", None, "several", "悦庄镇、西里镇"),
    "the same town twice": ("西里镇/西里", "", XILI, "named", ""),
    "a town and its village": ("鲁村镇沙沟村", "", LUCUN, "named", ""),
    "a town's short name and its village": ("鲁村草埠村", "", LUCUN, "named", ""),
    "a town and a village that no list knows": ("沂源县鲁村镇某某村", "", LUCUN, "named", ""),
    "a town and something else": ("鲁村镇中学", "", None, "unknown", None),
    "a town and another town's village": (
        "南麻街道南麻一村",
        "",
        NANMA,
        "contradicted",
        "村居“南麻一村”（属历山街道）",
    ),
    "a town that contradicts its village": (
        "南麻街道",
        "南麻一村",
        NANMA,
        "contradicted",
        "村居“南麻一村”（属历山街道）",
    ),
    "a town that none of the village's towns is": (
        "西里镇",
        "新村",
        XILI,
        "contradicted",
        "村居“新村”（属大张庄镇、张家坡镇）",
    ),
    "a town that settles an ambiguous village": ("大张庄镇", "新村", DAZHANGZHUANG, "named", ""),
    "a town with a village that no list knows": ("西里镇", "桃花岛村", XILI, "named", ""),
    "no town, whatever the village": ("县直", "南麻一村", None, "none", None),
    "a misspelt town beside a clear village": ("西李镇", "南麻一村", None, "unknown", "，是否为西里镇？"),
    "a village of one town": ("", "南麻一村", LISHAN, "village", "历山街道"),
    "the same village, in full": ("", "南麻一村居委会", LISHAN, "village", "历山街道"),
    "a village of two towns": ("", "新村", None, "ambiguous", "大张庄镇、张家坡镇"),
    "a village's code alone": ("", "370323001006", LISHAN, "village", "历山街道"),
    "a town before the village, in its cell": ("", "大张庄镇新村", DAZHANGZHUANG, "village", "大张庄镇"),
    "a village of nowhere": ("", "桃花岛村", None, "missing", None),
    "nothing": ("", "", None, "missing", None),
    "blanks": ("　", "　", None, "missing", None),
}

# village and address as written, no town → town_code, how, what is proposed
ADDRESSED = {
    "a town's full name in the address": ("", "沂源县西里镇文化广场东侧", XILI, "address", None),
    "an old town in the address": ("", "沂源县土门镇大集", NANLUSHAN, "address", None),
    "a village in the address": ("", "沂源县南麻一村文化广场", LISHAN, "address", None),
    "an ambiguous village in the address": ("", "王庄村文化广场", None, "missing", "；地址提到张家坡镇、燕崖镇"),
    "two towns in the address": ("", "西里镇与东里镇交界处", None, "missing", "；地址提到东里镇、西里镇"),
    "half a town's name in the address": ("", "西里路12号", None, "missing", None),
    "a longer name that ends in a town's": ("", "上石桥镇政府东", None, "missing", None),
    "another county's address": ("", "临沂市沂水县石桥镇", None, "elsewhere", "临沂市沂水县石桥镇"),
    "another county's address, a village of ours": ("南麻一村", "沂水县城", None, "elsewhere", "沂水县城"),
    "a supermarket is no city": ("", "华联超市西里镇店", None, "missing", None),
    "an ambiguous village is not settled by an address": (
        "新村",
        "大张庄镇新村",
        None,
        "ambiguous",
        "大张庄镇、张家坡镇",
    ),
    "a clear village goes before the address": ("南麻一村", "西里镇", LISHAN, "contradicted", "地址所写的西里镇"),
    "village and address agree": ("南麻一村", "历山街道南麻一村", LISHAN, "village", "历山街道"),
}

# title, content of a ticket that names no place elsewhere → town_code, how
TOLD = {
    "a town in the title": ("西里镇广场路灯不亮", "晚上没有灯", XILI, "text"),
    "a town in the content": ("路灯不亮", "我们在西里镇跳舞，没有灯", XILI, "text"),
    "a village in the content": ("路灯不亮", "我在南麻一村跳舞，没有灯", LISHAN, "text"),
    "the same town twice": ("西里镇路灯", "西里镇的路灯不亮", XILI, "text"),
    "a town and another town's village": ("路灯", "西里镇，南麻一村也一样", XILI, "text"),
    "two towns": ("路灯", "西里镇和东里镇都不亮", None, "missing"),
    "two villages of two towns": ("路灯", "在南麻一村和王庄村都不亮", None, "missing"),
    "a longer name that ends in a village's": ("路灯", "大南麻一村不亮", None, "missing"),
    "another county's town": ("路灯", "河北省迁西县石桥镇不亮", None, "missing"),
    "no place": ("路灯", "不亮", None, "missing"),
}


@pytest.fixture(scope="module")
def warehouse():
    survey = rows_of("sample_id town village", [(str(i), *case[:2]) for i, case in enumerate(WRITTEN.values())])
    hotline = rows_of("ticket_no village address", [(str(i), *case[:2]) for i, case in enumerate(ADDRESSED.values())])
    hotline += rows_of("ticket_no title content", [(f"文{i}", *case[:2]) for i, case in enumerate(TOLD.values())])
    hotline += [
        {"ticket_no": "镇", "town": "悦庄镇", "title": "西里镇"},
        {"ticket_no": "址", "address": "西里镇", "title": "东里镇"},
    ]
    ledger = [{"ledger_no": "2022-001", "town": "悦庄"}]
    return built(Given([Sheet("survey", survey), Sheet("hotline", hotline), Sheet("rectification", ledger)]))


@pytest.mark.parametrize("case", WRITTEN)
def test_written_town_and_village(warehouse, case) -> None:
    town, village, *expected = WRITTEN[case]
    found = table(
        warehouse,
        "select town_code, how, proposal from staging.place"
        " where address is null and town is not distinct from ? and village is not distinct from ?",
        town or None,
        village or None,
    )
    assert found == [tuple(expected)]


@pytest.mark.parametrize("case", ADDRESSED)
def test_blank_town_with_an_address(warehouse, case) -> None:
    village, address, *expected = ADDRESSED[case]
    found = table(
        warehouse,
        "select town_code, how, proposal from staging.place where address = ? and village is not distinct from ?",
        address,
        village or None,
    )
    assert found == [tuple(expected)]


@pytest.mark.parametrize("case", TOLD)
def test_a_place_in_the_text_of_a_ticket(warehouse, case) -> None:
    ticket_no = f"文{list(TOLD).index(case)}"
    found = table(warehouse, "select town_code, town_how from staging.ticket_read where ticket_no = ?", ticket_no)
    assert found == [TOLD[case][2:]]


def test_a_text_speaks_only_where_town_village_and_address_are_silent(warehouse) -> None:
    query = "select ticket_no, town_code from staging.ticket_read where ticket_no in ('镇', '址') order by ticket_no"
    assert table(warehouse, query) == [("址", XILI), ("镇", "370323104")]


def test_a_ledger_town_is_resolved_too(warehouse) -> None:
    found = table(warehouse, "select ledger_no, town_code from staging.rectification_read")
    assert found == [("2022-001", "370323104")]


def test_every_mention_has_one_answer(warehouse) -> None:
    repeated = table(warehouse, "select town, village, address from staging.place group by all having count(*) > 1")
    assert repeated == []


def test_reads_become_as_many_rows_as_were_written(warehouse) -> None:
    counts = "select (select count(*) from staging.interview_read), (select count(*) from staging.ticket_read)"
    assert table(warehouse, counts) == [(len(WRITTEN), len(ADDRESSED) + len(TOLD) + 2)]


def test_only_a_town_that_is_known_is_counted_for_a_town(warehouse) -> None:
    told = "select value, problem from ops.issue where code = 'town_ambiguous' and file like '%survey%'"
    assert table(warehouse, told) == [("新村", "“新村”在多个镇街都有：大张庄镇、张家坡镇")]
    told = "select distinct problem from ops.issue where value = '西李镇' and code = 'town_unknown'"
    assert table(warehouse, told) == [("“西李镇”不在镇街名录中，是否为西里镇？",)]


def test_the_analyst_is_told_what_speaks_against_what(warehouse) -> None:
    def said(code: str) -> set[tuple[str, ...]]:
        query = "select severity, column_header, problem from ops.issue where code = ?"
        return set(table(warehouse, query, code))

    assert ("notice", "镇街", "“南麻街道”与村居“南麻一村”（属历山街道）不一致，已按“南麻街道”计") in said(
        "town_contradicted"
    )
    assert ("notice", "村社区", "“南麻一村”与地址所写的西里镇不一致，已按“南麻一村”计") in said("town_contradicted")
    assert ("notice", "镇街", "镇街为空，已按标题和内容中所写的西里镇计") in said("town_from_text")
    assert ("reject", "镇街", "“西里 悦庄”写了不止一个镇街：悦庄镇、西里镇") in said("town_several")
    assert ("reject", "事发地", "“临沂市沂水县石桥镇”是外地的地名，不属于本县") in said("town_elsewhere")
    assert ("reject", "镇街", "“济南市”是外地的地名，不属于本县") in said("town_elsewhere")
    assert ("reject", "镇街", "镇街为空，也不能由村居、地址和内容确定；地址提到东里镇、西里镇") in said("town_missing")
    assert ("reject", "镇街", "镇街为空，也不能由村居、地址和内容确定；其中提到东里镇、西里镇") in said("town_missing")
