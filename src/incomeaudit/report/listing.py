"""A sheet's blocks on one worksheet: headers, rows of frames, totals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from openpyxl.utils import get_column_letter

from incomeaudit.messages import Messages
from incomeaudit.report import few_rows, many_rows
from incomeaudit.report.filled import Filled, Link, line_xml
from incomeaudit.report.layout import Column, Placed, Sheet
from incomeaudit.report.measure import MEASURED, heights, widths
from incomeaudit.report.shell import Plan
from incomeaudit.report.style import ACCENT, BAND, HEADING, Look, look_of
from incomeaudit.report.values import Values, values_of

FEW = MEASURED
"""Rows up to which a frame is left to ``few_rows``; from about here on ``many_rows`` is quicker."""
CHUNK = 4_000
"""Rows that are text at one time; bounds the memory, not the speed."""
HEADER_HEIGHT = 30
"""Points of a header row, which may take two lines."""

MOST_LINKS = 65_530
"""Links that Excel takes on one worksheet."""

_TITLE = Look(size=12, bold=True, color=ACCENT, lines=False)
_SENTENCE = Look(lines=False)


def fill(sheet: Sheet, title: str, page: Sequence[Placed], messages: Messages) -> Filled:
    """One page of a sheet as the worksheet ``title``."""
    samples = [values_of(placed.frame.head(MEASURED), _names(placed)) for placed in page]
    wide = _widths(page, samples, messages)
    # Of a frame that is no longer, the sample is all.
    whole = [sample if placed.frame.height <= FEW else () for placed, sample in zip(page, samples, strict=True)]
    rules = (
        (index, word, color)
        for index, column in enumerate(sheet.blocks[0].columns if sheet.is_list else (), start=1)
        for word, color in column.fills.items()
    )
    plan = Plan(
        title,
        columns=len(wide),
        page="a3" if sheet.wide else "landscape",
        frozen=sheet.frozen if sheet.is_list else None,
        rules=tuple(rules),
        band=BAND if sheet.banded else "",
    )

    def rows(numbers: Mapping[Look, int]) -> Iterator[str]:
        for placed, values in zip(page, whole, strict=True):
            yield from _placed(placed, values, wide, numbers, messages)

    return Filled(
        plan,
        wide,
        last=page[-1].last + page[-1].total,
        listed=page[-1].last,
        looks=frozenset(look for placed in page for look in _looks(placed)),
        rows=rows,
        links=[*islice(_links(page), MOST_LINKS)],
    )


def _names(placed: Placed) -> list[str]:
    return [column.name for column in placed.block.columns]


def _widths(page: Sequence[Placed], samples: Sequence[Sequence[Values]], messages: Messages) -> list[float]:
    """Widths that suit all blocks of a worksheet, which share its columns."""
    each = [
        widths(placed.block.columns, [messages(column.key) for column in placed.block.columns], sample)
        for placed, sample in zip(page, samples, strict=True)
    ]
    count = max(len(row) for row in each)
    return [max(row[index] for row in each if index < len(row)) for index in range(count)]


def _look(column: Column) -> Look:
    look = look_of(column.kind)
    return replace(look, color=ACCENT) if column.link else look


def _looks(placed: Placed) -> Iterator[Look]:
    yield from (_TITLE, HEADING, _SENTENCE)
    for column in placed.block.columns:
        yield _look(column)
        yield look_of(column.kind, bold=True)


def _placed(
    placed: Placed, values: Sequence[Values], wide: Sequence[float], numbers: Mapping[Look, int], messages: Messages
) -> Iterator[str]:
    block = placed.block
    if block.title:
        yield line_xml(placed.header - 1, [(block.title, _TITLE)], numbers)
    header = [(messages(column.key), HEADING) for column in block.columns]
    yield line_xml(placed.header, header, numbers, HEADER_HEIGHT)
    styles = [numbers[_look(column)] for column in block.columns]
    if not placed.frame.height:
        yield line_xml(placed.first, [(block.empty, _SENTENCE)], numbers)
    elif placed.frame.height <= FEW:
        high = heights(block.columns, wide[: len(styles)], values)
        yield few_rows.row_xml(values, placed.first, styles, high)
    else:
        yield from _many(placed, wide[: len(styles)], styles)
    if placed.total:
        total = [(block.total.get(column.name), look_of(column.kind, bold=True)) for column in block.columns]
        yield line_xml(placed.last + 1, total, numbers)


def _many(placed: Placed, wide: Sequence[float], styles: Sequence[int]) -> Iterator[str]:
    frame = placed.frame.select(_names(placed))
    for offset in range(0, frame.height, CHUNK):
        part = frame.slice(offset, CHUNK)
        yield many_rows.row_xml(
            part, placed.first + offset, styles, many_rows.heights(placed.block.columns, wide, part)
        )


def _links(page: Sequence[Placed]) -> Iterator[Link]:
    for placed in page:
        for index, column in enumerate(placed.block.columns, start=1):
            if column.link:
                targets = placed.frame.get_column(column.link)
                for row, target in enumerate(targets, start=placed.first):
                    if target:
                        yield Link(f"{get_column_letter(index)}{row}", target, outside=True)
