"""How wide columns and how high rows have to be for what stands in them."""

import math
from collections.abc import Iterable, Sequence
from types import MappingProxyType

from incomeaudit.report.layout import Column
from incomeaudit.report.values import Values

MEASURED = 1_000
"""Rows that a column's width is taken from."""

LINE_HEIGHT = 14.5
"""Points that a line of the report's font takes."""
TALLEST = 409.0
"""Points that a row can have at most."""
NARROWING = 0.95
"""The report's font is a little narrower than the one that widths are measured in."""

_ROOM = MappingProxyType(
    {"text": 2, "long": 2, "label": 2, "count": 3, "amount": 3, "share": 3, "number": 3, "value": 3}
)
"""What edges and indents take of a column's width."""
_WHOLE = 2**63
"""Figures from here on are not measured: no column is as wide."""


def widths(columns: Sequence[Column], headings: Sequence[str], values: Sequence[Values]) -> list[float]:
    """How wide each column should be, in half-width characters, a Chinese character counting two.

    Wide enough for its longest first line, but no wider than the column allows; a heading may take two lines.
    """
    wide = []
    for column, heading, each in zip(columns, headings, values, strict=True):
        # The filter's arrow covers the end of a heading.
        whole = display_width(heading) + 3
        least = whole if whole <= 12 else max(12, whole // 2 + 2)
        needed = max(_digits(each.numbers, 3 if column.kind in ("amount", "value") else 0), _longest(each.texts))
        wide.append(float(min(max(least, needed + _ROOM[column.kind], 6), max(column.widest, least))))
    return wide


def _digits(numbers: Iterable[float | None], decimals: int) -> int:
    """Characters that the largest figure takes up, with its thousands marks."""
    sizes = [size for number in numbers if number is not None and (size := abs(number)) < _WHOLE]
    if not sizes:
        return 0
    digits = len(str(int(max(sizes))))
    return digits + digits // 3 + decimals


def _longest(texts: Iterable[str | None]) -> int:
    """Half-width characters that the longest first line takes up."""
    longest = 0
    for text in {*texts}:
        # No character takes more than two; most texts are too short to be worth measuring.
        if text and 2 * len(text) > longest:
            longest = max(longest, display_width(text.split("\n", 1)[0]))
    return longest


def display_width(text: str) -> int:
    """Half-width characters that a text takes up."""
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2


def heights(columns: Sequence[Column], wide: Sequence[float], values: Sequence[Values]) -> list[float | None]:
    """How high each row must be for its wrapped texts, in points; None where one line is enough.

    Excel would find out by itself; LibreOffice takes rows without a height to be one line high.
    """
    rows = len(values[0].texts or values[0].numbers)
    most = [1] * rows
    for column, width, each in zip(columns, wide, values, strict=True):
        if column.kind not in ("text", "long"):
            continue
        # No character takes more than two half-width ones, and most texts fit whatever they are made of.
        room = (width - 1) / NARROWING / 2
        tall = {text: _lines(text, width) for text in {*each.texts} if text and (len(text) > room or "\n" in text)}
        if tall:
            most = [max(above, tall.get(text or "", 1)) for above, text in zip(most, each.texts, strict=True)]
    return [None if taken == 1 else min(LINE_HEIGHT * taken + 2, TALLEST) for taken in most]


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column, whose edges take some of its width."""
    return sum(max(1, math.ceil(NARROWING * display_width(line) / (width - 1))) for line in text.split("\n"))
