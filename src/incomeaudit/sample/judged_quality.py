"""Data quality against last year's roster."""

from decimal import Decimal

from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground, Rule, both, no, per_head
from incomeaudit.sample.records import Previous
from incomeaudit.sample.scheme import LISTED, WATCHED, half_up

RISE, FALL = Decimal(2), Decimal("0.5")
"""Last year's income per head times these: what lies beyond is looked at again."""
STEPS = ("village_review_on", "township_approved_on", "publicised_on")
"""How a household comes onto the roster."""
_INCOME = ("per_capita_income", "income")


def _listed_before(row: Previous, _: Ground) -> Answer:
    """Whether it was on last year's roster; a blank status counts."""
    return None if "status" in row.unreadable else row.status in (LISTED, WATCHED, None)


def _missing(row: Previous, ground: Ground) -> Answer:
    return not ground.of("household", row.household_id)


def _known_before(row: Household, ground: Ground) -> Answer:
    """Whether last year's roster has the household; without a number nobody can tell."""
    return None if known(row, "household_id") is None else bool(ground.of("previous", row.household_id))


def _new(row: Household, ground: Ground) -> Answer:
    return both(row.on_roster, no(_known_before(row, ground)))


def _unprocessed(row: Household, _: Ground) -> Answer:
    return either(*(is_blank(row, step) for step in STEPS))


def _times_before(row: Household, ground: Ground, factor: Decimal) -> Decimal | None:
    """A multiple of last year's income per head, where there was any."""
    before = per_head(ground.of("previous", row.household_id)[0])
    return half_up(before * factor) if before is not None and before > 0 else None


def _risen(row: Household, ground: Ground) -> Answer:
    now, limit = per_head(row), _times_before(row, ground, RISE)
    return None if now is None or limit is None else now > limit


def _fallen(row: Household, ground: Ground) -> Answer:
    now, limit = per_head(row), _times_before(row, ground, FALL)
    return None if now is None or limit is None else now < limit


RULES = (
    Rule("DQ021", "previous", ("household_id",), _missing, _listed_before),
    Rule("DQ022", "household", ("registered_on",), _unprocessed, _new),
    Rule("DQ023", "household", _INCOME, _risen, _known_before),
    Rule("DQ024", "household", _INCOME, _fallen, _known_before),
)
