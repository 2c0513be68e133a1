"""The tables in an OpenDocument spreadsheet's ``content.xml``, read in one pass and in pieces.

A cell or row that is repeated stands there once, with its number: nothing is repeated before it is known to be within
the limits, and blank ones at the end are not repeated at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Facts, Lost, Merge
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.ods_values import OFFICE, TABLE, cell_value
from incomeaudit.messages import Problem

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_SPREADSHEET, _SHEET, _ROW = f"{OFFICE} spreadsheet", f"{TABLE} table", f"{TABLE} table-row"
_COLUMN, _CELL, _COVERED = f"{TABLE} table-column", f"{TABLE} table-cell", f"{TABLE} covered-table-cell"
_CELLS = frozenset((_CELL, _COVERED))
_PARAGRAPH, _SPACES, _COUNT = f"{_TEXT} p", f"{_TEXT} s", f"{_TEXT} c"
_SIGNS = {f"{_TEXT} tab": "\t", f"{_TEXT} line-break": "\n"}
_NULL_DATE, _DATE_VALUE = f"{TABLE} null-date", f"{TABLE} date-value"
_STYLE_ELEMENT, _STYLE_NAME = f"{_STYLE} style", f"{_STYLE} name"
_PROPERTIES, _DISPLAY = f"{_STYLE} table-properties", f"{TABLE} display"
_NAME, _STYLE_USED, _VISIBILITY = f"{TABLE} name", f"{TABLE} style-name", f"{TABLE} visibility"
_COLUMNS_REPEATED, _ROWS_REPEATED = f"{TABLE} number-columns-repeated", f"{TABLE} number-rows-repeated"
_ROWS_SPANNED = f"{TABLE} number-rows-spanned"
_PASSED_OVER = frozenset(
    (
        f"{OFFICE} annotation",
        f"{OFFICE} forms",
        f"{_TEXT} note",
        f"{_TEXT} ruby-text",
        f"{TABLE} shapes",
        f"{TABLE} dde-links",
        f"{TABLE} tracked-changes",
    )
)
"""Comments, drawings, copies of other files' cells and former contents: no part of any cell."""
_COPY_OF_ANOTHER_FILE = "ta_extref"
"""Calc's style for the tables in which it keeps what formulas took from other files."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's texts row by row, the first being row 1; or why it was not read."""

    name: str
    visible: bool
    rows: Sequence[Sequence[str | None]]
    facts: Facts
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """All tables of a spreadsheet."""

    tables: Sequence[Table]
    date1904: bool


def scan_spreadsheet(stream: IO[bytes], limits: Limits, file: str) -> Spreadsheet | None:
    """Read ``content.xml``; None where it is no spreadsheet's.

    Raises ValueError or expat.ExpatError where it is damaged or has a document type, which no office program writes.
    """
    scan = _Scan(limits, file)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.characters
    parser.StartDoctypeDeclHandler = _refuse
    while piece := stream.read(_PIECE):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return Spreadsheet(scan.tables, scan.date1904) if scan.is_spreadsheet else None


def _refuse(*_: object) -> None:
    raise ValueError("DOCTYPE")


class _Scan:
    """What the parser has met: handlers for its events, and what came of them."""

    def __init__(self, limits: Limits, file: str) -> None:
        self.tables: list[Table] = []
        self.date1904 = False
        self.is_spreadsheet = False
        self._limits, self._file = limits, file
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._passing = 0  # depth below an element that is passed over
        self._sheet: _Sheet | None = None
        self._attributes: dict[str, str] | None = None  # of the cell
        self._paragraphs = self._in_paragraph = self._spaces = 0
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._passing:
            self._passing += 1
        elif name in _CELLS and self._attributes is None:
            self._attributes, self._text = attributes, []
            self._paragraphs = self._in_paragraph = self._spaces = 0
        elif name == _PARAGRAPH and self._attributes is not None:
            if self._paragraphs:
                self._text.append("\n")
            self._paragraphs += 1
            self._in_paragraph += 1
        elif name in _PASSED_OVER or (self._attributes is not None and not self._in_paragraph):
            self._passing = 1  # a drawing in a cell, say, and the text in it
        elif name == _ROW and self._sheet is not None:
            self._sheet.begin_row(_times(attributes, _ROWS_REPEATED), _is_hidden(attributes))
        elif name == _SPACES and self._in_paragraph:
            count = min(_times(attributes, _COUNT), self._limits.text - self._spaces)
            self._spaces += count
            self._text.append(" " * count)
        elif name in _SIGNS and self._in_paragraph:
            self._text.append(_SIGNS[name])
        else:
            self._start_around(name, attributes)

    def _start_around(self, name: str, attributes: dict[str, str]) -> None:
        if name == _COLUMN and self._sheet is not None:
            self._sheet.columns(_times(attributes, _COLUMNS_REPEATED), _is_hidden(attributes))
        elif name == _SHEET and self.is_spreadsheet:
            style = attributes.get(_STYLE_USED, "")
            if style == _COPY_OF_ANOTHER_FILE:
                self._passing = 1
            else:
                visible = style not in self._hidden_styles
                self._sheet = _Sheet(attributes.get(_NAME, ""), visible, self._limits, self._file)
        elif name == _SPREADSHEET:
            self.is_spreadsheet = True
        elif name == _STYLE_ELEMENT:
            self._style = attributes.get(_STYLE_NAME, "")
        elif name == _PROPERTIES and attributes.get(_DISPLAY) == "false":
            self._hidden_styles.add(self._style)
        elif name == _NULL_DATE:
            self.date1904 = attributes.get(_DATE_VALUE, "").startswith("1904")

    def end(self, name: str) -> None:
        if self._passing:
            self._passing -= 1
        elif self._attributes is not None:
            if name == _PARAGRAPH:
                self._in_paragraph -= 1
            elif name in _CELLS:
                if self._sheet is not None:
                    self._sheet.cell(self._attributes, "".join(self._text) if self._paragraphs else None)
                self._attributes = None
        elif self._sheet is not None:
            if name == _ROW:
                self._sheet.end_row()
            elif name == _SHEET:
                self.tables.append(self._sheet.table())
                self._sheet = None

    def characters(self, text: str) -> None:
        if self._in_paragraph and not self._passing:
            # White space between the words of a paragraph is one space, however it is written.
            self._text.append(" ".join(text.split()) if "\n" in text else text)


class _Sheet:
    """A table that is being read."""

    def __init__(self, name: str, visible: bool, limits: Limits, file: str) -> None:
        self._name, self._visible, self._limits, self._file = name, visible, limits, file
        self._rows: list[list[str | None]] = []
        self._blank_rows = self._blank_cells = 0
        self._cells: list[str | None] = []
        self._lost: list[tuple[int, str, str]] = []  # of the row: column, kind, text
        self._lost_cells: list[Lost] = []
        self._merges: list[Merge] = []
        self._hidden_rows: list[range] = []
        self._hidden_columns: list[range] = []
        self._columns = 0
        self._widest = 0
        self._repeated = 1
        self._problem: Problem | None = None

    def columns(self, repeated: int, hidden: bool) -> None:
        if hidden:
            self._hidden_columns.append(range(self._columns, self._columns + repeated))
        self._columns += repeated

    def begin_row(self, repeated: int, hidden: bool) -> None:
        self._cells, self._lost, self._blank_cells, self._repeated = [], [], 0, repeated
        if hidden:
            first = self._row()
            self._hidden_rows.append(range(first, first + repeated))

    def cell(self, attributes: dict[str, str], text: str | None) -> None:
        repeated = _times(attributes, _COLUMNS_REPEATED) if _COLUMNS_REPEATED in attributes else 1
        if self._problem is not None:
            return
        value, lost = cell_value(attributes, text)
        if not value and lost is None and _ROWS_SPANNED not in attributes:
            self._blank_cells += repeated
            return
        cells = self._cells
        column = len(cells) + self._blank_cells
        if column + repeated > self._widest and not self._within(self._row(), column + repeated):
            return
        if self._blank_cells:
            cells.extend([None] * self._blank_cells)
            self._blank_cells = 0
        if repeated == 1:
            cells.append(value)
        else:
            cells.extend([value] * repeated)
        if lost is not None:
            self._lost.extend((at, *lost) for at in range(column, column + repeated))
        if _ROWS_SPANNED in attributes and (spanned := _times(attributes, _ROWS_SPANNED)) > 1:
            top = self._row()
            self._merges.append((letter(column), top, min(top + spanned - 1, self._limits.rows)))

    def _row(self) -> int:
        return len(self._rows) + self._blank_rows + 1

    def end_row(self) -> None:
        if not self._cells or self._problem is not None:
            self._blank_rows += self._repeated
            return
        row = self._row()
        if not self._within(row + self._repeated - 1, len(self._cells)):
            return
        self._rows.extend([[]] * self._blank_rows)
        self._rows.extend([self._cells] * self._repeated)
        self._blank_rows = 0
        for at in range(row, row + self._repeated if self._lost else row):
            self._lost_cells.extend((at, letter(column), kind, text) for column, kind, text in self._lost)

    def _within(self, rows: int, columns: int) -> bool:
        try:
            self._limits.see_extent(self._file, self._name, rows, columns)
        except Problem as problem:
            self._problem = problem
            self._rows, self._lost_cells, self._merges = [], [], []
            return False
        self._widest = max(self._widest, columns)
        return True

    def table(self) -> Table:
        """What has been read; hidden rows and columns beyond the last cell are of no interest."""
        height, width = len(self._rows), max(map(len, self._rows), default=0)
        rows = [row for part in self._hidden_rows for row in range(part.start, min(part.stop, height + 1))]
        columns = [letter(at) for part in self._hidden_columns for at in range(part.start, min(part.stop, width))]
        facts = Facts(self._lost_cells, self._merges, rows, columns)
        return Table(self._name, self._visible, self._rows, facts, self._problem)


def _times(attributes: dict[str, str], name: str) -> int:
    return max(int(attributes.get(name, "1")), 1)


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get(_VISIBILITY, "visible") != "visible"
