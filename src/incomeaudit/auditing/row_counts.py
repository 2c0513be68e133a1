"""How many rows of a table speak of each place and year, and of each township."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from incomeaudit.auditing.groups import GROUP

Keys = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows by group, and by group and township where the table has townships; there rows of no group do not count."""

    height: int
    """All rows."""
    by_place: Mapping[Keys, int]
    by_township: Mapping[Keys, int]


def row_counts(frame: pl.DataFrame) -> RowCounts:
    """Count the rows of a table with its groups."""
    keys = [name for name in (GROUP, "township") if name in frame.columns]
    found = frame.lazy().select(keys).drop_nulls(GROUP).group_by(keys).len().sort(keys).collect()
    by_township = {row[:-1]: row[-1] for row in found.iter_rows()}
    return RowCounts(frame.height, _by_place(by_township), by_township)


def added_counts(some: Mapping[Keys, int], more: Mapping[Keys, int]) -> dict[Keys, int]:
    """The counts of two sets of rows together, in the order of groups and townships."""
    total = {keys: some.get(keys, 0) + more.get(keys, 0) for keys in {*some, *more}}
    return dict(sorted(total.items(), key=lambda item: tuple((part is not None, part) for part in item[0])))


def together(some: RowCounts, more: RowCounts) -> RowCounts:
    """The counts of two sets of rows of one table."""
    by_township = added_counts(some.by_township, more.by_township)
    return RowCounts(some.height + more.height, _by_place(by_township), by_township)


def _by_place(by_township: Mapping[Keys, int]) -> dict[Keys, int]:
    by_place: dict[Keys, int] = {}
    for keys, rows in by_township.items():
        by_place[keys[:1]] = by_place.get(keys[:1], 0) + rows
    return by_place
