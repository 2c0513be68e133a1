"""The rows of a large table: where they speak of, and as many columns of a slice at a time as are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from incomeaudit.auditing.frame import mark_unreadable, unreadable_cells
from incomeaudit.auditing.groups import GROUP, PLACE_FIELDS, Grouping, group_rows
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.place_texts import TIMES
from incomeaudit.auditing.setting import Setting
from incomeaudit.ingest.model import PART, ROW
from incomeaudit.ingest.slices import Large
from incomeaudit.rulebook.sql import UNREADABLE

_SAID = "_said_year"
"""The year that the row itself gives, where another is settled for it."""
_SETTLED = ("_place", "_year", "_place_from", "_year_from", "year", GROUP)


@dataclass(frozen=True)
class LargeRows:
    """A large table with the places, years and groups of its rows, and columns that were computed over all of them."""

    large: Large
    grouping: Grouping
    """In it a row of the table stands for all rows that say the same of place and year: columns that tell these apart
    have their values, all others are null."""
    added: dict[str, list[Path]] = field(default_factory=dict)
    """For each column computed over all rows a Parquet file a slice, with that column alone."""

    def slices(self, names: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """Each slice with these columns, as far as it has them; all columns without ``names``.

        Beside them stand ``_part``, ``_row``, what was settled of place and year, and marks of unreadable cells.
        """
        for number in range(len(self.large.slices)):
            yield self.slice(number, names)

    def slice(self, number: int, names: Sequence[str] | None = None) -> pl.DataFrame:
        """One slice, as ``slices`` gives it."""
        each, schema = self.large.slices[number], self.large.schema
        keys = _keys(self.large)
        wanted = list(schema) if names is None else [n for n in schema if n in {*names, *keys, PART, ROW}]
        frame = self._settled(pl.read_parquet(each.rows, columns=wanted), keys)
        added = [name for name in self.added if names is None or name in names]
        frame = frame.hstack([pl.read_parquet(self.added[name][number]).to_series() for name in added])
        if each.lost is None:
            return frame
        cells = unreadable_cells(each.issues(), self.large.dataset.parts).get(self.large.table)
        if cells is not None and names is not None:
            asked = {PART, ROW, *(f"{UNREADABLE}{name}" for name in names)}
            cells = cells.select(name for name in cells.columns if name in asked)
        return mark_unreadable(frame, cells)

    def _settled(self, frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
        """Rows with what was settled for those that say the same of place and year."""
        said = {name: _SAID if name == "year" else name for name in keys}
        known = self.grouping.tables[self.large.table].select(*said.values(), *_SETTLED).unique(maintain_order=True)
        frame = frame.rename({"year": _SAID}) if "year" in keys else frame
        if known.height == 1:
            settled = [pl.lit(known[name]).first().alias(name) for name in _SETTLED]
            return frame.with_columns(settled).drop(_SAID, strict=False)
        on = list(said.values())
        return frame.join(known, on=on, how="left", nulls_equal=True, maintain_order="left").drop(_SAID, strict=False)


def large_rows(large: Large, options: Options, setting: Setting) -> LargeRows:
    """Settle place, year and group of every row. Raises Problem as ``group_rows`` does."""
    keys = _keys(large)
    some = [name for name in ("township",) if name in large.schema and large.table == "household"]
    by = [PART, *keys, *some]
    first = (pl.len().alias(TIMES), pl.col(ROW).first())
    told = [
        pl.read_parquet(each.rows, columns=[*by, ROW]).group_by(by, maintain_order=True).agg(first)
        for each in large.slices
    ]
    whole = pl.concat(told).group_by(by, maintain_order=True).agg(pl.col(TIMES).sum(), pl.col(ROW).first())
    if "year" in keys:
        whole = whole.with_columns(pl.col("year").alias(_SAID))
    tables = {**large.dataset.tables, large.table: whole}
    ordered = {name: tables[name] for name in setting.vocabulary.tables if name in tables}
    grouping = group_rows(replace(large.dataset, tables=ordered), setting.places, options, setting.messages)
    return LargeRows(large, replace(grouping, tables=_without_times(grouping, large)))


def _without_times(grouping: Grouping, large: Large) -> dict[str, pl.DataFrame]:
    """The tables of a grouping, the large one with all its columns, so that it shows which there are."""
    own = grouping.tables[large.table].drop(TIMES)
    others = (pl.lit(None, dtype=dtype).alias(name) for name, dtype in large.schema.items() if name not in own.columns)
    return {**grouping.tables, large.table: own.with_columns(others)}


def _keys(large: Large) -> list[str]:
    """The columns that say of what place and year a row speaks."""
    place = next((name for name in PLACE_FIELDS if name in large.schema), None)
    return [*([place] if place else []), *(["year"] if "year" in large.schema else [])]
