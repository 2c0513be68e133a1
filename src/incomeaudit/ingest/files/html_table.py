"""HTML pages called .xls, as web systems export them: their tables, one below the other, as one sheet.

Texts beside the tables are rows of their own in column A, as LibreOffice places them. A table within a cell is laid
out below what stands before it, unless it holds but one text, which then is the cell's. A line break stays within
its cell.
"""

import re
from dataclasses import dataclass, field

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Book, Cells, Facts
from incomeaudit.ingest.files.encoding import decode
from incomeaudit.ingest.files.grid import cells_of_rows, number_text
from incomeaudit.ingest.files.html_grid import Cell, Laid, Row, lay_out
from incomeaudit.ingest.files.html_tokens import Tag, WholeCell, tokens
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.one_sheet import one_sheet, sheet_name
from incomeaudit.ingest.files.typed import as_typed
from incomeaudit.messages import Problem

_SAID = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SAID_WITHIN = 4096
_CELLS = frozenset({"td", "th"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_BLOCKS = frozenset(
    {"address", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "form", "hr", "li", "ol", "p"}
    | {"pre", "section", "ul", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_ROUNDED = re.compile(r"[¥￥$]?\s*[-+]?[\d,\s]*\.?\d+(?:E[-+]?\d+)?|#+", re.IGNORECASE)


def open_html(data: bytes, file: str, limits: Limits) -> Book:
    """Read a page. Raises ``Problem``.

    ``html_frameset``: Excel's “web page” of several sheets, which are in files beside it. ``html_without_table``: a
    login page or an error. ``html_cut_off``: a page that ends its cells or rows, but not its table and not itself.
    """
    said = _SAID.search(data, 0, _SAID_WITHIN)
    text = decode(data, file, said[1].decode("ascii", "replace") if said else None)
    sheet = sheet_name(file)
    page = _Page(limits, file, sheet)
    for token in tokens(text.replace("\ufeff", "")):
        page.take(token)
    laid = page.ended()
    return one_sheet("html", file, as_typed(_cells(laid, limits, file, sheet), limits, file=file, sheet=sheet))


def _cells(laid: Laid, limits: Limits, file: str, sheet: str) -> Cells:
    plain = cells_of_rows(laid.rows, Facts(), limits, file=file, sheet=sheet)
    height, width = plain.batch.num_rows, len(plain.letters)
    facts = Facts(
        merges=[(letter(column), top + 1, bottom + 1) for column, top, bottom in laid.merges if column < width],
        hidden_rows=[row + 1 for row in laid.hidden_rows if row < height],
        hidden_columns=[letter(column) for column in sorted(laid.hidden_columns) if column < width],
    )
    return Cells(plain.batch, plain.letters, facts)


@dataclass(slots=True)
class _Table:
    """A table that has not ended yet, with its open row and cell."""

    rows: list[Row | Laid] = field(default_factory=list)
    row: Row | None = None
    cell: Tag | None = None
    parts: list[str] = field(default_factory=list)
    """Texts of the open cell; outside of cells, of the open paragraph."""
    columns: int = 0
    """Those that ``<col>`` has told of."""
    hidden_columns: set[int] = field(default_factory=set)


class _Page:
    """Tables and paragraphs of a page, as its tags and texts come along."""

    def __init__(self, limits: Limits, file: str, sheet: str) -> None:
        self._limits, self._file, self._sheet = limits, file, sheet
        self._tables = [_Table()]  # the first is the page itself
        self._height = 0
        self._seen: set[str] = set()
        """What has been met: ``table``, ``frameset``, ``/td``, ``/tr``, ``/body``, ``/html``."""

    def take(self, token: Tag | WholeCell | str) -> None:
        """The next tag or text."""
        table = self._tables[-1]
        if isinstance(token, WholeCell):
            if table.cell is not None or table.parts:
                self._end_cell(table)
            table.row = table.row or Row()
            table.row.cells.append(_cell(token.tag, token.text.strip()))
            self._seen.add("/td")
        elif not isinstance(token, Tag):
            table.parts.append(token)
        elif token.name in _CELLS:
            self._end_cell(table)
            if token.ends:
                self._seen.add("/td")
            else:
                table.row = table.row or Row()
                table.cell = token
        elif token.name == "tr":
            self._end_row(table)
            if token.ends:
                self._seen.add("/tr")
            else:
                table.row = Row(token.hidden)
        elif token.name == "br":
            self._break(table)
        elif token.name in _BLOCKS:
            if token.ends and token.name == "body":
                self._seen.add("/body")
            self._break(table)
        else:
            self._take_rarer(token, table)

    def _take_rarer(self, token: Tag, table: _Table) -> None:
        if token.name == "table":
            if token.ends:
                self._end_table()
            else:
                self._seen.add("table")
                if table.cell is None:
                    self._end_cell(table)
                self._tables.append(_Table())
        elif token.name in _ROW_GROUPS:
            self._end_row(table)
        elif token.name == "col" and not token.ends:
            if token.hidden:
                table.hidden_columns.update(range(table.columns, table.columns + token.columns))
            table.columns += token.columns
        elif token.name == "frameset":
            self._seen.add("frameset")
        elif token.name == "html" and token.ends:
            self._seen.add("/html")

    def ended(self) -> Laid:
        """All rows, once the last token has been taken."""
        if "table" not in self._seen:
            raise Problem("html_frameset" if "frameset" in self._seen else "html_without_table", file=self._file)
        if len(self._tables) > 1 and self._seen & {"/td", "/tr"} and not self._seen & {"/body", "/html"}:
            raise Problem("html_cut_off", file=self._file)
        while len(self._tables) > 1:
            self._end_table()
        [page] = self._tables
        self._end_row(page)
        return self._lay_out(page)

    def _break(self, table: _Table) -> None:
        """End a line: within a cell the text goes on, beside the tables a paragraph ends."""
        if table.cell is None:
            self._end_cell(table)
        else:
            table.parts.append("\n")

    def _end_cell(self, table: _Table) -> None:
        """End the open cell or paragraph."""
        text = _joined(table.parts)
        table.parts = []
        if table.cell is not None and table.row is not None:
            table.row.cells.append(_cell(table.cell, text))
            table.cell = None
        elif text:  # not in a table, or between its cells
            table.rows.append(Row(cells=[Cell(text)]))
            self._count()

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if table.row is not None:
            table.rows.append(table.row)
            table.row = None
            self._count()

    def _end_table(self) -> None:
        if len(self._tables) == 1:
            return  # an end without a beginning
        inner = self._tables.pop()
        self._end_row(inner)
        laid = self._lay_out(inner)
        outer = self._tables[-1]
        text = laid.only_text()
        if outer.cell is None:
            outer.rows.append(laid)
        elif text is not None:
            outer.parts += ["\n", text, "\n"]
        else:
            self._make_way(outer)
            outer.rows.append(laid)

    def _make_way(self, outer: _Table) -> None:
        """Put what an outer row has so far above the table within it; the rest of the row comes below."""
        tag, hidden = outer.cell, outer.row is not None and outer.row.hidden
        self._end_cell(outer)
        texts = [Cell(cell.text) for cell in outer.row.cells] if outer.row else []
        if any(cell.text for cell in texts):
            outer.rows.append(Row(hidden, texts))
        outer.row = _Rest(hidden)
        outer.cell = tag

    def _lay_out(self, table: _Table) -> Laid:
        rows = [row for row in table.rows if not (isinstance(row, _Rest) and not any(cell.text for cell in row.cells))]
        return lay_out(rows, table.hidden_columns, self._limits, file=self._file, sheet=self._sheet)

    def _count(self) -> None:
        self._height += 1
        self._limits.see_extent(self._file, self._sheet, self._height, 1)


class _Rest(Row):
    """What follows in a row after a table within it; no row where nothing does."""


def _cell(tag: Tag, text: str) -> Cell:
    if tag.number and _ROUNDED.fullmatch(text):
        text = _stored(tag.number) or text
    return Cell(text, tag.columns, tag.rows, tag.hidden)


def _stored(raw: str) -> str | None:
    """The number that Excel shows rounded, from its attribute; digits as they stand, an exponent written out."""
    if re.fullmatch(r"-?\d+", raw):
        return raw
    try:
        return number_text(float(raw))
    except ValueError:
        return None


def _joined(parts: list[str]) -> str:
    text = parts[0] if len(parts) == 1 else "".join(parts)
    if "\n" not in text:
        return text.strip()
    lines = (re.sub(" +", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
