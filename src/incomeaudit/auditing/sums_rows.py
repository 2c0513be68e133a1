"""What an audit did not judge, counted so that several audits can tell it together."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from incomeaudit.auditing.groups import Group
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.row_counts import Keys, RowCounts
from incomeaudit.auditing.sums import LACKING_SCHEMA, SKIP_SCHEMA
from incomeaudit.rulebook.model import Target


def skips_of(
    counts: RowCounts | None, planned: Sequence[Planned], broken: Mapping[str, str], groups: Sequence[Group]
) -> pl.DataFrame:
    """The checks and targets of one table that were not run, after SKIP_SCHEMA.

    ``counts`` are the rows of the table, None where nothing of it was read; ``broken`` gives the targets that broke, by
    code, each with its error.
    """
    rows: list[dict[str, object]] = []
    for item in planned:
        code, reason = item.entry.code, item.reason or broken.get(item.entry.code, "")
        if not reason:
            continue
        if not item.reason:
            kind = "error"
        elif not any(item.groups):
            kind = "elsewhere"
        else:
            kind = "lacking" if counts is not None and counts.height else "no_table"
        about = {"code": code, "kind": kind, "reason": reason}
        if isinstance(item.entry, Target) and kind != "elsewhere":
            rows += (about | mark for mark in _marks(item, counts, groups))
        else:
            rows.append(about | {"rows": _rows_of(item, counts) if kind == "lacking" else 0})
    return pl.DataFrame(rows, schema=SKIP_SCHEMA)


def lacking_rows(lacking: Mapping[str, Sequence[tuple[str, int]]]) -> pl.DataFrame:
    """What the rows that were not judged lack, after LACKING_SCHEMA; ``lacking`` as in ``Unassessed``."""
    rows = [(code, field, count) for code, counts in lacking.items() for field, count in counts]
    return pl.DataFrame(rows, schema=LACKING_SCHEMA, orient="row")


def _rows_of(item: Planned, counts: RowCounts | None) -> int:
    """Rows of the groups that the item speaks of."""
    by_place = counts.by_place if counts is not None else {}
    return sum(rows for (number,), rows in by_place.items() if item.groups[number])


def _marks(item: Planned, counts: RowCounts | None, groups: Sequence[Group]) -> Iterator[dict[str, object]]:
    """Every place and year that a target would have spoken of; of a table that is not there, all of the audit's."""
    wanted = [((number,), 0) for number, inside in enumerate(item.groups) if inside]
    by_place: Mapping[Keys, int] = {}
    if counts is not None:
        by_township = isinstance(item.entry, Target) and "township" in item.entry.levels
        by_place = counts.by_township if by_township else counts.by_place
    for keys, rows in by_place.items() if by_place else wanted:
        number, *township = keys
        if item.groups[number]:
            group = groups[number]
            at = {"place": group.place, "year": group.year, "township": township[0] if township else None}
            yield at | {"rows": rows}
