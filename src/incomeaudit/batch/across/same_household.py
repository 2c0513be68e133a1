"""ID002: the same household listed twice in one year, under one number or under one head's ID number."""

from dataclasses import dataclass

import polars as pl

from incomeaudit.batch.across.found import Found, found_rows, nothing, some
from incomeaudit.batch.across.scan import Scan, copied, count, streamed

CODE = "ID002"
_JUDGED = pl.col("year").is_not_null() & pl.col("home").is_not_null()
LABELS = pl.Schema({"year": pl.Int64(), "home": pl.String(), "label": pl.String()})


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands twice."""

    found: Found
    labels: pl.DataFrame
    """After LABELS: households with several numbers that are one by their head, each with the name of that one."""


def same_household(registers: Scan) -> Listed:
    """Households that several rows of one year list.

    A household is known by its number, a short one together with county, township and village, and by its head's ID
    number. Rows that hang together by either are one matter.
    """
    households = registers["household"]
    rows, judged, no_year = count(households, _JUDGED, pl.col("year").is_null())
    twice = _twice(registers, households.filter(_JUDGED), judged)
    if twice is None:
        return Listed(Found(CODE, nothing(), rows, _open(rows, judged, no_year)), pl.DataFrame(schema=LABELS))
    together = _together(twice.sort("file", "sheet", "row"))
    homes, heads = (pl.col(name).drop_nulls().n_unique().over("matter") for name in ("home", "person"))
    said = (
        pl.when((homes == 1) & (heads <= 1))
        .then(pl.lit("id002_same"))
        .when(homes == 1)
        .then(pl.lit("id002_number"))
        .when(heads <= 1)
        .then(pl.lit("id002_head"))
        .otherwise(pl.lit("id002_mixed"))
    )
    told = together.with_columns(said.alias("said"), pl.col("household_id").alias("subject"))
    labels = (
        together.filter(homes > 1)
        .select("year", "home", ("=" + pl.col("home").min().over("matter")).alias("label"))
        .unique(["year", "home"])
    )
    return Listed(Found(CODE, found_rows(told), rows, _open(rows, judged, no_year)), labels)


def _open(rows: int, judged: int, no_year: int) -> dict[str, int]:
    return some(open_year=no_year, open_household=rows - judged - no_year)


def _twice(registers: Scan, households: pl.LazyFrame, rows: int) -> pl.DataFrame | None:
    """The rows that share a household or a head with another; None where there are none."""
    found: list[pl.DataFrame] = []
    marked = households.with_columns(pl.col("home").hash().alias("key"))
    for key, of_key in (("key", marked), ("person", households.filter(pl.col("person").is_not_null()))):
        for share in registers.passes(rows, pl.col(key).hash()):
            several = of_key.filter(share).group_by("year", key).agg(pl.len()).filter(pl.col("len") > 1)
            keys = streamed(several.select("year", key))
            if keys.height:
                found.append(
                    streamed(copied(of_key.join(keys.lazy(), on=["year", key], how="semi"))).drop("key", strict=False)
                )
    return pl.concat(found).unique(["file", "sheet", "row"]) if found else None


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``matter``, the same for all that hang together by household or head."""
    own = pl.int_range(pl.len(), dtype=pl.Int64)
    rows = rows.with_columns(own.alias("matter"), pl.coalesce("person", -own - 1).alias("head"))
    while True:
        by_home = pl.col("matter").min().over("year", "home")
        spread = rows.with_columns(by_home.alias("matter")).with_columns(pl.col("matter").min().over("year", "head"))
        if spread["matter"].equals(rows["matter"]):
            return spread.drop("head")
        rows = spread
