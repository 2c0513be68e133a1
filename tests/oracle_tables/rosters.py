"""Households of one county and year with rows of other tables, as the tests of all documents need them."""

from random import Random

from tests.oracle_tables.making import Choices, make_row
from tests.oracle_tables.rows import LEFT, LISTED, NEVER, WATCHED, Row

STATUSES = (LISTED, WATCHED, LEFT, NEVER, None, LISTED, WATCHED, LISTED)


def households(rng: Random, choices: Choices, county: str, year: int, most: int = 24) -> list[Row]:
    """Households with numbers of their own, one of them perhaps without."""
    rows = []
    for number in range(rng.randint(1, most)):
        named = f"H{number}" if rng.randint(0, 15) else None
        given: dict[str, object] = {"county": county, "year": year, "household_id": named}
        rows.append(make_row(rng, {"status": STATUSES, **choices}, **given))
    return rows


def belonging(rng: Random, owners: list[Row], choices: Choices, most: int = 4, **given: object) -> list[Row]:
    """From none to ``most`` rows for each household whose status is known, and one of a household not in the roster."""
    rows = [make_row(rng, choices, household_id="不在花名册", **given)]
    for owner in owners:
        name = owner.word("household_id")
        if name is not None and owner.status is not None:
            rows += [make_row(rng, choices, household_id=name, **given) for _ in range(rng.randint(0, most))]
    rng.shuffle(rows)
    return rows


def fact(place: str, year: int, **figures: object) -> Row:
    return Row({"place": place, "year": year, **figures})
