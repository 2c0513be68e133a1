"""Which household a row belongs to, in one text that is the same in every file."""

import polars as pl

from incomeaudit.auditing.same_numbers import SHORT

_HEAD = "#"
"""Stands before the head's ID number where it has to do for a household number."""
IS_LONG = pl.col("household_id").str.len_chars() >= SHORT
"""Whether a household number is a code that is unique in the province; null where there is none."""


def with_home(rows: pl.DataFrame, file: str, *, head: bool) -> pl.DataFrame:
    """Rows with ``home``: the household's number, or for a short one the number with the village that counts by it.

    Where the row does not say all of county, township and village, a short number is one household's within its file.
    A row of the household table without a number (``head``) is known by its head's ID number and its village. Null for
    the rest. Needs
    ``household_id``, ``person``, ``county``, ``township_key`` and ``village_key``.
    """
    number = pl.col("household_id")
    if rows.select(IS_LONG.fill_null(False).all()).item():  # so in most rosters, and the rest takes its time
        return rows.with_columns(number.alias("home"))
    steps = [pl.col(name) for name in ("county", "township_key", "village_key")]
    path = pl.concat_str(*steps, number, separator="/")
    in_file = pl.concat_str(*(step.fill_null("") for step in steps), number, pl.lit(file), separator="/")
    person = pl.lit(_HEAD) + pl.col("person").cast(pl.String) if head else pl.lit(None, dtype=pl.String)
    by_head = pl.concat_str(person, *(step.fill_null("") for step in steps), separator="/")
    home = pl.when(IS_LONG).then(number).when(number.is_not_null()).then(pl.coalesce(path, in_file)).otherwise(by_head)
    return rows.with_columns(home.alias("home"))
