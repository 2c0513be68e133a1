"""Drawing the whole county: who lives where, and which households get which mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any

from incomeaudit.messages import Problem
from incomeaudit.sample import boundaries, income_mistakes, other_mistakes
from incomeaudit.sample.broken import break_rows
from incomeaudit.sample.county import Village, draw_villages
from incomeaudit.sample.further import Further, draw_further
from incomeaudit.sample.household import (
    HARDSHIP,
    Household,
    draw_household,
    draw_status,
    loosen,
    spend,
)
from incomeaudit.sample.judged import ground_of
from incomeaudit.sample.kinds import Kind
from incomeaudit.sample.people import Person, Register
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.rules import Verdicts, judge_rows, rules_for
from incomeaudit.sample.scheme import LISTED, Scheme
from incomeaudit.sample.targets import prior_low_income

_SPARE = 5
"""One in so many households, at the least, stays as clerks would have it."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row of the place sheet; the attributes are named after the fields of the place table. Money is yuan."""

    place: str
    year: int
    dibao_standard: Decimal
    urban_dibao_standard: Decimal
    rural_income: Decimal
    rural_population: int
    prior_low_income: Decimal
    planted: Planted | None = None


@dataclass(frozen=True, slots=True)
class County:
    """Everything that the workbook shows, each table in the order of its rows."""

    scheme: Scheme
    villages: list[Village]
    households: list[Household]
    places: list[PlaceRow]
    further: Mapping[str, Sequence[Further]]
    """The other tables, by name, of which the place's documents speak."""
    verdicts: Mapping[int, Verdicts]
    """What the clauses that are judged row by row say, by the identity of the row."""


def draw_county(rng: Random, scheme: Scheme, households: int, flagged_share: float) -> County:
    """A county of ``households`` rows, some ``flagged_share`` of which have a mistake, each kind at least once.

    Raises ``Problem("sample_too_few")`` when there are too few rows for every kind.
    """
    kinds = _kinds(rng, scheme, households, flagged_share)
    repeated = max(1, int(households * flagged_share) // 40)
    least = (len(kinds) + 2 * repeated) * _SPARE // (_SPARE - 1) + 1
    if households < least:
        raise Problem("sample_too_few", households=households, least=least)
    villages = draw_villages(rng, scheme, households)
    slots = _settle(rng, villages, households - repeated)
    register = Register(scheme.code)
    for slot, kind in zip(rng.sample(range(len(slots)), len(kinds)), kinds, strict=True):
        slots[slot] = (*slots[slot][:3], kind)
    rows = [_household(rng, register, scheme, where, kind) for *where, kind in slots]
    rows = _enter_twice(rng, rows, repeated)
    tables: dict[str, Sequence[Any]] = {
        "household": rows,
        "member": people_of(rows),
        "village": villages,
        "township": [[row for row in rows if row.township == name] for name in {row.township: 0 for row in rows}],
    }
    further = draw_further(rng, scheme, villages, rows)
    tables |= further
    codes = frozenset(rule.code for rule in rules_for(scheme))
    break_rows(rng, ground_of(scheme, rows, villages), tables, codes)
    verdicts = judge_rows(ground_of(scheme, rows, villages), tables)
    return County(scheme, villages, rows, _place_rows(rng, scheme, rows), further, verdicts)


def people_of(rows: Iterable[Household]) -> list[Person]:
    """The members of the households, those of a household that was entered twice once."""
    homes: dict[str, Household] = {}
    for row in rows:
        homes.setdefault(row.household_id, row)
    return [person for row in homes.values() for person in row.people]


def _kinds(rng: Random, scheme: Scheme, households: int, flagged_share: float) -> list[Kind]:
    """Every kind that applies once, the boundary ones again in a larger county, and mistakes up to the share."""
    every = (*income_mistakes.KINDS, *other_mistakes.KINDS)
    mistakes = [kind for kind in every if kind.applies(scheme)]
    limits = [kind for kind in boundaries.KINDS if kind.applies(scheme)]
    more = max(0, int(households * flagged_share) - len(mistakes))
    return [*mistakes, *rng.choices(mistakes, k=more), *limits * (1 + households // 1000)]


_Slot = tuple[str, str, str, Kind | None]


def _settle(rng: Random, villages: list[Village], households: int) -> list[_Slot]:
    """Township, village and household id of each row, in the order of townships and villages."""
    townships = list(dict.fromkeys(each.township for each in villages))
    homes = sorted([*range(len(villages)), *rng.choices(range(len(villages)), k=households)][:households])
    slots: list[_Slot] = []
    for serial, home in enumerate(homes, 1):
        village = villages[home]
        number = f"{101 + townships.index(village.township)}{serial:06d}"
        slots.append((village.township, village.village, number, None))
    return slots


def _household(rng: Random, register: Register, scheme: Scheme, where: list[str], kind: Kind | None) -> Household:
    township, village, serial = where
    place = (township, village, scheme.code + serial)
    if kind is None:
        household = draw_household(rng, register, scheme, place, draw_status(rng))
        if "JX001" in scheme.codes and household.status == LISTED and rng.random() < 0.08:
            spend(household, scheme, rng)
        loosen(household, rng)
        return household
    household = draw_household(rng, register, scheme, place, kind.status, kind.at_least)
    planted = kind.plant(household, scheme, rng)
    household.planted = in_force(planted, scheme)
    return household


def in_force(planted: Planted, scheme: Scheme) -> Planted:
    """What is left of it when only the checks of the place and year are asked."""
    return replace(
        planted,
        findings=tuple(code for code in planted.findings if code in scheme.codes),
        unassessable=tuple(code for code in planted.unassessable if code in scheme.codes),
    )


def _enter_twice(rng: Random, rows: list[Household], repeated: int) -> list[Household]:
    """The rows with some households once more at the end of their village, as two clerks do who share a list."""
    ordinary = [each for each in rows if each.planted is None and each.status == LISTED and each.category != HARDSHIP]
    again: dict[str, list[Household]] = {}
    for household in rng.sample(ordinary, repeated):
        household.planted = Planted("同一户登记两次", ("DQ012",), cell="household_id")
        again.setdefault(household.village, []).append(replace(household))
    return [
        row
        for village, together in groupby(rows, key=lambda each: each.village)
        for row in (*together, *again.get(village, ()))
    ]


def _place_rows(rng: Random, scheme: Scheme, rows: list[Household]) -> list[PlaceRow]:
    """Last year's row and this year's: the checks of 低保 standards speak of this year's alone."""
    before = prior_low_income(scheme, rows)
    rural = Decimal(rng.randint(19_000, 22_000)) + 2_000 * (scheme.year - 2018)
    people = rng.randint(120_000, 180_000)
    codes = tuple(code for code in ("ZJ031", "LS013") if code in scheme.codes)
    planted = Planted("低保年标准低于规定", codes, cell="dibao_standard") if codes else None
    standards = scheme.standards
    return [
        PlaceRow(
            place=scheme.county,
            year=year,
            dibao_standard=standards[year],
            urban_dibao_standard=standards[year] + 600,
            rural_income=rural if year == scheme.year else (rural / Decimal("1.08")).quantize(Decimal(1)),
            rural_population=people,
            prior_low_income=before if year == scheme.year else (before / Decimal("1.11")).quantize(Decimal(1)),
            planted=planted if year == scheme.year else None,
        )
        for year in (scheme.year - 1, scheme.year)
    ]
