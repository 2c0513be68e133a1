"""Households of one county and year with rows of other tables, as the tests of all documents need them."""

from collections.abc import Sequence
from random import Random

from tests.oracle_tables.making import Choices, make_row
from tests.oracle_tables.rows import LEFT, LISTED, NEVER, WATCHED, Row

STATUSES = (LISTED, WATCHED, LEFT, NEVER, None, LISTED, WATCHED, LISTED)
STRANGERS = ("不在花名册", None)
"""What a row may name instead of a household on the roster."""


def households(rng: Random, choices: Choices, county: str, year: int, most: int = 24) -> list[Row]:
    """Households with numbers of their own, one of them perhaps without."""
    rows = []
    for number in range(rng.randint(1, most)):
        named = f"H{number}" if rng.randint(0, 15) else None
        given: dict[str, object] = {"county": county, "year": year, "household_id": named}
        rows.append(make_row(rng, {"status": STATUSES, **choices}, **given))
    return rows


def belonging(
    rng: Random,
    owners: list[Row],
    choices: Choices,
    most: int = 4,
    strangers: Sequence[str | None] = ("不在花名册",),
    **given: object,
) -> list[Row]:
    """From none to ``most`` rows for each household, and a tenth as many, but one at least, of ``strangers``."""
    names = [owner.word("household_id") for owner in owners for _ in range(rng.randint(0, most))]
    names = [name for name in names if name is not None]
    names += [rng.choice(strangers) for _ in range(1 + len(names) // 10)]
    rows = [make_row(rng, choices, household_id=name, **given) for name in names]
    rng.shuffle(rows)
    return rows


def fact(place: str, year: int, **figures: object) -> Row:
    return Row({"place": place, "year": year, **figures})
