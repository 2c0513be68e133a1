"""A large file, which comes slice by slice, to typed slices on disk.

The first slice is read as any sheet is, and settles header, table and columns. Each later one is read below the same
header, as if it stood there.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from incomeaudit.ingest.assemble import listed_by, said_twice
from incomeaudit.ingest.beside import side_by_side
from incomeaudit.ingest.describe import Desk, row_issues
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.layout import Layout, NoTable
from incomeaudit.ingest.match import Taken
from incomeaudit.ingest.model import PART, ROW, Evidence, Part
from incomeaudit.ingest.open import Sheet, sheet_of
from incomeaudit.ingest.part import read_part
from incomeaudit.ingest.reader import Loaded
from incomeaudit.ingest.rows import Rows
from incomeaudit.ingest.sheet import read_sheet
from incomeaudit.ingest.slices import Slice
from incomeaudit.ingest.stack import find_tables
from incomeaudit.ingest.table_parts import picked, rows_of, source_of
from incomeaudit.ingest.table_read import plain_columns
from incomeaudit.messages import Problem
from incomeaudit.vocabulary import Table

CELLS_TOLD = 10_000
"""Cells that were not read which are listed one by one, of each field. All of them count."""
_CELL = pl.col("level").eq("error") & pl.all_horizontal(pl.col("field", "row").is_not_null())
_ENDS = frozenset({"notes_at_end", "data_after_notes"})


def read_large(desk: Desk, loads: Iterator[Loaded], folder: Path) -> "LargeRead":
    """Read a file that comes in slices, and keep them in ``folder``.

    Raises ``Problem``: what the reading process says, two columns for one field, ``large_not_plain`` where not every
    slice is a piece of the one table of which the first is the beginning.
    """
    found = LargeRead(desk, folder)
    found.read(loads)
    return found


@dataclass
class LargeRead:
    """A large file as far as it has been read."""

    desk: Desk
    folder: Path
    """Where the slices go."""
    slices: list[Slice] = field(default_factory=list)
    issues: list[pl.DataFrame] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()
    _told: dict[str, int] = field(default_factory=dict)
    _lost: dict[str, int] = field(default_factory=dict)
    _numbers: list[pl.DataFrame] = field(default_factory=list)
    _form: "_Form | None" = None
    _part: Part | None = None
    _ended: str = ""

    @property
    def part(self) -> Part:
        """The one part that all slices make."""
        assert self._part is not None
        return self._part

    @property
    def no_rows(self) -> pl.DataFrame:
        """The columns of the table, without a row."""
        return pl.read_parquet(self.slices[0].rows, n_rows=0)

    def read(self, loads: Iterator[Loaded]) -> None:
        """Read the slices. Raises ``Problem`` as ``read_large`` does."""
        for loaded in loads:
            if loaded.problem is not None:
                raise loaded.problem
            if self._ended:
                raise self._not_plain(loaded.start, self._ended)
            sheet = sheet_of(loaded, date1904=False, longest=self.desk.options.limits.text)
            start = loaded.start
            del loaded  # its bytes are not needed any more
            if self._form is None:
                self._first(sheet)
            else:
                self._later(sheet, start, self._form)
        self.issues += [*self._untold(), *self._twice()]

    def _first(self, sheet: Sheet) -> None:
        desk = self.desk.as_told()
        found = read_sheet(self.desk, sheet)
        whole = pl.concat(found.issues) if found.issues else issue_frame(())
        layout = _plain_layout(desk, sheet)
        if layout is None or len(found.parts) != 1 or found.parts[0].cells:
            said = whole.get_column("message")
            raise self._not_plain(1, said[0] if len(said) else desk.messages("large.tables", count=len(found.parts)))
        table, taken, _ = plain_columns(desk, layout)
        self._part, self.evidence = found.parts[0], found.evidence
        self._form = _Form(desk, layout, table, taken, sheet.cells.head(layout.first_row - 1))
        self._keep(found.frames[0], whole)

    def _later(self, sheet: Sheet, start: int, form: "_Form") -> None:
        above = form.layout.first_row - 1
        cells = pl.concat([form.above, sheet.cells], how="diagonal")
        facts = replace(sheet.facts, lost=sheet.facts.lost.with_columns(pl.col("row") + above))
        sheet = replace(sheet, cells=cells, facts=facts)
        layout = _plain_layout(form.desk, sheet)
        if layout is None:
            raise self._not_plain(start, form.desk.messages("large.other_table"))
        rows = rows_of(sheet, form.layout, form.taken, (form.table,))
        source = source_of(form.desk, sheet, form.layout, form.table, self.desk.first_part, rows.data)
        by = start - 1 - above
        source = replace(source, lost=source.lost.with_columns(pl.col("row") + by))
        columns = [(item, picked(cells[item.head.letter], rows.data)) for item in form.taken]
        rows = _shifted(rows, by)
        read = read_part(source, columns, rows.data)
        for column, first in zip(read.columns, (c for c in self.part.columns if c.field), strict=False):
            if column.conversion != first.conversion:
                reason = form.desk.messages("large.other_unit", header=column.header, letter=column.letter)
                raise self._not_plain(start, reason)
        issues = [each for each in read.issues if each.item(0, "kind") != "converted"]
        told = [*row_issues(form.desk, rows), *issues]
        if read.frame.height:
            last = int(rows.data[-1])
            self._part = replace(self.part, last_row=last, rows=self.part.rows + read.frame.height)
        self._keep(read.frame, pl.concat(told) if told else issue_frame(()))

    def _keep(self, frame: pl.DataFrame, issues: pl.DataFrame) -> None:
        """Keep some rows and what was not read of them."""
        number = len(self.slices)
        lost = issues.filter(_CELL)
        path = self._put(lost, f"lost{number}") if lost.height else None
        self.slices.append(Slice(self._put(frame, f"rows{number}"), frame.height, path))
        ends = issues.filter(pl.col("kind").is_in(_ENDS)).get_column("message")
        self._ended = ends[0] if len(ends) else ""
        self.issues.append(issues.filter(~_CELL))
        for (name,), cells in lost.group_by(["field"], maintain_order=True):
            told = cells.head(CELLS_TOLD - self._told.get(str(name), 0))
            self._told[str(name)] = self._told.get(str(name), 0) + told.height
            self._lost[str(name)] = self._lost.get(str(name), 0) + cells.height
            self.issues += [told] if told.height else []
        by = self._by(frame)
        if by:
            known = frame.filter(pl.col(by[-1]).is_not_null())
            self._numbers.append(known.select(PART, ROW, pl.struct(by).hash().alias("household")))

    def _by(self, frame: pl.DataFrame) -> list[str]:
        return listed_by(frame, self._form.table) if self._form else []

    def _put(self, frame: pl.DataFrame, name: str) -> Path:
        path = self.folder / f"{name}.parquet"
        # Made before it is written, so that it is private from its first byte on.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with path.open("wb") as file:
            frame.write_parquet(file, compression="lz4")
        return path

    def _not_plain(self, row: int, reason: str) -> Problem:
        return Problem("large_not_plain", file=self.desk.file, row=row, reason=reason)

    def _untold(self) -> Iterator[pl.DataFrame]:
        """An issue for each field of which not all cells that were not read are listed."""
        assert self._form is not None
        messages, table = self.desk.messages, self._form.table
        for name, count in self._lost.items():
            if count > self._told[name]:
                title = table.fields[name].title[messages.lang]
                message = messages("issue.cells_untold", field=title, count=count, told=self._told[name])
                yield issue_frame((), kind="cells_untold", level="warning", message=message, table=table.id, field=name)

    def _twice(self) -> list[pl.DataFrame]:
        """The warning for households that stand in several rows, as of a table that is held whole."""
        if not self._numbers or self._form is None:
            return []
        every = pl.concat(self._numbers)
        again = every.filter(~pl.col("household").is_first_distinct())
        number = self._by(self.no_rows)[-1]
        parts = [self.part] * (self.desk.first_part + 1)
        return said_twice(again.select(PART, ROW), number, self._form.table, parts, self.desk.messages)


@dataclass(frozen=True, slots=True)
class _Form:
    """How the first slice was understood."""

    desk: Desk
    layout: Layout
    table: Table
    taken: tuple[Taken, ...]
    above: pl.DataFrame
    """The rows down to the last of the header."""


def _plain_layout(desk: Desk, sheet: Sheet) -> Layout | None:
    """The table of a sheet that holds but one; None for any other sheet."""
    stacked = find_tables(sheet.cells, desk.index, sheet.name)
    if isinstance(stacked, NoTable) or len(stacked.layouts) != 1 or stacked.skipped:
        return None
    beside = list(side_by_side(sheet.cells, stacked.layouts[0], desk.index, sheet.name))
    return beside[0] if len(beside) == 1 else None


def _shifted(rows: Rows, by: int) -> Rows:
    """Rows with the numbers that they have in the file."""

    def further(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number + by for number in numbers)

    return Rows(
        data=(rows.data.cast(pl.Int64) + by).cast(pl.UInt32),
        examples=further(rows.examples),
        subtotals=further(rows.subtotals),
        repeated_headers=further(rows.repeated_headers),
        strays=further(rows.strays),
        unfilled=further(rows.unfilled),
        formulas=further(rows.formulas),
        notes=rows.notes + by if rows.notes is not None else None,
        data_after_notes=further(rows.data_after_notes),
    )
