"""Writing a workbook of sheets and boards: openpyxl makes its shell and looks, ``report.archive`` writes its rows."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

from openpyxl.packaging.core import DocumentProperties
from openpyxl.xml.functions import tostring

from incomeaudit.auditing.result import Run
from incomeaudit.messages import Messages
from incomeaudit.report.archive import write_archive
from incomeaudit.report.board import Board
from incomeaudit.report.cell_xml import plain
from incomeaudit.report.filled import Filled
from incomeaudit.report.layout import EXCEL_ROWS, Sheet, pages
from incomeaudit.report.listing import fill
from incomeaudit.report.safe_write import safe_write
from incomeaudit.report.shell import shell


def write_book(
    path: Path,
    run: Run,
    title: str,
    sheets: Sequence[Sheet | Board],
    messages: Messages,
    *,
    sheet_rows: int = EXCEL_ROWS,
) -> None:
    """Write what a run has to say to ``path``, whole or not at all; the same content gives the same bytes.

    ``title`` stands in the properties and at the head of each printed page. A sheet with more than ``sheet_rows``
    rows goes on on further sheets, ``问题清单(2)`` and so on. Raises ``Problem`` as ``safe_write`` does.
    """
    with safe_write(path) as file:
        filled = [ready for sheet in sheets for ready in _filled(sheet, messages, sheet_rows)]
        plans = tuple(each.plan for each in filled)
        looks = frozenset(look for each in filled for look in each.looks)
        kept = shell(plans, messages("report.footer"), looks)
        write_archive(kept, filled, title, _properties(run, title, messages), file)


def _filled(sheet: Sheet | Board, messages: Messages, sheet_rows: int) -> Iterator[Filled]:
    if isinstance(sheet, Board):
        yield sheet.filled()
        return
    for number, page in enumerate(pages(sheet, sheet_rows), start=1):
        yield fill(sheet, sheet.title if number == 1 else f"{sheet.title}({number})", page, messages)


def _properties(run: Run, title: str, messages: Messages) -> bytes:
    # openpyxl writes times without their zone and marks them as UTC.
    started = run.started.astimezone(UTC).replace(tzinfo=None)
    properties = DocumentProperties(
        title=plain(title),
        subject=messages("report.subject"),
        creator=f"incomeaudit {run.version}",
        identifier=run.id,
        created=started,
        modified=started,
    )
    xml: str | bytes = tostring(properties.to_tree())
    return xml.encode() if isinstance(xml, str) else xml
