"""Where a record belongs: staging.place, and what the analyst is told where nobody knows."""

import pytest

from tests.warehouse.given import Given, Sheet, built, rows_of, table

NANMA, LISHAN, NANLUSHAN = "370323002", "370323001", "370323111"
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
    "nothing like a town": ("济南市", "", None, "unknown", None),
    "a town that contradicts its village": ("南麻街道", "南麻一村", NANMA, "named", ""),
    "a misspelt town beside a clear village": ("西李镇", "南麻一村", None, "unknown", "，是否为西里镇？"),
    "a village of one town": ("", "南麻一村", LISHAN, "village", "历山街道"),
    "the same village, in full": ("", "南麻一村居委会", LISHAN, "village", "历山街道"),
    "a village of two towns": ("", "新村", None, "ambiguous", "大张庄镇、张家坡镇"),
    "a village of nowhere": ("", "桃花岛村", None, "missing", None),
    "nothing": ("", "", None, "missing", None),
    "blanks": ("　", "　", None, "missing", None),
}

# village and address as written, no town → town_code, how
ADDRESSED = {
    "a town's full name in the address": ("", "沂源县西里镇文化广场东侧", XILI, "address"),
    "two towns in the address": ("", "西里镇与东里镇交界处", None, "missing"),
    "half a town's name in the address": ("", "西里路12号", None, "missing"),
    "an ambiguous village is not settled by an address": ("新村", "大张庄镇新村", None, "ambiguous"),
    "a clear village goes before the address": ("南麻一村", "西里镇", LISHAN, "village"),
}


@pytest.fixture(scope="module")
def warehouse():
    survey = rows_of("sample_id town village", [(str(i), *case[:2]) for i, case in enumerate(WRITTEN.values())])
    hotline = rows_of("ticket_no village address", [(str(i), *case[:2]) for i, case in enumerate(ADDRESSED.values())])
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
        "select town_code, how from staging.place where address = ? and village is not distinct from ?",
        address,
        village or None,
    )
    assert found == [tuple(expected)]


def test_a_ledger_town_is_resolved_too(warehouse) -> None:
    found = table(warehouse, "select ledger_no, town_code from staging.rectification_read")
    assert found == [("2022-001", "370323104")]


def test_every_mention_has_one_answer(warehouse) -> None:
    repeated = table(warehouse, "select town, village, address from staging.place group by all having count(*) > 1")
    assert repeated == []


def test_reads_become_as_many_rows_as_were_written(warehouse) -> None:
    counts = "select (select count(*) from staging.interview_read), (select count(*) from staging.ticket_read)"
    assert table(warehouse, counts) == [(len(WRITTEN), len(ADDRESSED))]


def test_only_a_town_that_is_known_is_counted_for_a_town(warehouse) -> None:
    told = "select value, problem from ops.issue where code = 'town_ambiguous' and file like '%survey%'"
    assert table(warehouse, told) == [("新村", "“新村”在多个镇街都有：大张庄镇、张家坡镇")]
    told = "select distinct problem from ops.issue where value = '西李镇' and code = 'town_unknown'"
    assert table(warehouse, told) == [("“西李镇”不在镇街名录中，是否为西里镇？",)]
