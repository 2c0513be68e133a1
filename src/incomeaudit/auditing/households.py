"""Findings about households and about their members, brought together by household."""

import polars as pl

SAME = ("year", "county", "township", "village", "subject_id")
"""What a household's and its members' findings have in common."""
TABLES = ("household", "member")


def by_household(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings about households and members with ``household`` (String), the same for all of one household.

    A household is its row in the roster: two rows with one id are two households to look at. A member's finding
    belongs to the row that carries its household id; where that row has no finding of its own, the findings of the
    members come together by their household id.
    """
    found = findings.filter(pl.col("table").is_in(TABLES))
    row = pl.concat_str("file", "sheet", pl.col("row"), separator="\x1f", ignore_nulls=True)
    marked = found.with_columns(row.alias("own_row"))
    rows = (
        marked.filter(pl.col("subject_id").is_not_null() & (pl.col("table") == "household"))
        .unique(SAME, keep="first", maintain_order=True)
        .select(*SAME, pl.col("own_row").alias("shared_row"))
    )
    by_id = pl.concat_str(pl.col(SAME).cast(pl.String).fill_null(""), separator="\x1f")
    belongs = (
        pl.when(table="household")
        .then("own_row")
        .otherwise(pl.coalesce("shared_row", pl.when(pl.col("subject_id").is_not_null()).then(by_id), "own_row"))
    )
    joined = marked.join(rows, on=SAME, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(belongs.alias("household")).drop("own_row", "shared_row")
