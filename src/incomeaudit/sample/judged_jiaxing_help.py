"""Jiaxing's plan on dangerous houses: the county's share, the ledger, and money that goes to the household itself."""

from decimal import Decimal

from incomeaudit.sample.cells import Answer, is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground, Rule, below, both, on_roster
from incomeaudit.sample.judged_jiaxing_members import lacks
from incomeaudit.sample.records import Grant

REBUILDING, DANGEROUS = "危房改造", ("C", "D")
HELPED_SINCE = 2019
"""The first year of immediate help."""


def _rebuilding(row: Grant, _: Ground) -> Answer:
    return row.kind == REBUILDING


def _matched(row: Grant) -> Decimal | None:
    """What the county owes: as much as the nation and the province give together."""
    nation, province = known(row, "national_amount"), known(row, "provincial_amount")
    return None if nation is None or province is None else nation + province


def _share_short(row: Grant, _: Ground) -> Answer:
    own, due = known(row, "local_amount"), _matched(row)
    return None if own is None or due is None else below(own, due)


def _paid_to_others(row: Grant, _: Ground) -> Answer:
    payee = known(row, "paid_to")
    return None if payee is None else bool(payee != "农户")


def _dangerous(row: Household, ground: Ground) -> Answer:
    """On the roster, in a house of grade C or D that has not been rebuilt."""
    grade = known(row, "housing_grade")
    dangerous = None if grade is None else grade in DANGEROUS
    return both(on_roster(row, ground), dangerous, is_blank(row, "housing_done_on"))


def _rebuilt(row: Household, ground: Ground) -> Answer:
    """On the roster, in a house that was rebuilt since there is immediate help."""
    if is_blank(row, "housing_done_on"):
        return False
    done = known(row, "housing_done_on")
    return both(on_roster(row, ground), None if done is None else bool(done >= (HELPED_SINCE, 1, 1)))


HELP = (
    Rule("JX061", "grant", ("local_amount",), _share_short, _rebuilding),
    Rule("JX062", "household", ("housing_ledger",), lacks("housing_ledger"), _dangerous, HELPED_SINCE),
    Rule("JX063", "household", ("housing_closed",), lacks("housing_closed"), _rebuilt, HELPED_SINCE),
    Rule("JX064", "household", ("housing_paid_directly",), lacks("housing_paid_directly"), _rebuilt, HELPED_SINCE),
    Rule("JX065", "grant", ("paid_to",), _paid_to_others, _rebuilding, HELPED_SINCE),
)
