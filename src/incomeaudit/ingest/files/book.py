"""A spreadsheet of any format, as its reader hands it over: its sheets, their cells as text, and facts beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Lost = tuple[int, str, str, str]
"""A cell whose value is not there: Excel row, column letters, ``error_cell`` or ``formula_without_value``, and the
error's name or the formula."""
Merge = tuple[str, int, int]
"""A range merged over several rows: its first column's letters, first and last Excel row."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    visible: bool = True
    kind: str = "worksheet"
    """``worksheet``, or what holds no table: ``chartsheet``, ``dialogsheet``, ``macrosheet``."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about a sheet's cells beside their values. Rows and columns are Excel's."""

    lost: Sequence[Lost] = ()
    """In the order of the sheet."""
    merges: Sequence[Merge] = ()
    hidden_rows: Sequence[int] = ()
    """Rising; filtered out counts as hidden."""
    hidden_columns: Sequence[str] = ()
    """Letters, from left to right."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A sheet's cells.

    ``batch`` is a pyarrow record batch of strings, row 0 being Excel row 1 (blank rows above the table are kept),
    blanks null; ``letters`` are the Excel letters of its columns, rising (blank columns on the left may be missing).
    Numbers are written as short as they can be (8000, 7999.99), dates as ``2020-05-01 00:00:00``, times of day as
    ``12:30:00``, yes and no as ``true`` and ``false``. Cells in error and formulas that nobody has calculated are
    null here and stand in ``facts.lost``.
    """

    batch: Any
    letters: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)


class Book(Protocol):
    """An open workbook. A text or parquet file is a workbook of one sheet, called like the file without its suffix."""

    @property
    def format(self) -> str:
        """``xlsx``, ``xlsb``, ``xls``, ``ods``, ``csv``, ``html``, ``xml2003`` or ``parquet``."""

    @property
    def sheets(self) -> Sequence[SheetEntry]:
        """All sheets, in the workbook's order."""

    @property
    def date1904(self) -> bool:
        """Whether bare day numbers count from 1904."""

    def load(self, number: int) -> Cells:
        """The cells of a sheet. Raises ``Problem`` where this sheet cannot be read; others may."""
