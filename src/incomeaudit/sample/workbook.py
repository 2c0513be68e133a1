"""Writing the sheets as an Excel workbook whose bytes depend on nothing but what it holds."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.sample.sheets import Line, Sheet

CREATOR = "incomeaudit sample"
"""What the workbook's properties name as its author, by which a sample is known again."""
PROPERTIES = "docProps/core.xml"

_MADE = datetime(2020, 1, 1)
_ZIPPED = (1980, 1, 1, 0, 0, 0)

_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="DDE7F0")
_BOLD = Font(bold=True)
_TITLE = Font(bold=True, size=16)
_TALL = 34  # points: two lines of a header


def workbook_bytes(sheets: tuple[Sheet, ...]) -> bytes:
    """The workbook, the same bytes for the same sheets."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = CREATOR
    workbook.properties.created = _MADE
    for sheet in sheets:
        # A write-only sheet has all that is used of a Worksheet here; the type stubs do not know it.
        _write(cast(Worksheet, workbook.create_sheet(sheet.name)), sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return _settled(stream.getvalue())


def _write(target: Worksheet, sheet: Sheet) -> None:
    headers = sum(line.kind in ("title", "line", "header") for line in sheet.lines)
    target.freeze_panes = f"A{headers + 1}"
    for index, column in enumerate(sheet.columns, 1):
        target.column_dimensions[get_column_letter(index)].width = column.width
    target.row_dimensions[1].height = _TALL
    target.row_dimensions[headers].height = _TALL
    for area in sheet.merged:
        target.merged_cells.add(area)
    for line in sheet.lines:
        target.append(line.cells if line.kind == "data" else tuple(_styled(target, line)))


def _styled(target: Worksheet, line: Line) -> Iterator[Cell]:
    for value in line.cells:
        cell = WriteOnlyCell(target, value)
        if line.kind == "title":
            cell.font, cell.alignment = _TITLE, _CENTRED
        elif line.kind == "header":
            cell.font, cell.alignment, cell.border, cell.fill = _BOLD, _CENTRED, _BOX, _SHADE
        elif line.kind == "sum":
            cell.font = _BOLD
        yield cell


def _settled(content: bytes) -> bytes:
    """The same workbook without the time at which it was saved, in its properties and in the zip directory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for item in before.infolist():
            part = before.read(item)
            if item.filename == PROPERTIES:
                part = _without_saving_time(part)
            entry = zipfile.ZipInfo(item.filename, _ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, part)
    return stream.getvalue()


def _without_saving_time(properties: bytes) -> bytes:
    start = properties.index(b"<dcterms:modified")
    end = properties.index(b"</dcterms:modified>") + len(b"</dcterms:modified>")
    return properties[:start] + properties[end:]
