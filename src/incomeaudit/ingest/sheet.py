"""One sheet to the parts on it: a table, or the two tables of a wide sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from incomeaudit.ingest.columns import LeftOut, settle
from incomeaudit.ingest.context import year_said
from incomeaudit.ingest.describe import (
    Desk,
    column_issues,
    evidence_of,
    headless_columns,
    nearest_headers,
    part_of,
    row_issues,
)
from incomeaudit.ingest.issues import cell_issues
from incomeaudit.ingest.layout import Layout, NoTable, find_layout
from incomeaudit.ingest.match import Head, Taken, match_head
from incomeaudit.ingest.merged import filled_down, fills_down
from incomeaudit.ingest.model import Evidence, Part
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.part import Source, read_part
from incomeaudit.ingest.rows import Columns, Rows, find_rows
from incomeaudit.ingest.units import money_unit_of_title
from incomeaudit.ingest.wide import (
    Households,
    Split,
    contradictions,
    find_households,
    is_wide,
    of_households,
    split_columns,
)
from incomeaudit.vocabulary import Table
from incomeaudit.vocabulary.masking import mask_kind

Cells = TypeVar("Cells", pl.Series, pl.DataFrame)

_OF_PEOPLE = frozenset({"household", "member"})
_NAMED = _OF_PEOPLE | {"visit", "loan", "project", "grant", "leader"}
"""Tables each of whose rows is about someone or something with a number or a name."""
_OPTIONS = re.compile(r"代码|码表|编码|字典|选项|下拉|枚举|说明")
_PLACES = frozenset({"place", "county", "township", "village", "hamlet"})
_LEFT = 3
"""Columns on the left in which a 小计 may stand whatever their header."""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What one sheet gave."""

    parts: tuple[Part, ...] = ()
    frames: tuple[pl.DataFrame, ...] = ()
    """One for each part."""
    issues: tuple[pl.DataFrame, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    nearest: str = ""
    """For a sheet without a table, its headers that come near to known ones."""


def read_sheet(desk: Desk, sheet: Sheet) -> SheetRead:
    """Find the table of a sheet and read it. Raises ``Problem`` where two columns stand for one field."""
    issues = [] if sheet.visible else [desk.say("hidden_sheet", "info")]
    if sheet.cells.is_empty():
        lost = sheet.facts.lost.height
        said = desk.say("sheet_without_values", "error", count=lost) if lost else desk.say("blank_sheet", "info")
        return SheetRead(issues=(*issues, said))
    layout = find_layout(sheet.cells, desk.index, sheet.name)
    if isinstance(layout, NoTable):
        nearest = nearest_headers(desk, layout.heads)
        shown = nearest or desk.messages("issue.none_near")
        return SheetRead(issues=(*issues, desk.say("no_table", "warning", nearest=shown)), nearest=nearest)
    reason = _not_rows(desk, sheet, layout)
    if reason is not None:
        return SheetRead(issues=(*issues, reason))
    found = _read_wide(desk, sheet, layout) or _read_plain(desk, sheet, layout)
    return SheetRead(found.parts, found.frames, (*issues, *found.issues), found.evidence)


def _not_rows(desk: Desk, sheet: Sheet, layout: Layout) -> pl.DataFrame | None:
    """An issue where the headers are a table's but the rows, which name nobody, are sums or lists of options."""
    table = desk.index.vocabulary.tables[layout.tables[0]]
    known = [match_head(head, desk.index, table.id) for head in layout.heads]
    if table.id not in _NAMED or any(item and item.field.id in (*table.key, table.name) for item in known):
        return None
    words = [sheet.name, *(text for _, text in layout.titles)]
    counted = any("户数" in head.shown and not item for head, item in zip(layout.heads, known, strict=True))
    if counted or any("汇总" in text for text in words):
        return desk.say("summary_sheet", "warning", table=desk.title(table))
    if not sheet.visible or _OPTIONS.search(sheet.name):
        return desk.say("option_lists", "info")
    return None


def _read_plain(desk: Desk, sheet: Sheet, layout: Layout) -> SheetRead:
    table = desk.index.vocabulary.tables[layout.tables[0]]
    matched = [(head, match_head(head, desk.index, table.id)) for head in layout.heads]
    found = [Taken(head, known.field, known.how) for head, known in matched if known]
    taken, left = _settled(desk, layout, _with_head_name(found, layout.heads, desk, table), table)
    if not taken:
        said = desk.say("no_table", "warning", nearest=desk.messages("issue.none_near"))
        return SheetRead(issues=(said, *column_issues(desk, layout, taken, left, (table,))))
    rows = _rows(sheet, layout, taken, (table,))
    merged, issues = _fill_merged(desk, sheet, layout, taken)
    source = _source(desk, sheet, layout, table, desk.first_part, rows)
    read = read_part(source, [(item, _picked(merged[item.head.letter], rows.data)) for item in taken], rows.data)
    part = part_of(desk, layout, source, read, rows, left, ())
    about = [*row_issues(desk, rows), *column_issues(desk, layout, taken, left, (table,)), *issues]
    about += headless_columns(desk, layout, _picked(sheet.cells, rows.data))
    about += [] if read.frame.height else [desk.say("empty_table", "warning", table=desk.title(table))]
    return SheetRead((part,), (read.frame,), (*about, *read.issues), evidence_of(desk, layout, source.part, taken))


def _with_head_name(taken: list[Taken], heads: Sequence[Head], desk: Desk, table: Table) -> list[Taken]:
    """On a sheet with one row a household, 姓名 alone is the head's: there is nobody else it could be."""
    if table.id != "household" or any(item.field.id == table.name for item in taken):
        return taken
    member = desk.index.vocabulary.tables["member"]
    known = {head.letter: match_head(head, desk.index, member.id) for head in heads}
    names = [head for head in heads if (item := known[head.letter]) and item.field.id == member.name]
    free = [head for head in names if head.letter not in {item.head.letter for item in taken}]
    return [*taken, *(Taken(head, table.fields[table.name], "alias") for head in free)]


def _read_wide(desk: Desk, sheet: Sheet, layout: Layout) -> SheetRead | None:
    """Household and member part of a sheet with one row a member; None where it is not one."""
    if layout.tables[0] not in _OF_PEOPLE or not set(layout.tables) >= _OF_PEOPLE:
        return None
    tables = (desk.index.vocabulary.tables["household"], desk.index.vocabulary.tables["member"])
    split = split_columns(layout.heads, desk.index)
    household, left = _settled(desk, layout, split.household, tables[0])
    member, left_member = _settled(desk, layout, split.member, tables[1])
    split = Split(household, member)
    if not (split.households_own and split.members_own):
        return None
    rows = _rows(sheet, layout, (*household, *member), tables)
    cells = _picked(sheet.cells, rows.data)
    households = find_households(cells, split, desk.index.vocabulary.codes)
    if not is_wide(split, households):
        return None
    merged, issues = _fill_merged(desk, sheet, layout, split.members_own)
    people = cells.select(pl.any_horizontal(pl.col([item.head.letter for item in split.members_own]).is_not_null()))
    places = people.to_series().arg_true()
    sources = tuple(
        _source(desk, sheet, layout, table, desk.first_part + number, rows) for number, table in enumerate(tables)
    )
    first = read_part(
        sources[0],
        [(item, of_households(cells[item.head.letter], item.field.id, households)) for item in household],
        rows.data.gather(households.own_row),
    )
    second = read_part(
        sources[1],
        [(item, _of_members(item, cells, merged, rows, split, households).gather(places)) for item in member],
        rows.data.gather(places),
    )
    parts = (
        part_of(desk, layout, sources[0], first, rows, left, member),
        part_of(desk, layout, sources[1], second, rows, left_member, household),
    )
    about = [
        *row_issues(desk, rows),
        *column_issues(desk, layout, (*household, *member), (*left, *left_member), tables),
        *issues,
        *headless_columns(desk, layout, cells),
    ]
    about += [] if second.frame.height else [desk.say("empty_table", "warning", table=desk.title(tables[1]))]
    said = _contradictions(sources[0], household, cells, households, rows.data)
    evidence = (
        *evidence_of(desk, layout, sources[0].part, household),
        *evidence_of(desk, layout, sources[1].part, member),
    )
    return SheetRead(parts, (first.frame, second.frame), (*about, *first.issues, *said, *second.issues), evidence)


def _settled(
    desk: Desk, layout: Layout, taken: Sequence[Taken], table: Table
) -> tuple[tuple[Taken, ...], tuple[LeftOut, ...]]:
    year = year_said(layout.titles, desk.sheet, desk.file)
    return settle(taken, table, year, desk.messages, file=desk.file, sheet=desk.sheet)


def _rows(sheet: Sheet, layout: Layout, taken: Sequence[Taken], tables: Sequence[Table]) -> Rows:
    known = tuple(dict.fromkeys(item.head.letter for item in taken))
    naming = {name for table in tables for name in (*table.key, table.name)}
    keys = tuple(item.head.letter for item in taken if item.field.id in naming)
    places = tuple(item.head.letter for item in taken if item.field.id in _PLACES)
    on_the_left = tuple(letter for letter in sheet.cells.columns[:_LEFT] if letter not in known)
    columns = Columns(known, keys, (*places, *on_the_left), tuple(key for key in keys if key not in places))
    return find_rows(sheet.cells, layout, columns, sheet.facts.lost)


def _source(desk: Desk, sheet: Sheet, layout: Layout, table: Table, part: int, rows: Rows) -> Source:
    lost = sheet.facts.lost
    return Source(
        file=desk.file,
        sheet=desk.sheet,
        part=part,
        table=table,
        codes=desk.index.vocabulary.codes,
        messages=desk.messages,
        date1904=sheet.date1904,
        unit=money_unit_of_title(" ".join(text for _, text in layout.titles)),
        lost=lost.filter(pl.col("row").is_in(rows.data.implode())) if lost.height else lost,
    )


def _fill_merged(
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


def _of_members(
    item: Taken, cells: pl.DataFrame, merged: Mapping[str, pl.Series], rows: Rows, split: Split, households: Households
) -> pl.Series:
    letter = item.head.letter
    if letter in split.shared:
        return of_households(cells[letter], item.field.id, households).gather(households.of_row)
    return _picked(merged[letter], rows.data)


def _picked(cells: Cells, rows: pl.Series) -> Cells:
    """The data rows of cells that begin at Excel row 1; without a copy where the rows are not interrupted."""
    if not len(rows):
        return cells.clear()
    if rows[-1] - rows[0] + 1 == len(rows):
        return cells.slice(rows[0] - 1, len(rows))
    return cells[rows - 1]


def _contradictions(
    source: Source, household: Sequence[Taken], cells: pl.DataFrame, households: Households, rows: pl.Series
) -> list[pl.DataFrame]:
    """A warning for each cell that says other of a household than the row its figures are taken from."""
    found: list[pl.DataFrame] = []
    for item in household:
        at = contradictions(cells[item.head.letter], item.field.id, households)
        if len(at):
            differing = pl.DataFrame({"row": rows.gather(at), "text": cells[item.head.letter].gather(at)})
            found.append(
                cell_issues(
                    differing.with_columns(letter=pl.lit(item.head.letter)),
                    "household_differs",
                    source.messages,
                    level="warning",
                    title=item.field.title[source.messages.lang],
                    table=source.table.id,
                    field=item.field.id,
                    part=source.part,
                    file=source.file,
                    sheet=source.sheet,
                    mask=mask_kind(item.field),
                )
            )
    return found
