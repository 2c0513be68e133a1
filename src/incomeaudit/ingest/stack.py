"""Several tables on one sheet, one below the other: where each begins and ends, and which titles are its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from incomeaudit.ingest.blocks import Row, may_be_header
from incomeaudit.ingest.heading_rows import heading_rows
from incomeaudit.ingest.layout import LOOKED_AT, Layout, NoTable, find_layout, layout_around
from incomeaudit.ingest.match import HeaderIndex, match_head
from incomeaudit.ingest.rows import is_note, is_total, plain_title, says_again
from incomeaudit.ingest.units import Unit

_HIGHEST = 12
"""Rows above a header among which its titles are looked for."""
_DEEP = 12
"""Rows from a header's first on that are looked at to know all of it."""
_SIDE_BY_SIDE = 4
"""Cells, at most, of a title row: 填报单位, 日期, 单位 and one more."""
_GROUPS = 3
"""Rows above a header's lowest, less one, that may be groups of columns."""
_DATED = re.compile(r"20\d\d\s*[年.]")


@dataclass(frozen=True, slots=True)
class Stacked:
    """The tables of a sheet, from the top down."""

    layouts: tuple[Layout, ...]
    skipped: tuple[int, ...] = ()
    """Filled rows, Excel's, above the first table that are too many to be its titles. They are not read."""
    unplaced: tuple[int, ...] = ()
    """Rows, Excel's, that look like a header of a table that is not known. They are read as rows of the table above."""


def find_tables(cells: pl.DataFrame, index: HeaderIndex, sheet: str) -> Stacked | NoTable:
    """Find every table of a sheet, one below the other.

    ``cells`` are strings, row 0 Excel's row 1, columns named by their letters. A header that says again what the one
    above it says, under no other title, is one that a printed page repeats, and begins no table. Where the user's
    mapping names the header's rows, the table below them is the only one.
    """
    first = find_layout(cells, index, sheet)
    if index.told and index.told.rule and index.told.rule.header_rows:
        return first if isinstance(first, NoTable) else Stacked((first,))
    if isinstance(first, NoTable):
        return _far_below(cells, index, sheet) or first
    first, upper = _with_tables_above(first, cells, index, sheet)
    lower = _tables_below(first, cells, index, sheet)
    return Stacked(_with_units((*upper.layouts, *lower.layouts)), unplaced=(*upper.unplaced, *lower.unplaced))


def _far_below(cells: pl.DataFrame, index: HeaderIndex, sheet: str) -> Stacked | None:
    """The tables of a sheet on which more rows than titles take stand above the first."""
    if cells.height <= LOOKED_AT:
        return None
    for at in _candidates(cells, index, LOOKED_AT - _DEEP):
        zone = _zone_above(cells, at, 0, None)
        found = _header_in(cells, index, sheet, zone, at)
        if found and _is_sure(found, index, zone):
            filled = cells.head(zone.start).select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
            lower = _tables_below(found, cells, index, sheet)
            return replace(lower, layouts=_with_units(lower.layouts), skipped=tuple((filled + 1).to_list()))
    return None


def _with_units(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """A unit above one table holds for the same table further down; whether for another, nobody knows."""
    said: dict[str, Unit] = {}
    last: Unit | None = None
    told: list[Layout] = []
    for layout in layouts:
        unit = layout.unit or said.get(layout.tables[0])
        told.append(replace(layout, unit=unit, unit_above=None if unit else last))
        if unit:
            said[layout.tables[0]] = last = unit
    return tuple(told)


def _with_tables_above(first: Layout, cells: pl.DataFrame, index: HeaderIndex, sheet: str) -> tuple[Layout, Stacked]:
    """The table with the most columns among the first rows may not be the first of the sheet."""
    at = first.header_rows[-1] - 1
    zone = _zone_above(cells, at, 0, None)
    if zone.start < 2:
        return first, Stacked(())
    above = find_tables(cells.head(zone.start), index, sheet)
    found = _header_in(cells, index, sheet, zone, at)
    if found is None or isinstance(above, NoTable):
        return first, Stacked(())
    if not all(_is_table(layout, cells.head(zone.start), index) for layout in above.layouts):
        return first, Stacked(())
    *others, last = above.layouts
    return _inheriting(found, last), replace(above, layouts=(*others, replace(last, last_row=zone.start)))


def _is_table(layout: Layout, cells: pl.DataFrame, index: HeaderIndex) -> bool:
    """Whether most headers are known and a row of data follows, lest titles be taken for a table."""
    area = cells.slice(layout.first_row - 1, (layout.last_row or cells.height) - layout.first_row + 1)
    filled = (sum(text is not None for text in row) for row in area.head(LOOKED_AT).iter_rows())
    return _known(layout, index) * 2 > len(layout.heads) and any(2 * count >= len(layout.heads) for count in filled)


def _tables_below(first: Layout, cells: pl.DataFrame, index: HeaderIndex, sheet: str) -> Stacked:
    layouts = [first]
    unplaced: list[int] = []
    for at in _candidates(cells, index, first.first_row - 1):
        current = layouts[-1]
        if at < current.first_row - 1:
            continue
        zone = _zone_above(cells, at, current.first_row - 1, current)
        found = _header_in(cells, index, sheet, zone, at)
        if found is None:
            if not says_again(_texts(cells, at), current) and _is_all_names(cells.row(at), index):
                unplaced.append(at + 1)
        elif _is_sure(found, index, zone) and not _is_repeated(found, current, zone, index, _texts(cells, at)):
            layouts[-1] = replace(current, last_row=zone.start)
            layouts.append(_inheriting(found, current))
    return Stacked(tuple(layouts), unplaced=tuple(unplaced))


def _candidates(cells: pl.DataFrame, index: HeaderIndex, start: int) -> tuple[int, ...]:
    return heading_rows(cells, max(start, 0), lambda text: may_be_header(text, index), tuple(index.names))


def _texts(cells: pl.DataFrame, at: int) -> dict[str, str]:
    return {letter: text for letter, text in zip(cells.columns, cells.row(at), strict=True) if text}


def _header_in(cells: pl.DataFrame, index: HeaderIndex, sheet: str, zone: "_Zone", at: int) -> Layout | None:
    rows = cells.slice(zone.start, at - zone.start + _DEEP).rows()
    return layout_around(rows, cells.columns, index, sheet, at - zone.start, zone.start)


def _inheriting(layout: Layout, upper: Layout) -> Layout:
    return replace(layout, above=(*upper.titles, *upper.above))


def _known(layout: Layout, index: HeaderIndex) -> int:
    return sum(match_head(head, index, layout.tables[0]) is not None for head in layout.heads)


def _is_sure(found: Layout, index: HeaderIndex, zone: "_Zone") -> bool:
    """Whether it is a header and no row of values that happen to be called like headers."""
    return _known(found, index) * (3 if zone.apart else 2) > len(found.heads)


def _is_all_names(row: Row, index: HeaderIndex) -> bool:
    filled = [text for text in row if text]
    known = sum(may_be_header(text, index) for text in filled)
    return known > 2 and 4 * known >= 3 * len(filled)


def _is_repeated(found: Layout, current: Layout, zone: "_Zone", index: HeaderIndex, texts: dict[str, str]) -> bool:
    """Whether a header is the one above once more, on the next printed page, with the same columns and titles."""
    if zone.after_note or not says_again(texts, current):
        return False
    own, other = ({plain_title(text) for _, text in layout.titles} - {""} for layout in (found, current))
    return own <= other and _columns(found, index) == _columns(current, index)


def _columns(layout: Layout, index: HeaderIndex) -> dict[str, tuple[object, ...]]:
    return {
        head.letter: (known.field.id, known.how, head.unit, head.year, head.prior)
        for head in layout.heads
        if (known := match_head(head, index, layout.tables[0]))
    }


@dataclass(frozen=True, slots=True)
class _Zone:
    """Where a table begins whose header was found."""

    start: int
    """The first row of its titles, or of its header; counted from 0."""
    apart: bool
    """Whether a blank row, a title, notes or a total set it apart from the table above."""
    after_note: bool


def _zone_above(cells: pl.DataFrame, at: int, floor: int, current: Layout | None) -> _Zone:
    """Go up from a header over what may be its titles and groups, down to ``floor`` at most."""
    kinds: list[str] = []
    ended = "header" if current else "top"
    repeats = current is not None and says_again(_texts(cells, at), current)
    for number in range(at - 1, max(floor, at - _HIGHEST) - 1, -1):
        kind = _kind(_texts(cells, number), at - number, current, repeats=repeats)
        if kind in {"data", "note", "total"}:
            ended = kind
            break
        kinds.append(kind)
    apart = ended in {"top", "note", "total"}
    for distance in range(len(kinds), 0, -1):
        kind = kinds[distance - 1]
        if kind == "blank":
            apart = True
        elif apart or kind in {"title", "again"}:
            return _Zone(at - distance, True, ended == "note")
    return _Zone(at, apart, ended == "note")


def _kind(texts: Mapping[str, str], distance: int, current: Layout | None, *, repeats: bool) -> str:
    """What a row above a header is, given as column to text; ``repeats`` where the header says the current one again.

    ``blank``, ``title``, ``few`` (several cells that may be a title and may be data), ``group`` (of columns),
    ``again`` (a row of the header above once more); ``note``, ``total`` or ``data`` of the table above.
    """
    filled = [text.strip() for text in texts.values()]
    if not filled:
        return "blank"
    if is_note(filled[0]):
        return "note"
    if is_total(filled[0]):
        return "total"
    said = [text for text in filled if not text.isascii()]
    if len(filled) == 1:
        return "title" if said else "data"
    if current and says_again(texts, current):
        return "again"
    figures = any(text.isascii() and text[:1].isdecimal() for text in filled)
    labelled = any(re.search(r"[:：]", text) for text in said)
    dated = not figures and any(map(_DATED.search, said))
    if repeats and not labelled and not (dated and len(filled) < 3):
        return "data"  # groups would have said their own again, so that these are words of the last row on a page
    if len(filled) <= _SIDE_BY_SIDE and (labelled or dated):
        return "title" if labelled and not figures else "few"
    return "group" if distance < _GROUPS and not figures else "data"
