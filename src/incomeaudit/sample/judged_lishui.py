"""丽委发〔2019〕23号, clause by clause, as far as the workbook has the columns: households, villages, premiums."""

from incomeaudit.sample import judged_lishui_exits, judged_lishui_members
from incomeaudit.sample.cells import Answer, is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import (
    LED,
    Ground,
    Judge,
    Rule,
    asks_security,
    below,
    blank,
    both,
    covered,
    funded,
    no,
    on_roster,
    per_head,
)
from incomeaudit.sample.records import Grant

ABLE_INCOME, LEAST_EMPLOYED = 18000, 1
KEY_TOTAL, KEY_OPERATING = 150_000, 80_000
"""What the collective of a key village earns in a year from 2022."""
PAIRING_FUNDS, YEARLY_FUNDS = 500_000, 50_000
"""What the city's groups bring to a village while they are paired, and in the year."""
FULLY_PAID, PARTLY_PAID = ("保证保险保费", "农业保险保费"), "补充保险保费"
"""Premiums that are paid for a household in full, and those that are paid in part."""
_INCOME = ("per_capita_income", "income")
_HELPED = ("改造", "安置", "租赁")
_UNHELPED = ("无", "没", "未", "暂无", "尚未")


def _able(row: Household, _: Ground) -> Answer:
    return both(row.on_roster, row.labourers > 0)


def _unprotected(row: Household, ground: Ground) -> Answer:
    """Below this year's standard of dibao, and neither dibao nor tekun support for the household or a member."""
    supported = True if any(known(person, "tekun") for person in row.people) else covered(row)
    return both(below(per_head(row), ground.scheme.standards[ground.scheme.year]), no(supported))


def _idle(row: Household, _: Ground) -> Answer:
    """Nobody employed: by the number given, else by the members' work."""
    if is_blank(row, "employed"):
        return not any(person.work_months or person.work_place for person in row.people)
    return below(known(row, "employed"), LEAST_EMPLOYED)


def _dangerous(row: Household, _: Ground) -> Answer:
    grade = known(row, "housing_grade")
    unknown = grade is None and not is_blank(row, "housing_grade")
    return both(row.on_roster, None if unknown else grade in ("C", "D"))


def _unhelped(row: Household, _: Ground) -> Answer:
    """Neither rebuilt nor rehoused nor rented for; other words leave it open."""
    if known(row, "housing_done_on"):
        return False
    told = row.housing_help or ""
    if told.startswith(_UNHELPED) or not told:
        return is_blank(row, "housing_done_on")
    return False if any(word in told for word in _HELPED) else None


def _short(code: str, mark: str, figure: str, least: int, since: int = 0) -> Rule:
    """The rule for a figure of those villages that are marked so."""
    return Rule(
        *(code, "village", (figure,)),
        lambda row, _: below(known(row, figure), least),
        lambda row, _: known(row, mark),
        since,
    )


def _nothing(name: str) -> Judge:
    return lambda row, _: is_blank(row, name)


def _fully_paid(row: Grant, _: Ground) -> Answer:
    return row.kind in FULLY_PAID


def _partly_paid(row: Grant, _: Ground) -> Answer:
    return row.kind == PARTLY_PAID


def _paid_by_household(row: Grant, _: Ground) -> Answer:
    """Whether something of the premium is left to the household, as it is told or as the amounts make it."""
    own = known(row, "own_payment")
    if is_blank(row, "own_payment"):
        whole, paid = known(row, "basis"), known(row, "amount")
        own = None if whole is None or paid is None else whole - paid
    return None if own is None else own > 0


def _unpaid(row: Grant, _: Ground) -> Answer:
    amount = known(row, "amount")
    return None if amount is None else amount == 0


RULES = (
    Rule("LS024", "household", _INCOME, lambda row, _: below(per_head(row), ABLE_INCOME), _able, since=2022),
    Rule("LS031", "household", _INCOME, _unprotected, on_roster),
    _short("LS041", "key", "total_income", KEY_TOTAL, since=2022),
    _short("LS042", "key", "operating_income", KEY_OPERATING, since=2022),
    Rule("LS061", "loan", ("collateral",), asks_security),
    Rule("LS062", "grant", ("own_payment", "basis"), _paid_by_household, _fully_paid),
    Rule("LS063", "grant", ("amount",), _unpaid, _partly_paid),
    _short("LS081", "city_paired", "pairing_funds", PAIRING_FUNDS),
    _short("LS082", "city_paired", "yearly_funds", YEARLY_FUNDS),
    Rule("LS083", "household", ("assistance",), _nothing("assistance"), on_roster),
    Rule("LS084", "household", ("cadre",), _nothing("cadre"), on_roster),
    Rule("LS085", "village", ("plan",), _nothing("plan")),
    Rule("LS086", "village", ("paired_unit",), _nothing("paired_unit")),
    Rule("LS091", "household", ("employed",), _idle, _able),
    Rule("LS111", "household", ("housing_grade",), _unhelped, _dangerous, since=2019),
    Rule("LS113", "leader", ("households",), lambda row, _: below(known(row, "households"), LED)),
    Rule("LS131", "project", ("publicised_on",), blank("publicised_on"), funded),
    *judged_lishui_members.RULES,
    *judged_lishui_exits.RULES,
)
