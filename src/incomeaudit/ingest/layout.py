"""Where on a sheet the table is: title rows, header rows, and the row where the data begin."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.match import Head, HeaderIndex, head_of, match_head
from incomeaudit.vocabulary import Table

LOOKED_AT = 60
"""Rows from the top among which a header is looked for."""
_FEW = 3
_DEEPEST = 3
"""Rows that a header may take."""

_ROSTER = frozenset({"household", "member", "village", "place"})
"""Tables of what is there. The others list what was done, and often say more of the household than of that."""
_WHOSE = frozenset({"county", "township", "village", "year", "household_id", "head_name"})

Row = Sequence[str | None]


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
    """Cell and text of everything above the header."""


@dataclass(frozen=True, slots=True)
class NoTable:
    """A sheet without a table that is known, and the header that comes nearest to one."""

    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Up to three rows taken for a header; rows counted from 0, both ends included."""

    top: int
    bottom: int
    heads: tuple[Head, ...]
    tables: tuple[str, ...]
    score: int
    """Columns whose header some table knows."""


def find_layout(cells: pl.DataFrame, index: HeaderIndex, sheet: str) -> Layout | NoTable:
    """Look for the header that names most fields among the first rows of a sheet.

    ``cells`` are strings, row 0 Excel's row 1, columns named by their letters. A header takes one to three rows
    and must show at least two fields of a table, one of them telling. Of headers that name as many, the one with
    fewer rows counts, then the upper one.
    """
    rows = cells.head(LOOKED_AT).rows()
    blocks = [_block(rows, cells.columns, top, bottom, index, sheet) for top, bottom in _spans(rows, index)]
    found = [block for block in blocks if block.tables]
    if not found:
        widest = max(rows, key=lambda row: sum(text is not None for text in row), default=())
        near = max(blocks, key=_rank).heads if blocks else _heads([widest], cells.columns)
        return NoTable(near)
    best = _with_sub_headers(max(found, key=_rank), blocks, rows, index)
    best = _with_groups(best, rows, cells.columns, index, sheet)
    return _layout(best, rows, cells.columns)


def _rank(block: _Block) -> tuple[int, int, int]:
    return block.score, block.top - block.bottom, -block.top


def _spans(rows: Sequence[Row], index: HeaderIndex) -> Iterator[tuple[int, int]]:
    """Top and bottom of each run of rows without a blank one whose lowest row holds known headers."""
    known = [_names_columns([text for text in row if text], index) for row in rows]
    for top in range(len(rows)):
        for bottom in range(top, min(top + _DEEPEST, len(rows))):
            if not any(rows[bottom]):
                break
            if known[bottom]:
                yield top, bottom


def _names_columns(texts: Sequence[str], index: HeaderIndex) -> bool:
    """Whether a row has known headers; one among many cells is a value that happens to be called like a header."""
    known = sum(_may_be_header(text, index) for text in texts)
    return known > 1 or (known == 1 and len(texts) <= _FEW)


def _may_be_header(text: str, index: HeaderIndex) -> bool:
    return len(text) <= 60 and not text[0].isdecimal() and normalise(text).text in index.names


def _block(
    rows: Sequence[Row], letters: Sequence[str], top: int, bottom: int, index: HeaderIndex, sheet: str
) -> _Block:
    heads = _heads(rows[top : bottom + 1], letters)
    fields: dict[str, set[str]] = {}
    columns: dict[str, set[str]] = {}
    for head in heads:
        for table in index.vocabulary.tables:
            if known := match_head(head, index, table):
                fields.setdefault(table, set()).add(known.field.id)
                columns.setdefault(table, set()).add(head.letter)
    titles = _short_titles(rows[:top], next((column for column, text in enumerate(rows[top]) if text), 0))
    scores = {
        table: _likelihood(entry, fields[table], sheet, titles)
        for table, entry in index.vocabulary.tables.items()
        if len(fields.get(table, ())) >= 2 and not fields[table].isdisjoint(entry.telling)
    }
    tables = tuple(sorted(scores, key=lambda table: scores[table], reverse=True))
    counted = [columns[table] for table in tables] or list(columns.values())
    return _Block(top, bottom, heads, tables, len(set().union(*counted)))


def _short_titles(rows: Sequence[Row], leftmost: int) -> list[str]:
    """Texts above a header that may be the table's title: alone in their rows, as a group of columns seldom is."""
    found: list[str] = []
    for row in rows:
        filled = [(column, text) for column, text in enumerate(row) if text]
        if len(filled) == 1 and filled[0][0] <= leftmost:
            found.append(filled[0][1])
    return [text for text in found if len(text) <= 40 and not re.search(r"[:：]", text)]


def _likelihood(table: Table, fields: set[str], sheet: str, titles: Sequence[str]) -> tuple[int, bool, int]:
    """How likely a block with some fields of a table is that table: by their number, then by what the sheet is called.

    A list of grants repeats who the households are and why they are poor. So where the sheet's name or a title says
    补助, and two columns are about the grants themselves, each of these counts three times.
    """
    telling = len(fields.intersection(table.telling))
    if table.id in _ROSTER:
        return len(fields), any(name in sheet for name in table.sheet_names), telling
    called = any(name in text for text in (sheet, *titles) for name in table.sheet_names)
    own = len(fields - _WHOSE)
    return len(fields) + (2 * own if called and own > 1 else 0), called, telling


def _heads(rows: Sequence[Row], letters: Sequence[str]) -> tuple[Head, ...]:
    filled = [list(row) for row in rows]
    for level in range(len(filled) - 1):
        _fill_groups(filled, level)
    stacked = ([text for row in filled if (text := row[column])] for column in range(len(letters)))
    return tuple(head_of(letter, texts) for letter, texts in zip(letters, stacked, strict=True) if texts)


def _fill_groups(filled: list[list[str | None]], level: int) -> None:
    """Write a group's name over the blanks to its right, as its merged cell does, up to where another begins.

    A name without a sub-header of its own reaches down, not to the right.
    """
    group: str | None = None
    within: list[str | None] = []
    for column, text in enumerate(filled[level]):
        above = [row[column] for row in filled[:level]]
        below = any(row[column] for row in filled[level + 1 :])
        if text:
            group, within = (text if below else None), above
        elif group and below and above == within:
            filled[level][column] = group
        elif below or above != within:
            group = None


_TITLE = re.compile(
    r"[:：]|(?:表|册|名单|台账|清单)$|(?:局|办|办公室|人民政府|县|市|区|乡|镇|街道|村)$|20\d\d\s*[年.]\s*\d|^.{17}"
)
"""A text that is no group: 单位：元, 低收入农户花名册, 遂昌县农业农村局, 2020年12月."""


def _with_sub_headers(best: _Block, blocks: Sequence[_Block], rows: Sequence[Row], index: HeaderIndex) -> _Block:
    """Take in a row of known headers alone below, where a group's own name is a header too (户主 over 身份证号)."""
    for block in blocks:
        deeper = block.top == best.top and block.bottom == best.bottom + 1
        if deeper and block.tables and block.score >= best.score:
            below = [text for text in rows[block.bottom] if text]
            if all(_may_be_header(text, index) for text in below):
                return block
    return best


def _with_groups(best: _Block, rows: Sequence[Row], letters: Sequence[str], index: HeaderIndex, sheet: str) -> _Block:
    """Take in rows of groups above the header, which add no field but may say whose a column is."""
    while best.top > 0 and best.bottom - best.top + 1 < _DEEPEST and _is_group_row(rows, best.top - 1):
        wider = _block(rows, letters, best.top - 1, best.bottom, index, sheet)
        if wider.tables[:1] != best.tables[:1] or wider.score < best.score:
            break
        best = wider
    return best


def _is_group_row(rows: Sequence[Row], at: int) -> bool:
    row, below = rows[at], rows[at + 1]
    filled = [column for column, text in enumerate(row) if text]
    if not filled or any(_TITLE.search((row[column] or "").strip()) for column in filled):
        return False
    leftmost = next(column for column, text in enumerate(below) if text)
    over = [column for column in filled if below[column]]  # the others reach down (序号) or stand apart
    return (len(filled) > 1 or filled[0] > leftmost) and 2 * len(over) > len(filled)


_COLUMN_NUMBER = re.compile(
    r"[(（]?(?:\d{1,3}(?:[=＝][\d+\-×÷*/()（）＋－]+)?|[A-Za-z]{1,2}|[甲乙丙丁戊己庚辛壬癸])[)）]?|栏次|序号|[①-⑳]"
)


def _layout(block: _Block, rows: Sequence[Row], letters: Sequence[str]) -> Layout:
    columns = len(block.heads)
    below = block.bottom + 1
    named = list(rows[block.top : below])
    units: list[Row] = []
    while below < len(rows) and (_are_numbers(rows[below], columns) or _are_units(rows[below])):
        if _are_units(rows[below]):
            units.append(rows[below])
        below += 1
    return Layout(
        tables=block.tables,
        header_rows=tuple(range(block.top + 1, block.bottom + 2)),
        first_row=below + 1,
        heads=_heads([*named, *units], letters) if units else block.heads,
        header_texts=tuple(
            {letter: text for letter, text in zip(letters, row, strict=True) if text} for row in rows[block.top : below]
        ),
        titles=tuple(
            (f"{letters[column]}{row + 1}", text)
            for row in range(block.top)
            for column, text in enumerate(rows[row])
            if text
        ),
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
