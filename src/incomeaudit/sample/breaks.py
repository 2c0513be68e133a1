"""What a planted mistake is: one cell or two of a row that had none, or a row that lies just where there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.scheme import LISTED


class NoRoom(Exception):
    """A county has too few rows: for some mistake none is left that it fits. Its text is the mistake's kind."""


def everywhere(_: Ground) -> bool:
    """Whichever county."""
    return True


@dataclass(frozen=True, slots=True)
class Break:
    """One mistake: the checks it is about, the row it fits, and what is done to it."""

    codes: tuple[str, ...]
    kind: str
    table: str
    cell: str
    change: Callable[[Any, Ground, Random], None]
    fits: Callable[[Any, Ground], bool]
    boundary: bool = False
    """Whether it is no mistake but lies on the limit."""
    findings: tuple[str, ...] = ()
    """Checks of incomes and guarantees that find it too: these are not judged from the rows."""
    unassessable: tuple[str, ...] = ()
    """Checks that are not judged from the rows and that cannot be answered for it."""
    where: Callable[[Ground], bool] = everywhere
    """The counties that can have such a row, whatever else is planted in them."""

    def applies(self, ground: Ground, codes: frozenset[str]) -> bool:
        """Whether one of its checks is asked, in a county that can have such a row."""
        return any(code in codes for code in self.codes) and self.where(ground)


def listed_home(row: Household, _: Ground) -> bool:
    """An ordinary household on the roster, of more than one."""
    return row.status == LISTED and row.category in ("低保", "低保边缘")


def no_floor(ground: Ground) -> bool:
    """Where no document sets a floor, which would lie above the standard of dibao."""
    return not ground.scheme.codes & {"ZJ002", "LS011"}


def province_silent(ground: Ground) -> bool:
    """Where the province's notice of 2020 is not in force beside the document."""
    return "ZJ" not in ground.scheme.documents


def any_row(_: object, __: Ground) -> bool:
    """Whichever row."""
    return True
