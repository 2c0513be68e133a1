"""兰溪市 2023: loans whose interest is subsidised."""

from decimal import Decimal

from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, above, fen


def subsidised(loan: Row) -> Truth:
    return above(loan.money("interest_subsidy"), 0) if loan.blank("subsidised") else loan.yes("subsidised")


def is_subsidised(loan: Row, _: World) -> Truth:
    return subsidised(loan)


def interest_due(loan: Row) -> Decimal | None:
    """实际利率的 50% 与 年利率 3% 中较高者, by the days for which it was paid."""
    principal, rate = loan.money("principal"), loan.money("rate")
    start = loan.day("from_date" if loan.blank("subsidy_from") else "subsidy_from")
    end = loan.day("to_date" if loan.blank("subsidy_to") else "subsidy_to")
    if principal is None or rate is None or start is None or end is None or rate > 1 or end < start:
        return None
    return fen(max(rate / 2, Decimal("0.03")) * principal * (end - start).days / 365)


def too_little(loan: Row, _: World) -> Truth:
    due, paid = interest_due(loan), loan.money("interest_subsidy")
    return None if due is None or paid is None else due - paid >= 1


def too_much(loan: Row, _: World) -> Truth:
    due, paid = interest_due(loan), loan.money("interest_subsidy")
    return None if due is None or paid is None else paid - due >= 1


def borrows(row: Row, world: World) -> Truth:
    return None if row.word("household_id") is None else bool(world.sharing("loan", row))


def subsidised_too_far(row: Row, world: World) -> Truth:
    """一户一年享受贴息的贷款总额超过 10 万元."""
    amounts = [
        Decimal(0) if subsidised(loan) is False else loan.money("principal") if subsidised(loan) else None
        for loan in world.sharing("loan", row)
    ]
    if sum(amount or Decimal(0) for amount in amounts) > 100000:
        return True
    return None if any(amount is None for amount in amounts) else False


RULES = (
    Rule("LX180", "loan", too_little, is_subsidised),
    Rule("LX181", "loan", too_much, is_subsidised),
    Rule("LX182", "household", subsidised_too_far, borrows),
)
