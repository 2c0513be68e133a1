"""What Lanxi asks of each household, as it should be: expenses, relief, water, charges and the 浙农码."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import covered
from incomeaudit.sample.judged_lanxi_homes import CHARGES, GREEN, RELIEF, WATER, YELLOW
from incomeaudit.sample.records import Grant
from incomeaudit.sample.scheme import Scheme

_HARDSHIP = 0.08
"""So many of the households meet with temporary hardship in a year."""


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Fill in every row, and add the grants of those that got relief which the roster does not mention."""
    relieved: set[str] = set()
    for row in tables["household"]:
        _spend(rng, scheme, row)
        for name in WATER:
            setattr(row, name, rng.choices(("达标", "基本达标"), (85, 15))[0])
        for name in CHARGES:
            setattr(row, name, True)
        row.temporary_difficulty = row.on_roster and rng.random() < _HARDSHIP
        row.temporary_relief = row.temporary_difficulty
        if row.temporary_difficulty and rng.random() < 0.4:
            row.temporary_relief = None
            if row.household_id not in relieved:
                relieved.add(row.household_id)
                tables["grant"].append(_relief(rng, scheme, row))
        row.risk_colour = GREEN if row.assistance and row.cadre else YELLOW


def _spend(rng: Random, scheme: Scheme, row: Household) -> None:
    """What a household on the roster must spend, which leaves it the standard of dibao unless it is covered.

    Where that cannot be, or nobody knows its income, the cell stays blank.
    """
    if not row.on_roster or row.income is None or row.members is None:
        return
    free = int(row.income - scheme.standards[scheme.year] * row.members)
    if covered(row):
        row.rigid_expense = Decimal(rng.randint(0, max(0, int(row.income) // 3)))
    elif free > 0:
        row.rigid_expense = Decimal(rng.randint(0, free * 9 // 10))


def _relief(rng: Random, scheme: Scheme, row: Household) -> Grant:
    """A sum of relief that stands among the grants."""
    granted = scheme.year, rng.randint(1, 11), rng.randint(1, 28)
    amount = Decimal(rng.randint(8, 40) * 100)
    return Grant(RELIEF, row.household_id, row.head_name, row.village, amount=amount, granted_on=granted)
