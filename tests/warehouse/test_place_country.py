"""No name of another county is taken for one of ours: the resolver against every township and street of the country.

Of the 41,352 places, 45 bear one of the 18 names that mean a town of ours (12 towns, 6 old names; 17 places are called
石桥镇): written bare, a name says no more than that. Written with province and county, the 12 towns of ours are ours.
"""

import csv
import gzip
import re
from pathlib import Path

import pandas as pd
import pytest

from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, loaded, reference, table

HERE = Path(__file__).parent / "reference"
OUR_COUNTY = "370323"
PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省",
    "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省",
    "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省",
    "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区",
    "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省",
    "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省",
    "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
}  # fmt: skip


def _lines(file: str) -> list[dict[str, str]]:
    with gzip.open(HERE / file, "rt", encoding="utf-8") as text:
        return list(csv.DictReader(text))


TOWNS = _lines("china-towns-2023.csv.gz")
COUNTIES = {line["code"]: line["name"] for line in _lines("china-counties-2023.csv.gz")}


def _in_full(town: dict[str, str]) -> str:
    return PROVINCES[town["provinceCode"]] + COUNTIES.get(town["areaCode"], "") + town["name"]


BARE = sorted({town["name"] for town in TOWNS})
FULL = sorted({_in_full(town) for town in TOWNS})
OURS_IN_FULL = {_in_full(town): town["code"] for town in TOWNS if town["areaCode"] == OUR_COUNTY}
OURS_BARE = {alias.alias: alias.town_code for alias in reference().rows("town_alias") if alias.town_code}
NEEDED = {"mention", "place_pattern", "village_name", "written_place", "place_in_text", "place"}


@pytest.fixture(scope="module")
def warehouse():
    """Every name of the country, bare and in full, once as a town and once as the address of a ticket."""
    connection = loaded(Given([Sheet("survey")]))
    connection.register("name", pd.DataFrame({"name": [*BARE, *FULL]}))
    connection.execute('insert into raw.survey (sheet_id, "row", town) select 1, 1, name from name')
    connection.execute('insert into raw.hotline (sheet_id, "row", address) select 1, 1, name from name')
    models = [m for m in read_models(SQL, ("staging",)) if m.table.removeprefix("staging.") in NEEDED]
    run_models(connection, models)
    return connection


def _resolved(warehouse, column: str) -> dict[str, str]:
    query = f"select {column}, town_code from staging.place where {column} is not null and town_code is not null"
    return dict(table(warehouse, query))


def test_the_country_is_all_there() -> None:
    assert (len(TOWNS), len(COUNTIES), len(BARE), len(OURS_IN_FULL)) == (41352, 2978, 32711, 12)


@pytest.mark.parametrize("column", ["town", "address"])
def test_in_full_only_our_twelve_towns_are_ours(warehouse, column: str) -> None:
    resolved = _resolved(warehouse, column)
    assert {name: code for name, code in resolved.items() if name in set(FULL)} == OURS_IN_FULL


@pytest.mark.parametrize("column", ["town", "address"])
def test_a_bare_name_is_ours_only_if_it_is_one_of_our_names(warehouse, column: str) -> None:
    resolved = {name: code for name, code in _resolved(warehouse, column).items() if name in set(BARE)}
    assert resolved == {name: OURS_BARE[name] for name in BARE if name in OURS_BARE}
    assert len(resolved) == 18
    assert sum(town["name"] in resolved for town in TOWNS) == 45


def test_a_place_of_another_county_is_called_one(warehouse) -> None:
    ((told,),) = table(warehouse, "select count(*) from staging.place where how = 'elsewhere' and town is not null")
    assert told > 40_000


def test_every_village_leads_to_its_town_or_is_asked_about() -> None:
    villages = reference().rows("village")
    connection = loaded(Given([Sheet("survey")]))
    connection.register("name", pd.DataFrame({"name": [village.village_name for village in villages]}))
    connection.execute('insert into raw.survey (sheet_id, "row", village) select 1, 1, name from name')
    run_models(connection, [m for m in read_models(SQL, ("staging",)) if m.table.removeprefix("staging.") in NEEDED])
    query = "select village, town_code, how, proposal from staging.place"
    found = {village: rest for village, *rest in table(connection, query)}
    names = {town.town_code: town.town_name for town in reference().rows("town")}
    asked = set()
    for village in villages:
        code, how, proposal = found[village.village_name]
        if how == "ambiguous":
            assert code is None
            assert names[village.town_code] in proposal.split("、")
            assert len(proposal.split("、")) == 2
            asked.add(village.village_name)
        else:
            assert (code, how) == (village.town_code, "village")
    assert len(villages) == 468
    eight = ["和源", "富源", "南刘庄", "朱家庄", "凤凰官庄", "红星", "新", "王庄"]
    stems = {re.sub(r"(村|居)?(村|居)委会$", "", name) for name in asked}
    # 李家庄村 and 李家庄, 西埠村 and 西埠 lie in two towns each, and are one name to whoever writes them
    assert stems == {*eight, "李家庄", "西埠"}
