"""A workbook's shell: all that openpyxl makes of it, before a row stands in it. See docs/adr/0002-stamped-rows.md.

Reports of one kind share their shell whatever they say, and openpyxl takes longer over it than a small report's
rows take, so shells are kept. What hangs on the rows (widths, extents, titles) is filled in by ``report.archive``.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.report.layout import EXCEL_ROWS
from incomeaudit.report.style import Look, banded, cell_at, coloured, dress, set_page

TITLE = "incomeaudit:title"
"""Stands for the report's title in the head of each page."""
LAST_ROW = EXCEL_ROWS
"""Stands for a list's last row in its filter and its rules."""

_DATA = re.compile(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)

Page = Literal["portrait", "landscape", "a3"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A worksheet without its rows."""

    title: str
    columns: int
    page: Page = "landscape"
    """A4, or A3 for a sheet with so many columns that only that shows them in a readable size."""
    grid: bool = True
    """Whether the screen shows lines between cells."""
    frozen: int | None = None
    """Of a list, whose header in row 1 is frozen and has a filter: the columns that stay in view beside it."""
    rules: tuple[tuple[int, str, str], ...] = ()
    """Of a list: number of a column, a word, and the colour behind it, RRGGBB."""
    band: str = ""
    """Of a list: the colour behind the rows whose first cell holds an even number."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The members of a workbook's archive."""

    members: Mapping[str, bytes]
    """By name, in their order; worksheets are empty here."""
    sheets: Mapping[str, tuple[bytes, bytes]]
    """By name, what stands before and behind the rows of each worksheet, in the order of the plans."""
    numbers: Mapping[Look, int]
    """The number of each look's style."""


@lru_cache(maxsize=64)
def shell(plans: tuple[Plan, ...], footer: str, looks: frozenset[Look]) -> Shell:
    """The shell of a workbook with these worksheets, whose cells may have these looks."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for plan in plans:
        _prepare(book.create_sheet(plan.title), plan, footer)
    first, *_ = book.worksheets
    # One cell a look makes openpyxl number it; the same looks have the same numbers in whichever order they came.
    ordered = sorted(looks, key=repr)
    for column, look in enumerate(ordered, start=1):
        dress(cell_at(first, 1, column), look)
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheets = {}
    for name in [sheet.path.lstrip("/") for sheet in book.worksheets]:
        before, behind = _DATA.split(members[name])
        sheets[name] = (before + b"<sheetData>", b"</sheetData>" + behind)
    numbers = re.findall(rb'<c r="[A-Z]+1" s="(\d+)"', members[first.path.lstrip("/")])
    members |= dict.fromkeys(sheets, b"")
    return Shell(
        MappingProxyType(members),
        MappingProxyType(sheets),
        MappingProxyType(dict(zip(ordered, map(int, numbers), strict=True))),
    )


def _prepare(sheet: Worksheet, plan: Plan, footer: str) -> None:
    for column in range(1, plan.columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = column
    if not plan.grid:
        sheet.sheet_view.showGridLines = False
    if plan.frozen is not None:
        sheet.freeze_panes = f"{get_column_letter(plan.frozen + 1)}2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(plan.columns)}{LAST_ROW}"
        sheet.print_title_rows = "1:1"
    for column, word, color in plan.rules:
        # A rule and no fixed fill, so that colours follow their words when the reader sorts or pastes.
        letter = get_column_letter(column)
        sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_ROW}", coloured(word, color))
    if plan.band:
        area = f"A2:{get_column_letter(plan.columns)}{LAST_ROW}"
        sheet.conditional_formatting.add(area, banded("$A2", plan.band))
    set_page(sheet, TITLE, footer, portrait=plan.page == "portrait", a3=plan.page == "a3")
