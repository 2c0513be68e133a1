"""The workbook of one audit."""

from pathlib import Path

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.book import write_book
from incomeaudit.report.layout import EXCEL_ROWS
from incomeaudit.report.sheets import SHEETS
from incomeaudit.report.sheets.overview import overview
from incomeaudit.report.wording import report_title


def write_excel(result: Result, path: Path, messages: Messages, *, sheet_rows: int = EXCEL_ROWS) -> None:
    """Write the report's workbook to ``path``, whole or not at all.

    A sheet with more than ``sheet_rows`` rows goes on on further sheets, ``问题清单(2)`` and so on. Raises
    ``Problem`` as ``safe_write`` does.
    """
    sheets = {make.__name__: make(result, messages) for make in SHEETS}
    first, title = overview(result, messages, sheets), report_title(result, messages)
    write_book(path, result.run, title, [first, *sheets.values()], messages, sheet_rows=sheet_rows)
