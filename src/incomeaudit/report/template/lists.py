"""The sheet with the options that drop-downs offer."""

from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from incomeaudit.ingest.template import GUIDE
from incomeaudit.messages import Messages
from incomeaudit.report.measure import display_width
from incomeaudit.report.style import FAINT, HEADING, Look, cell_at, put, set_page
from incomeaudit.report.template.forms import Form
from incomeaudit.vocabulary import CodeList

_HEADER = 3


def draw_lists(
    book: Workbook, forms: Iterable[Form], codes: Mapping[str, CodeList], messages: Messages
) -> dict[str, str]:
    """Add the sheet, a column for each code list in use; gives the defined name of each list's options.

    A drop-down refers to a name rather than to its options themselves: Excel allows those 255 characters only.
    """
    used = dict.fromkeys(column.field.codes for form in forms for column in form.columns if column.field.codes)
    if not used:
        return {}
    sheet = book.create_sheet(messages("template.sheet_lists"))
    put(cell_at(sheet, 1, 1), messages("template.lists", mark=GUIDE), Look(color=FAINT, lines=False))
    names: dict[str, str] = {}
    for number, each in enumerate(used, start=1):
        values, letter = list(codes[each].values), get_column_letter(number)
        header = messages("template.options_of", title=codes[each].title[messages.lang])
        put(cell_at(sheet, _HEADER, number), header, HEADING)
        for row, value in enumerate(values, start=_HEADER + 1):
            put(cell_at(sheet, row, number), value, Look())
        sheet.column_dimensions[letter].width = max(map(display_width, (header, *values))) + 3
        area = absolute_coordinate(f"{letter}{_HEADER + 1}:{letter}{_HEADER + len(values)}")
        names[each] = f"codes_{each}"
        book.defined_names[names[each]] = DefinedName(names[each], attr_text=f"{quote_sheetname(sheet.title)}!{area}")
    sheet.row_dimensions[_HEADER].height = 30
    sheet.freeze_panes = f"A{_HEADER + 1}"
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
    set_page(sheet, messages("template.title"), messages("report.footer"))
    return names
