"""What a file keeps for the work across files, taken from its grouped tables."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from incomeaudit.auditing.large_rows import LargeRows
from incomeaudit.batch.across.book import Book
from incomeaudit.batch.across.naming import naming
from incomeaudit.batch.across.schemas import REGISTERS
from incomeaudit.ingest.model import Dataset
from incomeaudit.report.wording import path_text


def registers(dataset: Dataset, tables: Mapping[str, pl.DataFrame], file: str) -> dict[str, pl.DataFrame]:
    """The registers of one file that have a row, by name, after ``REGISTERS``.

    ``tables`` are the grouped tables (``auditing.groups.group_rows``), ``file`` is the path by which reports call the
    file. The frames hold ID numbers and names in the clear: they are private.
    """
    book = Book(dataset, tables, path_text(file))
    households, members = book.households(), book.members()
    if households is not None and members is not None:
        same = ["person", "year", "home"]
        members = members.join(households, on=same, how="anti", maintain_order="left")
        among = pl.col("home").is_in(members.get_column("home").implode())
        households = households.with_columns(
            (pl.col("person").is_not_null() | ~among.fill_null(False)).alias("appears")
        )
    found = {
        "household": households,
        "member": members,
        "village": book.villages(),
        "roster_village": book.roster_villages(),
        **naming(book),
    }
    return {
        name: frame.select(REGISTERS[name].names())
        for name, frame in found.items()
        if frame is not None and frame.height
    }


def registers_in_slices(rows: LargeRows, file: str, folder: Path) -> dict[str, pl.LazyFrame]:
    """``registers`` of a file one table of which lies in slices; what there is of each slice lies in ``folder``."""
    dataset, table = rows.large.dataset, rows.large.table
    others = {name: frame for name, frame in rows.grouping.tables.items() if name != table}
    lying: dict[str, list[Path]] = {}
    for number, frame in enumerate(rows.slices()):
        whole = replace(dataset, tables={**dataset.tables, table: frame})
        # What the others say is said once.
        for name, found in registers(whole, {**(others if number == 0 else {}), table: frame}, file).items():
            lying.setdefault(name, []).append(folder / f"{name}.{number}.register")
            found.write_parquet(lying[name][-1], compression="lz4")
    return {name: _stacked(name, pl.scan_parquet(paths, glob=False)) for name, paths in lying.items()}


def _stacked(name: str, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of all slices; of villages one row each."""
    if name != "roster_village":
        return rows
    where = [column for column in REGISTERS[name].names() if column not in {"sheet", "row", "cell", "households"}]
    first = (pl.col(column).first() for column in ("sheet", "row", "cell"))
    return (
        rows.group_by(where, maintain_order=True)
        .agg(*first, pl.col("households").sum())
        .select(REGISTERS[name].names())
    )
