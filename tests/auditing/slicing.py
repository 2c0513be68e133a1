"""A data set made in memory, one table of it laid out in slices as reading a large file lays it out."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from incomeaudit.ingest.model import ROW, Dataset
from incomeaudit.ingest.slices import Large, Slice


def in_slices(data: Dataset, table: str, size: int, folder: Path) -> Large:
    frame = data.tables[table]
    of_table = data.issues.filter(pl.col("table") == table)
    slices: list[Slice] = []
    for number, rows in enumerate(frame.iter_slices(size)):
        path, lost = folder / f"rows{number}.parquet", folder / f"lost{number}.parquet"
        rows.write_parquet(path)
        cells = of_table.filter(pl.col("row").is_in(rows.get_column(ROW).implode()))
        cells.write_parquet(lost)
        slices.append(Slice(path, rows.height, lost if cells.height else None))
    others = {name: other for name, other in data.tables.items() if name != table}
    return Large(replace(data, tables=others), table, frame.schema, tuple(slices))
