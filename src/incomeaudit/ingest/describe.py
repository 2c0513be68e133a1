"""Saying what was found on a sheet: its parts and columns, and an issue for all that was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from incomeaudit.ingest.columns import LeftOut
from incomeaudit.ingest.context import gather_evidence
from incomeaudit.ingest.issues import NAMED, issue, named_rows
from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.mapping.model import SheetRule
from incomeaudit.ingest.match import Head, HeaderIndex, Taken, is_refused, laid_over, suggest
from incomeaudit.ingest.model import Column, Evidence, Part
from incomeaudit.ingest.options import AS_IT_IS, ReadOptions
from incomeaudit.ingest.part import Read, Source
from incomeaudit.ingest.rows import Rows
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import Table

_NEAR_MISS = 75.0
"""Similarity, of 100, from which a header that is not known is likely a known one misspelled."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed everywhere while one sheet is read."""

    file: str
    sheet: str
    index: HeaderIndex
    messages: Messages
    first_part: int
    """The number of the first part that this sheet may give."""
    options: ReadOptions = AS_IT_IS

    def as_told(self) -> "Desk":
        """The same with what the user's mapping says of this sheet laid over the vocabulary."""
        return replace(self, index=laid_over(self.index, self.options.mapping, self.sheet))

    @property
    def rule(self) -> SheetRule | None:
        """What the user's mapping says of this sheet as a whole."""
        return self.index.told.rule if self.index.told else None

    def title(self, table: Table) -> str:
        """A table's title in the user's language."""
        return table.title[self.messages.lang]

    def say(
        self, kind: str, level: str, cell: str | None = None, row: int | None = None, **values: object
    ) -> pl.DataFrame:
        """An issue about the sheet, or one cell of it."""
        message = self.messages(f"issue.{kind}", sheet=self.sheet, cell=cell, row=row, **values)
        return issue(kind, level, message, file=self.file, sheet=self.sheet, row=row, cell=cell)


def nearest_headers(desk: Desk, heads: Sequence[Head]) -> str:
    """Headers of a sheet without a table, each with the known one it comes nearest to."""
    near = [f"{head.shown[:20]} → {found[0]}" for head in heads if (found := suggest(head, desk.index))]
    return "；".join(near[:5])


def row_issues(desk: Desk, rows: Rows) -> list[pl.DataFrame]:
    """One issue a sheet for each kind of row that was not read."""
    kinds = (
        ("examples_dropped", "info", rows.examples),
        ("subtotals_dropped", "info", rows.subtotals),
        ("headers_repeated", "info", rows.repeated_headers),
        ("rows_stray", "warning", rows.strays),
        ("rows_unfilled", "info", rows.unfilled),
        ("rows_only_formulas", "warning", rows.formulas),
        ("notes_at_end", "info", (rows.notes,) if rows.notes else ()),
        ("data_after_notes", "warning", rows.data_after_notes),
    )
    return [
        desk.say(kind, level, row=numbers[0], count=len(numbers), rows=named_rows(numbers))
        for kind, level, numbers in kinds
        if numbers
    ]


def column_issues(
    desk: Desk, layout: Layout, taken: Sequence[Taken], left: Sequence[LeftOut], tables: Sequence[Table]
) -> list[pl.DataFrame]:
    """An issue for each column whose header is known, or nearly, and which is not read."""
    row = layout.header_rows[-1]
    issues = [
        issue(out.kind, "error", desk.messages.problem(out.problem), file=desk.file, sheet=desk.sheet)
        if out.problem
        else desk.say(
            out.kind,
            "info" if out.kind == "gross_beside_net" else "warning",
            cell=f"{out.taken.head.letter}{row}",
            row=row,
            letter=out.taken.head.letter,
            header=out.taken.head.shown,
            field=out.taken.field.title[desk.messages.lang],
        )
        for out in left
    ]
    read = {item.head.letter for item in taken} | {out.taken.head.letter for out in left}
    fields = {item.field.id for item in taken}
    names = [table.id for table in tables]
    for head in layout.heads:
        if head.letter in read or any(is_refused(head, desk.index, name) for name in names):
            continue
        if near := suggest(head, desk.index, names, least=_NEAR_MISS, without=fields):
            issues.append(
                desk.say(
                    "header_near_miss",
                    "warning",
                    cell=f"{head.letter}{row}",
                    row=row,
                    letter=head.letter,
                    header=head.shown,
                    nearest="、".join(near),
                )
            )
    return issues


def headless_columns(desk: Desk, layout: Layout, cells: pl.DataFrame) -> list[pl.DataFrame]:
    """One issue for the columns that hold data and have no header."""
    headed = {head.letter for head in layout.heads}
    letters = [letter for letter in cells.columns if letter not in headed and cells[letter].null_count() < cells.height]
    if not letters:
        return []
    return [desk.say("columns_without_header", "info", count=len(letters), letters="、".join(letters[:NAMED]))]


def part_of(
    desk: Desk,
    layout: Layout,
    source: Source,
    read: Read,
    rows: Rows,
    left: Sequence[LeftOut],
    others: Sequence[Taken],
) -> Part:
    """The description of a part; ``others`` are the columns of the other table of a wide sheet."""
    described = {column.letter: column for column in read.columns}
    repeated = {item.head.letter: item for item in others}
    known_but_out = {out.taken.head.letter: out for out in left}
    fields = {column.field for column in read.columns if column.field}
    columns: list[Column] = []
    for head in layout.heads:
        if head.letter in described:
            columns.append(described[head.letter])
        elif item := repeated.get(head.letter):
            columns.append(Column(head.letter, head.shown, item.field.id, "repeated", item.field.table))
        elif is_refused(head, desk.index, source.table.id):
            columns.append(Column(head.letter, head.shown, None, "refused"))
        else:
            near = _near(head, desk, known_but_out.get(head.letter), source.table.id, fields)
            columns.append(Column(head.letter, head.shown, None, "unknown", suggestions=near))
    return Part(
        file=desk.file,
        sheet=desk.sheet,
        table=source.table.id,
        header_rows=layout.header_rows,
        first_row=int(rows.data[0]) if len(rows.data) else layout.first_row,
        last_row=int(rows.data[-1]) if len(rows.data) else layout.first_row - 1,
        rows=read.frame.height,
        letters={column.field: column.letter for column in read.columns if column.field},
        columns=tuple(columns),
        titles=tuple(text for _, text in layout.titles),
    )


def _near(head: Head, desk: Desk, out: LeftOut | None, table: str, fields: set[str]) -> tuple[str, ...]:
    """The headers that one not read comes near to: its field's own, where another column claims that too."""
    if out is None:
        return suggest(head, desk.index, [table], without=fields)
    return out.taken.field.headers[:1] if out.problem else ()


def evidence_of(desk: Desk, layout: Layout, part: int, taken: Sequence[Taken]) -> tuple[Evidence, ...]:
    """The years and places that titles, headers, sheet and file name give for a part.

    The year over a column of last year's figures is not the year that the rows are about. What a table's own titles
    leave out, those of the tables above it on the sheet say.
    """
    row = layout.header_rows[-1]
    years = [
        (f"{item.head.letter}{row}", item.head.year)
        for item in taken
        if item.head.year is not None and not item.field.id.startswith("prior_")
    ]
    said = gather_evidence(part, titles=layout.titles, header_years=years, sheet=desk.sheet, file=desk.file)
    if not layout.above:
        return said
    own = [item for item in said if item.origin == "title"]
    above = gather_evidence(part, titles=layout.above, header_years=(), sheet=desk.sheet, file="")
    for kind in [kind for kind in ("year", "place") if all(item.kind != kind for item in own)]:
        told = [item for item in above if item.origin == "title" and item.kind == kind]
        own += [item for item in told if item.where == told[0].where]
    return (*own, *(item for item in said if item.origin != "title"))
