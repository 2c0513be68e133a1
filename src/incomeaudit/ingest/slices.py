"""A table that is too large to be held whole: it lies in slices on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from incomeaudit.ingest.model import ISSUE_SCHEMA, Dataset


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a table, one after the other."""

    rows: Path
    """A Parquet file with the columns of a table frame, ``_part`` and ``_row`` among them."""
    height: int
    lost: Path | None = None
    """A Parquet file after ISSUE_SCHEMA: cells of these rows that were not read. None where there are none."""

    def issues(self) -> pl.DataFrame:
        """The cells of these rows that were not read, after ISSUE_SCHEMA."""
        return pl.read_parquet(self.lost) if self.lost else ISSUE_SCHEMA.to_frame()


@dataclass(frozen=True, slots=True)
class Large:
    """A data set one table of which lies in slices."""

    dataset: Dataset
    """Everything but the table's rows. Of the cells that were not read, only so many as a person may look through."""
    table: str
    schema: Mapping[str, pl.DataType]
    """The columns of the table."""
    slices: tuple[Slice, ...]
    """In the order of rows. All of them are of one part."""

    @property
    def height(self) -> int:
        """Rows of the table."""
        return sum(each.height for each in self.slices)
