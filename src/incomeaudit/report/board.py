"""A worksheet that is laid out by hand: lines across it, rows of cells of several widths."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.report.layout import Kind, display_width
from incomeaudit.report.style import ACCENT, FORMATS, HEADING, Look, dress, put, put_header

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
    """The worksheet and the widths of its columns, in half-width characters.

    Rows are made as high as their longest text needs: a cell that covers several columns does not grow by
    itself in any spreadsheet program.
    """

    sheet: Worksheet
    widths: tuple[int, ...]

    def set_widths(self) -> None:
        """Give the worksheet's columns their widths."""
        for index, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width

    def cell(self, row: int, column: int) -> Cell:
        """One cell."""
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell)
        return cell

    def cells(self, row: int) -> list[Cell]:
        """The cells of a row."""
        return [self.cell(row, column) for column in range(1, len(self.widths) + 1)]

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
        put_header(self.cells(row + 1), [""] * len(self.widths))
        self.row(row + 1, [Item(heading, span, HEADING) for heading, span in headings])
        return row + 2

    def figures(self, row: int, figures: Sequence[tuple[str, object, Look]]) -> None:
        """Large figures, one a column, each under its label."""
        self.row(row, [Item(label, 1, HEADING) for label, _, _ in figures])
        for cell, (_, value, look) in zip(self.cells(row + 1), figures, strict=True):
            put(cell, value, look)
        self._height(row + 1, 32)

    def _put(self, row: int, column: int, item: Item) -> None:
        put(self.cell(row, column), None if item.value == "" else item.value, item.look)
        for covered in range(column + 1, column + item.span):
            dress(self.cell(row, covered), item.look)
        if item.span > 1:
            # Not Worksheet.merge_cells, which draws the borders anew: the cells have their looks already.
            area = CellRange(min_row=row, max_row=row, min_col=column, max_col=column + item.span - 1)
            self.sheet.merged_cells.add(area)

    def _height(self, row: int, points: float) -> None:
        self.sheet.row_dimensions[row].height = points

    def _lines(self, text: str, column: int, span: int, size: float) -> int:
        """Lines that a text takes; widths are in characters of size 11, and the edges take some of them."""
        room = (sum(self.widths[column - 1 : column - 1 + span]) - 3) * 11 / size
        return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))
