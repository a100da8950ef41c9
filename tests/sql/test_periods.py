"""Which month a day counts in."""

from pathlib import Path

SQL = Path(__file__).resolve().parents[2] / "sql"

# day, the day of the month on which months begin → month
MONTHS = {
    ("2022-06-01", 1): "2022-06-01",
    ("2022-06-30", 1): "2022-06-01",
    ("2022-05-25", 26): "2022-05-01",
    ("2022-05-26", 26): "2022-06-01",
    ("2022-06-25", 26): "2022-06-01",
    ("2021-12-31", 26): "2022-01-01",
    ("2022-03-01", 28): "2022-03-01",
}


def test_the_month_of_a_day(db) -> None:
    for (day, first_day), expected in MONTHS.items():
        ((found,),) = db.execute("select month_of(?::date, ?)", [day, first_day]).fetchall()
        assert str(found) == expected, (day, first_day)
