"""RG002, RG003: villages that households name and no village table lists, and listed ones where no household lives."""

import polars as pl

from incomeaudit.batch.across.found import Found, found_rows, some
from incomeaudit.batch.across.scan import Scan, streamed

NAMED = "RG002"
LISTED = "RG003"
_VILLAGE = ["year", "county", "township_key", "village_key"]


def villages(registers: Scan) -> tuple[Found, Found]:
    """Both checks. A village is known by county, township and name; where one side does not say the township, by county
    and name.

    A township's villages are judged where the other side speaks of that township, or of its county without saying
    townships; a listed village is not judged either where some household of its township says no village.
    """
    lived = _once_each(registers["roster_village"])
    listed = _once_each(registers["village"])
    unsaid = lived.filter(pl.col("village_key").is_null())
    lived = lived.filter(pl.col("village_key").is_not_null())
    by_nobody = _judged(lived, listed, pl.lit(value=True))
    of_nobody = _judged(listed, pl.concat([lived, unsaid]), ~pl.col("at").is_in(_near(listed, unsaid).implode()))
    return (
        _found(NAMED, lived, listed, by_nobody, "open_villages"),
        _found(LISTED, listed, lived, of_nobody, "open_lived"),
    )


def _once_each(rows: pl.LazyFrame) -> pl.DataFrame:
    """One row a village, where it stands first; ``at`` numbers them."""
    columns = rows.collect_schema().names()
    counted = pl.col("households") if "households" in columns else pl.lit(0)
    order = ["file", "sheet", "row"]
    found = streamed(rows.with_columns(counted.alias("households"))).sort(order)
    together = found.with_columns(pl.col("households").sum().over(_VILLAGE))
    return together.unique(_VILLAGE, keep="first", maintain_order=True).with_row_index("at")


def _near(rows: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """``at`` of the rows of whose township, or county without townships, the others speak."""
    of_township = others.select("year", "county", "township_key").unique()
    pairs = rows.join(of_township, on=["year", "county"], nulls_equal=True)
    return pairs.filter(_agree("township_key"))["at"].unique()


def _judged(rows: pl.DataFrame, others: pl.DataFrame, certain: pl.Expr) -> pl.Series:
    """``at`` of the rows that can be judged: those that are found, and of the rest those that would be."""
    near = pl.col("at").is_in(_near(rows, others).implode()) & certain & pl.col("year").is_not_null()
    return pl.concat([_same(rows, others), rows.filter(near)["at"]]).unique()


def _same(rows: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """``at`` of the rows that stand among the others."""
    pairs = rows.join(others, on=["year", "village_key"])
    return pairs.filter(_agree("county") & _agree("township_key"))["at"].unique()


def _found(code: str, rows: pl.DataFrame, others: pl.DataFrame, judged: pl.Series, reason: str) -> Found:
    left = rows.filter(~pl.col("at").is_in(judged.implode()))
    flagged = rows.filter(
        pl.col("at").is_in(judged.implode()) & ~pl.col("at").is_in(_same(rows, others).implode())
    ).with_columns(
        pl.col("at").alias("matter"),
        pl.lit(code.lower()).alias("said"),
        pl.col("village").alias("subject"),
        pl.col("households").cast(pl.String).alias("detail"),
    )
    return Found(code, found_rows(flagged), rows.height, some(**{reason: left.height}))


def _agree(name: str) -> pl.Expr:
    """Whether two rows say the same, or one of them says nothing."""
    return (pl.col(name) == pl.col(f"{name}_right")).fill_null(value=True)
