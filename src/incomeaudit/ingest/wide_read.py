"""A sheet with one row a member to its two parts."""

from collections.abc import Mapping, Sequence

import polars as pl

from incomeaudit.ingest.describe import (
    Desk,
    column_issues,
    evidence_of,
    headless_columns,
    part_of,
    row_issues,
)
from incomeaudit.ingest.found import SheetRead
from incomeaudit.ingest.hidden import shown_rows
from incomeaudit.ingest.issues import cell_issues
from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.match import Taken
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.part import Source, read_part
from incomeaudit.ingest.rows import Rows
from incomeaudit.ingest.table_parts import fill_merged, picked, rows_of, settled, source_of, unit_issues
from incomeaudit.ingest.wide import (
    Households,
    Split,
    contradictions,
    find_households,
    is_wide,
    of_households,
    split_columns,
)
from incomeaudit.vocabulary.masking import mask_kind

OF_PEOPLE = frozenset({"household", "member"})


def read_wide(desk: Desk, sheet: Sheet, layout: Layout) -> SheetRead | None:
    """Household and member part of a sheet with one row a member; None where it is not one."""
    if layout.tables[0] not in OF_PEOPLE or not set(layout.tables) >= OF_PEOPLE:
        return None
    tables = (desk.index.vocabulary.tables["household"], desk.index.vocabulary.tables["member"])
    split = split_columns(layout.heads, desk.index)
    household, left = settled(desk, layout, split.household, tables[0])
    member, left_member = settled(desk, layout, split.member, tables[1])
    split = Split(household, member)
    if not (split.households_own and split.members_own):
        return None
    rows = rows_of(sheet, layout, (*household, *member), tables)
    cells = picked(sheet.cells, rows.data)
    households = find_households(cells, split, desk.index.vocabulary.codes)
    if not is_wide(split, households):
        return None
    merged, issues = fill_merged(desk, sheet, layout, split.members_own)
    people = cells.select(pl.any_horizontal(pl.col([item.head.letter for item in split.members_own]).is_not_null()))
    places, own_row = people.to_series().arg_true(), households.own_row
    # Who belongs to whom is settled with the hidden rows: the head's may be one of them.
    shown, hidden = shown_rows(desk, sheet, rows.data)
    if shown is not None:
        places, own_row = places.filter(shown.gather(places)), own_row.filter(shown.gather(own_row))
    read = rows.data if shown is None else rows.data.filter(shown)
    sources = tuple(
        source_of(desk, sheet, layout, table, desk.first_part + number, read) for number, table in enumerate(tables)
    )
    first = read_part(
        sources[0],
        [(item, _of_household(item, cells, households, shown)) for item in household],
        rows.data.gather(own_row),
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
        *hidden,
        *column_issues(desk, layout, (*household, *member), (*left, *left_member), tables),
        *unit_issues(desk, layout, (*household, *member)),
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


def _of_household(item: Taken, cells: pl.DataFrame, households: Households, shown: pl.Series | None) -> pl.Series:
    said = of_households(cells[item.head.letter], item.field.id, households)
    return said if shown is None else said.filter(shown.gather(households.own_row))


def _of_members(
    item: Taken, cells: pl.DataFrame, merged: Mapping[str, pl.Series], rows: Rows, split: Split, households: Households
) -> pl.Series:
    letter = item.head.letter
    if letter in split.shared:
        return of_households(cells[letter], item.field.id, households).gather(households.of_row)
    return picked(merged[letter], rows.data)


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
