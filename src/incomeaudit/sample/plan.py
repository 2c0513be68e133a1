"""Drawing the whole county: who lives where, and which households get which mistake."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random
from typing import Any

from incomeaudit.sample import boundaries, income_mistakes, other_mistakes
from incomeaudit.sample.breaks import NoRoom
from incomeaudit.sample.broken import break_rows
from incomeaudit.sample.county import Township, Village, draw_villages, townships_of
from incomeaudit.sample.dates import date_households
from incomeaudit.sample.further import draw_further
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
from incomeaudit.sample.ordinary import fill_in
from incomeaudit.sample.people import Person, Register
from incomeaudit.sample.place_rows import PlaceRow, draw_places
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.previous import draw_previous
from incomeaudit.sample.records import Further, Previous
from incomeaudit.sample.rules import Verdicts, judge_rows, measure, rules_for
from incomeaudit.sample.scheme import LISTED, Scheme
from incomeaudit.sample.targets import Outcome

_SPARE = 5
"""One in so many households, at the least, stays as clerks would have it."""
_TIMES = 4
"""So often a county is drawn anew in which the households happen not to fit all mistakes."""


@dataclass(frozen=True, slots=True)
class County:
    """Everything that the workbook shows, each table in the order of its rows."""

    scheme: Scheme
    townships: list[Township]
    villages: list[Village]
    households: list[Household]
    places: list[PlaceRow]
    previous: list[Previous]
    """Last year's roster."""
    further: Mapping[str, Sequence[Further]]
    """The other tables by name, those without rows left out."""
    verdicts: Mapping[int, Verdicts]
    """What the clauses that are judged row by row say, by the identity of the row."""
    targets: list[Outcome]
    """What is measured against the targets."""


def draw_county(rng: Random, scheme: Scheme, households: int, flagged_share: float) -> County:
    """A county of ``households`` rows, some ``flagged_share`` of which have a mistake, each kind at least once.

    Raises ``NoRoom`` when there are too few rows for every kind.
    """
    for _ in range(_TIMES - 1):
        with suppress(NoRoom):
            return _draw(rng, scheme, households, flagged_share)
    return _draw(rng, scheme, households, flagged_share)


def _draw(rng: Random, scheme: Scheme, households: int, flagged_share: float) -> County:
    kinds = _kinds(rng, scheme, households, flagged_share)
    repeated = max(1, int(households * flagged_share) // 40)
    if households <= (len(kinds) + 2 * repeated) * _SPARE // (_SPARE - 1):
        raise NoRoom("mistakes in incomes and guarantees")
    villages = draw_villages(rng, scheme, households)
    slots = _settle(rng, villages, households - repeated)
    register = Register(scheme.code)
    for slot, kind in zip(rng.sample(range(len(slots)), len(kinds)), kinds, strict=True):
        slots[slot] = (*slots[slot][:3], kind)
    rows = [_household(rng, register, scheme, where, kind) for *where, kind in slots]
    date_households(rng, scheme, rows)
    rows = _enter_twice(rng, rows, repeated)
    further = draw_further(rng, scheme, villages, rows)
    tables: dict[str, list[Any]] = {
        "household": rows,
        "member": people_of(rows),
        "village": villages,
        "township": townships_of(rows),
        "place": draw_places(rng, scheme, rows),
        "previous": draw_previous(rng, scheme, rows),
        **further,
    }
    fill_in(rng, scheme, tables)
    codes = frozenset(rule.code for rule in rules_for(scheme))
    break_rows(rng, ground_of(scheme, tables), tables, codes)
    ground = ground_of(scheme, tables)
    filled = {table: tables[table] for table in further if tables[table]}
    return County(
        scheme,
        *(tables["township"], villages, rows, tables["place"], tables["previous"], filled),
        judge_rows(ground, tables),
        measure(ground),
    )


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
        limits=tuple(code for code in planted.limits if code in scheme.codes),
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
