"""What reading gives: tables in which every value keeps its sheet, row and column, and what went wrong on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

PART = "_part"
"""Column of every table frame (UInt32): which part, an index into ``Dataset.parts``, a row came from."""
ROW = "_row"
"""Column of every table frame (UInt32): the row that Excel shows, 1 the first of the sheet."""

ISSUE_SCHEMA = pl.Schema(
    {
        "kind": pl.String,  # a key under [issue] in the message catalogs
        "level": pl.String,  # "error" a value was lost, "warning" worth a look, "info" done and said
        "message": pl.String,
        "table": pl.String,
        "field": pl.String,  # null where the issue is not about one field
        "part": pl.UInt32,  # null where the issue is about a whole file or sheet
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.UInt32,
        "cell": pl.String,  # H7
        "text": pl.String,  # what the cell says; masked for personal numbers
    }
)
"""One row an issue. A row of level "error" with part, row and field marks a cell that was not read."""


@dataclass(frozen=True, slots=True)
class Column:
    """How one column of a sheet was understood."""

    letter: str
    header: str
    """As it stands in the sheet, header rows joined by ``/``."""
    field: str | None
    """The field it was taken for, None where it was not understood."""
    how: str
    """exact, alias, inverted, gross, prior_year (last year's column of a pair), mapping (the user's mapping says so),
    unknown, refused (the mapping says that it is not to be read), or repeated (a field of the other table of a wide
    sheet)."""
    table: str | None = None
    conversion: str = ""
    """What was done to its figures: ``×10000`` for 万元, ``×12`` for 元/月, ``inverted``; empty for nothing."""
    suggestions: tuple[str, ...] = ()
    """Nearest known headers of a column not understood, best first; never taken."""
    examples: tuple[str, ...] = ()
    """A few parsed values, personal numbers and names masked."""
    grouped: bool = False
    """Whether its group and its sub-header together told the field (户主 over 姓名)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table as found on one sheet of one file. A wide sheet (a row a member) gives two parts."""

    file: str
    sheet: str
    table: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    rows: int
    letters: Mapping[str, str]
    """Field id to column letter, for the fields this part has."""
    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()
    """Texts of the rows above the header."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """Field id to the one cell, H7, where it stands for all rows of the part: the values of a form, and what the
    rows of a table on it take from there. Every other value stands in its field's column and its own row."""

    def cell(self, name: str, row: int) -> str | None:
        """Where a field's value of a row stands; None for a field that the part does not have."""
        if name in self.cells:
            return self.cells[name]
        return f"{self.letters[name]}{row}" if name in self.letters else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A year or a place that something outside the rows says, and what says it."""

    kind: str
    """``year`` or ``place``."""
    value: str
    """2020, or a path in the place tree: 浙江省/丽水市/遂昌县."""
    origin: str
    """title, header, sheet or file, in falling order of trust."""
    part: int
    where: str
    """``sheet!A1`` for a title, the sheet's or the file's name otherwise."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file that was read."""

    path: Path
    sha256: str
    bytes: int
    sheets: tuple[str, ...]
    format: str = ""
    """What the content is, whatever the name's suffix says: xlsx, xls, csv …"""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything that was read, in tables of typed columns.

    ``tables`` maps a table id to a frame with one column a field that some part has (type after the
    vocabulary: money and number Float64, integer and year Int64, boolean Boolean, date Date, everything
    else String), plus ``_part`` and ``_row``. A field that no sheet has is no column. Rows keep the order of
    files, sheets and rows.
    """

    tables: Mapping[str, pl.DataFrame]
    parts: tuple[Part, ...]
    issues: pl.DataFrame
    evidence: tuple[Evidence, ...]
    inputs: tuple[Input, ...]
