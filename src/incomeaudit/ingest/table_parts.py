"""Steps that every table of rows goes through on its way to a part."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import polars as pl

from incomeaudit.ingest.columns import LeftOut, settle
from incomeaudit.ingest.context import year_said, years_in
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.match import Taken
from incomeaudit.ingest.merged import filled_down, fills_down
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.part import Source
from incomeaudit.ingest.rows import Columns, Rows, find_rows
from incomeaudit.ingest.template import without_examples
from incomeaudit.vocabulary import Table

Cells = TypeVar("Cells", pl.Series, pl.DataFrame)

_PLACES = frozenset({"place", "county", "township", "village", "hamlet"})
_LEFT = 3
"""Columns on the left in which a 小计 may stand whatever their header."""


def area_of(sheet: Sheet, layout: Layout) -> Sheet:
    """The sheet as if nothing stood beside or below the table. Rows keep their numbers."""
    if layout.last_row is None and not layout.letters:
        return sheet
    cells = sheet.cells.head(layout.last_row or sheet.cells.height)
    if layout.letters:
        cells = cells.select(layout.letters)
    lost = sheet.facts.lost.filter(pl.col("row") <= cells.height, pl.col("letter").is_in(cells.columns))
    return replace(sheet, cells=cells, facts=replace(sheet.facts, lost=lost))


def settled(
    desk: Desk, layout: Layout, taken: Sequence[Taken], table: Table
) -> tuple[tuple[Taken, ...], tuple[LeftOut, ...]]:
    """One column for each field, and the columns left out. Raises ``Problem`` where two columns stand for one."""
    dated = next((title for title in layout.above if years_in(title[1])), None)
    titles = layout.titles if dated is None or any(years_in(text) for _, text in layout.titles) else (dated,)
    year = year_said(titles, desk.sheet, desk.file)
    return settle(taken, table, year, desk.messages, file=desk.file, sheet=desk.sheet, only_look=desk.options.only_look)


def rows_of(sheet: Sheet, layout: Layout, taken: Sequence[Taken], tables: Sequence[Table]) -> Rows:
    """Data rows and others below the header."""
    known = tuple(dict.fromkeys(item.head.letter for item in taken))
    naming = {name for table in tables for name in (*table.key, table.name)}
    keys = tuple(item.head.letter for item in taken if item.field.id in naming)
    places = tuple(item.head.letter for item in taken if item.field.id in _PLACES)
    left = sheet.cells.columns[:_LEFT]
    on_the_left = tuple(letter for letter in left if letter not in known)
    alone = tuple(dict.fromkeys(letter for letter in (*keys, *left) if letter in known and letter not in places))
    columns = Columns(known, keys, (*places, *on_the_left), alone)
    rows = find_rows(sheet.cells, layout, columns, sheet.facts.lost)
    return without_examples(rows, sheet.cells, keys, layout)


def source_of(desk: Desk, sheet: Sheet, layout: Layout, table: Table, part: int, rows: pl.Series) -> Source:
    """What parsing the columns of a part needs; ``rows`` (UInt32) are the rows, Excel's, that are read."""
    lost = sheet.facts.lost
    told = desk.rule.unit if desk.rule else None
    return Source(
        file=desk.file,
        sheet=desk.sheet,
        part=part,
        table=table,
        codes=desk.index.vocabulary.codes,
        messages=desk.messages,
        date1904=sheet.date1904,
        unit=told or layout.unit,
        lost=lost.filter(pl.col("row").is_in(rows.implode())) if lost.height else lost,
    )


def unit_issues(desk: Desk, layout: Layout, taken: Sequence[Taken]) -> list[pl.DataFrame]:
    """A warning where a table above is in 万元 and this one, with money in it, does not say in what it is."""
    unit = layout.unit_above
    if unit is None or unit.factor == 1 or layout.unit or (desk.rule and desk.rule.unit):
        return []
    bare = [item for item in taken if item.field.type == "money" and item.head.unit is None]
    if not bare:
        return []
    row = layout.header_rows[-1]
    cell = f"{bare[0].head.letter}{row}"
    return [desk.say("unit_not_repeated", "warning", cell=cell, row=row, unit=unit.text, header=bare[0].head.shown)]


def fill_merged(
    desk: Desk, sheet: Sheet, layout: Layout, taken: Sequence[Taken]
) -> tuple[Mapping[str, pl.Series], list[pl.DataFrame]]:
    """Whole columns of the sheet by letter, values of merged cells in all their rows where that may be done."""
    cells = {item.head.letter: sheet.cells[item.head.letter] for item in taken}
    issues: list[pl.DataFrame] = []
    if sheet.facts.merges.is_empty():
        return cells, issues
    merges = sheet.facts.merges.partition_by("letter", as_dict=True)
    for item in taken:
        letter = item.head.letter
        if (letter,) in merges and fills_down(item.field):
            before = cells[letter].null_count()
            cells[letter] = filled_down(cells[letter], merges[letter,], layout.first_row)
            if filled := before - cells[letter].null_count():
                issues.append(desk.say("merged_filled", "info", letter=letter, header=item.head.shown, count=filled))
    return cells, issues


def picked(cells: Cells, rows: pl.Series) -> Cells:
    """The data rows of cells that begin at Excel row 1; without a copy where the rows are not interrupted."""
    if not len(rows):
        return cells.clear()
    if rows[-1] - rows[0] + 1 == len(rows):
        return cells.slice(rows[0] - 1, len(rows))
    return cells[rows - 1]
