"""One sheet of an XML spreadsheet: rows and cells that give their place, or stand next to the one before."""

import re
from collections.abc import Iterator, Mapping

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Cells, Facts, Lost, Merge
from incomeaudit.ingest.files.encoding import LOST
from incomeaudit.ingest.files.grid import cells_of_rows, number_text
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.typed import over_text
from incomeaudit.messages import Problem

_WHOLE = re.compile(r"-?\d+")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?Z?")
_DAY_ZERO = frozenset({"1899-12-30", "1899-12-31", "1904-01-01"})
"""Days that stand before a time of day."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def value_text(kind: str, text: str) -> str:
    """A value of ``ss:Type`` ``kind`` as the cells of a workbook are written.

    Whole numbers keep the digits that they have here, also the eighteenth of an ID number. Raises ValueError for a
    number that is none.
    """
    if kind == "Number":
        text = text.strip()
        return text if _WHOLE.fullmatch(text) or not text else number_text(float(text))
    if kind == "Boolean":
        return "true" if text.strip() in ("1", "true", "True") else "false"
    if kind == "DateTime" and (moment := _MOMENT.fullmatch(text.strip())):
        day, time, fraction = moment.groups()
        time += fraction.rstrip("0").rstrip(".") if fraction else ""
        return time if day in _DAY_ZERO else f"{day} {time}"
    return text


class Sheet2003:
    """A sheet while its rows and cells come along, and its cells once they have."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.visible = True
        self.problem: Problem | None = None
        """Why the rest of the sheet is not read."""
        self._rows: dict[int, list[str | None]] = {}
        self._lost: list[Lost] = []
        self._merges: list[Merge] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._row = self._next_row = 1
        self._column = self._next_column = self._first_column = 0
        self._next_told = 0
        self._value: str | None = None
        self._error = ""
        self._formula = ""
        self._has_data = False

    def begin_table(self, told: Mapping[str, str]) -> None:
        """``Table``: where its first row and column are."""
        self._next_row = _place(told, "TopCell", _LAST_ROW) or 1
        self._first_column = max((_place(told, "LeftCell", _LAST_COLUMN) or 1) - 1, 0)
        self._next_told = self._first_column

    def add_column(self, told: Mapping[str, str]) -> None:
        """``Column``: only hidden ones matter."""
        index = _place(told, "Index", _LAST_COLUMN)
        first = index - 1 if index else self._next_told
        if first < self._next_told:
            raise ValueError("columns go back")
        self._next_told = min(first + 1 + (_place(told, "Span", _LAST_COLUMN) or 0), _LAST_COLUMN)
        if told.get("Hidden") == "1":
            self._hidden_columns += range(first, self._next_told)

    def begin_row(self, told: Mapping[str, str]) -> None:
        """``Row``: it may leave out rows before it, and stand for more that are blank like itself after it."""
        index = _place(told, "Index", _LAST_ROW)
        if index and index < self._next_row:
            raise ValueError("rows go back")
        self._row = index or self._next_row
        self._next_row = min(self._row + 1 + (_place(told, "Span", _LAST_ROW) or 0), _LAST_ROW + 1)
        self._next_column = self._first_column
        if told.get("Hidden") == "1":
            self._hidden_rows += range(self._row, self._next_row)

    def begin_cell(self, told: Mapping[str, str]) -> None:
        """``Cell``: its place, how far it is merged, its formula."""
        if not told:
            self._column = self._next_column
            self._next_column += 1
            return
        index = _place(told, "Index", _LAST_COLUMN)
        self._column = index - 1 if index else self._next_column
        self._next_column = self._column + 1 + (_place(told, "MergeAcross", _LAST_COLUMN) or 0)
        self._formula = told.get("Formula", "")
        if down := _place(told, "MergeDown", _LAST_ROW):
            self._merges.append((letter(self._column), self._row, min(self._row + down, _LAST_ROW)))

    def put(self, kind: str, text: str) -> None:
        """``Data`` of the open cell. Raises ValueError for a number that is none."""
        self._has_data = True
        if kind == "Error":
            self._error = text.strip() or "#"
        elif LOST in text:
            self._error = LOST
        else:
            self._value = value_text(kind, text)

    def end_cell(self, limits: Limits, file: str) -> None:
        """The cell is complete. What is over a limit ends the sheet."""
        value, error, formula, has_data = self._value, self._error, self._formula, self._has_data
        self._value, self._error, self._formula, self._has_data = None, "", "", False
        if self.problem is not None or not (value or error or (formula and not has_data)):
            return
        try:
            if self._row > limits.rows or self._column >= limits.columns:
                limits.see_extent(file, self.name, self._row, self._column + 1)
            if value and len(value) > limits.text:
                raise over_text(limits, file=file, sheet=self.name, row=self._row, letters=letter(self._column))
        except Problem as problem:
            self.problem = problem
            self._rows.clear()
            return
        if error or not value:
            kind = "error_cell" if error else "formula_without_value"
            self._lost.append((self._row, letter(self._column), kind, error or formula))
            return
        texts = self._rows.setdefault(self._row, [])
        texts += [None] * (self._column - len(texts))
        if len(texts) > self._column:
            texts[self._column] = value  # a cell given twice: the later one counts, as in Excel
        else:
            texts.append(value)

    def cells(self, limits: Limits, file: str) -> Cells:
        """The sheet's cells. Raises ``Problem`` where the sheet is over a limit."""
        if self.problem is not None:
            raise self.problem
        plain = cells_of_rows(self._dense(), Facts(), limits, file=file, sheet=self.name)
        self._rows.clear()
        height, width = plain.batch.num_rows, len(plain.letters)
        facts = Facts(
            self._lost,
            [(letters, top, bottom) for letters, top, bottom in self._merges if top <= height],
            [row for row in self._hidden_rows if row <= height],
            [letter(column) for column in self._hidden_columns if column < width],
        )
        return Cells(plain.batch, plain.letters, facts)

    def _dense(self) -> Iterator[list[str | None]]:
        for row in range(1, max(self._rows, default=0) + 1):
            yield self._rows.get(row, [])


def _place(told: Mapping[str, str], name: str, most: int) -> int | None:
    """A place or distance, bounded. Raises ValueError for one that is no number."""
    text = told.get(name)
    if text is None:
        return None
    return max(0, min(int(text[:12]), most + 1))
