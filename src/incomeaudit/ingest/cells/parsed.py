"""What parsing a column of cells gives, and how a reading of its distinct spellings is spread over its rows.

Rosters repeat themselves: a hundred thousand rows hold two answers, a dozen codes, a few thousand dates. So
the parsers read each spelling once; only where there are few cells, each as it comes. A *reading* is a frame with a
row for each cell that was read: ``cell`` (String), ``value`` (of the field's type), ``unreadable`` (Boolean, no nulls)
and ``note`` (String, the kind of note or null).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import cast

import polars as pl

Read = Callable[[pl.Series], pl.DataFrame]
"""Reads cells, none of them null, into a reading, each by itself and in their order."""
Remembered = Callable[[tuple[str, ...]], pl.DataFrame]
"""Reads distinct cells, none of them null, in the order of their characters, into a reading."""
_FEW = 32
_COMPARED = 4
"""Spellings up to which a plain comparison with each is quicker than a look-up in all of them."""
_SOME = 20_000
"""Cells up to which looking for those that are spelled alike takes longer than reading each of them."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was done to cells and is worth saying."""

    kind: str
    """``unit_in_cell``, ``date_year_only``, ``date_trailing_zero``, ``id_lost_digits``, ``control_characters``."""
    rows: pl.Series
    """UInt32, rising: positions in the column, 0 the first."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column after parsing. All series are as long as the column was."""

    values: pl.Series
    """money and number Float64, integer and year Int64, boolean Boolean, date Date, everything else String."""
    unreadable: pl.Series
    """Boolean: the cell says something that could not be read. The value is null there."""
    notes: tuple[Note, ...] = ()


def never(length: int) -> pl.Series:
    """A Boolean series of ``length`` rows, false in each."""
    return pl.Series([False]).new_from_index(0, length)


def without_value(cells: pl.Series, values: pl.Series) -> pl.Series:
    """Which cells say something and have no value. Boolean, no nulls; blank cells have none in any case."""
    if cells.null_count() == values.null_count():
        return never(len(cells))
    return values.is_null() & cells.is_not_null()


def within(values: pl.Series, least: int | date, most: int | date) -> pl.Series:
    """Whole numbers or days, with null for those before ``least`` or after ``most``."""
    low, high = (cast("int | date | None", end) for end in (values.min(), values.max()))
    if low is None or high is None or (low >= least and high <= most):  # type: ignore[operator]
        return values
    return values.set((values < least) | (values > most), None)


def noted(kind: str, where: pl.Series) -> pl.Series:
    """The notes of a reading: this kind ``where`` it is true, else null."""
    notes = pl.Series([None], dtype=pl.String).new_from_index(0, len(where))
    return notes.scatter(where.arg_true(), kind) if where.any() else notes


def among(cells: pl.Series, spellings: pl.Series) -> pl.Series:
    """Which cells are one of the spellings: Boolean, false where the cell is null."""
    if spellings.is_empty():
        return never(len(cells))
    if len(spellings) > _COMPARED:
        found = cells.is_in(spellings.to_list())
    else:
        found = reduce(or_, (cells == spelling for spelling in spellings.to_list()))
    return found & cells.is_not_null()


def _values(cells: pl.Series, reading: pl.DataFrame) -> pl.Series:
    spelled, values = reading.get_column("cell"), reading.get_column("value")
    if values.dtype == pl.Boolean:  # two comparisons are quicker than a look-up in every row
        silent = cells.is_null() | among(cells, spelled.filter(values.is_null()))
        return among(cells, spelled.filter(values)).set(silent, None)
    read = pl.DataFrame([spelled, values])
    return cells.to_frame("cell").join(read, on="cell", how="left", maintain_order="left").get_column("value")


def spread(cells: pl.Series, reading: pl.DataFrame) -> Parsed:
    """Give every cell what its spelling was read as. A spelling that the reading lacks becomes null."""
    spelled = reading.get_column("cell")
    notes = tuple(
        Note(kind, among(cells, spelled.gather(rows)).arg_true()) for kind, rows in _notes(reading.get_column("note"))
    )
    unreadable = spelled.filter(reading.get_column("unreadable"))
    return Parsed(_values(cells, reading), among(cells, unreadable), notes)


def _as_it_comes(reading: pl.DataFrame) -> Parsed:
    """The reading of a column whose cells were read one by one."""
    notes = tuple(Note(kind, rows) for kind, rows in _notes(reading.get_column("note")))
    return Parsed(reading.get_column("value"), reading.get_column("unreadable"), notes)


def _notes(notes: pl.Series) -> list[tuple[str, pl.Series]]:
    """Each kind of note and the positions (UInt32) that have it."""
    if notes.null_count() == len(notes):
        return []
    return [(kind, (notes == kind).arg_true()) for kind in sorted(set(notes.drop_nulls()))]


def by_spelling(cells: pl.Series, read: Read, remembered: Remembered | None = None) -> Parsed:
    """Read the distinct cells and spread the reading over all of them.

    ``remembered`` does what ``read`` does and knows what it has read before: answers and codes have few spellings, and
    they come again in every sheet.
    """
    spellings = cells.unique()
    if remembered is None or len(spellings) > _FEW:
        return spread(cells, read(spellings.drop_nulls()))
    return spread(cells, remembered(tuple(sorted(text for text in spellings.to_list() if text is not None))))


def with_odd(cells: pl.Series, values: pl.Series, odd: pl.Series, read: Read) -> Parsed:
    """Keep the values that a quick first look gave; read the ``odd`` cells, many of them by their spelling.

    ``values`` and ``odd`` (Boolean, no nulls) are as long as ``cells``.
    """
    if not odd.any():
        return Parsed(values, odd)
    rows = odd.arg_true()
    few = len(rows) <= _SOME
    parsed = _as_it_comes(read(cells.gather(rows))) if few else by_spelling(cells.gather(rows), read)
    return Parsed(
        values.clone().scatter(rows, parsed.values),  # a copy: scatter writes in place, and these may be the cells
        never(len(cells)).scatter(rows, parsed.unreadable),
        tuple(Note(note.kind, rows.gather(note.rows)) for note in parsed.notes),
    )
