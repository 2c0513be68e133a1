"""Rosters of 兰溪市 whose sums lie on a target, or a fen beside it."""

from decimal import Decimal
from random import Random

from tests.oracle_tables.making import beside, make_row
from tests.oracle_tables.rosters import STATUSES, fact
from tests.oracle_tables.rows import Row, World

COUNTY, CITY, YEAR = "兰溪市", "金华市", 2023
LAST = Decimal(14540)
PER_HEAD = beside("16710", "16721")
"""The target, and what is 15% above last year's income per head."""


def world(rng: Random) -> World:
    """Every household has the same income per head and the same share of transfers but one or two."""
    per_head = rng.choice(PER_HEAD)
    owners = [_household(rng, YEAR, number, per_head) for number in range(rng.randint(1, 8))]
    tables = {"household": owners, "place": _places(rng)}
    if rng.randint(0, 2):
        tables["previous"] = [_household(rng, YEAR - 1, number, LAST) for number in range(rng.randint(1, 8))]
    return World(COUNTY, YEAR, tables)


def _household(rng: Random, year: int, number: int, per_head: Decimal) -> Row:
    members = rng.choice([1, 2, 3, 5])
    step = rng.choice([Decimal(0)] * 8 + [Decimal("-0.01"), Decimal("0.01"), Decimal("-1"), Decimal(1)])
    cost = rng.choice([None, None, Decimal(500)])
    cells: dict[str, object] = {
        **{"county": COUNTY, "year": year, "household_id": f"H{number}", "status": rng.choice(STATUSES)},
        **{"members": members, "income": per_head * members + step, "per_capita_income": per_head},
        "prior_per_capita_income": rng.choice([LAST, LAST, LAST, None]),
        **{"wage_income": Decimal(1000), "business_income": Decimal(1000) + (cost or 0), "business_cost": cost},
        "business_income_gross": None if cost is None else True,
        **{"property_income": Decimal(0), "transfer_income": Decimal(8000) + rng.choice([step, Decimal(0)])},
    }
    if rng.randint(0, 3) == 3:
        cells["income"] = None
    return make_row(rng, {}, **cells) if rng.randint(0, 2) else Row(cells)


def _places(rng: Random) -> list[Row]:
    """What the county reports of the year; its prefecture's own figures are not the county's."""
    own = {
        "one_stop_rate": rng.choice([Decimal(1), Decimal("0.9999"), None]),
        "enrolment_rate": rng.choice([Decimal(1), Decimal("0.9999"), None]),
        "relocated_people": rng.choice([1739, 1740, 1741, None]),
        "prior_low_income": rng.choice([LAST, None]),
    }
    of_city = {
        "one_stop_rate": Decimal("0.5"),
        "enrolment_rate": Decimal("0.5"),
        "relocated_people": 9000,
        "prior_low_income": Decimal(10000),
    }
    return [fact(COUNTY, YEAR, **own), fact(CITY, YEAR, **of_city), fact(COUNTY, YEAR - 1, **of_city)]
