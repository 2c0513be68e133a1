"""Every figure of a place table with its cell, so that those of several files can be held together."""

from collections.abc import Sequence

import polars as pl

from incomeaudit.auditing.sums import FACT_SCHEMA
from incomeaudit.ingest.model import PART, ROW, Part
from incomeaudit.rulebook.sql import UNREADABLE
from incomeaudit.vocabulary import Table

_FIGURES = frozenset({"money", "number", "integer"})


def fact_figures(place_table: pl.DataFrame | None, table: Table, parts: Sequence[Part]) -> pl.DataFrame:
    """The figures of the place table, after FACT_SCHEMA, in the order of rows.

    ``place_table`` has ``_place``, ``_year`` and marks of cells that cannot be read; None where there is none. Rows
    without place or year say nothing about any place.
    """
    if place_table is None:
        return pl.DataFrame(schema=FACT_SCHEMA)
    names = [name for name, field in table.fields.items() if field.type in _FIGURES and name in place_table.columns]
    rows = []
    for row in place_table.drop_nulls(["_place", "_year"]).iter_rows(named=True):
        part = parts[row[PART]]
        for name in names:
            if row[name] is None and not row.get(f"{UNREADABLE}{name}"):
                continue
            cell = part.cell(name, row[ROW])
            rows.append((row["_place"], row["_year"], name, row[name], part.file, part.sheet, cell))
    return pl.DataFrame(rows, schema=FACT_SCHEMA, orient="row")
