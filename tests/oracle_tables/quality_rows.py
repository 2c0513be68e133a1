"""This year's roster of a county and last year's: some households in both, some in one of them."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import Choices, beside, make_row
from tests.oracle_tables.rosters import STATUSES
from tests.oracle_tables.rows import Row, World

COUNTY, YEAR = "松阳县", 2020
INCOME = {
    "status": STATUSES,
    "income": (*beside("40000", "10000"), None),
    "members": (2, 2, 3, 0),
}
THIS_YEAR = {
    **INCOME,
    "per_capita_income": (*beside("20000", "5000", "3333.34"), Decimal(9000), None),
    "village_review_on": (date(2020, 3, 1), date(2020, 3, 2), None),
    "township_approved_on": (date(2020, 3, 10), date(2020, 3, 2), None),
    "publicised_on": (date(2020, 3, 12), date(2020, 3, 2), None),
}
LAST_YEAR = {**INCOME, "per_capita_income": (Decimal(10000), Decimal("6666.67"), Decimal(0), *beside("10000"), None)}


def world(rng: Random) -> World:
    now, then = _roster(rng, THIS_YEAR, YEAR), _roster(rng, LAST_YEAR, YEAR - 1)
    return World(COUNTY, YEAR, {"household": now, "previous": then})


def _roster(rng: Random, choices: Choices, year: int) -> list[Row]:
    """Two households in three of those that there ever were, a tenth of them without a number."""
    names = [f"H{number}" if rng.randint(0, 9) else None for number in range(20) if rng.randint(0, 2)] or ["H0"]
    return [make_row(rng, choices, county=COUNTY, year=year, household_id=name) for name in names]
