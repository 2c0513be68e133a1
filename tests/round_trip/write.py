"""What was drawn to the bytes of a file."""

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import polars as pl
import xlsxwriter
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from incomeaudit.ingest.address import letter
from tests.writers import biff5 as excel_95
from tests.writers import xlsb as binary
from tests.writers.encrypted import agile
from tests.writers.ole2 import wrapped

from .layout import PASSWORD, Drawn
from .spell import Styled, unstyled
from .write_text import as_csv, as_html, as_ods, as_xml2003

BLANK = "空白页"


def write(draw: st.DrawFn, drawn: Drawn) -> bytes:
    """The file, in the format that it was drawn for; how it is written where a format leaves a choice is drawn too."""
    return _WRITERS[drawn.form.name](draw, drawn)


def _openpyxl(_: st.DrawFn, drawn: Drawn) -> bytes:
    book = openpyxl.Workbook()
    if drawn.date1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = drawn.sheet
    for (row, column), cell in drawn.grid.cells.items():
        written = sheet.cell(row + 1, column + 1, unstyled(cell))
        if isinstance(cell, Styled):
            written.number_format = cell.style
    for top, left, bottom, right in drawn.grid.merges:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for row in drawn.grid.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in drawn.grid.hidden_columns:
        sheet.column_dimensions[letter(column)].hidden = True
    if drawn.blank_sheet:
        book.create_sheet(BLANK, 0)
        book.active = 0
    if drawn.hidden_sheet:
        sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _agile(draw: st.DrawFn, drawn: Drawn) -> bytes:
    return agile(_openpyxl(draw, drawn), PASSWORD)


def _xlsxwriter(_: st.DrawFn, drawn: Drawn) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": drawn.date1904})
    sheet = book.add_worksheet(drawn.sheet)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for top, left, bottom, right in drawn.grid.merges:
        sheet.merge_range(top, left, bottom, right, "")
    for (row, column), cell in drawn.grid.cells.items():
        match cell:
            case Styled(value, style) if isinstance(value, date):
                sheet.write_datetime(row, column, value, book.add_format({"num_format": style}))
            case Styled(value, style):
                sheet.write_number(row, column, value, book.add_format({"num_format": style}))
            case bool():
                sheet.write_boolean(row, column, cell)
            case date():
                sheet.write_datetime(row, column, cell, day)
            case int() | float():
                sheet.write_number(row, column, cell)
            case str():
                sheet.write_string(row, column, cell)
    for row in drawn.grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in drawn.grid.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})
    if drawn.blank_sheet:
        blank = book.add_worksheet(BLANK)
        if drawn.hidden_sheet:
            blank.activate()
            blank.set_first_sheet()
            sheet.hide()
    book.close()
    return out.getvalue()


def _moments(rows: list[list[object]]) -> list[list[object]]:
    return [
        [datetime(cell.year, cell.month, cell.day) if type(cell) is date else cell for cell in map(unstyled, row)]
        for row in rows
    ]


def _xlsb(_: st.DrawFn, drawn: Drawn) -> bytes:
    grid = drawn.grid
    merges = [(top, bottom, left, right) for top, left, bottom, right in grid.merges]
    sheets = {
        drawn.sheet: binary.Sheet(
            _moments(grid.rows()),
            state=int(drawn.hidden_sheet),
            merges=merges,
            hidden_rows=sorted(grid.hidden_rows),
            hidden_columns=sorted(grid.hidden_columns),
        )
    }
    return binary.xlsb(sheets | ({BLANK: binary.Sheet()} if drawn.blank_sheet else {}))


def _biff5(draw: st.DrawFn, drawn: Drawn) -> bytes:
    grid = drawn.grid
    rows = [[_whole_day(cell) for cell in map(unstyled, row)] for row in grid.rows()]
    hidden = {"hidden_rows": sorted(grid.hidden_rows), "hidden_columns": sorted(grid.hidden_columns)}
    sheets = {drawn.sheet: excel_95.Sheet(rows, state=int(drawn.hidden_sheet), **hidden)}
    stream = excel_95.biff5(sheets | ({BLANK: excel_95.Sheet()} if drawn.blank_sheet else {}))
    return wrapped(stream, "Book") if draw(st.booleans()) else stream


def _whole_day(cell: object) -> object:
    """The writer knows days alone."""
    return cell.date() if isinstance(cell, datetime) else cell


def _parquet(draw: st.DrawFn, drawn: Drawn) -> bytes:
    names, *rows = drawn.grid.rows()
    height = len(drawn.rows)
    rows += [[]] * (height - len(rows))
    columns = [[row[at] if at < len(row) else None for row in rows] for at in range(len(names))]
    frame = pl.DataFrame({str(name): column for name, column in zip(names, columns, strict=True)}, strict=True)
    if draw(st.booleans()):
        frame = frame.with_columns(pl.col(pl.Date).cast(pl.Datetime("us")), pl.col(pl.Int64).cast(pl.Float64))
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


_WRITERS: dict[str, Callable[[st.DrawFn, Drawn], bytes]] = {
    "openpyxl": _openpyxl,
    "xlsxwriter": _xlsxwriter,
    "agile": _agile,
    "xlsb": _xlsb,
    "biff5": _biff5,
    "ods": as_ods,
    "csv": as_csv,
    "html": as_html,
    "xml2003": as_xml2003,
    "parquet": _parquet,
}
