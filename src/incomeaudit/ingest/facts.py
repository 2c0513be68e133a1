"""Facts about a sheet's cells that their values do not show."""

from dataclasses import dataclass, field

import polars as pl

LOST_SCHEMA = pl.Schema({"row": pl.UInt32, "letter": pl.String, "kind": pl.String, "text": pl.String})
"""One row a cell whose value is not there: Excel row, column letters, ``error_cell`` or
``formula_without_value``, and the error's name or the formula."""

MERGE_SCHEMA = pl.Schema({"letter": pl.String, "top": pl.UInt32, "bottom": pl.UInt32})
"""One row a range merged over several rows: its first column, first and last Excel row."""


@dataclass(frozen=True, slots=True)
class CellFacts:
    """Facts about a sheet's cells beside their values."""

    lost: pl.DataFrame
    """After ``LOST_SCHEMA``, in the order of the sheet."""
    merges: pl.DataFrame
    """After ``MERGE_SCHEMA``."""
    hidden_rows: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt32))
    """UInt32, rising: Excel's numbers of rows that are hidden or filtered out."""
    hidden_columns: tuple[str, ...] = ()
    """Letters of hidden columns, from left to right."""
