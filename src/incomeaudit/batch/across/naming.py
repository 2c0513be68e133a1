"""Rows of a file that name a household: those whose household the file lists itself, and those that others may list."""

import polars as pl

from incomeaudit.auditing.same_numbers import SHORT
from incomeaudit.batch.across.book import Book, of_home, text
from incomeaudit.batch.across.schemas import REGISTERS
from incomeaudit.ingest.model import PART, ROW
from incomeaudit.vocabulary import load_vocabulary

_NAME_NO_OTHER = frozenset({"household", "place", "previous", "township", "village"})
"""Tables whose rows are about no household, or are the household."""
_MAY_NAME_NONE = frozenset({"grant", "training"})
"""Tables whose rows may be about a workshop or a course instead; one without a household number is no gap there."""
_PATH = ("township", "village")


def naming(book: Book) -> dict[str, pl.DataFrame]:
    """The ``naming`` and ``settled`` registers of a file; without either where no table names a household."""
    rows = [
        _rows(name, frame)
        for name, frame in book.tables.items()
        if name not in _NAME_NO_OTHER and "household_id" in frame.columns
    ]
    if not rows:
        return {}
    asked = pl.concat(rows)
    listed = _listed(asked, book.tables.get("household"))
    settled = asked.filter(listed).group_by("table", pl.col("_year").alias("year")).agg(pl.len().alias("rows"))
    left = asked.filter(~listed)
    found = {"settled": settled.sort("table", "year")}
    if left.height:
        open_rows = [
            some.select("table", "household_id", "name", *book.stands(some, ("household_id", _called(str(table)))))
            for (table,), some in left.group_by(["table"], maintain_order=True)
        ]
        found["naming"] = pl.concat(open_rows).select(REGISTERS["naming"].names())
    return found


def _rows(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    rows = frame.select(
        pl.lit(table).alias("table"),
        "household_id",
        text(frame, _called(table)).alias("name"),
        *(of_home(frame, name).alias(name) for name in _PATH),
        "_place",
        "_year",
        PART,
        ROW,
    )
    return rows.filter(pl.col("household_id").is_not_null()) if table in _MAY_NAME_NONE else rows


def _called(table: str) -> str:
    """The field that names a row of a table to a reader."""
    return load_vocabulary().tables[table].name


def _listed(asked: pl.DataFrame, household: pl.DataFrame | None) -> pl.Series:
    """For each row, whether the file's household table lists its household: a short number in the row's own village,
    where both say which."""
    never = pl.Series([False]).new_from_index(0, asked.height)
    if household is None or "household_id" not in household.columns:
        return never
    keys = ["household_id", "_year"]
    long = pl.col("household_id").str.len_chars() >= SHORT
    asked = asked.select(*keys, *_PATH, pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
    ours = household.select(*keys, *(text(household, name).alias(name) for name in _PATH))
    at = asked.filter(long).join(ours, on=keys, how="semi")["at"]
    short = asked.filter(~long)
    if short.height:
        agree = pl.all_horizontal((pl.col(name) == pl.col(f"{name}_right")).fill_null(True) for name in _PATH)
        at = pl.concat([at, short.join(ours, on=keys).filter(agree)["at"].unique()])
    return never.scatter(at, True)
