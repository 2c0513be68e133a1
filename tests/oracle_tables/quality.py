"""与上年花名册对照."""

from decimal import Decimal

from tests.oracle_tables.household import listed, per_head
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, above, below, both, either, fen

STEPS = ("village_review_on", "township_approved_on", "publicised_on")


def known_in(row: Row, world: World, roster: str) -> Truth:
    """Whether a roster has a household of this number; one without a number may be any of them."""
    return None if row.word("household_id") is None else bool(world.sharing(roster, row))


def vanished(row: Row, world: World) -> Truth:
    """上年在册，今年没有这一户，也就没有退出记录."""
    found = known_in(row, world, "household")
    return None if found is None else not found


def new_and_listed(row: Row, world: World) -> Truth:
    found = known_in(row, world, "previous")
    return both(row.listed, None if found is None else not found)


def step_missing(row: Row, _: World) -> Truth:
    """没有列入程序: 评议、审定、公示 have no date."""
    return either(*(row.blank(name) for name in STEPS))


def known_last_year(row: Row, world: World) -> Truth:
    return known_in(row, world, "previous")


def times_last_year(row: Row, world: World, factor: str) -> Decimal | None:
    """Last year's income per head by a factor; nothing is a multiple of nothing."""
    before = next(map(per_head, world.sharing("previous", row)), None)
    return fen(before * Decimal(factor)) if before is not None and before > 0 else None


def risen(row: Row, world: World) -> Truth:
    """More than double."""
    return above(per_head(row), times_last_year(row, world, "2"))


def fallen(row: Row, world: World) -> Truth:
    """Less than half."""
    return below(per_head(row), times_last_year(row, world, "0.5"))


RULES = (
    Rule("DQ021", "previous", vanished, listed),
    Rule("DQ022", "household", step_missing, new_and_listed),
    Rule("DQ023", "household", risen, known_last_year),
    Rule("DQ024", "household", fallen, known_last_year),
)
