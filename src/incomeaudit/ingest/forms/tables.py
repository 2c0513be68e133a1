"""Tables among the labels of a form: the household's members, visits to it, its loans."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from incomeaudit.ingest.address import letter, position
from incomeaudit.ingest.forms.labels import Labels
from incomeaudit.ingest.forms.rows import Texts
from incomeaudit.ingest.layout import Layout, layout_around, unit_of
from incomeaudit.ingest.match import match_head
from incomeaudit.ingest.rows import is_note

_NOT_INSIDE = frozenset({"household", "place", "village"})
"""Tables that stand in no household's form."""
_DEEP = 8
"""Rows from a header's first on that are looked at to know all of it."""


@dataclass(frozen=True, slots=True)
class Inside:
    """The tables among the labels."""

    layouts: tuple[Layout, ...] = ()
    rows: frozenset[int] = frozenset()
    """The rows, counted from 0, that they take."""
    roster: bool = False
    """Whether one lists households, villages or counties: then the sheet is no household's form."""


def tables_inside(cells: pl.DataFrame, rows: Sequence[Texts], labels: Labels, sheet: str) -> Inside:
    """Find the tables of a form. ``cells`` are the sheet's strings, ``rows`` the same row by row."""
    found: list[Layout] = []
    inside: set[int] = set()
    at = 0
    while at < len(rows):
        layout = _header_at(cells, rows, labels, sheet, at)
        if layout is None:
            at += 1
            continue
        if layout.tables[0] in _NOT_INSIDE:
            return Inside(roster=True)
        layout = replace(layout, tables=tuple(name for name in layout.tables if name not in _NOT_INSIDE))
        end, title = _end(rows, layout, labels), _title(rows, at)
        found.append(replace(layout, last_row=end, titles=title, unit=unit_of(title)))
        inside.update(range(at, end))
        at = end
    return Inside(tuple(found), frozenset(inside))


def _header_at(cells: pl.DataFrame, rows: Sequence[Texts], labels: Labels, sheet: str, at: int) -> Layout | None:
    if not _is_header(rows, labels, at):
        return None
    return layout_around(cells.slice(at, _DEEP).rows(), cells.columns, labels.index, sheet, 0, at)


def _is_header(rows: Sequence[Texts], labels: Labels, at: int) -> bool:
    """Whether a row's labels stand beside each other rather than beside values, and what follows stands below them."""
    filled = sorted(rows[at].items())
    follows = [(labels.is_label(text), labels.is_label(after)) for (_, text), (_, after) in pairwise(filled)]
    together, apart = follows.count((True, True)), follows.count((True, False))
    below = next((texts for texts in rows[at + 1 :] if texts), {})
    under = [labels.is_label(text) for column, text in below.items() if column in rows[at]]
    stand_below = under.count(False) > under.count(True) and 2 * under.count(False) >= len(filled)
    return together > 1 and together > apart and stand_below


def _title(rows: Sequence[Texts], at: int) -> tuple[tuple[str, str], ...]:
    above = rows[at - 1] if at else {}
    return tuple((f"{letter(column)}{at}", text) for column, text in above.items()) if len(above) == 1 else ()


def _end(rows: Sequence[Texts], layout: Layout, labels: Labels) -> int:
    """The row, counted from 0, below the last of a table: one that begins with a label, fills few columns or is a note.

    A row that answers one of the table's code columns belongs to it in any case.
    """
    codes = labels.index.vocabulary.codes
    coded = [
        (position(head.letter), codes[known.field.codes].spellings)
        for head in layout.heads
        if (known := match_head(head, labels.index, layout.tables[0])) and known.field.type == "code"
    ]
    for at in range(layout.first_row - 1, len(rows)):
        texts = rows[at]
        if not texts or any(texts.get(column, "").strip() in spellings for column, spellings in coded):
            continue
        first = texts[min(texts)].strip()
        few = 2 * len(texts) < len(layout.heads) and not first.isdecimal()
        if few or labels.is_label(first) or is_note(first):
            return at
    return len(rows)
