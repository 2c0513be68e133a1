"""The places that a target speaks of, and whose rows each of them sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incomeaudit.auditing.groups import LEVELS
from incomeaudit.rulebook.model import Target

SumRow = Mapping[str, Any]
"""A row after TARGET_SUM_SCHEMA."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place of a target in one year, and the places whose rows it sums."""

    level: str
    place: str
    year: int
    places: tuple[str, ...]
    township: str | None = None


def regions_of(by_place: Mapping[tuple[str, int], Sequence[SumRow]], target: Target) -> list[Region]:
    """The regions of a target in the order of levels, places and years.

    ``by_place`` holds its sums by place and year. A level above the county is given only where the rows span two of its
    children or more: the sum over one county is not its city's figure.
    """
    regions: dict[tuple[int, str, int, str], list[str]] = {}
    for (place, year), rows in sorted(by_place.items()):
        if all(row["last_year"] for row in rows):
            continue
        steps = place.split("/")
        for depth, level in enumerate(LEVELS[: len(steps)]):
            if level in target.levels:
                regions.setdefault((depth, "/".join(steps[: depth + 1]), year, ""), []).append(place)
        if "township" in target.levels:
            for name in _townships(rows):
                regions.setdefault((3, f"{place}/{name}", year, name), []).append(place)
    kept = []
    for (depth, place, year, township), places in sorted(regions.items()):
        # The deepest level is what the rows themselves name; above it, one child does not make the whole.
        below = {tuple(path.split("/")[: depth + 2]) for path in places}
        if depth >= LEVELS.index("county") or place in places or len(below) > 1:
            kept.append(Region(LEVELS[depth], place, year, tuple(places), township or None))
    return kept


def _townships(rows: Iterable[SumRow]) -> list[str]:
    return sorted({str(row["township"]) for row in rows if row["township"] is not None and not row["last_year"]})
