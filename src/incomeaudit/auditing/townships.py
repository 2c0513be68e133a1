"""The roll-up by township."""

from collections.abc import Sequence

import polars as pl

from incomeaudit.auditing.result import TOWNSHIP_SCHEMA
from incomeaudit.auditing.sums import TOWNSHIP_SUM_SCHEMA

_KEYS = ("city", "county", "township")
_SUMMED = [*_KEYS, "year", "of_township"]
_FOUND = ("findings", "critical", "major", "notice")


def household_sums(households: pl.DataFrame) -> pl.DataFrame:
    """Households, people, incomes and heads of every township and year, of the completed household table."""
    totals = (pl.len().alias("households"), *_totals())
    return _households(households).group_by(_SUMMED).agg(totals).collect()


def added_sums(sums: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """What ``household_sums`` gives of several sets of households together."""
    return pl.concat(sums).group_by(_SUMMED, maintain_order=True).agg(pl.col("households").sum(), *_totals())


def _totals() -> tuple[pl.Expr, ...]:
    return pl.col("people").sum(), pl.col("income").sum().round(2), pl.col("heads").sum()


def township_sums(households: pl.DataFrame | None, findings: pl.DataFrame, flagged: pl.DataFrame) -> pl.DataFrame:
    """Households, people, incomes and findings of every township and year, after TOWNSHIP_SUM_SCHEMA.

    ``households`` is what ``household_sums`` gives, None where there are none; ``flagged`` are the findings brought
    together ``by_household``: a household is flagged by its own findings or its members'. Findings of whatever table
    count for the township that their row or its household names.
    """
    keys = _SUMMED
    of_township = pl.col("table").is_in(["household", "village"]) | pl.col("township").is_not_null()
    parts = [
        flagged.lazy()
        .with_columns(pl.lit(value=True).alias("of_township"))
        .group_by(keys)
        .agg(pl.col("household").n_unique().alias("flagged_households")),
        findings.lazy()
        .with_columns(of_township.alias("of_township"))
        .group_by(keys)
        .agg(
            pl.len().alias("findings"),
            *((pl.col("severity") == name).sum().alias(name) for name in ("critical", "major", "notice")),
        ),
    ]
    if households is not None:
        parts.append(households.lazy())
    joined = pl.LazyFrame(schema={name: TOWNSHIP_SUM_SCHEMA[name] for name in keys})
    for part in parts:
        joined = joined.join(part, on=keys, how="full", coalesce=True, nulls_equal=True)
    sums = joined.collect()
    figures = {name: dtype for name, dtype in TOWNSHIP_SUM_SCHEMA.items() if name not in keys}
    return sums.select(
        *keys,
        *(
            (pl.col(name).fill_null(0) if name in sums.columns else pl.lit(0)).cast(dtype).alias(name)
            for name, dtype in figures.items()
        ),
    ).sort(keys, nulls_last=True)


def townships_of(sums: pl.DataFrame) -> pl.DataFrame:
    """The townships of one audit, after TOWNSHIP_SCHEMA, in the order of names; ``sums`` after TOWNSHIP_SUM_SCHEMA."""
    totals = sums.filter("of_township").group_by(_KEYS).agg(added())
    return totals.select(pl.col(name).cast(dtype) for name, dtype in TOWNSHIP_SCHEMA.items()).sort(
        _KEYS, nulls_last=True
    )


def added() -> list[pl.Expr]:
    """The figures of TOWNSHIP_SCHEMA as sums over rows of TOWNSHIP_SUM_SCHEMA; income per head is a sum over a sum."""
    counts = ("households", "people", "flagged_households", *_FOUND)
    # To the fen, as the incomes are: then it is all the same in which order they were added.
    income = pl.col("income").sum().round(2)
    per_head = pl.when(pl.col("heads").sum() > 0).then(income / pl.col("heads").sum())
    return [*(pl.col(name).sum() for name in counts), per_head.alias("income_per_capita")]


def _households(households: pl.DataFrame) -> pl.LazyFrame:
    """Each household with its keys, its people, and its income and heads where it gives both."""

    def column(name: str, dtype: pl.DataType) -> pl.Expr:
        return pl.col(name).cast(dtype) if name in households.columns else pl.lit(None, dtype=dtype)

    members = column("members", pl.Int64())
    income = pl.coalesce(
        column("income", pl.Float64()), column("per_capita_income", pl.Float64()) * members.cast(pl.Float64)
    )
    both = income.is_not_null() & (members > 0)
    steps = pl.col("_place").str.split("/")
    return households.lazy().select(
        steps.list.get(1, null_on_oob=True).alias("city"),
        pl.coalesce(steps.list.get(2, null_on_oob=True), column("county", pl.String())).alias("county"),
        column("township", pl.String()).alias("township"),
        pl.col("_year").alias("year"),
        pl.lit(value=True).alias("of_township"),
        pl.when(members > 0).then(members).alias("people"),
        pl.when(both).then(income).alias("income"),
        pl.when(both).then(members).alias("heads"),
    )
