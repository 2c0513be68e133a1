"""Last year's roster beside this year's."""

from dataclasses import replace

import polars as pl

from incomeaudit.ingest.model import PART, Dataset
from incomeaudit.messages import Problem


def with_previous(dataset: Dataset, previous: Dataset) -> Dataset:
    """Add last year's households to a data set as its table ``previous``; their parts come after the others.

    Raises ``Problem("no_previous_households")`` where the files have no household table.
    """
    frame = previous.tables.get("household")
    if frame is None:
        files = "、".join(file.path.name for file in previous.inputs)
        raise Problem("no_previous_households", file=files)
    shift = len(dataset.parts)
    moved = pl.col(PART) + pl.lit(shift, dtype=pl.UInt32)
    renamed = pl.when(pl.col("table") == "household").then(pl.lit("previous")).otherwise(pl.col("table"))
    issues = previous.issues.with_columns(
        (pl.col("part") + pl.lit(shift, dtype=pl.UInt32)).alias("part"), renamed.alias("table")
    )
    parts = tuple(replace(part, table="previous") if part.table == "household" else part for part in previous.parts)
    return Dataset(
        tables={**dataset.tables, "previous": frame.with_columns(moved.alias(PART))},
        parts=(*dataset.parts, *parts),
        issues=pl.concat([dataset.issues, issues]),
        evidence=(*dataset.evidence, *(replace(item, part=item.part + shift) for item in previous.evidence)),
        inputs=(*dataset.inputs, *(file for file in previous.inputs if file not in dataset.inputs)),
    )
