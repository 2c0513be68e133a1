"""How clerks write a value down: amounts as numbers or as text, yes and no in several ways, dates in others."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

Cell = str | int | float | None
"""What a cell holds; None is a blank one."""
Form = Callable[[object, Random], Cell]
"""From a value to what the cell holds. A blank value never gets here."""


def plain(value: object, _: Random) -> Cell:
    """A text or a whole number as it is."""
    return value if isinstance(value, int) else str(value)


def count(value: object, rng: Random) -> Cell:
    """A number of people; now and then as text."""
    return str(value) if rng.random() < 0.04 else int(str(value))


def amount(value: object, rng: Random) -> Cell:
    """Yuan: a number, or in one cell of eight a text with separators or a sign for yuan."""
    figure = Decimal(str(value))
    whole = figure == figure.to_integral_value()
    style = rng.random()
    if style < 0.05:
        return f"{figure:,.2f}"
    if style < 0.09:
        return f"￥{figure:,.0f}" if whole else f"￥{figure:,.2f}"
    if style < 0.12:
        return f"{figure:.0f}元" if whole else f"{figure:.2f}元"
    return number(figure)


def number(figure: Decimal) -> int | float:
    """A figure as a number cell holds it."""
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def item(value: object, rng: Random) -> Cell:
    """Yuan of one kind of income; where there is none, some clerks write 无 or a dash."""
    if value == 0 and rng.random() < 0.3:
        return rng.choice(("无", "-"))
    return amount(value, rng)


def ten_thousands(value: object, rng: Random) -> Cell:
    """Yuan written in 万元."""
    figure = Decimal(str(value)) / 10_000
    return f"{figure:.2f}" if rng.random() < 0.1 else number(figure)


def percentage(value: object, _: Random) -> Cell:
    """A share as a percentage."""
    return f"{(Decimal(str(value)) * 100).normalize():f}%"


def yes_no(yes: str, no: str) -> Form:
    """One column's way to say yes and no."""
    return lambda value, _: yes if value else no


def identity(value: object, rng: Random) -> Cell:
    """An identity number as text; some clerks write a small x."""
    return str(value).lower() if rng.random() < 0.2 else str(value)


def date_typed(value: object, rng: Random) -> Cell:
    """A date (year, month, day) as people type it."""
    year, month, day = value if isinstance(value, tuple) else (0, 0, 0)
    return rng.choice((f"{year}-{month:02d}-{day:02d}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日"))


def date_digits(value: object, _: Random) -> Cell:
    """A date as 19650312."""
    return f"{value:%Y%m%d}" if isinstance(value, date) else str(value)
