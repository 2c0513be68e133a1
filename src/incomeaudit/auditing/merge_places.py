"""Townships, counties and cities over many audits."""

import polars as pl

from incomeaudit.auditing.result import TOWNSHIP_SCHEMA
from incomeaudit.auditing.sums import UNIT
from incomeaudit.auditing.townships import added

_FIGURES = {name: dtype for name, dtype in TOWNSHIP_SCHEMA.items() if name not in {"city", "county", "township"}}

MERGED_TOWNSHIP_SCHEMA = pl.Schema(
    {
        "city": pl.String(),
        "county": pl.String(),
        "township": pl.String(),
        "year": pl.Int64(),
        **_FIGURES,
        "units": pl.UInt32(),  # audits that speak of it
    }
)
"""One row a township and year: households of two years' rosters are not so many households."""

PLACE_SCHEMA = pl.Schema(
    {
        "level": pl.String(),  # whole, city, county
        "city": pl.String(),
        "county": pl.String(),
        "year": pl.Int64(),
        **_FIGURES,
        "units": pl.UInt32(),
    }
)
"""One row a place and year, the whole first. A place that the data do not name is null."""

_LEVELS = {"whole": (), "city": ("city",), "county": ("city", "county")}


def merged_townships(sums: pl.DataFrame) -> pl.DataFrame:
    """The townships of many audits, after MERGED_TOWNSHIP_SCHEMA, in the order of names.

    ``sums`` is after TOWNSHIP_SUM_SCHEMA with ``unit``, in any order.
    """
    keys = ("city", "county", "township", "year")
    return _added(sums.filter("of_township"), keys, MERGED_TOWNSHIP_SCHEMA).sort(keys, nulls_last=True)


def merged_places(sums: pl.DataFrame) -> pl.DataFrame:
    """Counties, cities and the whole, after PLACE_SCHEMA; ``sums`` as for ``merged_townships``.

    Beside what counts for their townships they have the findings that are about the place itself.
    """
    levels = [
        _added(sums.with_columns(pl.lit(level).alias("level")), ("level", *steps, "year"), PLACE_SCHEMA).sort(
            *steps, "year", nulls_last=True
        )
        for level, steps in _LEVELS.items()
    ]
    return pl.concat(levels)


def _added(sums: pl.DataFrame, keys: tuple[str, ...], schema: pl.Schema) -> pl.DataFrame:
    """Sums by keys, as columns of a schema; keys of the schema that are not asked for are null."""
    totals = sums.group_by(keys).agg(*added(), pl.col(UNIT).n_unique().alias("units"))
    return totals.select(
        (pl.col(name) if name in totals.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )
