"""Where on a sheet a table is: title rows, header rows, and the row where the data begin."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from incomeaudit.ingest.blocks import (
    Block,
    Row,
    block_of,
    heads_of,
    judged,
    rank,
    spans_of,
    with_groups,
    with_sub_headers,
)
from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.mapping.model import SheetRule
from incomeaudit.ingest.match import Head, HeaderIndex, with_lettered
from incomeaudit.ingest.units import Unit, money_unit_of_title
from incomeaudit.messages import Problem

LOOKED_AT = 60
"""Rows from the top among which a header is looked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table found on a sheet. Row numbers are Excel's."""

    tables: tuple[str, ...]
    """The tables that its headers may make it, likeliest first, each with a telling field and one more."""
    header_rows: tuple[int, ...]
    """The rows of names; rows of column numbers or units below them are not among them."""
    first_row: int
    """The first row below all of the header."""
    heads: tuple[Head, ...]
    """One for each column that has a header."""
    header_texts: tuple[Mapping[str, str], ...]
    """Column to text of each header row, to know the header again where a printed page repeats it."""
    titles: tuple[tuple[str, str], ...]
    """Cell and text of everything above the header that belongs to the table."""
    last_row: int | None = None
    """The last row before another table begins; None where the sheet's end is the table's."""
    letters: tuple[str, ...] = ()
    """The table's columns, where others stand beside it; empty where all of the sheet's are its."""
    above: tuple[tuple[str, str], ...] = ()
    """Cell and text of the titles of tables above, nearest first: they may name the year and place of all of them."""
    unit: Unit | None = None
    """The money unit that the titles set, these or those of the same table further up (单位：万元)."""
    unit_above: Unit | None = None
    """The money unit that the titles of another table further up set; this one does not say in what its money is."""


@dataclass(frozen=True, slots=True)
class NoTable:
    """A sheet without a table that is known, and the header that comes nearest to one."""

    heads: tuple[Head, ...]


def find_layout(cells: pl.DataFrame, index: HeaderIndex, sheet: str) -> Layout | NoTable:
    """Look for the header that names most fields among the first rows of a sheet.

    ``cells`` are strings, row 0 Excel's row 1, columns named by their letters. A header takes one to three rows
    and must show at least two fields of a table, one of them telling. Of headers that name as many, the one with
    fewer rows counts, then the upper one. Where the user's mapping names the header's rows, they are taken.
    """
    rule = index.told.rule if index.told else None
    if rule and rule.header_rows:
        return _told_layout(cells, index, sheet, rule)
    rows = cells.head(LOOKED_AT).rows()
    blocks = _blocks(rows, cells.columns, spans_of(rows, index), index, sheet)
    best = _best(blocks, rows, cells.columns, index, sheet)
    if best is None:
        widest = max(rows, key=lambda row: sum(text is not None for text in row), default=())
        near = max(blocks, key=rank).heads if blocks else heads_of([widest], cells.columns)
        return NoTable(near)
    return _with_lettered(_layout(best, rows, cells.columns), cells.columns, index)


def layout_around(
    rows: Sequence[Row], letters: Sequence[str], index: HeaderIndex, sheet: str, at: int, offset: int
) -> Layout | None:
    """The table whose header one row is part of; None where the rows around it are no header.

    ``rows`` begin with the table's titles, ``at`` counts from the first of them, which is row ``offset`` of the sheet,
    counted from 0 too.
    """
    spans = [(top, bottom) for top, bottom in spans_of(rows, index) if top <= at <= bottom]
    best = _best(_blocks(rows, letters, spans, index, sheet), rows, letters, index, sheet)
    return _with_lettered(_layout(best, rows, letters, offset), letters, index) if best else None


def layout_at(
    cells: pl.DataFrame, header_rows: Sequence[int], titles: Sequence[tuple[str, str]], index: HeaderIndex, sheet: str
) -> Layout | None:
    """The table under header rows, Excel's, that are known; ``titles`` are what stands above it."""
    top, bottom = header_rows[0] - 1, header_rows[-1] - 1
    rows = [tuple(None for _ in cells.columns)] * top + cells.slice(top, bottom - top + LOOKED_AT).rows()
    block = block_of(rows, cells.columns, top, bottom, index, sheet)
    if not block.tables:
        return None
    return replace(_layout(block, rows, cells.columns), titles=tuple(titles), unit=unit_of(titles))


def unit_of(titles: Iterable[tuple[str, str]]) -> Unit | None:
    """The money unit that titles, given as cell and text, set for their table."""
    return money_unit_of_title(" ".join(text for _, text in titles))


def _blocks(
    rows: Sequence[Row], letters: Sequence[str], spans: Iterable[tuple[int, int]], index: HeaderIndex, sheet: str
) -> list[Block]:
    return [block_of(rows, letters, top, bottom, index, sheet) for top, bottom in spans]


def _best(
    blocks: Sequence[Block], rows: Sequence[Row], letters: Sequence[str], index: HeaderIndex, sheet: str
) -> Block | None:
    found = [block for block in blocks if block.tables]
    if not found:
        return None
    best = with_sub_headers(max(found, key=rank), blocks, rows, index)
    return with_groups(best, rows, letters, index, sheet)


def _told_layout(cells: pl.DataFrame, index: HeaderIndex, sheet: str, rule: SheetRule) -> Layout | NoTable:
    """The table below the header rows that the user's mapping names. Raises ``Problem`` where the sheet ends above."""
    top, bottom = rule.header_rows[0] - 1, rule.header_rows[-1] - 1
    if bottom >= cells.height:
        raise Problem("mapping_header_rows", where=rule.where, sheet=sheet, row=bottom + 1, last=cells.height)
    rows = cells.head(bottom + LOOKED_AT).rows()
    heads = with_lettered(heads_of(rows[top : bottom + 1], cells.columns), cells.columns, index)
    block = judged(heads, rows, top, bottom, index, sheet)
    if not block.tables:
        return NoTable(block.heads)
    return _with_lettered(_layout(block, rows, cells.columns), cells.columns, index)


def _with_lettered(layout: Layout, letters: Sequence[str], index: HeaderIndex) -> Layout:
    return replace(layout, heads=with_lettered(layout.heads, letters, index))


_COLUMN_NUMBER = re.compile(
    r"[(（]?(?:\d{1,3}(?:[=＝][\d+\-×÷*/()（）＋－]+)?|[A-Za-z]{1,2}|[甲乙丙丁戊己庚辛壬癸])[)）]?|栏次|序号|[①-⑳]"
)


def _layout(block: Block, rows: Sequence[Row], letters: Sequence[str], offset: int = 0) -> Layout:
    columns = len(block.heads)
    below = block.bottom + 1
    named = list(rows[block.top : below])
    units: list[Row] = []
    while below < len(rows) and (_are_numbers(rows[below], columns) or _are_units(rows[below])):
        if _are_units(rows[below]):
            units.append(rows[below])
        below += 1
    titles = tuple(
        (f"{letters[column]}{offset + row + 1}", text)
        for row in range(block.top)
        for column, text in enumerate(rows[row])
        if text
    )
    return Layout(
        tables=block.tables,
        header_rows=tuple(range(offset + block.top + 1, offset + block.bottom + 2)),
        first_row=offset + below + 1,
        heads=heads_of([*named, *units], letters) if units else block.heads,
        header_texts=tuple(
            {letter: text for letter, text in zip(letters, row, strict=True) if text} for row in rows[block.top : below]
        ),
        titles=titles,
        unit=unit_of(titles),
    )


def _are_numbers(row: Row, columns: int) -> bool:
    """Whether a row numbers the columns: 1 2 3 …, A B C …, 甲 乙 1 2 …"""
    filled = [text.strip() for text in row if text]
    if len(filled) < max(2, columns // 2) or not all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return False
    counted = [int(found[0]) for text in filled if (found := re.search(r"\d+", text))]
    return all(later - earlier == 1 for earlier, later in pairwise(counted))


def _are_units(row: Row) -> bool:
    """Whether a row below the names holds nothing but units: （元） （人） …"""
    said = [normalise(text) for text in row if text]
    return len(said) > 0 and all(header.unit and not header.text for header in said)
