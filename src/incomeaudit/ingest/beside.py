"""Two tables side by side, a blank column between them."""

from collections.abc import Iterator, Sequence

import polars as pl

from incomeaudit.ingest.address import position
from incomeaudit.ingest.layout import Layout, layout_at
from incomeaudit.ingest.match import HeaderIndex, match_head

_WHOSE = frozenset({"household_id", "head_id", "head_name", "village"})
"""Fields that say what a row is about. A table that has its own does not go on with the rows to its left."""


def side_by_side(cells: pl.DataFrame, layout: Layout, index: HeaderIndex, sheet: str) -> tuple[Layout, ...]:
    """The tables that stand under one row of headers, from left to right; mostly the one.

    ``cells`` are the sheet's strings, row 0 Excel's row 1. Columns after a blank one are a table of their own where
    they make one by themselves and say anew what their rows are about: 户编号 on both sides. Without that they may as
    well be more columns of the same rows.
    """
    spans = list(_spans(cells, layout))
    if len(spans) < 2:
        return (layout,)
    found: list[Layout] = []
    for letters in spans:
        own = _part(cells, layout, letters, index, sheet)
        joined = _part(cells, layout, (*found[-1].letters, *letters), index, sheet) if found else None
        if found and (own is None or not _repeats(found[-1], own, index)):
            found[-1:] = [joined] if joined else []
        elif own is not None:
            found.append(own)
        if not found:
            return (layout,)
    return tuple(found) if len(found) > 1 else (layout,)


def _spans(cells: pl.DataFrame, layout: Layout) -> Iterator[tuple[str, ...]]:
    """Runs of columns, each from its first header to the column before the next run's first."""
    starts: list[str] = []
    last: int | None = None
    for head in layout.heads:
        at = position(head.letter)
        if last is None or (at - last > 1 and _is_blank(cells, layout, range(last + 1, at))):
            starts.append(head.letter)
        last = at
    edges = [position(letter) for letter in starts[1:]]
    for number in range(len(starts)):
        low, high = ([0, *edges][number], [*edges, position(cells.columns[-1]) + 1][number])
        yield tuple(letter for letter in cells.columns if low <= position(letter) < high)


def _is_blank(cells: pl.DataFrame, layout: Layout, between: range) -> bool:
    """Whether one of the columns between two headers is blank all the way down."""
    top = layout.header_rows[0] - 1
    letters = {position(letter): letter for letter in cells.columns}
    area = cells.slice(top, (layout.last_row or cells.height) - top)
    return any(at not in letters or area[letters[at]].null_count() == area.height for at in between)


def _part(cells: pl.DataFrame, layout: Layout, letters: Sequence[str], index: HeaderIndex, sheet: str) -> Layout | None:
    titles = [(cell, text) for cell, text in layout.titles if _belongs(cell, layout.titles, letters)]
    found = layout_at(cells.select(letters), layout.header_rows, titles, index, sheet)
    if found is None:
        return None
    return Layout(
        tables=found.tables,
        header_rows=found.header_rows,
        first_row=found.first_row,
        heads=found.heads,
        header_texts=found.header_texts,
        titles=found.titles,
        last_row=layout.last_row,
        letters=tuple(letters),
        above=layout.above,
        unit=found.unit or layout.unit,
        unit_above=layout.unit_above,
    )


def _belongs(cell: str, titles: Sequence[tuple[str, str]], letters: Sequence[str]) -> bool:
    """Whether a title is a table's: one above its columns, or one of a row that says nothing above them."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    columns = {other.removesuffix(row) for other, _ in titles if other.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == row}
    return cell.removesuffix(row) in letters or columns.isdisjoint(letters)


def _repeats(left: Layout, right: Layout, index: HeaderIndex) -> bool:
    """Whether both say what their rows are about, in the same words."""
    return not _naming(left, index).isdisjoint(_naming(right, index))


def _naming(layout: Layout, index: HeaderIndex) -> set[str]:
    known = (match_head(head, index, layout.tables[0]) for head in layout.heads)
    return {item.field.id for item in known if item and item.field.id in _WHOSE}
