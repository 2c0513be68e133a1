"""A form of one household to its parts: the household in one row, and what its tables list."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from incomeaudit.ingest.columns import settle
from incomeaudit.ingest.context import gather_evidence, year_said
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.forms.find import Form
from incomeaudit.ingest.forms.rows import LOST, Slot
from incomeaudit.ingest.found import SheetRead, together
from incomeaudit.ingest.issues import NAMED
from incomeaudit.ingest.layout import unit_of
from incomeaudit.ingest.match import Taken, match_head, suggest, take
from incomeaudit.ingest.model import PART, ROW, Column, Part
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.part import Read, Source, read_part
from incomeaudit.ingest.table_read import read_table
from incomeaudit.vocabulary import Table

_TOLD = ("county", "township", "village", "year", "household_id", "head_name")
"""Fields that the rows of a form's tables take from the form."""


def read_form(desk: Desk, sheet: Sheet, form: Form) -> SheetRead:
    """Read a form: a part of one household, each of whose fields has a cell of its own, and parts for its tables."""
    table = desk.index.vocabulary.tables["household"]
    taken, doubled = _taken(desk, form, table)
    settled, left = settle(
        [item for _, item in taken],
        table,
        year_said(form.titles, desk.sheet, desk.file),
        desk.messages,
        file=desk.file,
        sheet=desk.sheet,
        only_look=desk.options.only_look,
    )
    slots = [(_slot_of(item, taken), item) for item in settled]
    row = form.slots[0].row
    read = _read(desk, sheet, form, slots, row)
    part = _part(desk, form, read, slots, row)
    issues = [
        desk.say("form_read", "info", count=len(slots), row=row),
        *(_about(desk, slot, "form_label_twice", "warning") for slot in doubled),
        *(_about(desk, _slot_of(out.taken, taken), "form_label_left_out", "warning") for out in left),
        *_loose(desk, form),
    ]
    years = [
        (slot.label, slot.head.year)
        for slot, item in slots
        if slot.head.year and not item.field.id.startswith("prior_")
    ]
    evidence = gather_evidence(
        desk.first_part, titles=form.titles, header_years=years, sheet=desk.sheet, file=desk.file
    )
    household = SheetRead((part,), (read.frame,), (*issues, *read.issues), evidence)
    return together([household, *_tables(desk, sheet, form, household)])


def _taken(desk: Desk, form: Form, table: Table) -> tuple[list[tuple[Slot, Taken]], list[Slot]]:
    """Labels taken for fields, and labels that say again what one before them says."""
    member = desk.index.vocabulary.tables["member"]
    found: list[tuple[Slot, Taken]] = []
    for slot in form.slots:
        if known := match_head(slot.head, desk.index, table.id):
            found.append((slot, take(slot.head, known)))
    if all(item.field.id != table.name for _, item in found):
        # A form is about one household, whose 姓名 is the head's.
        names = ((slot, match_head(slot.head, desk.index, member.id)) for slot in form.slots)
        name = next((slot for slot, known in names if known and known.field.id == member.name), None)
        found += [(name, Taken(name.head, table.fields[table.name], "alias"))] if name else []
    first: dict[tuple[object, ...], Slot] = {}
    doubled: list[Slot] = []
    for slot, item in found:
        said = first.setdefault((item.field.id, item.head.year, item.head.prior, item.how == "gross"), slot)
        if said is not slot and slot.value not in {None, said.value}:
            doubled.append(slot)
    return [(slot, item) for slot, item in found if any(slot is said for said in first.values())], doubled


def _slot_of(item: Taken, taken: Sequence[tuple[Slot, Taken]]) -> Slot:
    return next(slot for slot, other in taken if other.head is item.head)


def _read(desk: Desk, sheet: Sheet, form: Form, slots: Sequence[tuple[Slot, Taken]], row: int) -> Read:
    """Parse each value at its own place; the frame's one row has the number of the form's first row."""
    table = desk.index.vocabulary.tables["household"]
    told = desk.rule.unit if desk.rule else None
    reads: list[Read] = []
    for slot, item in slots:
        source = Source(
            file=desk.file,
            sheet=desk.sheet,
            part=desk.first_part,
            table=table,
            codes=desk.index.vocabulary.codes,
            messages=desk.messages,
            date1904=sheet.date1904,
            unit=told or unit_of(form.titles),
            lost=sheet.facts.lost.filter(pl.col("row") == slot.row),
        )
        value = None if slot.value == LOST else slot.value
        cells = pl.Series([value], dtype=pl.String)
        reads.append(read_part(source, [(item, cells)], pl.Series([slot.row], dtype=pl.UInt32)))
    columns = [
        replace(column, letter=slot.cell)
        for (slot, _), read in zip(slots, reads, strict=True)
        for column in read.columns
    ]
    values = {name: read.frame[name] for read in reads for name in read.frame.columns if name not in {PART, ROW}}
    frame = pl.DataFrame(
        [
            pl.Series(PART, [desk.first_part], dtype=pl.UInt32),
            pl.Series(ROW, [row], dtype=pl.UInt32),
            *(values[name] for name in table.fields if name in values),
        ]
    )
    return Read(frame, tuple(columns), tuple(said for read in reads for said in read.issues))


def _part(desk: Desk, form: Form, read: Read, slots: Sequence[tuple[Slot, Taken]], row: int) -> Part:
    fields = {item.field.id for _, item in slots}
    described = {column.letter: column for column in read.columns}
    columns: list[Column] = []
    for slot in form.slots:
        if slot.cell in described:
            columns.append(described[slot.cell])
        elif slot.labelled:
            near = suggest(slot.head, desk.index, ["household"], without=fields)
            columns.append(Column(slot.cell, slot.head.shown, None, "unknown", suggestions=near))
    return Part(
        file=desk.file,
        sheet=desk.sheet,
        table="household",
        header_rows=tuple(sorted({slot.row for slot, _ in slots})),
        first_row=row,
        last_row=max(slot.row for slot in form.slots),
        rows=1,
        letters={item.field.id: slot.head.letter for slot, item in slots},
        columns=tuple(columns),
        titles=tuple(text for _, text in form.titles),
        cells={item.field.id: slot.cell for slot, item in slots},
    )


def _about(desk: Desk, slot: Slot, kind: str, level: str) -> pl.DataFrame:
    return desk.say(kind, level, cell=slot.label, row=slot.row, header=slot.head.shown)


def _loose(desk: Desk, form: Form) -> list[pl.DataFrame]:
    """Issues about what stands on the form and belongs to no label."""
    issues: list[pl.DataFrame] = []
    if loose := [slot for slot in form.slots if not slot.labelled]:
        issues.append(desk.say("form_cells_loose", "warning", cell=loose[0].cell, row=loose[0].row, count=len(loose)))
    if form.unread:
        letters = "、".join(form.unread[:NAMED]) + ("…" if len(form.unread) > NAMED else "")
        issues.append(desk.say("form_columns_unread", "warning", count=len(form.unread), letters=letters))
    return issues


def _tables(desk: Desk, sheet: Sheet, form: Form, household: SheetRead) -> list[SheetRead]:
    """The tables of a form, their rows with the number, head and place of the household where they give none."""
    reads: list[SheetRead] = []
    number = desk.first_part + 1
    for layout in form.tables:
        own = replace(desk, first_part=number)
        found = read_table(own, sheet, replace(layout, above=form.titles, unit=layout.unit or unit_of(form.titles)))
        number += len(found.parts)
        told = [_told(desk, part, frame, household) for part, frame in zip(found.parts, found.frames, strict=True)]
        parts, frames = tuple(part for part, _ in told), tuple(frame for _, frame in told)
        reads.append(replace(found, parts=parts, frames=frames))
    return reads


def _told(desk: Desk, part: Part, frame: pl.DataFrame, household: SheetRead) -> tuple[Part, pl.DataFrame]:
    table = desk.index.vocabulary.tables[part.table]
    form, row = household.parts[0], household.frames[0]
    given = [name for name in _TOLD if name in table.fields and name in row.columns and name not in frame.columns]
    if not given:
        return part, frame
    frame = frame.with_columns(pl.lit(row[name][0], dtype=row.schema[name]).alias(name) for name in given)
    ordered = frame.select(PART, ROW, *(name for name in table.fields if name in frame.columns))
    return (
        replace(
            part,
            letters={**part.letters, **{name: form.letters[name] for name in given}},
            cells={**part.cells, **{name: form.cells[name] for name in given}},
        ),
        ordered,
    )
