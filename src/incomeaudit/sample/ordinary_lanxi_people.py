"""What Lanxi asks of each member, as it should be: dibao, schooling and its aid, insurance."""

from collections.abc import Mapping
from random import Random
from typing import Any

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged_lanxi_money import PUPILS, SCHOOL_YEAR
from incomeaudit.sample.judged_lanxi_people import AT_NO_SCHOOL, at_school, severe, vocational
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant
from incomeaudit.sample.scheme import LISTED, Scheme

_SCHOOLS = (
    *("中职一年级", "中职二年级", "中职三年级", "高职高专一年级", "高职高专二年级", "高职高专三年级", "技师学院"),
)
_FAMILIES = 10
"""So many families have somebody at a vocational school."""


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Fill in every member, send some to vocational schools, and add the grants of their families."""
    for row in _pupils(scheme, tables["household"]):
        row.student, row.education_level = rng.choice(_SCHOOLS), None
    seen: set[str] = set()
    for home in tables["household"]:
        if home.household_id in seen:
            continue
        seen.add(home.household_id)
        for row in home.people:
            _fill(row, home)
        if home.on_roster and any(vocational(row) for row in home.people):
            tables["grant"] += _grants(rng, scheme, home)


def _pupils(scheme: Scheme, homes: list[Household]) -> list[Person]:
    """One member each of some families in which nothing was planted, those first who are of the age for it.

    Vocational schools take grown people too.
    """
    youngest = [
        min(others, key=lambda row: abs(scheme.year - row.birth_date.year - 17))
        for home in homes
        if home.status == LISTED and home.planted is None
        and (others := [row for row in home.people[1:] if scheme.year - row.birth_date.year >= 15])
    ]  # fmt: skip
    return sorted(youngest, key=lambda row: abs(scheme.year - row.birth_date.year - 17))[:_FAMILIES]


def _fill(row: Person, home: Household) -> None:
    row.student = row.student or AT_NO_SCHOOL[0]
    row.education_aid = at_school(row)
    row.rainbow_plan = vocational(row)
    row.supplementary = True
    row.dibao, row.tekun = home.category == "低保", home.category == "特困"
    row.single_person_dibao = not row.dibao and not row.tekun and severe(row) is not False


def _grants(rng: Random, scheme: Scheme, home: Household) -> list[Grant]:
    """At least 3000 yuan in each of one school year or two, paid at once or by halves."""
    years = [f"{first}-{first + 1}" for first in (scheme.year - 1, scheme.year)][rng.randint(0, 1) :]
    return [
        Grant(
            *(PUPILS, home.household_id, home.head_name, home.village, years_name),
            amount=SCHOOL_YEAR / parts + rng.choice((0, 0, 200)),
            granted_on=(scheme.year, rng.choice((11, 12)), rng.randint(1, 28)),
            reviewed_on=(scheme.year, rng.randint(8, 9), rng.randint(1, 28)),
        )
        for years_name in years
        for parts in (rng.choice((1, 1, 2)),)
        for _ in range(parts)
    ]  # fmt: skip
