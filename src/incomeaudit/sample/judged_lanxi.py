"""兰溪市 2023 年方案, clause by clause, as far as the workbook has the columns."""

from decimal import Decimal

from incomeaudit.sample.household import ITEMS, Household
from incomeaudit.sample.judged import Answer, Ground, Rule, below, blank, both, covered, no, on_roster
from incomeaudit.sample.judged_province import of_school_age, out_of_school
from incomeaudit.sample.scheme import half_up

TRANSFER_SHARE = Decimal("0.80")


def items_of(row: Household) -> list[Decimal] | None:
    """The four items of income, transfers last; None where one cannot be read or is blank."""
    items = [None if name in row.unreadable else getattr(row, name) for name in ITEMS]
    return None if None in items else [each for each in items if each is not None]


def _lives_on_transfers(row: Household, _: Ground) -> Answer:
    items = items_of(row)
    if items is None or sum(items) <= 0:
        return None
    return items[-1] > TRANSFER_SHARE * sum(items)


def _poor_through_expense(row: Household, ground: Ground) -> Answer:
    """Below the standard of dibao after what must be spent, and on no dibao."""
    return both(below(_left(row), ground.scheme.standards[ground.scheme.year]), no(covered(row)))


def _left(row: Household) -> Decimal | None:
    """Income per head after what must be spent."""
    income = row.income
    if income is None and row.per_capita_income is not None and row.members is not None:
        income = row.per_capita_income * row.members
    if income is None or row.rigid_expense is None or row.members is None or row.members <= 0:
        return None
    return half_up((income - row.rigid_expense) / row.members)


RULES = (
    Rule("LX020", "household", ("rigid_expense",), _poor_through_expense),
    Rule(
        "LX011", "household", ("transfer_income",), _lives_on_transfers,
        lambda row, _: both(row.on_roster, row.labourers > 0),
    ),
    Rule("LX041", "member", ("student",), out_of_school, of_school_age),
    Rule("LX120", "household", ("assistance",), blank("assistance"), on_roster),
    Rule("LX121", "household", ("cadre",), blank("cadre"), on_roster),
)  # fmt: skip
