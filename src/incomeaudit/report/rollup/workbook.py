"""The roll-up's workbook, made like the report's."""

from pathlib import Path

from incomeaudit.messages import Messages
from incomeaudit.report.book import write_book
from incomeaudit.report.layout import EXCEL_ROWS
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.overview import overview
from incomeaudit.report.rollup.sheets import SHEETS
from incomeaudit.report.rollup.wording import rollup_title


def write_rollup(rollup: RollUp, path: Path, messages: Messages, *, sheet_rows: int = EXCEL_ROWS) -> None:
    """Write the roll-up's workbook to ``path``, whole or not at all.

    The links to the files' own reports are relative to the folder of ``path``. A sheet with more than ``sheet_rows``
    rows goes on on further sheets, ``文件(2)`` and so on. Raises ``Problem`` as ``safe_write`` does.
    """
    sheets = [make(rollup, messages) for make in SHEETS]
    said = [messages(f"contents.rollup_{make.__name__}") for make in SHEETS]
    contents = dict(zip((sheet.title for sheet in sheets), said, strict=True))
    first = overview(rollup, messages, contents)
    write_book(path, rollup.run, rollup_title(rollup, messages), [first, *sheets], messages, sheet_rows=sheet_rows)
