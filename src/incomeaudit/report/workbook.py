"""The workbook: openpyxl makes its frame and looks, ``report.stamp`` fills in the rows."""

import io
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import EXCEL_ROWS, Column, Placed, Sheet, heights, pages, widths
from incomeaudit.report.safe_write import safe_write
from incomeaudit.report.sheets import SHEETS
from incomeaudit.report.sheets.overview import draw_overview
from incomeaudit.report.stamp import Stamp, plain, stamp
from incomeaudit.report.style import ACCENT, Look, coloured, dress, look_of, put, put_header, set_page
from incomeaudit.report.wording import report_title


def write_excel(result: Result, path: Path, messages: Messages, *, sheet_rows: int = EXCEL_ROWS) -> None:
    """Write the report's workbook to ``path``, whole or not at all.

    A sheet with more than ``sheet_rows`` rows goes on on further sheets, ``问题清单(2)`` and so on. Raises
    ``Problem`` as ``safe_write`` does.
    """
    with safe_write(path) as file:
        title, footer = report_title(result, messages), messages("report.footer")
        book = _book(result, title, messages)
        overview = book.create_sheet(messages("sheet.overview"))
        contents: dict[str, str] = {}
        stamps: dict[Worksheet, list[Stamp]] = {}
        for make in SHEETS:
            sheet = make(result, messages)
            contents[sheet.title] = messages(f"contents.{make.__name__}")
            for number, page in enumerate(pages(sheet, sheet_rows), start=1):
                worksheet = book.create_sheet(sheet.title if number == 1 else f"{sheet.title}({number})")
                stamps[worksheet] = _lay_out(worksheet, sheet, page, messages)
                set_page(worksheet, title, footer, a3=sheet.wide)
        draw_overview(overview, result, messages, contents)
        set_page(overview, title, footer, portrait=True)
        saved = io.BytesIO()
        book.save(saved)
        by_path = {worksheet.path.lstrip("/"): entries for worksheet, entries in stamps.items()}
        stamp(saved.getvalue(), by_path, file, result.run.started)


def _book(result: Result, title: str, messages: Messages) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    properties = book.properties
    properties.title = plain(title)
    properties.creator = f"incomeaudit {result.run.version}"
    properties.subject = messages("report.subject")
    properties.identifier = result.run.id
    # openpyxl writes the time without its zone and marks it as UTC.
    properties.created = result.run.started.astimezone(UTC).replace(tzinfo=None)
    return book


def _lay_out(worksheet: Worksheet, sheet: Sheet, page: Sequence[Placed], messages: Messages) -> list[Stamp]:
    """Headers, template rows, widths and filters of one worksheet; gives what is to be stamped where."""
    wide = _widths(page, messages)
    for index, width in enumerate(wide, start=1):
        worksheet.column_dimensions[get_column_letter(index)].width = width
    if sheet.is_list:
        only = page[0]
        worksheet.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
        worksheet.auto_filter.ref = f"A1:{get_column_letter(len(only.block.columns))}{only.last}"
        worksheet.print_title_rows = "1:1"
    return [made for placed in page for made in _place(worksheet, placed, wide, messages)]


def _place(worksheet: Worksheet, placed: Placed, wide: Sequence[float], messages: Messages) -> list[Stamp]:
    block = placed.block
    if block.title:
        heading = Look(size=12, bold=True, color=ACCENT, lines=False)
        put(_cell(worksheet, placed.header - 1, 1), block.title, heading)
    cells = [_cell(worksheet, placed.header, column) for column in range(1, len(block.columns) + 1)]
    put_header(cells, [messages(column.key) for column in block.columns])
    worksheet.row_dimensions[placed.header].height = 30
    if not placed.frame.height:
        put(_cell(worksheet, placed.first, 1), block.empty, Look(lines=False))
        return []
    for index, column in enumerate(block.columns, start=1):
        dress(_cell(worksheet, placed.first, index), look_of(column.kind))
        _colour(worksheet, placed, column, get_column_letter(index))
        if placed.total:
            total = _cell(worksheet, placed.last + 1, index)
            put(total, block.total.get(column.name), look_of(column.kind, bold=True))
    frame = placed.frame.select(column.name for column in block.columns)
    return [Stamp(placed.first, frame, heights(block.columns, wide[: len(block.columns)], frame))]


def _colour(worksheet: Worksheet, placed: Placed, column: Column, letter: str) -> None:
    # A rule and no fixed fill, so that colours follow their words when the reader sorts or pastes.
    cells = f"{letter}{placed.first}:{letter}{placed.last}"
    for word, color in column.fills.items():
        worksheet.conditional_formatting.add(cells, coloured(word, color))


def _widths(page: Sequence[Placed], messages: Messages) -> list[float]:
    """Widths that suit all blocks of a worksheet, which share its columns."""
    each = [
        widths(placed.block.columns, [messages(column.key) for column in placed.block.columns], placed.frame)
        for placed in page
    ]
    count = max(len(row) for row in each)
    return [max(row[index] for row in each if index < len(row)) for index in range(count)]


def _cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    cell = worksheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell
