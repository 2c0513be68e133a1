"""Household numbers that several villages have given: 1, 2, 3 … of each village's own list.

A member or a visit that names such a number belongs to the household of its own village. Where its row does not say in
which village it is, nobody knows whose it is.
"""

from collections.abc import Mapping, Sequence

import polars as pl

WHERE = "_where"
"""Column (String): "" for a number that is one household's, else the village; null where that is not said."""
SHORT = 8
"""Numbers of so many characters or more are taken for codes that are unique in the province, as in the dq pack."""
_PATH = ("_place", "township", "village")


def shared_numbers(tables: Mapping[str, pl.DataFrame]) -> pl.Series | None:
    """The household numbers that stand in several villages of one year's roster; None where there are none."""
    households = tables.get("household")
    if households is None or not {"household_id", "village"} <= {*households.columns}:
        return None
    short = households.lazy().filter(pl.col("household_id").str.len_chars() < SHORT)
    several = short.group_by("household_id", "_year").agg(_village(households.columns).n_unique().alias("villages"))
    found = several.filter(pl.col("villages") > 1).select(pl.col("household_id").unique()).collect().to_series()
    return found if len(found) else None


def placed(rows: pl.DataFrame, others: pl.DataFrame, shared: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``WHERE`` to the rows of two tables that name households, told by the columns that both have."""
    columns = rows.columns
    common = [name for name in others.columns if name in columns]
    path = _village(common) if "village" in common else pl.lit(None, dtype=pl.String)
    several = pl.col("household_id").is_in(shared.implode())
    where = pl.when(several).then(path).otherwise(pl.lit("")).alias(WHERE)
    return rows.with_columns(where), others.with_columns(where)


def left_open(rows: pl.DataFrame, others: pl.DataFrame, figures: Sequence[str]) -> pl.DataFrame:
    """Make ``figures`` null, and drop ``WHERE``, in rows of which nobody knows which of the others are their own:
    they, or some of the others that name their number, do not say of which village."""
    nobodys = others.filter(pl.col(WHERE).is_null()).get_column("household_id").drop_nulls().unique()
    known = (pl.col(WHERE) == "") | ~pl.col("household_id").is_in(nobodys.implode())
    return rows.with_columns(pl.when(known).then(pl.col(name)).alias(name) for name in figures).drop(WHERE)


def _village(columns: list[str]) -> pl.Expr:
    """The path of a row's village; null where the village is blank."""
    path = pl.concat_str([pl.col(name) for name in _PATH if name in columns], separator="/", ignore_nulls=True)
    return pl.when(pl.col("village").is_not_null()).then(path)
