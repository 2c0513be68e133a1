"""Rows made from choices per field, crowded where something begins or ends, then blanked and spoiled here and there.

The rows are made by plain code from a random source that Hypothesis draws and shrinks.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.oracle_tables.rows import UNREADABLE, Row, World

Choices = Mapping[str, Sequence[object]]
FREE_TEXTS = frozenset(
    {"county", "township", "village", "place", "year", "household_id", "school_year", "pension_tier"}
    | {"dropout_reason", "asset_manager", "work_place", "public_post"}
    | {"head_name", "income_source", "assistance", "cadre", "housing_help", "name"}
)
"""Fields in which nothing is unreadable: whatever stands there is the text."""
FIXED = frozenset({"county", "year", "place"})


def around(*days: date) -> tuple[date, ...]:
    """Each day, the day before and the day after."""
    return tuple(day + timedelta(step) for day in days for step in (0, -1, 1))


def beside(*amounts: str) -> tuple[Decimal, ...]:
    """Each amount, and a fen less and more."""
    return tuple(Decimal(amount) + Decimal(step) for amount in amounts for step in ("0", "-0.01", "0.01"))


YES_NO = (True, False)


def make_row(rng: Random, choices: Choices, **given: object) -> Row:
    """A row with one of the choices in every field, up to two of its cells blank or unreadable."""
    cells: dict[str, object] = {field: rng.choice(options) for field, options in choices.items()} | given
    for _ in range(max(0, rng.randint(-3, 2))):
        field = rng.choice(list(choices) or list(cells))
        if field not in FIXED:
            cells[field] = None if field in FREE_TEXTS else rng.choice([None, UNREADABLE])
    return Row(cells)


def make_many(rng: Random, choices: Choices, least: int, most: int) -> list[Row]:
    return [make_row(rng, choices) for _ in range(rng.randint(least, most))]


Maker = Callable[[Random], World]
