"""The province in 2020: households, projects and villages of three counties, with totals at and beside the targets."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import Choices, around, make_row
from tests.oracle_tables.rosters import STATUSES
from tests.oracle_tables.rows import Row, World

YEAR = 2020
COUNTIES = ("遂昌县", "松阳县", "淳安县")
HOUSEHOLD = {
    "status": STATUSES,
    "members": (35700, 35700, 71400, 71399, 0),
    "water_done_on": (*around(date(2020, 10, 31)), date(2020, 5, 1), date(2020, 1, 1), date(2019, 12, 31), None),
}
PROJECT = {
    "kind": ("产业帮扶", "山海协作"),
    "funds": (Decimal(542500000), Decimal("542499999.99"), Decimal(1085000000), Decimal(0)),
}


def world(rng: Random) -> World:
    tables = {
        "household": [_located(rng, HOUSEHOLD, household_id=f"H{number}") for number in range(rng.randint(1, 6))],
        "project": [_located(rng, PROJECT) for _ in range(rng.randint(1, 5))],
        "village": [_located(rng, {"centrally_supported": (False,)}) for _ in range(rng.randint(0, 5))],
    }
    tables["project"] += _many(rng, 300, kind="山海协作", funds=None)
    tables["village"] += _many(rng, 675, centrally_supported=True)
    return World("浙江省", YEAR, tables)


def _located(rng: Random, choices: Choices, **given: object) -> Row:
    """A row of one of the counties; of some nobody says which."""
    return make_row(rng, choices, county=rng.choice([*COUNTIES, *COUNTIES, None]), year=YEAR, **given)


def _many(rng: Random, goal: int, **cells: object) -> list[Row]:
    """As many rows as a target asks for, one less or one more; or none."""
    counties = rng.sample(COUNTIES, rng.randint(1, 3))
    number = rng.choice([goal, goal - 1, goal + 1, 0])
    return [Row({"county": counties[row % len(counties)], "year": YEAR, **cells}) for row in range(number)]
