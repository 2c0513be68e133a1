"""Cells merged over several rows: the one value counts for all of them."""

import polars as pl

from incomeaudit.vocabulary import Field

_SHARED_OUT = frozenset({"money", "number", "integer"})
"""An amount over several rows is their sum or their share, nobody knows which: it stays on its first row."""


def fills_down(field: Field) -> bool:
    """Whether a value of this field may be taken for every row of its merged cell."""
    return field.type not in _SHARED_OUT


def filled_down(cells: pl.Series, merges: pl.DataFrame, first_row: int) -> pl.Series:
    """A whole column of a sheet with the blanks of merged cells filled.

    ``cells`` begin at Excel row 1; ``merges`` has ``top`` and ``bottom`` for this column alone; merges that begin
    above ``first_row`` belong to the header.
    """
    below = merges.filter(pl.col("top") >= first_row, pl.col("top") < len(cells))
    if below.is_empty():
        return cells
    last = pl.min_horizontal("bottom", pl.lit(len(cells), dtype=pl.UInt32))
    covered = below.select(
        source=pl.col("top") - 1,
        target=pl.int_ranges("top", last, dtype=pl.UInt32),  # from the row after the first, counted from 0
    ).explode("target")
    return cells.scatter(covered["target"], cells.gather(covered["source"]))
