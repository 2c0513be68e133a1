"""What parsing a column of cells gives, and how a reading of its distinct spellings is spread over its rows.

Rosters repeat themselves: a hundred thousand rows hold two answers, a dozen codes, a few thousand dates. So
the parsers read each spelling once. A *reading* is a frame with a row a spelling: ``cell`` (String), ``value``
(of the field's type), ``unreadable`` (Boolean) and ``note`` (String, the kind of note or null).
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

Read = Callable[[pl.Series], pl.DataFrame]
"""Reads distinct cells, none of them null, into a reading."""
Remembered = Callable[[tuple[str, ...]], pl.DataFrame]
"""Reads distinct cells, none of them null, in the order of their characters, into a reading."""
_FEW = 32


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


def among(cells: pl.Series, spellings: pl.Series) -> pl.Series:
    """Which cells are one of the spellings: Boolean, false where the cell is null."""
    if spellings.is_empty():
        return never(len(cells))
    if len(spellings) == 1:  # a plain comparison takes a tenth of the time
        same: pl.Series = cells == spellings[0]
        return same.fill_null(False)
    return cells.is_in(spellings.to_list()).fill_null(False)


def _values(cells: pl.Series, reading: pl.DataFrame) -> pl.Series:
    spelled, values = reading["cell"], reading["value"]
    if values.dtype == pl.Boolean:  # two comparisons are quicker than a look-up in every row
        silent = cells.is_null() | among(cells, spelled.filter(values.is_null()))
        return among(cells, spelled.filter(values)).set(silent, None)
    read = reading.select("cell", "value")
    return cells.to_frame("cell").join(read, on="cell", how="left", maintain_order="left")["value"]


def spread(cells: pl.Series, reading: pl.DataFrame) -> Parsed:
    """Give every cell what its spelling was read as. A spelling that the reading lacks becomes null."""
    noted = reading.drop_nulls("note")
    notes = tuple(
        Note(kind, among(cells, noted.filter(pl.col("note") == kind)["cell"]).arg_true())
        for kind in sorted(set(noted["note"]))
    )
    return Parsed(_values(cells, reading), among(cells, reading.filter("unreadable")["cell"]), notes)


def by_spelling(cells: pl.Series, read: Read, remembered: Remembered | None = None) -> Parsed:
    """Read the distinct cells and spread the reading over all of them.

    ``remembered`` does what ``read`` does and knows what it has read before: answers and codes have few spellings, and
    they come again in every sheet.
    """
    spellings = cells.drop_nulls().unique()
    if remembered is None or len(spellings) > _FEW:
        return spread(cells, read(spellings))
    return spread(cells, remembered(tuple(sorted(spellings))))


def with_odd(cells: pl.Series, values: pl.Series, odd: pl.Series, read: Read) -> Parsed:
    """Keep the values that a quick first look gave; read the ``odd`` cells by their spelling.

    ``values`` and ``odd`` (Boolean, no nulls) are as long as ``cells``.
    """
    if not odd.any():
        return Parsed(values, never(len(cells)))
    rows = odd.arg_true()
    parsed = by_spelling(cells.gather(rows), read)
    return Parsed(
        values.clone().scatter(rows, parsed.values),  # a copy: scatter writes in place, and these may be the cells
        never(len(cells)).scatter(rows, parsed.unreadable),
        tuple(Note(note.kind, rows.gather(note.rows)) for note in parsed.notes),
    )
