"""How a sheet of the workbook is made up: columns, blocks of rows, and where they come to lie."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

EXCEL_ROWS = 1_048_576
"""Rows of a worksheet."""

Kind = Literal["text", "long", "label", "count", "amount", "share", "number", "value"]
"""How a column is set: ``text`` short text; ``long`` text that wraps; ``label`` a word of a few, centred;
``count`` whole number; ``amount`` yuan; ``share`` a fraction shown in per cent; ``number`` a number without
thousands marks (a year, a row); ``value`` an amount where it is a number, else a text."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block."""

    name: str
    """Column of the frame; its heading is the text ``column.NAME`` unless ``heading`` names another."""
    kind: Kind = "text"
    widest: int = 24
    """Width, in half-width characters, that it does not pass."""
    heading: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    """Words (as shown) to the colour behind them, RRGGBB; in a sheet that is a list."""
    link: str = ""
    """Column of the frame with the path, from the workbook's folder on, of the file that its cell leads to."""

    @property
    def key(self) -> str:
        """The catalog's key of its heading."""
        return f"column.{self.heading or self.name}"


@dataclass(frozen=True, slots=True)
class Block:
    """A header row and the rows of a frame."""

    columns: tuple[Column, ...]
    frame: pl.DataFrame
    empty: str
    """What stands there when the frame has no row."""
    title: str = ""
    total: Mapping[str, object] = field(default_factory=dict)
    """Values of a last, bold row, by column; none where empty."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet that holds nothing but blocks, one below the other.

    A sheet with one block without a title has its header in row 1, frozen and with a filter. ``frozen`` is
    the number of columns that stay in view beside it.
    """

    title: str
    blocks: tuple[Block, ...]
    frozen: int = 0
    wide: bool = False
    """Whether it has so many columns that only A3 shows them in a readable size."""
    banded: bool = False
    """Whether the first column's number tells groups of rows, every other one of which is shaded."""

    @property
    def is_list(self) -> bool:
        """Whether the sheet is one table from its first row on."""
        return len(self.blocks) == 1 and not self.blocks[0].title


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or as much of it as fits on one page of a sheet, and where it lies."""

    block: Block
    frame: pl.DataFrame
    header: int
    """Row of the header; the title, where there is one, stands in the row above."""
    total: bool
    """Whether the block's last row follows the frame: only behind its last piece."""

    @property
    def first(self) -> int:
        """Row of the first row of data."""
        return self.header + 1

    @property
    def last(self) -> int:
        """Row of the last row of data, or of the sentence that stands for none."""
        return self.header + max(self.frame.height, 1)


def pages(sheet: Sheet, rows: int = EXCEL_ROWS) -> list[list[Placed]]:
    """Lay a sheet's blocks out on as many worksheets of at most ``rows`` rows as they need.

    A block that goes on on a further worksheet has its header there again. Raises ValueError where ``rows``
    leaves no room for a title, a header, a row and a total.
    """
    if rows < 4:
        raise ValueError("a page needs at least four rows")
    laid: list[list[Placed]] = [[]]
    free = 1
    for block in sheet.blocks:
        above, below = int(bool(block.title)), int(bool(block.total))
        done = 0
        while True:
            # Title, header, one row and the total have to stand on one page.
            if free + above + 1 + below > rows:
                laid.append([])
                free = 1
            header = free + above
            piece = block.frame.slice(done, rows - header - below)
            done += piece.height
            last = done == block.frame.height
            placed = Placed(block, piece, header, total=last and bool(below))
            laid[-1].append(placed)
            free = placed.last + below + 2 if last else rows + 1
            if last:
                break
    return laid
