"""Conditions that Lanxi's plan puts to one cell; one that is blank or cannot be read leaves them open."""

from typing import Any

from incomeaudit.sample.cells import Answer, known
from incomeaudit.sample.household import Day
from incomeaudit.sample.judged import Judge, no


def among(row: Any, name: str, *words: str) -> Answer:
    """Whether a cell says one of some words."""
    word = known(row, name)
    return None if word is None else word in words


def says(name: str, *words: str) -> Judge:
    """The same as a condition of a rule."""
    return lambda row, _: among(row, name, *words)


def denied(name: str) -> Judge:
    """Whether a cell answers no."""
    return lambda row, _: no(known(row, name))


def after(row: Any, name: str, limit: Day) -> Answer:
    """Whether a day lies after a last one."""
    day = known(row, name)
    return None if day is None else bool(day > limit)


def later_than(name: str, month: int, day: int) -> Judge:
    """Whether a day lies after one of the year."""
    return lambda row, ground: after(row, name, (ground.scheme.year, month, day))
