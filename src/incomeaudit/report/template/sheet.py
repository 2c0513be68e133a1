"""A sheet that is to be filled in: title, header with notes, example row, formats and limits of the cells below."""

from collections.abc import Mapping
from math import ceil

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.ingest.template import FORM
from incomeaudit.messages import Messages
from incomeaudit.report.measure import display_width
from incomeaudit.report.style import (
    ACCENT,
    FAINT,
    HEADER,
    Look,
    cell_at,
    dress_column,
    put,
    set_page,
)
from incomeaudit.report.template.examples import Value
from incomeaudit.report.template.forms import Form, FormColumn, Standing
from incomeaudit.report.template.limits import YES_NO, limit_of
from incomeaudit.report.template.notes import Writer

TITLE, HINT, HEADING, EXAMPLE = 1, 2, 3, 4
"""Rows of a sheet; what clerks enter begins below the last of them, or in its place."""

_HEADINGS: Mapping[Standing, Look] = {
    "naming": Look(bold=True, color="FFFFFF", background=ACCENT, horizontal="center", wrap=True),
    "checked": Look(bold=True, color=ACCENT, background=HEADER, horizontal="center", wrap=True),
    "other": Look(color=FAINT, horizontal="center", wrap=True),
}
_SHOWN = "F3F4F6"
_FORMATS = {"money": "#,##0.00", "number": "General", "integer": "0", "year": "0", "date": "yyyy-mm-dd"}
"""By type; every other cell is text, so that an ID number keeps its digits and a code its zeros."""
_SHARE = "0.00%"
_WIDTHS = {"id": 20, "date": 12, "money": 13, "year": 8, "boolean": 10, "text": 14}
_PAGE = 190
"""Half-width characters that an A3 page across holds in a size that can be read."""


def draw_form(
    sheet: Worksheet,
    form: Form,
    example: Mapping[str, Value],
    lists: Mapping[str, str],
    writer: Writer,
    *,
    title: str,
    rows: int,
) -> None:
    """Lay out one table's sheet; the limits of its cells reach ``rows`` rows below the header."""
    messages = writer.messages
    put(cell_at(sheet, TITLE, 1), title, Look(size=14, bold=True, color=ACCENT, lines=False))
    put(cell_at(sheet, HINT, 1), messages("template.hint", mark=FORM, row=EXAMPLE), Look(color=FAINT, lines=False))
    sheet.row_dimensions[TITLE].height, sheet.row_dimensions[HEADING].height = 24, 32
    total = 0.0
    for number, column in enumerate(form.columns, start=1):
        total += _draw_column(sheet, number, column, example.get(column.field.id), lists, writer, rows)
    sheet.freeze_panes = f"{get_column_letter(form.frozen + 1)}{HEADING + 1}"
    set_page(sheet, messages("template.title"), messages("report.footer"), a3=total > _PAGE)
    sheet.page_setup.fitToWidth = ceil(total / _PAGE)
    sheet.print_title_rows = f"{HEADING}:{HEADING}"
    sheet.print_title_cols = f"A:{get_column_letter(form.frozen)}"


def _draw_column(
    sheet: Worksheet,
    number: int,
    column: FormColumn,
    example: Value | None,
    lists: Mapping[str, str],
    writer: Writer,
    rows: int,
) -> float:
    """Write one column; gives its width."""
    letter = get_column_letter(number)
    look = _look(column)
    dress_column(sheet, letter, look)
    header = cell_at(sheet, HEADING, number)
    put(header, column.header, _HEADINGS[column.standing])
    header.comment = _comment(writer.note(column, example))
    shown = Look(color=FAINT, background=_SHOWN, number_format=look.number_format, horizontal=look.horizontal)
    typed = (YES_NO[0] if example else YES_NO[1]) if isinstance(example, bool) else example
    put(cell_at(sheet, EXAMPLE, number), typed, shown)
    limit = limit_of(column, f"{letter}{EXAMPLE}", lists, writer.messages)
    if limit is not None:
        limit.add(f"{letter}{EXAMPLE}:{letter}{EXAMPLE + rows}")
        sheet.add_data_validation(limit)
    width = _width(column, writer)
    sheet.column_dimensions[letter].width = width
    return width


def _look(column: FormColumn) -> Look:
    field = column.field
    number_format = _SHARE if field.unit == "share" else _FORMATS.get(field.type, "@")
    horizontal = "left" if number_format == "@" else "center" if field.type in ("date", "year") else "right"
    return Look(number_format=number_format, horizontal=horizontal, lines=False)


def _width(column: FormColumn, writer: Writer) -> float:
    needed = display_width(column.header)
    heading = needed + 2 if needed <= 12 else max(12, needed // 2 + 3)
    codes = writer.codes[column.field.codes].values if column.field.codes else ()
    listed = max((min(display_width(code), 16) + 4 for code in codes), default=0)
    return float(max(heading, listed, _WIDTHS.get(column.field.type, 10)))


def _comment(text: str) -> Comment:
    lines = sum(ceil((display_width(line) + 1) / 42) for line in text.split("\n"))
    return Comment(text, "incomeaudit", height=24 + 18 * lines, width=320)


def sheet_title(form: Form, messages: Messages, county: str, year: int | None) -> str:
    """What stands above the table: place and year where they are known, so that every row has them."""
    when = f"{year}年" if year is not None else ""
    return f"{county}{when}{form.table.title.zh}" + ("" if messages.lang == "zh" else f" {form.table.title.en}")
