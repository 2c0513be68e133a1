"""What rows about members, visits, loans and grants take from the household that they name: place, year, township,
village and head, where they do not say these themselves."""

import polars as pl

HOME = "_home_"
"""Prefix of the columns that hold the township, the village and the head's name of a row's household."""
_TOLD = ("township", "village", "head_name")
_ONLY_HERE = ("_hp", "_hy")
"""Columns that hold the place and year of a row's household until they are settled."""
_SPEAK_FOR_THEMSELVES = frozenset({"household", "place", "previous", "village"})


def from_households(located: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables, with rows that do not say their own place or year given those of their household.

    Rows of no known household take the year of the roster, where it is of one year. A number that several
    villages have given says nothing about township, village and head.
    """
    household = located.get("household")
    if household is None:
        return located
    years = household.get_column("_year").drop_nulls().unique().to_list()
    naming = [
        name for name, frame in located.items() if name not in _SPEAK_FOR_THEMSELVES and "household_id" in frame.columns
    ]
    homes = _homes(household) if naming and "household_id" in household.columns else None
    tables = dict(located)
    for name, frame in located.items():
        if name in _SPEAK_FOR_THEMSELVES:
            continue
        place, year = pl.col("_place"), pl.col("_year")
        told = frame
        if homes is not None and name in naming:
            told = frame.join(homes, on="household_id", how="left", maintain_order="left")
            place = place if "county" in frame.columns else pl.coalesce("_hp", "_place")
            year = year if "year" in frame.columns else pl.coalesce("_hy", "_year")
        if len(years) == 1:
            year = year.fill_null(years[0])
        settled = {"_place": place.alias("_place"), "_year": year.alias("_year")}
        tables[name] = told.select(settled.get(column, column) for column in told.columns if column not in _ONLY_HERE)
    return tables


def _homes(household: pl.DataFrame) -> pl.DataFrame:
    """One row a household number: place, year, and what is told of its household."""
    told = [name for name in _TOLD if name in household.columns]
    paths = [name for name in ("_place", "township", "village") if name in household.columns]
    elsewhere = pl.struct(paths).n_unique().over("household_id") > 1
    return (
        household.lazy()
        .filter(pl.col("household_id").is_not_null())
        .select(
            "household_id",
            pl.col("_place").alias("_hp"),
            pl.col("_year").alias("_hy"),
            *(pl.when(~elsewhere).then(pl.col(name)).alias(f"{HOME}{name}") for name in told),
        )
        .unique("household_id", keep="first", maintain_order=True)
        .collect()
    )
