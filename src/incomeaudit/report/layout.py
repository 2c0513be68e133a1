"""How a sheet of the workbook is made up: columns, blocks of rows, and where they come to lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

EXCEL_ROWS = 1_048_576
"""Rows of a worksheet."""

Kind = Literal["text", "long", "label", "count", "amount", "share", "number", "value"]
"""How a column is set: ``text`` short text; ``long`` text that wraps; ``label`` a word of a few, centred;
``count`` whole number; ``amount`` yuan; ``share`` a fraction shown in per cent; ``number`` a number without
thousands marks (a year, a row); ``value`` an amount where it is a number, else a text."""

_ROOM = {"text": 2, "long": 2, "label": 2, "count": 3, "amount": 3, "share": 3, "number": 3, "value": 3}
"""What edges and indents take of a column's width."""

MEASURED = 1_000
"""Rows that a column's width is taken from."""

LINE_HEIGHT = 14.5
"""Points that a line of the report's font takes."""
TALLEST = 409.0
"""Points that a row can have at most."""


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
    """Words (as shown) to the colour behind them, RRGGBB."""

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


def widths(columns: Sequence[Column], headings: Sequence[str], frame: pl.DataFrame) -> list[float]:
    """How wide each column should be, in half-width characters, a Chinese character counting two.

    Wide enough for its longest first line, but no wider than the column allows; a heading may take two lines.
    """
    sample = frame.head(MEASURED)
    longest = sample.select(_needed(column).max().alias(f"{index}") for index, column in enumerate(columns)).row(0)
    wide = []
    for column, heading, needed in zip(columns, headings, longest, strict=True):
        # The filter's arrow covers the end of a heading.
        whole = display_width(heading) + 3
        least = whole if whole <= 12 else max(12, whole // 2 + 2)
        wide.append(float(min(max(least, (needed or 0) + _ROOM[column.kind], 6), max(column.widest, least))))
    return wide


def _needed(column: Column) -> pl.Expr:
    """Half-width characters that each value of a column takes up on its first line."""
    value = pl.col(column.name)
    if column.kind in ("text", "long", "label"):
        return _width(value.str.splitn("\n", 2).struct.field("field_0"))
    if column.kind == "value":
        number = value.struct.field("number").abs().cast(pl.Int64, strict=False)
        return pl.max_horizontal(_figure(number, 3), _width(value.struct.field("text")))
    decimals = 3 if column.kind == "amount" else 0
    return _figure(value.abs().cast(pl.Int64, strict=False), decimals)


def _figure(number: pl.Expr, decimals: int) -> pl.Expr:
    digits = number.cast(pl.String).str.len_chars().cast(pl.Int64)
    return digits + digits // 3 + decimals


def _width(text: pl.Expr) -> pl.Expr:
    characters = text.str.len_chars().cast(pl.Int64)
    return characters + (text.str.len_bytes().cast(pl.Int64) - characters) // 2


def display_width(text: str) -> int:
    """Half-width characters that a text takes up."""
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2


def heights(columns: Sequence[Column], wide: Sequence[float], frame: pl.DataFrame) -> pl.Series:
    """How high each row must be for its wrapped texts, in points; null where one line is enough.

    Excel would find out by itself; LibreOffice takes rows without a height to be one line high.
    """
    wrapped = [
        (column.name, width) for column, width in zip(columns, wide, strict=True) if column.kind in ("text", "long")
    ]
    if not wrapped or not frame.height:
        return pl.Series("height", [None] * frame.height, pl.Float64)
    # Splitting takes longer than all the rest, and most columns hold no line break.
    broken = frame.select(pl.col(name).str.contains("\n", literal=True).any() for name, _ in wrapped).row(0)
    lines = pl.max_horizontal(
        _lines(pl.col(name), width) if is_broken else _wraps(pl.col(name), width)
        for (name, width), is_broken in zip(wrapped, broken, strict=True)
    )
    height = pl.when(lines > 1).then((LINE_HEIGHT * lines + 2).clip(upper_bound=TALLEST))
    return frame.select(height.alias("height")).to_series()


def _lines(text: pl.Expr, width: float) -> pl.Expr:
    return text.str.split("\n").list.eval(_wraps(pl.element(), width)).list.sum()


def _wraps(line: pl.Expr, width: float) -> pl.Expr:
    # The report's font is a little narrower than the one that widths are measured in; the edges take the rest.
    return (0.95 * _width(line) / (width - 1)).ceil().clip(lower_bound=1)
