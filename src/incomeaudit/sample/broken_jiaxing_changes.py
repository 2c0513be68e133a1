"""What mistakes against Jiaxing's plan are made of: who they fit, and what is written into the cells."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.changes import Change
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.ordinary_jiaxing import study
from incomeaudit.sample.people import Person, check_digit
from incomeaudit.sample.scheme import LISTED

Fits = Callable[[Any, Ground], bool]

_KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
_LEVELS = ("一级", "二级", "三级", "四级")
"""Numbered from 1 at the end of a disability card."""


def who(ages: range, *categories: str, head: bool = True) -> Fits:
    """Somebody of an age at the year's end, neither disabled nor seriously ill, of a household on the roster.

    Where categories are named, the household is of one of these; ``head`` says whether its head will do.
    """

    def fits(row: Person, ground: Ground) -> bool:
        home = ground.home(row)
        known = home.status == LISTED and home.household_id is not None
        fit = row.health in ("健康", "长期慢性病") and ground.scheme.year - row.birth_date.year in ages
        alike = not categories or home.category in categories
        return known and fit and alike and (head or row is not home.people[0])

    return fits


def disabled(kind: str, level: str) -> Change:
    """Disabled and kept by the family, with every allowance, and on dibao alone."""

    def change(row: Person, _: Ground, __: Random) -> None:
        row.health, row.disability_kind, row.disability_level = "残疾", kind, level
        row.disability_card = f"{row.id_number}{_KINDS.index(kind) + 1}{_LEVELS.index(level) + 1}"
        row.living_allowance = row.nursing_allowance = row.rehabilitation_allowance = True
        row.disability_insurance_subsidy = row.family_supported = row.single_person_dibao = True

    return change


def at_school(school: str) -> Change:
    """At a school, with all that is given there and not a yuan more."""
    return lambda row, _, __: study(row, school, Decimal(3000), Decimal(5000))


def born(years: int, month: int, day: int) -> Change:
    """Born so many years before on a day on which nobody was: not in the first twenty-eight days before September."""

    def change(row: Person, ground: Ground, _: Random) -> None:
        row.birth_date = date(ground.scheme.year - years, month, day)
        stem = f"{row.id_number[:6]}{row.birth_date:%Y%m%d}{row.id_number[14:17]}"
        row.id_number = stem + check_digit(stem)

    return change
