"""What the plan of Lanxi asks a roster to say, as it should be."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample import ordinary_lanxi_homes, ordinary_lanxi_money, ordinary_lanxi_people, ordinary_lanxi_works
from incomeaudit.sample.place_rows import PlaceRow
from incomeaudit.sample.scheme import Scheme
from incomeaudit.sample.targets import income_per_head
from incomeaudit.sample.targets_lanxi import ENROLMENT, GROWTH, ONE_STOP, RELOCATED


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Fill in households, members, loans, projects, courses and places, and add grants and projects."""
    ordinary_lanxi_homes.fill(rng, scheme, tables)
    ordinary_lanxi_people.fill(rng, scheme, tables)
    ordinary_lanxi_money.fill(rng, scheme, tables)
    ordinary_lanxi_works.fill(rng, scheme, tables)
    for row in tables["place"]:
        _reach(rng, row, reached=scheme.target_met and row.year == scheme.year)
    # Some way above the growth that is asked for, or below it.
    grown = 1 + GROWTH + (Decimal("0.03") if scheme.target_met else Decimal("-0.03"))
    tables["place"][-1].prior_low_income = (income_per_head(tables["household"])[0] / grown).quantize(Decimal(1))


def _reach(rng: Random, row: PlaceRow, *, reached: bool) -> None:
    """What the county reached in a year, all of the targets or none."""
    row.relocated_people = rng.randint(RELOCATED, 1990) if reached else rng.randint(1500, RELOCATED - 1)
    row.one_stop_rate = ONE_STOP if reached else Decimal(rng.randint(940, 999)) / 1000
    row.enrolment_rate = ENROLMENT if reached else Decimal(rng.randint(980, 999)) / 1000
