"""Rosters of a county of 浙江省 in 2020."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import YES_NO, around, beside, make_row
from tests.oracle_tables.rosters import belonging, fact, households
from tests.oracle_tables.rows import UNREADABLE, Row, World

COUNTY, YEAR = "淳安县", 2020
HOUSEHOLD = {
    "registered_on": (date(2018, 5, 1), date(2019, 12, 31), date(2020, 1, 1), None, *around(date(2020, 9, 1))),
    "exited_on": (None, None, None, *around(date(2020, 12, 1)), date(2021, 1, 1), date(2017, 3, 1), date(2019, 12, 31)),
    "visits": (*range(13), 4, 12),
    "housing_grade": ("A", "B", "C", "D", "C", None),
    "housing": YES_NO,
    "housing_done_on": (*around(date(2020, 12, 31)), None),
    "water_done_on": (*around(date(2020, 10, 31)), None),
}
RELIEF = {
    "per_capita_income": (*beside("8000", "7800"), Decimal(7000), None, None),
    "income": (*beside("16000"), Decimal(15000), None),
    "members": (2, 2, 3, 0),
    "per_capita_net_income": (*beside("8000"), None),
    "net_income": (Decimal(15000), Decimal(24000), None),
    "category": ("低保", "特困", "低保边缘", None),
    "on_dibao": (True, False, False, False, None),
    "temporary_relief": (True, False, False, False, None),
}
MEMBER = {
    "birth_date": around(*(date(YEAR - age, 9, 1) for age in (6, 15, 16)), date(2010, 2, 3)),
    "health": ("健康", "死亡", None),
    "student": ("非在校生", "学龄前儿童", "小学", None, "非在校生"),
    "home_schooling": (True, False, None),
    "dropout_reason": (None, None, "免学", "因病休学", "肢体残疾", "厌学", "因贫", "外出务工"),
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
STRANGERS = ("不在花名册", None)


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, strangers=STRANGERS),
        "grant": belonging(rng, owners, GRANT, 2, strangers=STRANGERS),
        "visit": [make_row(rng, {}, household_id=name, visited_on=date(2020, 1, 1)) for name in STRANGERS],
    }
    for owner in owners:
        tables["visit"] += _visits(rng, owner)
    return World(COUNTY, YEAR, tables)


def relief_world(rng: Random) -> World:
    """A roster of incomes and what is paid against want, in a county with a standard below or above 8000."""
    standard = fact(COUNTY, YEAR, dibao_standard=rng.choice([Decimal(7800), Decimal(9000)]))
    return World(COUNTY, YEAR, {"household": households(rng, RELIEF, COUNTY, YEAR), "place": [standard]})


def counted_world(rng: Random) -> World:
    """A roster that has the number of visits alone."""
    return World(COUNTY, YEAR, {"household": households(rng, HOUSEHOLD, COUNTY, YEAR)})


def _visits(rng: Random, owner: Row) -> list[Row]:
    """A visit in every month, or in all but one or two, or none; some of another year, or of a day that cannot be read."""
    name = owner.word("household_id")
    months = set(range(1, 13)) - {rng.choice([0, 0, 1, 8, 9, 12]), rng.choice([0, 0, 11, 12])}
    days: list[object] = [date(YEAR, month, rng.choice([1, 28])) for month in sorted(months)]
    days += rng.choice([[], [], [date(2019, 12, 31)], [date(2021, 1, 1)], [None], [UNREADABLE]])
    if name is None or rng.randint(0, 9) == 0:
        return []
    return [Row({"household_id": name, "visited_on": day}) for day in days]
