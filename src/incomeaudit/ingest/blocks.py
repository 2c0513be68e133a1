"""Runs of rows that may be a table's header: the names over their columns, and the tables that these may make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.match import Head, HeaderIndex, head_of, matches
from incomeaudit.vocabulary import Table

_FEW = 3
_DEEPEST = 3
"""Rows that a header may take."""

_ROSTER = frozenset({"household", "member", "village", "place"})
"""Tables of what is there. The others list what was done, and often say more of the household than of that."""
_WHOSE = frozenset({"county", "township", "village", "year", "household_id", "head_name"})

Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Block:
    """Up to three rows taken for a header; rows counted from 0, both ends included."""

    top: int
    bottom: int
    heads: tuple[Head, ...]
    tables: tuple[str, ...]
    score: int
    """Columns whose header some table knows."""


def rank(block: Block) -> tuple[int, int, int]:
    """What a better header has more of: columns that are known, then fewer rows, then a place further up."""
    return block.score, block.top - block.bottom, -block.top


def spans_of(rows: Sequence[Row], index: HeaderIndex) -> Iterator[tuple[int, int]]:
    """Top and bottom of each run of rows without a blank one whose lowest row holds known headers."""
    known = [names_columns([text for text in row if text], index) for row in rows]
    for top in range(len(rows)):
        for bottom in range(top, min(top + _DEEPEST, len(rows))):
            if not any(rows[bottom]):
                break
            if known[bottom]:
                yield top, bottom


def names_columns(texts: Sequence[str], index: HeaderIndex) -> bool:
    """Whether a row has known headers; one among many cells is a value that happens to be called like a header."""
    known = sum(may_be_header(text, index) for text in texts)
    return known > 1 or (known == 1 and len(texts) <= _FEW)


@lru_cache(maxsize=16_384)
def may_be_header(text: str, index: HeaderIndex) -> bool:
    """Whether a cell's text is a header that some table knows."""
    figure = text[0].isdecimal() and text.isascii()  # 1.户编号 and 2020年纯收入 begin with one and are none
    return len(text) <= 60 and not figure and normalise(text).text in index.names


def block_of(
    rows: Sequence[Row], letters: Sequence[str], top: int, bottom: int, index: HeaderIndex, sheet: str
) -> Block:
    """Some rows taken for a header, with those above them as titles."""
    return judged(heads_of(rows[top : bottom + 1], letters), rows, top, bottom, index, sheet)


def judged(
    heads: tuple[Head, ...], rows: Sequence[Row], top: int, bottom: int, index: HeaderIndex, sheet: str
) -> Block:
    """What tables the headers of some rows may make."""
    fields: dict[str, set[str]] = {}
    columns: dict[str, set[str]] = {}
    for head in heads:
        for table, known in matches(head, index):
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
    return Block(top, bottom, heads, tables, len(set().union(*counted)))


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


def heads_of(rows: Sequence[Row], letters: Sequence[str]) -> tuple[Head, ...]:
    """The header over each column that has one, out of the rows of a header; a group counts for all its columns."""
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


def with_sub_headers(best: Block, blocks: Sequence[Block], rows: Sequence[Row], index: HeaderIndex) -> Block:
    """Take in a row of known headers alone below, where a group's own name is a header too (户主 over 身份证号)."""
    for block in blocks:
        deeper = block.top == best.top and block.bottom == best.bottom + 1
        if deeper and block.tables and block.score >= best.score:
            below = [text for text in rows[block.bottom] if text]
            if all(may_be_header(text, index) for text in below):
                return block
    return best


def with_groups(best: Block, rows: Sequence[Row], letters: Sequence[str], index: HeaderIndex, sheet: str) -> Block:
    """Take in rows of groups above the header, which add no field but may say whose a column is."""
    while best.top > 0 and best.bottom - best.top + 1 < _DEEPEST and _is_group_row(rows, best.top - 1, best.bottom):
        wider = block_of(rows, letters, best.top - 1, best.bottom, index, sheet)
        if wider.tables[:1] != best.tables[:1] or wider.score < best.score:
            break
        best = wider
    return best


def _is_group_row(rows: Sequence[Row], at: int, bottom: int) -> bool:
    row, below = rows[at], rows[at + 1]
    filled = [column for column, text in enumerate(row) if text]
    if not filled or any(_TITLE.search((row[column] or "").strip()) for column in filled):
        return False
    leftmost = next(column for column, text in enumerate(below) if text)
    names = rows[at + 1 : bottom + 1]
    over = [column for column in filled if any(row[column] for row in names)]  # the others reach down or stand apart
    return (len(filled) > 1 or filled[0] > leftmost) and 2 * len(over) > len(filled)
