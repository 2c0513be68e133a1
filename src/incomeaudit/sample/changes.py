"""What a planted mistake does to the cells of its row."""

from collections.abc import Callable
from random import Random
from typing import Any

from incomeaudit.sample.judged import Ground

Change = Callable[[Any, Ground, Random], None]


def write(**values: object) -> Change:
    """Write a value into each of these fields; None makes the cell blank."""

    def change(row: object, _: Ground, __: Random) -> None:
        for name, value in values.items():
            setattr(row, name, value)

    return change


def date_on(name: str, month: int, day: int) -> Change:
    """Write a day of the year into a field."""

    def change(row: object, ground: Ground, _: Random) -> None:
        setattr(row, name, (ground.scheme.year, month, day))

    return change


def smudge(**texts: str) -> Change:
    """Write into each of these fields something that is no value of it."""

    def change(row: Any, _: Ground, __: Random) -> None:
        row.unreadable.update(texts)

    return change


def in_turn(*changes: Change) -> Change:
    """One change after the other."""

    def change(row: object, ground: Ground, rng: Random) -> None:
        for each in changes:
            each(row, ground, rng)

    return change
