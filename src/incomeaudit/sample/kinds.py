"""What a kind of planted row is."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from incomeaudit.sample.household import Household
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import LISTED, Scheme

Plant = Callable[[Household, Scheme, Random], Planted]
"""Changes a household in which nothing was wrong, and says what an audit must say of it now.

It may name codes that are not in force at the place and year; these are left out afterwards.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of planted household."""

    asks: tuple[str, ...]
    """It makes sense where one of these checks is in force."""
    plant: Plant
    status: str | None = LISTED
    at_least: int = 1
    """Members that it takes."""

    def applies(self, scheme: Scheme) -> bool:
        """Whether the place and year have a check that this kind is about."""
        return any(code in scheme.codes for code in self.asks)


PER_CAPITA = "per_capita_income"
LINE = ("LS001", "JX001")
FLOOR = ("ZJ002", "LS011")
ITEMS_ONLY = ("DQ001", "DQ002")
"""Items that fit neither the income nor the income per head, which fit each other."""


def no_items(scheme: Scheme, status: str) -> tuple[str, ...]:
    """Checks that cannot judge a household above the floor without a full set of items."""
    # The floor of 2022 is asked of those on the roster alone.
    floors = ("ZJ003", "LS012") if status == LISTED else ("ZJ003",)
    return (*floors, scheme.on_line(status, recomputed=True), *ITEMS_ONLY)


def no_declared(scheme: Scheme, status: str) -> tuple[str, ...]:
    """Checks that cannot judge a household with neither income nor income per head."""
    facts = tuple(f"ZJ04{number}" for number in range(1, 6))
    return ("ZJ002", "LS011", *facts, scheme.on_line(status), "DQ001", "DQ002", "DQ003")
