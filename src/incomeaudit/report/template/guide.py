"""The sheet that explains: how to fill in, what each table and column is for, what to do afterwards."""

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.ingest.template import GUIDE
from incomeaudit.report.measure import LINE_HEIGHT, display_width
from incomeaudit.report.style import ACCENT, FAINT, HEADER, HEADING, Look, cell_at, put, set_page
from incomeaudit.report.template.examples import Value
from incomeaudit.report.template.forms import Form
from incomeaudit.report.template.notes import Writer
from incomeaudit.report.wording import section

_WIDTHS = (16, 28, 52, 8, 34, 24, 30, 26)
"""Table, column, what goes in, unit, options, example, checks, documents."""
_TEXT = Look(horizontal="left", vertical="top", wrap=True)
_NAMING = Look(bold=True, background=HEADER, horizontal="left", vertical="top", wrap=True)
_LINE = Look(horizontal="left", lines=False)
_NAME = Look(bold=True, horizontal="left", lines=False)
_CHAPTER = Look(size=12, bold=True, color=ACCENT, lines=False)


def draw_guide(
    sheet: Worksheet, forms: Sequence[Form], examples: Mapping[str, Mapping[str, Value]], writer: Writer
) -> None:
    """Write the sheet. Each field has a row of its own, so that nothing on it looks like a table of households."""
    messages = writer.messages
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    put(cell_at(sheet, 1, 1), messages("template.guide", mark=GUIDE), Look(color=FAINT, lines=False))
    put(cell_at(sheet, 2, 1), messages("template.title"), Look(size=16, bold=True, color=ACCENT, lines=False))
    sheet.row_dimensions[2].height = 28
    how = [f"{number}. {line}" for number, line in enumerate(section(messages, "template_how").values(), start=1)]
    about = section(messages, "template_table")
    row = _chapter(sheet, 4, messages("template.how"), [(line,) for line in how])
    tables = [(form.table.title.zh, about[form.table.id]) for form in forms]
    row = _chapter(sheet, row + 1, messages("template.tables"), tables)
    if documents := writer.all_documents(forms):
        row = _chapter(sheet, row + 1, messages("template.documents"), documents)
    _fields(sheet, row + 1, forms, examples, writer)
    set_page(sheet, messages("template.title"), messages("report.footer"))


def _chapter(sheet: Worksheet, row: int, heading: str, lines: Sequence[tuple[str, ...]]) -> int:
    """Write a heading and rows of one or two texts below it; gives the row after the last."""
    put(cell_at(sheet, row, 1), heading, _CHAPTER)
    for number, texts in enumerate(lines, start=row + 1):
        for column, text in enumerate(texts, start=1):
            put(cell_at(sheet, number, column), text, _LINE if column == len(texts) else _NAME)
    return row + len(lines) + 1


def _fields(
    sheet: Worksheet, row: int, forms: Sequence[Form], examples: Mapping[str, Mapping[str, Value]], writer: Writer
) -> None:
    messages = writer.messages
    put(cell_at(sheet, row, 1), messages("template.columns"), _CHAPTER)
    row += 1
    for number, name in enumerate(("table", "column", "about", "unit", "options", "example", "checks", "documents"), 1):
        put(cell_at(sheet, row, number), messages(f"template.column_{name}"), HEADING)
    sheet.print_title_rows = f"{row}:{row}"
    for form in forms:
        for column in form.columns:
            row += 1
            said = (
                form.table.title.zh,
                writer.title(column),
                writer.about(column),
                writer.unit(column),
                writer.options(column),
                writer.example(examples[form.table.id].get(column.field.id)),
                writer.checks(column.uses),
                "、".join(writer.document_ids(column.uses)),
            )
            for number, text in enumerate(said, start=1):
                shaded = column.standing == "naming" and number <= 2
                put(cell_at(sheet, row, number), text, _NAMING if shaded else _TEXT)
            lines = max(-(-display_width(text) // width) for text, width in zip(said, _WIDTHS, strict=True))
            sheet.row_dimensions[row].height = LINE_HEIGHT * max(lines, 1) + 3
