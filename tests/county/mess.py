"""What people do to cells: every operation changes one row and notes what a reader should make of it.

Expected: "reject" (the row cannot be used), "notice" (used or set aside, and told), "silent" (just read
right).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tests.county import people
from tests.county.places import town_by_code, town_name
from tests.county.sheet import Row, Sheet, Value, shown, write_date
from tests.county.workdays import last_day

TYPOS = {
    "西里镇": "西李镇",
    "悦庄镇": "悦庒镇",
    "张家坡镇": "张家波镇",
    "燕崖镇": "燕涯镇",
    "鲁村镇": "鲁邨镇",
    "南麻街道": "南嘛街道",
    "历山街道": "厉山街道",
    "大张庄镇": "大张压镇",
    "东里镇": "东理镇",
    "中庄镇": "中庒镇",
    "石桥镇": "石乔镇",
    "南鲁山镇": "南鲁三镇",
}
UNKNOWN_TOWNS = ("泉庄镇", "龙家圈街道", "坦埠镇")
PSEUDO_UNITS = ("经济开发区", "县直", "其他", "不详")
AMBIGUOUS_VILLAGES = ("王庄村", "红星村", "朱家庄村", "新村", "凤凰官庄村")
ABOLISHED = {"南鲁山镇": "土门镇"}
UNKNOWN_ANSWERS: tuple[Value, ...] = ("还行", "说不清", 99)
# Towns whose few interviews are planted too: nothing else may happen to them in that month.
_SPARED = {("2021-09", "370323108"), ("2022-03", "370323110")}


class Mess:
    """A sheet being spoilt, with a random stream of its own; no row is touched twice."""

    def __init__(self, sheet: Sheet, month: str, source: str) -> None:
        self.sheet = sheet
        self.month = month
        self.rng = people.stream(month, f"mess-{source}")
        self._used: set[int] = set()

    def pick(self, fits: Callable[[Row], object]) -> Row:
        """An untouched row that fits; ValueError if there is none."""
        pool = [
            row
            for row in self.sheet.rows
            if id(row) not in self._used and (self.month, row.get("_town_code")) not in _SPARED and fits(row)
        ]
        if not pool:
            raise ValueError(f"no row left in {self.sheet.name} {self.month}")
        row = pool[int(self.rng.integers(len(pool)))]
        self._used.add(id(row))
        return row

    def reserve(self, row: Row) -> None:
        """Keep a row as it is."""
        self._used.add(id(row))

    def put(self, row: Row, key: str, value: Value, kind: str, expected: str, reads_as: str = "") -> None:
        """Set a cell and note it."""
        row[key] = value
        self.sheet.note(row, key, kind, expected, reads_as)

    def choose(self, values: tuple[Value, ...]) -> Value:
        """One of the values."""
        return values[int(self.rng.integers(len(values)))]


def _person_row(row: Row) -> bool:
    """Rows that count: completed interviews in the survey, tickets of no planted problem, any other row."""
    if not row.get("_town_code") or row.get("_is_planted"):
        return False
    return "disposition" not in row or _is_valid(row)


def _is_valid(row: Row) -> bool:
    has_passed = row.get("is_valid") == "是" and row.get("qc_result") != "不通过"
    return has_passed and str(row["disposition"]).startswith("1.1")


def _forget_place(row: Row, town: str, village: str | None) -> None:
    """Let nothing else in a row name its old town."""
    if "village" in row:
        row["village"] = village
    if "address" in row:
        place = "" if town in PSEUDO_UNITS else town + (village or "")
        category = ("文化体育", "公共文化设施", "文体广场")
        row |= {
            "address": f"沂源县{place}",
            "title": "关于文体广场的求助",
            "content": f"来电人反映{place}广场路灯不亮，希望修复",
            "category": "->".join(category),
            **{f"category_l{level}": word for level, word in enumerate(category, start=1)},
        }


def town_typo(mess: Mess) -> None:
    row = mess.pick(_person_row)
    right = town_name(str(row["_town_code"]))
    mess.put(row, "town", TYPOS[right], "town_typo", "reject", right)


def town_xili_typo(mess: Mess) -> None:
    """The typo everyone makes: 西李镇."""
    row = mess.pick(lambda r: _person_row(r) and r["town"] == "西里镇")
    mess.put(row, "town", "西李镇", "town_typo", "reject", "西里镇")


def town_unknown(mess: Mess) -> None:
    row = mess.pick(_person_row)
    name = str(mess.choose(UNKNOWN_TOWNS))
    _forget_place(row, name, None)
    mess.put(row, "town", name, "town_unknown", "reject")


def town_empty(mess: Mess) -> None:
    row = mess.pick(lambda r: _person_row(r) and r.get("village"))
    mess.put(row, "town", None, "town_from_village", "silent", town_name(str(row["_town_code"])))


def village_ambiguous(mess: Mess) -> None:
    row = mess.pick(_person_row)
    village = str(mess.choose(AMBIGUOUS_VILLAGES))
    _forget_place(row, "", village)
    mess.put(row, "town", None, "village_ambiguous", "reject", village)


def pseudo_unit(mess: Mess) -> None:
    row = mess.pick(_person_row)
    name = str(mess.choose(PSEUDO_UNITS))
    _forget_place(row, name, None)
    mess.put(row, "town", name, "pseudo_unit", "notice")


def town_abolished(mess: Mess) -> None:
    row = mess.pick(lambda r: _person_row(r) and r["town"] in ABOLISHED)
    mess.put(row, "town", ABOLISHED[str(row["town"])], "town_abolished", "notice", str(row["town"]))


def town_alias(mess: Mess) -> None:
    row = mess.pick(_person_row)
    town = town_by_code()[str(row["_town_code"])]
    base = town.name.removesuffix("街道").removesuffix("镇")
    forms = [base, f"沂源县{town.name}", town.code]
    forms += [f"{base}街道办", f"{base}街道办事处"] if town.is_street else [f"{town.name} "]
    mess.put(row, "town", mess.choose(tuple(forms)), "town_alias", "silent", town.name)


def _impossible(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return f"{year}年{number}月{last_day(month).day + 1}日"


def bad_date(mess: Mess, key: str) -> None:
    row = mess.pick(lambda r: _person_row(r) and r.get(key))
    mess.put(row, key, _impossible(mess.month), "date_impossible", "reject")


def mixed_date(mess: Mess, key: str) -> None:
    row = mess.pick(lambda r: isinstance(r.get(key), dt.date))
    value = row[key]
    assert isinstance(value, dt.date | dt.datetime)
    has_clock = isinstance(value, dt.datetime)
    styles = ("cn", "dot", "slash2", "serial") if has_clock else ("cn", "dot", "slash2", "md", "serial", "full")
    style = str(mess.choose(styles))
    reads_as = shown(value)[:-2] + "00" if has_clock and style == "slash2" else shown(value)
    mess.put(row, key, write_date(value, style), "date_mixed", "silent", reads_as)


def duplicate(mess: Mess) -> None:
    row = mess.pick(_person_row)
    copy = Row(row)
    mess.reserve(copy)
    mess.sheet.rows.insert(mess.sheet.rows.index(row) + int(mess.rng.integers(1, 6)), copy)
    mess.sheet.note(copy, "", "duplicate_row", "notice")


def masked_phone(mess: Mess, key: str) -> None:
    row = mess.pick(lambda r: str(r.get(key)).startswith("142"))
    mess.put(row, key, people.masked(str(row[key])), "phone_masked", "silent")


def two_phones(mess: Mess, key: str) -> None:
    row = mess.pick(lambda r: r.get(key))
    second = people.landline(int(mess.rng.integers(people.LANDLINES)))
    mess.put(row, key, f"{row[key]}、{second}", "phone_two", "silent")


def full_width(mess: Mess, key: str) -> None:
    row = mess.pick(lambda r: isinstance(r.get(key), int))
    text = str(row[key])
    digits = str.maketrans("0123456789", "０１２３４５６７８９")
    mess.put(row, key, text.translate(digits), "full_width_digits", "silent", text)


def spaced(mess: Mess, key: str, kind: str) -> None:
    """Blanks inside or after a short text: 张　某某, 满意 ."""
    row = mess.pick(lambda r: isinstance(r.get(key), str) and _person_row(r))
    text = str(row[key])
    value = f"{text[0]}　{text[1:]}" if kind == "name_spaces" else text + " "
    mess.put(row, key, value, kind, "silent", text)


def unknown_answer(mess: Mess) -> None:
    row = mess.pick(_person_row)
    question = f"Q{int(mess.rng.integers(1, 8))}"
    mess.put(row, question, mess.choose(UNKNOWN_ANSWERS), "answer_unknown", "notice")


def answer_on_invalid(mess: Mess) -> None:
    row = mess.pick(lambda r: str(r["disposition"]).startswith("2.1"))
    for number in range(2, 9):
        row[f"Q{number}"] = "满意"
    mess.put(row, "Q1", "满意", "answer_on_invalid", "notice")


def short_interview(mess: Mess) -> None:
    row = mess.pick(_person_row)
    start = row["started_at"]
    assert isinstance(start, dt.datetime)
    row["ended_at"] = start + dt.timedelta(seconds=20)
    mess.put(row, "duration_s", 20, "interview_short", "notice")


def straight_line(mess: Mess) -> None:
    """One interviewer ticks the same answer down the page."""
    row = mess.pick(lambda r: _person_row(r) and r["interviewer_id"] == "F17")
    for number in range(2, 9):
        row[f"Q{number}"] = row["Q1"] = "满意"
    mess.put(row, "Q1", "满意", "straight_line", "notice")


def repeated_phone(mess: Mess) -> None:
    first, second = mess.pick(_person_row), mess.pick(_person_row)
    mess.put(second, "phone", first["phone"], "phone_repeated", "notice")


def end_before_start(mess: Mess, start_key: str, end_key: str) -> None:
    row = mess.pick(lambda r: _person_row(r) and r.get(start_key) and r.get(end_key))
    row[start_key], row[end_key] = row[end_key], row[start_key]
    mess.sheet.note(row, end_key, "end_before_start", "notice")


def closed_before_dispatched(mess: Mess) -> None:
    row = mess.pick(lambda r: r.get("closed_at") and r.get("town"))
    dispatched = row["dispatched_at"]
    assert isinstance(dispatched, dt.datetime)
    mess.put(row, "closed_at", dispatched - dt.timedelta(hours=2), "closed_before_dispatched", "notice")


def handler_list(mess: Mess) -> None:
    row = mess.pick(lambda r: "、" in str(r.get("handler")))
    right = str(row["handler"])
    mark = str(mess.choose((" ", "，", ";", "\n")))
    mess.put(row, "handler", right.replace("、", mark), "list_separator", "silent", right)


def rare_character(mess: Mess) -> None:
    row = mess.pick(lambda r: r.get("content") and r.get("town"))
    text = f"{row['content']}（反映人自称姓{mess.choose(('綦', '亓'))}，店名“燚火”）"
    mess.put(row, "content", text, "rare_character", "silent", text)


def lossy_id(mess: Mess) -> None:
    """A long number that a spreadsheet has already cut: which ticket it was can no longer be known."""
    row = mess.pick(lambda r: str(r.get("ticket_no")).isdigit())
    mess.put(row, "ticket_no", f"{float(str(row['ticket_no'])):.5E}", "id_lossy", "reject")


def struck_without_date(mess: Mess) -> None:
    row = mess.pick(lambda r: r.get("struck_off_on") and r["is_struck_off"] == "已销号")
    mess.put(row, "struck_off_on", None, "struck_off_without_date", "notice")


def deadline_words(mess: Mess, key: str) -> None:
    """A deadline written as 5月底前: it means the month's last day."""
    row = mess.pick(lambda r: isinstance(r.get(key), dt.date))
    value = row[key]
    assert isinstance(value, dt.date)
    day = last_day(f"{value:%Y-%m}")
    mess.put(row, key, f"{day.month}月底前", "deadline_words", "silent", day.isoformat())


def note_natural(sheet: Sheet) -> None:
    """Note what is a trap by nature: private data in texts, rebounds, words for deadlines."""
    for row in sheet.rows:
        for key in ("comment", "content", "opinion"):
            text = str(row.get(key) or "")
            if "身份证" in text:
                sheet.note(row, key, "id_number_in_text", "silent")
            elif "联系人" in text:
                sheet.note(row, key, "phone_in_text", "silent")
        if row.get("rebound") == "是":
            sheet.note(row, "rebound", "rebound", "silent")
        if row.get("due") in ("立行立改", "长期坚持"):
            sheet.note(row, "due", "deadline_words", "silent", str(row["due"]))
