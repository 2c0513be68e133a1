"""兰溪市 2023 年方案, clause by clause, as far as the workbook has the columns."""

from decimal import Decimal

from incomeaudit.sample import judged_lanxi_homes, judged_lanxi_money, judged_lanxi_people, judged_lanxi_works
from incomeaudit.sample.cells import Answer, known
from incomeaudit.sample.household import ITEMS, Household
from incomeaudit.sample.judged import Ground, Rule, below, both, covered, no, on_roster
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
    expense = known(row, "rigid_expense")
    if income is None or expense is None or row.members is None or row.members <= 0:
        return None
    return half_up((income - expense) / row.members)


RULES = (
    Rule("LX020", "household", ("rigid_expense",), _poor_through_expense, on_roster),
    Rule(
        "LX011", "household", ("transfer_income",), _lives_on_transfers,
        lambda row, _: both(row.on_roster, row.labourers > 0),
    ),
    *judged_lanxi_homes.RULES,
    *judged_lanxi_people.RULES,
    *judged_lanxi_money.RULES,
    *judged_lanxi_works.RULES,
)  # fmt: skip
