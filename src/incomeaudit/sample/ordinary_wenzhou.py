"""What Wenzhou's document asks a roster to say, as it should be."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import below, per_head
from incomeaudit.sample.judged_wenzhou import UNIFIED_FROM, backed
from incomeaudit.sample.place_rows import PlaceRow
from incomeaudit.sample.scheme import LISTED, NEVER, Scheme
from incomeaudit.sample.targets_wenzhou import quota_of

EDGE = Decimal("1.5")
"""低保边缘: so many times the standard of dibao of the year."""
_YEARLY_STEP = 300


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Who is chosen, habits, dibao below its standard, and the county's lines and people."""
    for row in tables["household"]:
        _choose(rng, row)
        row.bad_habit = rng.choice(("无", "无", "无", "无", "吸烟"))
        _back(scheme, row)
    for place in tables["place"]:
        _draw_lines(place)
    _count_people(rng, scheme, [row for row in tables["place"] if row.place == scheme.county], tables["household"])


def _choose(rng: Random, row: Household) -> None:
    """Those on the roster are chosen and those never on it are not; clerks leave out a tenth."""
    if rng.random() < 0.9 and row.status in (LISTED, NEVER):
        row.key_target = row.status == LISTED


def _back(scheme: Scheme, row: Household) -> None:
    """Who lies below the standard of dibao is on it, unless a floor above that makes it a mistake of its own."""
    standard = scheme.standards[scheme.year]
    if scheme.floor < standard and below(per_head(row), standard) and not backed(row):
        row.category = "低保"


def _draw_lines(row: PlaceRow) -> None:
    """The line of 低保边缘, and an urban standard that comes nearer to the rural one until both are the same."""
    standard = row.dibao_standard or Decimal(0)
    row.dibao_edge_line = EDGE * standard
    row.urban_dibao_standard = standard + max(0, UNIFIED_FROM - row.year) * _YEARLY_STEP


def _count_people(rng: Random, scheme: Scheme, county: Sequence[PlaceRow], rows: Sequence[Household]) -> None:
    """Rural people, growing and many enough for the quota where the county reaches its targets, else neither."""
    chosen = sum(row.members or 0 for row in rows if row.on_roster)
    if scheme.target_met:
        now = int(chosen / quota_of(scheme)) * rng.randint(2, 9)
        before = int(now / 1.02)
    else:
        now = int(chosen / quota_of(scheme) * Decimal("0.96"))
        before = int(now / 0.93)
    for row, people in zip(county, (before, now), strict=True):
        row.rural_population = people
