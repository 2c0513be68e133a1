"""Columns of a large table that are computed over all of its rows, as window functions are.

Such a column is computed once, from just what it rests on: those few columns of all slices are held together, texts
that rows are merely parted by as numbers. Then it is reckoned for a share of the rows at a time, all rows of one
partition in one share, and kept beside the slices.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from pathlib import Path

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.frame import complete
from incomeaudit.auditing.groups import GROUP
from incomeaudit.auditing.large_rows import LargeRows
from incomeaudit.auditing.plan import Planned
from incomeaudit.rulebook.computed import Computed
from incomeaudit.rulebook.sql import UNREADABLE, Condition

SHARE = 1_000_000
"""Rows for which a column is reckoned at a time, about."""
_PARTED_BY = re.compile(r"PARTITION\s+BY\s+([^()]*?)\s*(?=\)|\bORDER\s+BY\b)", re.IGNORECASE)
_NULL_TEST = re.compile(r"\b[a-z][a-z0-9_]*\s+IS\s+(?:NOT\s+)?(?:NULL|BLANK)\b", re.IGNORECASE)


def add_columns(rows: LargeRows, planned: Sequence[Planned], context: TableContext, folder: Path) -> None:
    """Compute what the running checks need of columns over all rows, and keep it in ``folder`` beside the slices.

    ``context`` is the table's; its own rows in it only show which columns there are.
    """
    running = [item for item in planned if not item.reason]
    names = dict.fromkeys(name for item in running for name in item.basis.in_all)
    for number, column in enumerate(context.fields.chain(names)):
        if isinstance(column.source, Condition) and column.source.compares_rows:
            rows.added[column.id] = _kept(_over_all(rows, column, context), rows, folder / f"column{number}")


def together(rows: LargeRows, names: Iterable[str], context: TableContext, keys: Iterable[str] = ()) -> pl.DataFrame:
    """Some columns of all rows, physical or computed, with marks of unreadable cells, and the place, year and group.

    The texts of ``keys`` come as numbers, a text's hash.
    """
    wanted = list(dict.fromkeys(names))
    asked = context.fields.roots(wanted, rows.added)
    frames: list[pl.DataFrame] = []
    for frame in rows.slices((*wanted, *asked)):
        whole = complete(frame, wanted, (), context)
        marks = [name for name in _marks(whole.columns) if name.removeprefix(UNREADABLE) in wanted]
        hashed = [pl.when(pl.col(name).is_not_null()).then(pl.col(name).hash()).alias(name) for name in keys]
        frames.append(whole.select("_place", "_year", GROUP, *wanted, *marks).with_columns(hashed))
    stacked = pl.concat(frames, how="diagonal")
    # A slice without a mark has no cell that could not be read.
    return stacked.with_columns(pl.col(name).fill_null(value=False) for name in _marks(stacked.columns))


def _marks(columns: Iterable[str]) -> list[str]:
    return [name for name in columns if name.startswith(UNREADABLE)]


def _over_all(rows: LargeRows, column: Computed, context: TableContext) -> pl.Series:
    source = column.source
    assert isinstance(source, Condition)
    parted_by = [[name.strip().lower() for name in names.split(",")] for names in _PARTED_BY.findall(source.sql)]
    keys = _only_compared(source, parted_by, context)
    frame = together(rows, source.fields, context, keys).drop("_place", "_year")
    shared = reduce(set.intersection, map(set, parted_by)) if parted_by else set[str]()
    shared &= {*frame.columns}
    places: list[pl.Series] = []
    values: list[pl.Series] = []
    for at in shares(frame, sorted(shared)):
        places.append(at)
        values.append(complete(frame[at], [column.id], (), context).get_column(column.id))
    return pl.concat(values).gather(pl.concat(places).arg_sort())


def shares(frame: pl.DataFrame, keys: Sequence[str]) -> Iterator[pl.Series]:
    """The positions of about ``SHARE`` rows at a time, those that agree in ``keys`` together; all without keys."""
    count = -(-frame.height // SHARE) if keys else 1
    if count < 2:
        yield pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        return
    share = frame.select(pl.struct(keys).hash() % count).to_series()
    for number in range(count):
        yield (share == number).arg_true()


def _only_compared(source: Condition, parted_by: Iterable[Sequence[str]], context: TableContext) -> list[str]:
    """Fields of text by which rows are parted, and of which nothing else is asked but whether there is one."""
    rest = _NULL_TEST.sub("", _PARTED_BY.sub("", source.sql))
    named = {*re.findall(r"[a-z_][a-z0-9_]*", rest, re.IGNORECASE)}
    types: dict[str, str] = {name: field.type for name, field in context.table.fields.items()}
    types |= {name: field.type for name, field in context.fields.computed.items()}
    keys = {name for names in parted_by for name in names}
    return sorted(name for name in keys - named if types.get(name) in {"text", "id", "code"})


def _kept(values: pl.Series, rows: LargeRows, stem: Path) -> list[Path]:
    paths: list[Path] = []
    start = 0
    for number, each in enumerate(rows.large.slices):
        path = stem.with_name(f"{stem.name}.{number}.parquet")
        values.slice(start, each.height).to_frame().write_parquet(path, compression="lz4")
        paths.append(path)
        start += each.height
    return paths
