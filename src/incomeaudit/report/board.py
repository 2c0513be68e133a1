"""A worksheet that is laid out by hand: lines across it, rows of cells of several widths."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from incomeaudit.report.filled import Dressed, Filled, Link, line_xml
from incomeaudit.report.layout import Kind
from incomeaudit.report.measure import display_width
from incomeaudit.report.shell import Plan
from incomeaudit.report.style import ACCENT, FORMATS, HEADING, Look

PLAIN = Look(horizontal="left", indent=1, wrap=True)


@dataclass(frozen=True, slots=True)
class Item:
    """What stands in one cell, over how many columns, and how."""

    value: object
    span: int = 1
    look: Look = PLAIN


def right(value: object, look: Look = PLAIN) -> Item:
    """A short text set like a figure."""
    return Item(value, 1, replace(look, horizontal="right", wrap=False))


def figure(value: object, kind: Kind, look: Look = PLAIN) -> Item:
    """A number in the format of its kind."""
    return right(value, replace(look, number_format=FORMATS[kind]))


@dataclass(frozen=True, slots=True)
class Board:
    """The worksheet's title and the widths of its columns, in half-width characters; rows are put on it one by one.

    Rows are made as high as their longest text needs: a cell that covers several columns does not grow by
    itself in any spreadsheet program.
    """

    title: str
    widths: tuple[int, ...]
    _cells: dict[int, dict[int, Dressed]] = field(default_factory=dict)
    _heights: dict[int, float] = field(default_factory=dict)
    _merged: list[str] = field(default_factory=list)
    _links: list[Link] = field(default_factory=list)

    def filled(self) -> Filled:
        """The worksheet that has been laid out."""
        last = max(self._cells, default=1)
        return Filled(
            Plan(self.title, columns=len(self.widths), page="portrait", grid=False),
            self.widths,
            last=last,
            listed=last,
            looks=frozenset(look for cells in self._cells.values() for _, look in cells.values()),
            rows=self._rows,
            merged=self._merged,
            links=self._links,
        )

    def _rows(self, numbers: Mapping[Look, int]) -> Iterator[str]:
        yield "".join(
            line_xml(row, [cells[column] for column in sorted(cells)], numbers, self._heights[row])
            for row, cells in sorted(self._cells.items())
        )

    def line(self, row: int, text: str, look: Look, *, air: float = 4) -> None:
        """A text across the whole width, with some points of ``air``."""
        span = len(self.widths)
        self._put(row, 1, Item(text, span, look))
        self._height(row, air + 1.4 * look.size * self._lines(text, 1, span, look.size))

    def row(self, row: int, items: Sequence[Item]) -> None:
        """Items side by side."""
        column, lines = 1, 1
        for item in items:
            self._put(row, column, item)
            if isinstance(item.value, str) and item.look.wrap:
                lines = max(lines, self._lines(item.value, column, item.span, item.look.size))
            column += item.span
        self._height(row, 6 + 14 * lines)

    def section(self, row: int, title: str, headings: Sequence[tuple[str, int]]) -> int:
        """A section's title and its headings, each with the columns it covers; gives the row below them."""
        self.line(row, title, Look(size=12, bold=True, color=ACCENT, lines=False))
        self.row(row + 1, [Item(heading, span, HEADING) for heading, span in headings])
        return row + 2

    def figures(self, row: int, figures: Sequence[tuple[str, object, Look]]) -> None:
        """Large figures, one a column, each under its label."""
        self.row(row, [Item(label, 1, HEADING) for label, _, _ in figures])
        for column, (_, value, look) in enumerate(figures, start=1):
            self._put(row + 1, column, Item(value, 1, look))
        self._height(row + 1, 32)

    def link(self, row: int, column: int, location: str) -> None:
        """Make a cell lead to a place in the workbook: ``'问题农户'!A1``."""
        self._links.append(Link(f"{get_column_letter(column)}{row}", location))

    def _put(self, row: int, column: int, item: Item) -> None:
        cells = self._cells.setdefault(row, {})
        cells[column] = (item.value, item.look)
        for covered in range(column + 1, column + item.span):
            cells[covered] = (None, item.look)
        if item.span > 1:
            last = get_column_letter(column + item.span - 1)
            self._merged.append(f"{get_column_letter(column)}{row}:{last}{row}")

    def _height(self, row: int, points: float) -> None:
        self._heights[row] = points

    def _lines(self, text: str, column: int, span: int, size: float) -> int:
        """Lines that a text takes; widths are in characters of size 11, and the edges take some of them."""
        room = (sum(self.widths[column - 1 : column - 1 + span]) - 3) * 11 / size
        return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))
