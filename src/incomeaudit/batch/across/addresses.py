"""Where the rows of a table stand in the roster: sheet, row and cell."""

from collections.abc import Sequence

import polars as pl

from incomeaudit.ingest.model import PART, ROW, Part


def address(parts: Sequence[Part], fields: Sequence[str]) -> list[pl.Expr]:
    """``sheet``, ``row`` and ``cell`` of the first of ``fields`` that a row's sheet has, for rows with PART and ROW.

    On a form each field stands in a cell of its own, and the row is that cell's. ``cell`` is null where the sheet has
    none of the fields.
    """
    chosen = [next((name for name in fields if name in part.letters or name in part.cells), "") for part in parts]
    fixed = [part.cells.get(name) for part, name in zip(parts, chosen, strict=True)]
    letter = _of_part([part.letters.get(name) for part, name in zip(parts, chosen, strict=True)])
    row, cell = pl.col(ROW), letter + pl.col(ROW).cast(pl.String)
    if any(fixed):
        cell = pl.coalesce(_of_part(fixed), cell)
        row = pl.coalesce(cell.str.extract(r"(\d+)$").cast(pl.UInt32), row)
    return [_of_part([part.sheet for part in parts]).alias("sheet"), row.alias("row"), cell.alias("cell")]


def _of_part(values: Sequence[str | None]) -> pl.Expr:
    """A text that each part has, brought to its rows."""
    return pl.lit(pl.Series(values, dtype=pl.String)).gather(pl.col(PART))
