"""The columns of a table, read together: those that are read alike go through their parser as one long column.

Reading a column takes some twenty calls whatever its length, and a county's workbook has a hundred columns and more of
a few dozen rows.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from incomeaudit.ingest.cells.parse import parse
from incomeaudit.ingest.cells.parsed import Note, Parsed
from incomeaudit.vocabulary import CodeList, Field


@dataclass(frozen=True, slots=True)
class Unread:
    """A column of cells and how it is to be read, as ``parse`` takes them."""

    cells: pl.Series
    field: Field
    multiplier: float = 1.0
    inverted: bool = False


def parse_together(columns: Sequence[Unread], codes: Mapping[str, CodeList], *, date1904: bool = False) -> list[Parsed]:
    """What ``parse`` gives for each of some columns, in their order."""
    alike: dict[Hashable, list[int]] = {}
    for number, column in enumerate(columns):
        alike.setdefault(_way(column), []).append(number)
    found: dict[int, Parsed] = {}
    for numbers in alike.values():
        own = [columns[number] for number in numbers]
        first = own[0]
        cells = pl.concat([column.cells.alias("") for column in own]) if len(own) > 1 else first.cells
        parsed = parse(
            cells, first.field, codes, multiplier=first.multiplier, inverted=first.inverted, date1904=date1904
        )
        found.update(zip(numbers, _apart(parsed, own) if len(own) > 1 else [parsed], strict=True))
    return [found[number] for number in range(len(columns))]


def _way(column: Unread) -> Hashable:
    """What decides how a column's cells are read; the same for two columns that may be read as one."""
    field = column.field
    match field.type:
        case "money" | "number" | "integer":
            return field.type, field.unit, field.nothing, column.multiplier
        case "boolean":
            return field.type, column.inverted
        case "date" | "year":
            return field.type
        case "code":
            return field.type, field.codes
        case "id" if field.personal != "id":
            return field.type, field.personal is None
        case "id" | "text":
            # ID numbers that were kept as figures are known by what else stands in their column, and most columns of
            # text need no second look.
            return field.type, field.id


def _apart(parsed: Parsed, columns: Sequence[Unread]) -> list[Parsed]:
    """What was read of several columns as one, column by column."""
    ends = [0]
    for column in columns:
        ends.append(ends[-1] + len(column.cells))
    return [
        Parsed(
            parsed.values.slice(start, end - start).alias(column.field.id),
            parsed.unreadable.slice(start, end - start).alias(column.field.id),
            tuple(_within(parsed.notes, start, end)),
        )
        for column, (start, end) in zip(columns, pairwise(ends), strict=True)
    ]


def _within(notes: Sequence[Note], start: int, end: int) -> list[Note]:
    found = [Note(note.kind, note.rows.filter((note.rows >= start) & (note.rows < end)) - start) for note in notes]
    return [note for note in found if len(note.rows)]
