"""Rosters of a county of 浙江省 in 2020."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import YES_NO, around, beside, make_row
from tests.oracle_tables.rosters import belonging, households
from tests.oracle_tables.rows import UNREADABLE, Row, World

COUNTY, YEAR = "淳安县", 2020
HOUSEHOLD = {
    "registered_on": (date(2018, 5, 1), date(2019, 12, 31), date(2020, 1, 1), *around(date(2020, 9, 1))),
    "exited_on": (None, None, None, *around(date(2020, 12, 1)), date(2021, 1, 1), date(2017, 3, 1), date(2019, 12, 31)),
    "visits": (*range(13), 4, 12),
    "housing_grade": ("A", "B", "C", "D", "C", None),
    "housing": YES_NO,
    "housing_done_on": (*around(date(2020, 12, 31)), None),
    "water_done_on": (*around(date(2020, 10, 31)), None),
}
MEMBER = {
    "birth_date": around(*(date(YEAR - age, 9, 1) for age in (6, 15, 16)), date(2010, 2, 3)),
    "health": ("健康", "死亡", None),
    "student": ("非在校生", "学龄前儿童", "小学", None, "非在校生"),
    "home_schooling": (True, False, None),
    "dropout_reason": (None, None, "免学"),
    "basic_medical": (True, False, None),
    "employee_medical": (True, False, None),
    "supplementary": YES_NO,
    "id_number": ("33012720100203001X", "33012720100203001x", None, *(f"3301272010020{n:05}" for n in range(60))),
}
GRANT = {
    "kind": ("异地搬迁", "异地搬迁", "危房改造"),
    "provincial_amount": (*beside("30000", "60000", "90000"), Decimal("59999.99"), Decimal("89999.99")),
    "people": (1, 2, 3, 3, 0),
}


def _households(rng: Random) -> list[Row]:
    """An exit before the year belongs to an earlier entry, so that it stands only beside a known day of entry."""
    rows = households(rng, HOUSEHOLD, COUNTY, YEAR)
    return [
        Row({**row.cells, "exited_on": None})
        if row.day("registered_on") is None and (left := row.day("exited_on")) and left.year < YEAR
        else row
        for row in rows
    ]


def world(rng: Random) -> World:
    owners = _households(rng)
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER),
        "grant": belonging(rng, owners, GRANT, 2),
        "visit": [make_row(rng, {}, household_id="不在花名册", visited_on=date(2020, 1, 1))],
    }
    for owner in owners:
        tables["visit"] += _visits(rng, owner)
    return World(COUNTY, YEAR, tables)


def counted_world(rng: Random) -> World:
    """A roster that has the number of visits alone."""
    return World(COUNTY, YEAR, {"household": _households(rng)})


def _visits(rng: Random, owner: Row) -> list[Row]:
    """A visit in every month, or in all but one or two; in some a day of another year, or none that can be read."""
    name = owner.word("household_id")
    months = set(range(1, 13)) - {rng.choice([0, 0, 1, 8, 9, 12]), rng.choice([0, 0, 11, 12])}
    days: list[object] = [date(YEAR, month, rng.choice([1, 28])) for month in sorted(months)]
    days += rng.choice([[], [], [date(2019, 12, 31)], [date(2021, 1, 1)], [None], [UNREADABLE]])
    return [] if name is None else [Row({"household_id": name, "visited_on": day}) for day in days]
