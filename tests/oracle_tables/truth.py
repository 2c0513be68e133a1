"""SQL's three values, and comparisons of what a cell may not say."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Truth = bool | None
"""None is unknown."""
Amount = Decimal | int
"""Money, or a number of people."""


def both(*truths: Truth) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def either(*truths: Truth) -> Truth:
    if any(truth is True for truth in truths):
        return True
    return None if any(truth is None for truth in truths) else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def below(amount: Amount | None, line: Amount | None) -> Truth:
    return None if amount is None or line is None else amount < line


def above(amount: Amount | None, line: Amount | None) -> Truth:
    return None if amount is None or line is None else amount > line


def after(day: date | None, limit: date | None) -> Truth:
    return None if day is None or limit is None else day > limit


def among(value: object, *wanted: object) -> Truth:
    return None if value is None else value in wanted


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """A sum; unknown where one of the amounts is."""
    known = list(amounts)
    return None if any(amount is None for amount in known) else sum((a for a in known if a is not None), Decimal(0))


def fen(amount: Decimal) -> Decimal:
    """To the fen, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
