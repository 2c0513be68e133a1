"""Formats of text and mark-up, written cell by cell."""

import csv
import io
from datetime import date, datetime
from html import escape

from hypothesis import strategies as st

from tests.writers.markup import html_page, xml2003_book
from tests.writers.ods import ods

from .grid import Grid
from .layout import Drawn
from .spell import unstyled

BLANK = "空白页"
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
_MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def as_csv(draw: st.DrawFn, drawn: Drawn) -> bytes:
    """Delimited text in one of the encodings in use, with a mark or without."""
    encoding = draw(st.sampled_from(_ENCODINGS))
    delimiter = draw(st.sampled_from(",\t;|"))
    end = draw(st.sampled_from(("\r\n", "\n")))
    held, ragged = draw(st.booleans()), draw(st.booleans())
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if draw(st.integers(0, 3)) == 0 else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    for row in drawn.grid.rows():
        texts = ["" if cell is None else str(cell) for cell in row]
        while ragged and texts and not texts[-1]:
            texts.pop()
        writer.writerow([f'="{text}"' if held and text.isdecimal() and len(text) > 10 else text for text in texts])
    text = out.getvalue()
    if not held and draw(st.integers(0, 5)) == 0:
        text = f"sep={delimiter}{end}{text}"
    mark = _MARKS.get(encoding, b"")
    return mark + text.encode(encoding)


def as_html(draw: st.DrawFn, drawn: Drawn) -> bytes:
    """A page with one table."""
    grid = drawn.grid
    charset = draw(st.sampled_from(("utf-8", "gb2312")))
    closed = draw(st.booleans())
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
    covered = _covered(grid)
    columns = "".join(
        '<col style="display:none">' if column in grid.hidden_columns else "<col>" for column in range(grid.width)
    )
    lines = []
    for row in range(grid.height):
        cells = []
        for column in range(grid.width):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            told = (f' rowspan="{down}"' if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
            text = escape(str(grid.cells.get((row, column), ""))).replace("\n", "<br>")
            cells.append(f"<td{told}>{text}" + ("</td>" if closed else ""))
        hidden = ' style="display: none"' if row in grid.hidden_rows else ""
        lines.append(f"<tr{hidden}>{''.join(cells)}" + ("</tr>\n" if closed else "\n"))
    return html_page(f"<table>{columns}{''.join(lines)}</table>", charset)


def _covered(grid: Grid) -> set[tuple[int, int]]:
    return {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def as_ods(draw: st.DrawFn, drawn: Drawn) -> bytes:
    """A spreadsheet as Calc writes it: blanks repeated, covered cells named as such."""
    grid = drawn.grid
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
    covered = _covered(grid)
    columns = "".join(
        "<table:table-column" + (' table:visibility="collapse"' if column in grid.hidden_columns else "") + "/>"
        for column in range(grid.width)
    )
    lines = []
    for row in range(grid.height):
        hidden = ' table:visibility="collapse"' if row in grid.hidden_rows else ""
        cells = []
        for column in range(grid.width):
            if (row, column) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            down, across = spans.get((row, column), (1, 1))
            told = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            cells.append(_ods_cell(grid.cells.get((row, column)), told if (down, across) != (1, 1) else ""))
        lines.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    sheets = {drawn.sheet: columns + "".join(lines)}
    if drawn.hidden_sheet:
        sheets = {f"隐{drawn.sheet}": sheets[drawn.sheet]}
    return ods(sheets | ({BLANK: ""} if drawn.blank_sheet else {}))


def _ods_cell(cell: object, told: str) -> str:
    cell = unstyled(cell)
    match cell:
        case None:
            return f"<table:table-cell{told}/>"
        case bool():
            said = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
            return f"<table:table-cell{told} {said}><text:p>{str(cell).upper()}</text:p></table:table-cell>"
        case datetime() | date():
            said = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
            return f"<table:table-cell{told} {said}><text:p>{cell:%y/%m/%d}</text:p></table:table-cell>"
        case int() | float():
            said = f'office:value-type="float" office:value="{cell!r}"'
            return f"<table:table-cell{told} {said}><text:p>{cell:,.0f}</text:p></table:table-cell>"
    paragraphs = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in str(cell).split("\n"))
    return f'<table:table-cell{told} office:value-type="string">{paragraphs}</table:table-cell>'


def _ods_text(text: str) -> str:
    return escape(text, quote=False).replace("  ", '<text:s text:c="2"/>')


def as_xml2003(draw: st.DrawFn, drawn: Drawn) -> bytes:
    """Excel 2003's XML: blank cells and rows left out, and places told where something was."""
    grid = drawn.grid
    spans = {(top, left): (bottom - top, right - left) for top, left, bottom, right in grid.merges}
    columns = "".join(f'<Column ss:Index="{column + 1}" ss:Hidden="1"/>' for column in sorted(grid.hidden_columns))
    lines = []
    for row in range(grid.height):
        own = sorted(column for at, column in grid.cells if at == row)
        if not own:
            continue
        hidden = ' ss:Hidden="1"' if row in grid.hidden_rows else ""
        cells = []
        for column in own:
            down, across = spans.get((row, column), (0, 0))
            told = (f' ss:MergeDown="{down}"' if down else "") + (f' ss:MergeAcross="{across}"' if across else "")
            kind, text = _xml2003_value(unstyled(grid.cells[row, column]))
            data = f'<Data ss:Type="{kind}">{escape(text).replace(chr(10), "&#10;")}</Data>'
            cells.append(f'<Cell ss:Index="{column + 1}"{told}>{data}</Cell>')
        lines.append(f'<Row ss:Index="{row + 1}"{hidden}>{"".join(cells)}</Row>')
    state = "<Visible>SheetHidden</Visible>" if drawn.hidden_sheet else ""
    options = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{state}</WorksheetOptions>'
    sheet = f'<Worksheet ss:Name="{drawn.sheet}"><Table>{columns}{"".join(lines)}</Table>{options}</Worksheet>'
    blank = f'<Worksheet ss:Name="{BLANK}"><Table/></Worksheet>' if drawn.blank_sheet else ""
    calendar = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
    charset = draw(st.sampled_from(("utf-8", "gb2312")))
    return xml2003_book(sheet, blank, charset=charset, before=calendar if drawn.date1904 else "")


def _xml2003_value(cell: object) -> tuple[str, str]:
    match cell:
        case bool():
            return "Boolean", str(int(cell))
        case datetime() | date():
            moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
            return "DateTime", f"{moment.isoformat()}.000"
        case int() | float():
            return "Number", repr(cell)
    return "String", str(cell)
