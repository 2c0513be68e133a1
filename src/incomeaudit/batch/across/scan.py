"""The registers of many files as one table each, scanned rather than loaded, a share of the keys at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from incomeaudit.batch.across.schemas import REGISTERS

AT_ONCE = 1_000_000
"""Rows whose keys are compared in one pass. What a pass holds in memory are the keys of its share of the rows, however
many rows there are."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The registers of all files, by name."""

    frames: Mapping[str, pl.LazyFrame]
    at_once: int = AT_ONCE

    def __getitem__(self, name: str) -> pl.LazyFrame:
        return self.frames[name]

    def passes(self, rows: int, key: pl.Expr) -> Iterator[pl.Expr]:
        """Conditions that share out ``rows`` rows by a hash of their key, about ``at_once`` to each."""
        shares = max(1, -(-rows // self.at_once))
        return (key % shares == share for share in range(shares))


def scan(paths: Mapping[str, Sequence[Path]], at_once: int = AT_ONCE) -> Scan:
    """The registers that stand in Parquet files, by register; those without a file are empty."""
    frames = {
        name: pl.scan_parquet(list(paths[name]), glob=False) if paths.get(name) else pl.LazyFrame(schema=schema)
        for name, schema in REGISTERS.items()
    }
    return Scan(frames, at_once)


def copied(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with texts of their own. A few rows picked out of many otherwise hold on to all the text that they were
    picked from."""
    schema = rows.collect_schema()
    texts = [name for name, dtype in schema.items() if dtype == pl.String]
    return rows.with_columns(pl.concat_str(pl.col(name), pl.lit("")).alias(name) for name in texts)


def streamed(rows: pl.LazyFrame) -> pl.DataFrame:
    """What a query gives, worked out a batch of rows at a time."""
    return rows.collect(engine="streaming")


def count(rows: pl.LazyFrame, *conditions: pl.Expr) -> tuple[int, ...]:
    """The number of rows, and for each condition the number of those on which it holds."""
    numbers = [condition.fill_null(value=False).sum().alias(str(at)) for at, condition in enumerate(conditions)]
    return tuple(int(number) for number in streamed(rows.select(pl.len().alias("rows"), *numbers)).row(0))
