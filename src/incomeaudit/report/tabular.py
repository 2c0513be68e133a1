"""The findings as one table, for other programs: CSV and Parquet with every column of the contract."""

import io
from pathlib import Path

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.report.safe_write import safe_write, safe_write_or_stdout

BOM = b"\xef\xbb\xbf"
"""Without it Excel takes a CSV for text in the system's code page and garbles it."""

# What spreadsheet programs take for the beginning of a formula, save for a plain number, which they only show
# as that number.
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"


def write_csv(result: Result, path: Path | None) -> None:
    """Write the findings as CSV: UTF-8 with a byte-order mark, a header of the contract's names, CRLF.

    A file is written whole or not at all; None is standard output. The ids of ``clauses`` are joined by
    ``; ``. A text that a spreadsheet program would run as a formula has an apostrophe put before it; whoever
    needs the texts untouched takes JSON or Parquet. Raises ``Problem`` as ``safe_write`` does.
    """
    texts = [name for name, dtype in result.findings.schema.items() if dtype == pl.String]
    table = result.findings.with_columns(pl.col("clauses").list.join("; "), *map(_harmless, texts))
    with safe_write_or_stdout(path) as file:
        file.write(BOM + table.write_csv(line_terminator="\r\n").encode())


def write_parquet(result: Result, path: Path) -> None:
    """Write the findings as Parquet, after FINDING_SCHEMA. Raises ``Problem`` as ``safe_write`` does."""
    # By way of memory: what Polars meets while it writes to a disk is an error of its own kind, without its number.
    written = io.BytesIO()
    result.findings.write_parquet(written)
    with safe_write(path) as file:
        file.write(written.getbuffer())


def _harmless(name: str) -> pl.Expr:
    runs = pl.col(name).str.contains(_FORMULA) & ~pl.col(name).str.contains(_NUMBER)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)
