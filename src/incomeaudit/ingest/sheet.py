"""One sheet to the parts on it: its tables, one below or beside the other, or the form of one household."""

from dataclasses import replace

import polars as pl

from incomeaudit.ingest.beside import side_by_side
from incomeaudit.ingest.describe import Desk, nearest_headers
from incomeaudit.ingest.forms.find import find_forms
from incomeaudit.ingest.forms.read import read_form
from incomeaudit.ingest.found import SheetRead, together
from incomeaudit.ingest.hidden import shown_form
from incomeaudit.ingest.issues import named_rows
from incomeaudit.ingest.layout import Layout, NoTable
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.stack import Stacked, find_tables
from incomeaudit.ingest.table_read import read_table
from incomeaudit.ingest.template import is_guide

__all__ = ["SheetRead", "read_sheet"]


def read_sheet(desk: Desk, sheet: Sheet) -> SheetRead:
    """Find the tables of a sheet and read them. Raises ``Problem`` where two columns stand for one field."""
    desk = desk.as_told()
    if not sheet.visible and desk.options.visible_only:
        return SheetRead(issues=(desk.say("hidden_sheet_left_out", "info"),))
    issues = [] if sheet.visible else [desk.say("hidden_sheet", "info")]
    if desk.rule and not desk.rule.read:
        return SheetRead(issues=(*issues, desk.say("sheet_refused", "info")))
    if sheet.cells.is_empty():
        lost = sheet.facts.lost.height
        said = desk.say("sheet_without_values", "error", count=lost) if lost else desk.say("blank_sheet", "info")
        return SheetRead(issues=(*issues, said))
    found = _read_forms(desk, sheet) or _read_tables(desk, sheet)
    return replace(found, issues=(*issues, *found.issues))


def _read_forms(desk: Desk, sheet: Sheet) -> SheetRead | None:
    """What the forms on a sheet say, a household each; None where it is no form."""
    if is_guide(sheet.cells) or find_forms(sheet, desk.index) is None:
        return None
    sheet, hidden = shown_form(desk, sheet)
    reads: list[SheetRead] = []
    for form in find_forms(sheet, desk.index) or ():
        reads.append(read_form(_after(desk, reads), sheet, form))
    found = together(reads)
    said = [] if reads else [desk.say("form_blank", "info")]
    return replace(found, issues=(*said, *hidden, *found.issues))


def _read_tables(desk: Desk, sheet: Sheet) -> SheetRead:
    stacked = find_tables(sheet.cells, desk.index, sheet.name)
    if isinstance(stacked, NoTable):
        if is_guide(sheet.cells):
            return SheetRead()
        nearest = nearest_headers(desk, stacked.heads)
        shown = nearest or desk.messages("issue.none_near")
        return SheetRead(issues=(desk.say("no_table", "warning", nearest=shown),), nearest=nearest)
    layouts = [
        beside for layout in stacked.layouts for beside in side_by_side(sheet.cells, layout, desk.index, sheet.name)
    ]
    reads: list[SheetRead] = []
    for layout in layouts:
        reads.append(read_table(_after(desk, reads), sheet, layout))
    found = together(reads)
    return replace(found, issues=(*_about(desk, stacked, layouts), *found.issues))


def _after(desk: Desk, reads: list[SheetRead]) -> Desk:
    """The desk for the next table of a sheet, whose parts are numbered on from those before it."""
    return replace(desk, first_part=desk.first_part + sum(len(read.parts) for read in reads))


def _about(desk: Desk, stacked: Stacked, layouts: list[Layout]) -> list[pl.DataFrame]:
    """Issues about a sheet as a whole."""
    issues: list[pl.DataFrame] = []
    if len(layouts) > 1:
        headers = [layout.header_rows[-1] for layout in layouts]
        issues.append(desk.say("several_tables", "info", row=headers[0], count=len(headers), rows=named_rows(headers)))
    for kind, rows in (("rows_above_table", stacked.skipped), ("header_unplaced", stacked.unplaced)):
        if rows:
            issues.append(desk.say(kind, "warning", row=rows[0], count=len(rows), rows=named_rows(rows)))
    return issues
