"""A small, sound county: every town interviewed, a ticket and a ledger row for each. Tests change one thing in it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.warehouse.given import Sheet, reference

# Answers a stratum of a town gives, best first; a town gives the more of the last, the later it stands in the order.
THREE = ("满意", "基本满意", "不满意")
FIVE = ("非常满意", "满意", "一般", "不满意", "非常不满意")


def interviews(month: str, *, per_stratum: int = 24, without: Sequence[str] = ()) -> list[dict[str, str]]:
    """Valid interviews: in each town as many urban as rural ones, all eight questions answered alike."""
    grades = FIVE if month <= "2021-06" else THREE
    rows = []
    for order, town in enumerate(reference().rows("town")):
        if town.town_name in without:
            continue
        for urban_rural in ("城镇", "农村"):
            for number in range(per_stratum):
                answer = grades[min(number * (order + 7) // (per_stratum * 6), len(grades) - 1)]
                rows.append(
                    {
                        "sample_id": f"{town.town_code}{urban_rural}{number:03d}",
                        "interview_date": f"{month}-07",
                        "town": town.town_name,
                        "urban_rural": urban_rural,
                        "disposition": "访问完成",
                        **{f"q{question}": answer for question in range(1, 9)},
                    }
                )
    return rows


def tickets(month: str) -> list[dict[str, str]]:
    """A ticket a town, closed on time and found solved, and one that belongs to no town."""
    names = [town.town_name for town in reference().rows("town")] + ["县直"]
    return [
        {
            "ticket_no": f"{month}-{number:02d}",
            "town": name,
            "called_at": f"{month}-06 09:00",
            "dispatched_at": f"{month}-06 10:00",
            "due_at": f"{month}-13 17:00",
            "closed_at": f"{month}-08 09:00",
            "visited_at": f"{month}-09 09:00",
            "connected": "是",
            "solved": "是",
            "final_satisfaction": "满意",
        }
        for number, name in enumerate(names)
    ]


def ledger(month: str) -> list[dict[str, str]]:
    """An open problem a town, and one that belongs to no town."""
    names = [town.town_name for town in reference().rows("town")] + ["县直"]
    return [
        {"ledger_no": f"{month}-{number:02d}", "town": name, "found_on": f"{month}-06", "severity": "一般"}
        for number, name in enumerate(names)
    ]


def wave(month: str, rows: Sequence[dict[str, str]] | None = None) -> list[Sheet]:
    """The three sheets of a month; `rows` in place of its interviews."""
    return [
        Sheet("survey", interviews(month) if rows is None else rows, month=month),
        Sheet("hotline", tickets(month), month=month),
        Sheet("rectification", ledger(month), month=month),
    ]
