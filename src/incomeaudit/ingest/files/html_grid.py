"""Rows of HTML cells, laid out as the rows and columns of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from incomeaudit.ingest.files.html_tokens import MOST_ROWS_SPANNED
from incomeaudit.ingest.files.limits import Limits


class Cell(NamedTuple):
    """A cell as the page gives it."""

    text: str
    columns: int = 1
    rows: int = 1
    """0 is down to the end of the table."""
    hidden: bool = False


@dataclass(slots=True)
class Row:
    """A row as the page gives it."""

    hidden: bool = False
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Laid:
    """Rows of texts in their columns, both counted from 0, and facts about them."""

    rows: list[Sequence[str | None]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    """Column, first and last row of what spans several rows."""
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)

    def add(self, other: "Laid") -> None:
        """Put other rows underneath."""
        above = len(self.rows)
        self.rows += other.rows
        self.merges += [(column, top + above, bottom + above) for column, top, bottom in other.merges]
        self.hidden_rows += [row + above for row in other.hidden_rows]
        self.hidden_columns |= other.hidden_columns

    def only_text(self) -> str | None:
        """The text of a table that holds but one; None where it holds more."""
        texts = [text for row in self.rows for text in row if text]
        return "\n".join(texts) if len(texts) < 2 else None


def lay_out(rows: Sequence[Row | Laid], hidden_columns: set[int], limits: Limits, *, file: str, sheet: str) -> Laid:
    """Put a table's cells into columns: one that spans several has its text in the first, the others are blank.

    ``rows`` holds tables within the table at the places where they stand. Raises ``Problem`` where a text lies
    beyond the last column allowed.
    """
    laid = Laid(hidden_columns=set(hidden_columns))
    taken: dict[int, int] = {}  # columns into which a cell reaches down, and the first row that it leaves free
    places = _hidden_places(rows)
    for row in rows:
        if isinstance(row, Laid):
            laid.add(row)
            continue
        number = len(laid.rows)
        texts: list[str | None] = []
        column = 0
        for place, cell in enumerate(row.cells):
            if cell.hidden and place not in places:
                continue
            while taken.get(column, 0) > number:
                column += 1
            if cell.text:
                if column >= limits.columns:
                    limits.see_extent(file, sheet, number + 1, column + 1)
                texts += [None] * (column - len(texts))
                texts.append(cell.text)
            if cell.hidden:
                laid.hidden_columns.add(column)
            if cell.rows != 1 and column < limits.columns:
                below = number + (cell.rows or MOST_ROWS_SPANNED)
                laid.merges.append((column, number, below - 1))
                taken |= dict.fromkeys(range(column, min(column + cell.columns, limits.columns)), below)
            column += cell.columns
        if row.hidden:
            laid.hidden_rows.append(number)
        laid.rows.append(texts)
    last = len(laid.rows) - 1
    laid.merges = [(column, top, min(bottom, last)) for column, top, bottom in laid.merges if top < last]
    return laid


def _hidden_places(rows: Sequence[Row | Laid]) -> set[int]:
    """Which cells of a row stand in a hidden column: those that every row hides, titles of one cell aside.

    A cell that only some rows hide is not there, as in a browser: the others would not stand under their headers.
    """
    own = [row.cells for row in rows if isinstance(row, Row) and len(row.cells) > 1]
    hidden = {place for cells in own for place, cell in enumerate(cells) if cell.hidden}
    return {place for place in hidden if all(cells[place].hidden for cells in own if len(cells) > place)}
