"""Targets of 兰溪市 in 2023: income and its growth, what it consists of, and what 县级参数 reports."""

from collections.abc import Callable
from fractions import Fraction

from tests.oracle_tables.lanxi import all_items
from tests.oracle_tables.rows import World
from tests.oracle_tables.targets import (
    Figure,
    Target,
    at_least,
    at_most,
    average_to_the_fen,
    growth,
    of_place,
    share,
)


def transfer_share(world: World) -> Figure:
    """转移性收入占比, by sums over the listed households all of whose items are known."""
    pairs = [(row.money("transfer_income"), all_items(row)) for row in world.of("household") if row.listed]
    known = [(transfers, items) for transfers, items in pairs if transfers is not None and items is not None]
    whole = sum(Fraction(items) for _, items in known)
    return sum(Fraction(transfers) for transfers, _ in known) / whole if whole else None


def reported(field: str) -> Callable[[World], Figure]:
    return lambda world: of_place(world, world.county, field)


def people_moved(world: World) -> Figure:
    here = [row for row in world.of("place") if row.word("place") == world.county and row.whole("year") == world.year]
    moved = [number for row in here if (number := row.whole("relocated_people")) is not None]
    return Fraction(sum(moved)) if moved else None


TARGETS = {
    "兰溪市": (
        Target("LX001", average_to_the_fen, share("16710"), at_least),
        Target("LX002", growth, share("0.15"), at_least),
        Target("LX010", transfer_share, share("0.80"), at_most),
        Target("LX030", reported("one_stop_rate"), share("1"), at_least),
        Target("LX040", reported("enrolment_rate"), share("1"), at_least),
        Target("LX130", people_moved, share("1740"), at_least),
    ),
}
