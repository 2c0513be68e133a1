"""One table of one sheet: columns of strings to columns of values, with an issue for every cell that gave none."""

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from incomeaudit.ingest.cells import Note, Parsed, Unread, parse_together
from incomeaudit.ingest.columns import Conversion, conversion_of
from incomeaudit.ingest.issues import cell_issues, issue
from incomeaudit.ingest.match import Taken
from incomeaudit.ingest.model import PART, ROW, Column
from incomeaudit.ingest.units import Unit
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import CodeList, Table
from incomeaudit.vocabulary.masking import mask, mask_kind

_LONG = 20_000
"""Rows from which parsing a column takes longer than handing it to a thread."""
_EXAMPLES = 3
_EXAMPLE_ROWS = 200
"""Rows among which examples are looked for: the first, or the first with a value where those have none."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part stands and what reading it needs."""

    file: str
    sheet: str
    part: int
    table: Table
    codes: Mapping[str, CodeList]
    messages: Messages
    date1904: bool
    unit: Unit | None
    """The money unit that the titles set."""
    lost: pl.DataFrame
    """Cells of the data rows whose value is not there, after ``facts.LOST_SCHEMA``."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a part's columns gave."""

    frame: pl.DataFrame
    columns: tuple[Column, ...]
    issues: tuple[pl.DataFrame, ...]


def read_part(source: Source, columns: Sequence[tuple[Taken, pl.Series]], rows: pl.Series) -> Read:
    """Parse the columns of a part.

    ``columns`` are the cells of its data rows as strings; ``rows`` (UInt32) the Excel row of each. The frame has
    ``_part``, ``_row`` and a column a field, in the vocabulary's order.
    """
    values: dict[str, pl.Series] = {}
    described: list[Column] = []
    issues: list[pl.DataFrame] = []
    lost_in = frozenset(source.lost.get_column("letter"))
    for (taken, cells), (conversion, parsed) in zip(columns, _parsed(source, columns), strict=True):
        values[taken.field.id] = parsed.values
        described.append(_column(taken, conversion, parsed.values, source))
        issues += _conversion_issues(taken, conversion, source)
        issues += _unreadable(taken, cells, parsed.unreadable, rows, source, lost_in)
        issues += _notes(taken, parsed.notes, rows, source)
    for taken, _ in columns:
        gross = f"{taken.field.id}_gross"
        if gross in source.table.fields and gross not in values:
            values[gross] = pl.Series([taken.how == "gross"]).new_from_index(0, len(rows))
    ordered = [values[name].alias(name) for name in source.table.fields if name in values]
    part = pl.Series([source.part], dtype=pl.UInt32).new_from_index(0, len(rows))
    frame = pl.DataFrame([part.alias(PART), rows.alias(ROW), *ordered])
    return Read(frame, tuple(described), tuple(issues))


def _parsed(source: Source, columns: Sequence[tuple[Taken, pl.Series]]) -> list[tuple[Conversion, Parsed]]:
    """Each column's conversion and values; long columns two at a time, others with those that are read alike."""
    conversions = [_conversion(taken, source.unit, cells) for taken, cells in columns]
    unread = [
        Unread(cells, taken.field, conversion.multiplier, inverted=taken.how == "inverted")
        for (taken, cells), conversion in zip(columns, conversions, strict=True)
    ]

    def read(some: Sequence[Unread]) -> list[Parsed]:
        return parse_together(some, source.codes, date1904=source.date1904)

    if not columns or len(columns[0][1]) < _LONG:
        return list(zip(conversions, read(unread), strict=True))
    with ThreadPoolExecutor(2) as pool:
        alone = pool.map(read, ([column] for column in unread))
        return [(conversion, parsed) for conversion, [parsed] in zip(conversions, alone, strict=True)]


def _conversion(taken: Taken, of_title: Unit | None, cells: pl.Series) -> Conversion:
    conversion = conversion_of(taken, of_title)
    if taken.field.unit == "share" and conversion.multiplier != 1:
        # Under a header in % a cell formatted as a percentage arrives as a share already.
        largest = cells.cast(pl.Float64, strict=False).abs().max()
        if isinstance(largest, float) and largest <= 1:
            return Conversion()
    return conversion


def _column(taken: Taken, conversion: Conversion, values: pl.Series, source: Source) -> Column:
    words = [conversion.text] if conversion.text else []
    if taken.how == "inverted":
        words.append("inverted")
    return Column(
        letter=taken.head.letter,
        header=taken.head.shown,
        field=taken.field.id,
        how="mapping" if taken.by else taken.how,
        table=source.table.id,
        conversion=" ".join(words),
        examples=_examples(taken, values),
        grouped=taken.joined,
    )


def _examples(taken: Taken, values: pl.Series) -> tuple[str, ...]:
    kind = mask_kind(taken.field)
    some = _distinct(values.head(_EXAMPLES * _EXAMPLES))
    if len(some) < _EXAMPLES:
        some = _distinct(values.head(_EXAMPLE_ROWS)) or _distinct(values.drop_nulls().head(_EXAMPLE_ROWS))
    texts = [_as_text(value) for value in some[:_EXAMPLES]]
    return tuple(mask(text, kind) for text in texts) if kind else tuple(texts)


def _distinct(values: pl.Series) -> list[object]:
    """Values without nulls, each once, in their order."""
    return [value for value in dict.fromkeys(values.to_list()) if value is not None]


def _as_text(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _conversion_issues(taken: Taken, conversion: Conversion, source: Source) -> list[pl.DataFrame]:
    if not conversion.text:
        return []
    unit = taken.head.unit or source.unit
    return [
        _about(
            taken,
            source,
            "converted",
            "info",
            header=taken.head.shown,
            unit=unit.text if unit else "",
            conversion=conversion.text,
        )
    ]


def _about(
    taken: Taken, source: Source, kind: str, level: str, row: int | None = None, **values: object
) -> pl.DataFrame:
    cell = f"{taken.head.letter}{row}" if row is not None else None
    title = taken.field.title[source.messages.lang]
    return issue(
        kind,
        level,
        source.messages(f"issue.{kind}", field=title, letter=taken.head.letter, cell=cell, **values),
        table=source.table.id,
        field=taken.field.id,
        part=source.part,
        file=source.file,
        sheet=source.sheet,
        row=row,
        cell=cell,
    )


def _unreadable(
    taken: Taken, cells: pl.Series, unreadable: pl.Series, rows: pl.Series, source: Source, lost_in: Set[str]
) -> list[pl.DataFrame]:
    """An issue for each cell that says something unreadable, is in error, or holds a formula nobody calculated.

    ``lost_in`` are the letters of the columns that have cells whose value is not there.
    """
    letter = taken.head.letter
    found: list[tuple[str, pl.DataFrame]] = []
    if unreadable.any():
        at = unreadable.arg_true()
        letters = pl.Series([letter]).new_from_index(0, len(at))
        found.append(
            ("unreadable_cell", pl.DataFrame({"row": rows.gather(at), "letter": letters, "text": cells.gather(at)}))
        )
    if letter in lost_in:
        lost = source.lost.filter(pl.col("letter") == letter)
        found += [(kind, same) for (kind,), same in lost.group_by(["kind"], maintain_order=True)]
    return [
        cell_issues(
            same,
            kind,
            source.messages,
            title=taken.field.title[source.messages.lang],
            table=source.table.id,
            field=taken.field.id,
            part=source.part,
            file=source.file,
            sheet=source.sheet,
            mask=mask_kind(taken.field) if kind != "error_cell" else None,
        )
        for kind, same in found
    ]


_WORTH_A_LOOK = frozenset({"id_lost_digits", "date_trailing_zero"})


def _notes(taken: Taken, notes: Sequence[Note], rows: pl.Series, source: Source) -> list[pl.DataFrame]:
    """One issue a column and kind of note, naming the first cell."""
    return [
        _about(
            taken,
            source,
            note.kind,
            "warning" if note.kind in _WORTH_A_LOOK else "info",
            row=int(rows[note.rows[0]]),
            count=len(note.rows),
        )
        for note in notes
        if len(note.rows)
    ]
