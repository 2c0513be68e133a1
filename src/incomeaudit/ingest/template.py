"""What the reader makes of the blank workbook that ``incomeaudit template`` writes: its marks, and its example rows.

The marks are texts in the first rows of a sheet, so that a clerk sees them and every spreadsheet format keeps them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.rows import Rows

FORM = "incomeaudit 模板填写页"
"""Stands above the header of a sheet that is to be filled in."""
GUIDE = "incomeaudit 模板说明页"
"""Stands on top of a sheet that explains or lists options; where it holds no table, there is nothing to read."""
EXAMPLE = "示例"
"""Begins what names the made-up row under a header: 示例0001, 示例户主."""

_MARKED_ROWS = 3
_EXAMPLE = r"^\s*[(（\[【]?(?:示例|样例|范例|举例)"
_IN_EXAMPLES = "例"
"""Stands in each of these words. Nearly no cell has it, and a regular expression on all of them would cost more."""
_MASKED = r"\*\*"
"""A made-up ID number shows as 331123**********1X, which no real one does beside a name that says 示例."""


def is_guide(cells: pl.DataFrame) -> bool:
    """Whether a sheet, given as strings, says of itself that it only explains."""
    return any(_has(GUIDE, row) for row in cells.head(_MARKED_ROWS).iter_rows())


def is_form(layout: Layout) -> bool:
    """Whether a table stands on a sheet of the template."""
    return _has(FORM, (text for _, text in layout.titles))


def is_unfilled(layout: Layout, frames: Sequence[pl.DataFrame], issues: Sequence[pl.DataFrame]) -> bool:
    """Whether a sheet of the template was left as it came: no row, and nothing to say but that.

    Such a sheet is as good as not there. Anything that somebody wrote on it makes an issue and so is not lost.
    """
    kinds = {kind for frame in issues for kind in frame["kind"]}
    return is_form(layout) and not any(frame.height for frame in frames) and kinds <= {"empty_table"}


def without_examples(rows: Rows, cells: pl.DataFrame, names: Sequence[str], layout: Layout) -> Rows:
    """Take out of the data rows those that only show how to fill in the table.

    ``cells`` are the sheet's strings, row 0 Excel's row 1; ``names`` the letters of the columns that hold ids and
    names. In an example all of these that are filled say so, or are masked; a row that was typed over says otherwise
    in at least one and stays. The template's own example, under its header, is no news and not listed.
    """
    if not names or rows.data.is_empty():
        return rows
    shown = cells.select(*dict.fromkeys(names))  # a wide sheet's 户编号 names both its tables
    near = shown.select(pl.any_horizontal(pl.all().str.contains(_IN_EXAMPLES, literal=True))).to_series().arg_true()
    if near.is_empty():
        return rows
    marked = shown[near].select(
        pl.any_horizontal(pl.all().str.contains(_EXAMPLE).fill_null(value=False))
        & pl.all_horizontal(pl.all().str.contains(f"{_EXAMPLE}|{_MASKED}").fill_null(value=True))
    )
    examples = rows.data.is_in((near.filter(marked.to_series()) + 1).implode())
    if not examples.any():
        return rows
    numbers = tuple(rows.data.filter(examples).to_list())
    said = tuple(number for number in numbers if not (is_form(layout) and number == layout.first_row))
    return replace(rows, data=rows.data.filter(~examples), examples=said)


def _has(mark: str, texts: Iterable[str | None]) -> bool:
    return any(text is not None and text.lstrip().startswith(mark) for text in texts)
