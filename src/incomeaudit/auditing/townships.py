"""The roll-up by township."""

import polars as pl

from incomeaudit.auditing.result import TOWNSHIP_SCHEMA

_KEYS = ("city", "county", "township")


def roll_up(households: pl.DataFrame, findings: pl.DataFrame, flagged: pl.DataFrame) -> pl.DataFrame:
    """Households, people and findings of every township, after TOWNSHIP_SCHEMA, in the order of names.

    ``households`` is the completed household table, ``flagged`` the findings brought together ``by_household``: a
    household is flagged by its own findings or its members'. Findings of whatever table count for the township that
    their row or its household names; income per head is the sum of incomes over the sum of members of the rows that
    give both.
    """

    def column(name: str, dtype: pl.DataType) -> pl.Expr:
        return pl.col(name).cast(dtype) if name in households.columns else pl.lit(None, dtype=dtype)

    income = pl.coalesce(
        column("income", pl.Float64()),
        column("per_capita_income", pl.Float64()) * column("members", pl.Float64()),
    )
    both = income.is_not_null() & (column("members", pl.Int64()) > 0)
    steps = pl.col("_place").str.split("/")
    base = (
        households.lazy()
        .select(
            steps.list.get(1, null_on_oob=True).alias("city"),
            pl.coalesce(steps.list.get(2, null_on_oob=True), column("county", pl.String())).alias("county"),
            column("township", pl.String()).alias("township"),
            column("members", pl.Int64()).alias("members"),
            pl.when(both).then(income).alias("income"),
            pl.when(both).then(column("members", pl.Int64())).alias("heads"),
        )
        .group_by(_KEYS)
        .agg(
            pl.len().alias("households"),
            pl.col("members").filter(pl.col("members") > 0).sum().alias("people"),
            (pl.col("income").sum() / pl.col("heads").sum()).fill_nan(None).alias("income_per_capita"),
        )
    )
    together = flagged.lazy().group_by(_KEYS).agg(pl.col("household").n_unique().alias("flagged_households"))
    counted = (
        findings.lazy()
        .filter(pl.col("table").is_in(["household", "village"]) | pl.col("township").is_not_null())
        .group_by(_KEYS)
        .agg(
            pl.len().alias("findings"),
            *((pl.col("severity") == name).sum().alias(name) for name in ("critical", "major", "notice")),
        )
    )
    for part in (together, counted):
        base = base.join(part, on=_KEYS, how="full", coalesce=True, nulls_equal=True)
    joined = base.collect()
    zero = [pl.col(name).fill_null(0) for name in TOWNSHIP_SCHEMA if name not in {*_KEYS, "income_per_capita"}]
    return (
        joined.with_columns(zero)
        .select(pl.col(name).cast(dtype) for name, dtype in TOWNSHIP_SCHEMA.items())
        .sort(_KEYS, nulls_last=True)
    )
