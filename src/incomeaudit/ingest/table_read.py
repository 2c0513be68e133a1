"""One table of a sheet to its part, or to the two parts of a sheet with one row a member."""

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from incomeaudit.ingest.columns import LeftOut
from incomeaudit.ingest.describe import (
    Desk,
    column_issues,
    evidence_of,
    headless_columns,
    part_of,
    row_issues,
)
from incomeaudit.ingest.found import SheetRead
from incomeaudit.ingest.hidden import shown_columns, shown_rows
from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.match import Head, Taken, is_refused, match_head, take
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.part import read_part
from incomeaudit.ingest.table_parts import area_of, fill_merged, picked, rows_of, settled, source_of, unit_issues
from incomeaudit.ingest.template import is_unfilled
from incomeaudit.ingest.wide_read import OF_PEOPLE, read_wide
from incomeaudit.vocabulary import Table

_NAMED = OF_PEOPLE | {"visit", "loan", "project", "grant", "leader"}
"""Tables each of whose rows is about someone or something with a number or a name."""
OPTIONS = re.compile(r"代码|码表|编码|字典|选项|下拉|枚举|说明")
"""Names of sheets that list what may be filled in elsewhere, or how."""


def read_table(desk: Desk, sheet: Sheet, layout: Layout) -> SheetRead:
    """Read a table that was found on a sheet. Raises ``Problem`` where two columns stand for one field."""
    reason = _not_rows(desk, sheet, layout)
    if reason is not None:
        return SheetRead(issues=(reason,))
    area, layout, hidden = shown_columns(desk, area_of(sheet, layout), layout)
    found = read_wide(desk, area, layout) or _read_plain(desk, area, layout)
    if is_unfilled(layout, found.frames, found.issues):
        return SheetRead(unfilled=True)
    return replace(found, issues=(*hidden, *found.issues))


def _not_rows(desk: Desk, sheet: Sheet, layout: Layout) -> pl.DataFrame | None:
    """An issue where the headers are a table's but the rows, which name nobody, are sums or lists of options."""
    table = desk.index.vocabulary.tables[layout.tables[0]]
    known = [match_head(head, desk.index, table.id) for head in layout.heads]
    told = desk.rule is not None and bool(desk.rule.tables)
    if told or table.id not in _NAMED or any(item and item.field.id in (*table.key, table.name) for item in known):
        return None
    words = [sheet.name, *(text for _, text in layout.titles)]
    counted = any("户数" in head.shown and not item for head, item in zip(layout.heads, known, strict=True))
    if counted or any("汇总" in text for text in words):
        return desk.say("summary_sheet", "warning", table=desk.title(table))
    if not sheet.visible or OPTIONS.search(sheet.name):
        return desk.say("option_lists", "info")
    return None


def _read_plain(desk: Desk, sheet: Sheet, layout: Layout) -> SheetRead:
    table, taken, left = plain_columns(desk, layout)
    if not taken:
        said = desk.say("no_table", "warning", nearest=desk.messages("issue.none_near"))
        return SheetRead(issues=(said, *column_issues(desk, layout, taken, left, (table,))))
    rows = rows_of(sheet, layout, taken, (table,))
    merged, issues = fill_merged(desk, sheet, layout, taken)
    shown, hidden = shown_rows(desk, sheet, rows.data)
    if shown is not None:
        rows = replace(rows, data=rows.data.filter(shown))
    source = source_of(desk, sheet, layout, table, desk.first_part, rows.data)
    read = read_part(source, [(item, picked(merged[item.head.letter], rows.data)) for item in taken], rows.data)
    part = part_of(desk, layout, source, read, rows, left, ())
    about = [*row_issues(desk, rows), *hidden, *column_issues(desk, layout, taken, left, (table,)), *issues]
    about += unit_issues(desk, layout, taken)
    about += headless_columns(desk, layout, picked(sheet.cells, rows.data))
    about += [] if read.frame.height else [desk.say("empty_table", "warning", table=desk.title(table))]
    return SheetRead((part,), (read.frame,), (*about, *read.issues), evidence_of(desk, layout, source.part, taken))


def plain_columns(desk: Desk, layout: Layout) -> tuple[Table, tuple[Taken, ...], tuple[LeftOut, ...]]:
    """The likeliest table of a layout, the columns taken for its fields, and those left out.

    Raises ``Problem`` where two columns stand for one field.
    """
    table = desk.index.vocabulary.tables[layout.tables[0]]
    matched = [(head, match_head(head, desk.index, table.id)) for head in layout.heads]
    found = [take(head, known) for head, known in matched if known]
    taken, left = settled(desk, layout, with_head_name(found, layout.heads, desk, table), table)
    return table, taken, left


def with_head_name(taken: list[Taken], heads: Sequence[Head], desk: Desk, table: Table) -> list[Taken]:
    """On a sheet with one row a household, 姓名 alone is the head's: there is nobody else it could be."""
    if table.id != "household" or any(item.field.id == table.name for item in taken):
        return taken
    member = desk.index.vocabulary.tables["member"]
    index = replace(
        desk.index, told=None
    )  # where the mapping says that the sheet holds households, 姓名 is still a name
    known = {head.letter: match_head(head, index, member.id) for head in heads}
    names = [
        head
        for head in heads
        if (item := known[head.letter]) and item.field.id == member.name and not is_refused(head, desk.index, table.id)
    ]
    free = [head for head in names if head.letter not in {item.head.letter for item in taken}]
    return [*taken, *(Taken(head, table.fields[table.name], "alias") for head in free)]
