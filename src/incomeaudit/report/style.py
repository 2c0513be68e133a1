"""How the workbook looks: one place for fonts, colours, number formats and the page."""

from dataclasses import astuple, dataclass
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.report.cell_xml import plain
from incomeaudit.report.layout import Kind

# Excel and WPS have 等线 in Chinese; where it is missing, the character set (134, GB 2312) makes the program
# fall back on another Chinese font and not on a Latin one without these characters.
FONT = "等线"
CHARSET = 134

INK = "1F2933"
FAINT = "5B6470"
ACCENT = "1F4E79"
ALARM = "B42318"
HEADER = "DCE6F1"
RED, AMBER, YELLOW, GREEN, GREY = "F8CBAD", "FFE4B5", "FFF6D6", "DCEFDC", "E5E7EB"
"""Soft fills: they must leave black text readable, on paper too."""
BAND = "EEF3F8"
"""Softer still: behind every other group of rows."""

SEVERITY_FILLS = MappingProxyType({"critical": RED, "major": AMBER, "notice": YELLOW})

FORMATS = MappingProxyType(
    {
        "text": "@",  # a text stays a text when it is typed into again
        "long": "General",  # old versions of Excel show long texts of the format @ as ####
        "label": "@",
        "count": "#,##0",
        "amount": "#,##0.00",
        "share": "0.0%",
        "number": "0",
        "value": "#,##0.00",
    }
)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about a cell but what it says."""

    size: float = 10
    bold: bool = False
    color: str = INK
    background: str = ""
    number_format: str = "@"
    horizontal: str = "general"
    vertical: str = "center"
    wrap: bool = False
    indent: int = 0
    lines: bool = True


def dress(cell: Cell, look: Look) -> Cell:
    """Give a cell its look. A hidden named style carries it: openpyxl takes long to set the parts one by one."""
    book = cell.parent.parent
    assert isinstance(book, Workbook)
    name = _name(look)
    if name not in book.named_styles:
        book.add_named_style(_named_style(name, look))
    cell.style = name
    return cell


def dress_column(sheet: Worksheet, letter: str, look: Look) -> None:
    """Give the cells of a column that are not there yet their look, however far down somebody writes."""
    column, style = sheet.column_dimensions[letter], _named_style("", look)
    # A column takes no named style in openpyxl, only the parts of one.
    column.font, column.alignment, column.number_format = style.font, style.alignment, style.number_format


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell of a sheet without merged ranges; both numbers count from 1."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


@cache
def _name(look: Look) -> str:
    # The name follows from the look alone, so that it need not be kept anywhere.
    return "incomeaudit " + sha256(repr(astuple(look)).encode()).hexdigest()[:12]


def _named_style(name: str, look: Look) -> NamedStyle:
    thin = Side(style="thin", color="D0D5DD")
    horizontal: Any = look.horizontal
    vertical: Any = look.vertical
    return NamedStyle(
        name,
        font=Font(name=FONT, charset=CHARSET, family=2, sz=look.size, b=look.bold, color=look.color),
        fill=PatternFill("solid", fgColor=look.background) if look.background else PatternFill(),
        border=Border(left=thin, right=thin, top=thin, bottom=thin) if look.lines else Border(),
        alignment=Alignment(horizontal=horizontal, vertical=vertical, wrap_text=look.wrap, indent=look.indent),
        number_format=look.number_format,
        hidden=True,
    )


def look_of(kind: Kind, *, bold: bool = False) -> Look:
    """The look of a column's cells."""
    number_format = FORMATS[kind]
    if kind == "label":
        return Look(bold=bold, number_format=number_format, horizontal="center", vertical="top", wrap=True)
    if kind in ("text", "long"):
        return Look(bold=bold, number_format=number_format, horizontal="left", vertical="top", wrap=True)
    return Look(bold=bold, number_format=number_format, horizontal="right", vertical="top", indent=1)


HEADING = Look(bold=True, color=ACCENT, background=HEADER, horizontal="center", wrap=True)


def put(cell: Cell, value: object, look: Look) -> Cell:
    """Write a value that may come from data: a text is cut to what a cell holds and never becomes a formula."""
    if isinstance(value, str):
        cell.value = plain(value)
        cell.data_type = "s"
    else:
        content: Any = value
        cell.value = content
    return dress(cell, look)


def coloured(word: str, color: str) -> Rule:
    """A conditional format: a cell that says ``word`` has this background."""
    quoted = '"' + word.replace('"', '""') + '"'
    # Programs disagree on which of a conditional background's two colours counts.
    background = PatternFill("solid", fgColor=color, bgColor=color)
    return Rule(type="cellIs", operator="equal", formula=[quoted], dxf=DifferentialStyle(fill=background))


def banded(cell: str, color: str) -> Rule:
    """A conditional format: a row whose ``cell`` holds an even number has this background."""
    background = PatternFill("solid", fgColor=color, bgColor=color)
    return Rule(type="expression", formula=[f"ISEVEN({cell})"], dxf=DifferentialStyle(fill=background))


def set_page(sheet: Worksheet, title: str, footer: str, *, portrait: bool = False, a3: bool = False) -> None:
    """A4 or A3, as wide as the page, with the report's title above and the page's number below."""
    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.paperSize = 8 if a3 else 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    # A header's codes begin with &; a name in the title must not become one.
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    sheet.oddHeader.left.text = plain(title).replace("&", "&&")
    sheet.oddHeader.right.text = sheet.title
    sheet.oddFooter.center.text = footer
