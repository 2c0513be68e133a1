"""温州市 in 2018: 永嘉 and 瑞安 in one run, with figures of their own and of the city."""

from decimal import Decimal
from random import Random

from tests.oracle_tables.rosters import belonging
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.targets_rows import MEMBER, STRANGERS, figures_of, household

CITY, YEAR = "温州市", 2018
COUNTIES = ("永嘉县", "瑞安市")


def world(rng: Random) -> World:
    last = Decimal(20000)
    grown = Decimal(rng.choice(["1.10", "1.15", "1.12", "1.0999"]))
    counties = COUNTIES[: rng.choice([1, 2, 2, 2])]
    owners = [_household(rng, counties, YEAR, number, grown * last, last) for number in range(rng.randint(1, 10))]
    told = [*COUNTIES, *([CITY] if rng.randint(0, 3) else [])]
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, 2, STRANGERS),
        "place": [row for place in told for row in figures_of(rng, place, YEAR, last)],
    }
    if rng.randint(0, 2):
        tables["previous"] = [_household(rng, counties, YEAR - 1, number, last, last) for number in range(6)]
    return World(CITY, YEAR, tables)


def _household(rng: Random, counties: tuple[str, ...], year: int, number: int, now: Decimal, last: Decimal) -> Row:
    """A household of one of the counties, rarely one of which nobody says which."""
    row = household(rng, rng.choice(counties), year, number, now, last)
    return row if rng.randint(0, 15) else Row({**row.cells, "county": None})
