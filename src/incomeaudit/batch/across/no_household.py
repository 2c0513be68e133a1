"""RG001: a row that names a household which no roster of its county lists."""

import polars as pl

from incomeaudit.batch.across.found import Found, found_rows, nothing, some
from incomeaudit.batch.across.homes import IS_LONG
from incomeaudit.batch.across.scan import Scan, copied, count, streamed

CODE = "RG001"
_NUMBER = ["year", "household_id"]
_KEYS = [*_NUMBER, "county", "in_township", "in_village"]
"""What is told of a household where it is named; township and village only beside a short number, which needs them."""
_STATES = pl.Schema(
    {**dict.fromkeys(_KEYS, pl.String()), "year": pl.Int64(), "state": pl.String(), "detail": pl.String()}
)


def no_household(registers: Scan) -> Found:
    """Rows about a household that is in no file's household table of that county and year.

    A short number means one household in its village. Not judged: rows without a year, a number, or for a short number
    a village; rows of a county of which no file has a household table; and short numbers that a roster gives without
    saying of which village.
    """
    naming = registers["naming"]
    settled = int(streamed(registers["settled"].select(pl.col("rows").sum())).item() or 0)
    no_number, no_year = pl.col("household_id").is_null(), pl.col("year").is_null()
    no_village = ~IS_LONG & pl.col("village_key").is_null()
    rows, numberless, yearless, villageless = count(
        naming, no_number, ~no_number & no_year, ~no_number & ~no_year & no_village
    )
    named = _keyed(naming.filter(~no_number & ~no_year & ~no_village))
    states = _states(registers, named, rows)
    stated = named.join(states.lazy(), on=_KEYS, how="inner", nulls_equal=True)
    counted = dict(streamed(stated.group_by("state").agg(pl.len())).iter_rows()) if states.height else {}
    left = some(
        open_household=numberless,
        open_year=yearless,
        open_village=villageless + counted.get("unplaced", 0),
        open_roster=counted.get("no_roster", 0),
    )
    if not counted.keys() & {"missing", "elsewhere"}:
        return Found(CODE, nothing(), settled + rows, left)
    missing = streamed(copied(stated.filter(pl.col("state").is_in(["missing", "elsewhere"]))))
    told = missing.with_columns(
        pl.struct(_KEYS).rank("dense").alias("matter"),
        (pl.lit("rg001_") + pl.col("state")).alias("said"),
        pl.col("household_id").alias("subject"),
    )
    return Found(CODE, found_rows(told), settled + rows, left)


def _keyed(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(
        pl.when(~IS_LONG).then(f"{name}_key").alias(f"in_{name}") for name in ("township", "village")
    )


def _states(registers: Scan, named: pl.LazyFrame, rows: int) -> pl.DataFrame:
    """The households named that were not found, after _STATES: ``missing``, ``elsewhere`` (``detail`` says in which
    county), ``no_roster`` or ``unplaced``."""
    households = _keyed(registers["household"].filter(pl.col("household_id").is_not_null()))
    covered = streamed(registers["household"].select("year", "county").unique())
    found = [pl.DataFrame(schema=_STATES)]
    hashed = pl.col("household_id").hash()
    for share in registers.passes(rows, hashed):
        asked = streamed(copied(named.filter(share).select(_KEYS).unique())).with_row_index("at")
        if asked.height:
            found.append(_not_found(asked, households.filter(share).select(_KEYS), covered))
    return pl.concat(found)


def _not_found(asked: pl.DataFrame, roster: pl.LazyFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Of the households ``asked`` for, those that the ``roster`` does not have."""
    short = asked.filter(pl.col("in_village").is_not_null()).lazy()
    long = asked.filter(pl.col("in_village").is_null()).lazy()
    of_village = [*_NUMBER, "in_village"]
    unplaced = roster.filter(~IS_LONG & pl.col("in_village").is_null())
    same_county, same_township = _agree("county"), _agree("in_township")
    by_number = long.join(roster.filter(IS_LONG).select(*_NUMBER, "county").unique(), on=_NUMBER).select(
        "at", same_county.alias("here"), pl.col("county_right").alias("where")
    )
    by_village = short.join(roster.unique(), on=of_village).select(
        "at", (same_county & same_township).alias("here"), pl.lit(None, dtype=pl.String).alias("where")
    )
    maybe = short.join(unplaced.select(*_NUMBER, "county").unique(), on=_NUMBER).filter(same_county)
    seen = streamed(pl.concat([by_number, by_village]).group_by("at").agg(pl.col("here").any(), pl.col("where").min()))
    open_at = streamed(maybe.select("at").unique()).to_series()
    has_roster = asked.join(covered, on=["year", "county"], how="semi")["at"]
    left = asked.join(seen.filter("here"), on="at", how="anti").join(seen, on="at", how="left")
    state = (
        pl.when(pl.col("at").is_in(open_at.implode()))
        .then(pl.lit("unplaced"))
        .when(~pl.col("at").is_in(has_roster.implode()))
        .then(pl.lit("no_roster"))
        .when(pl.col("where").is_not_null())
        .then(pl.lit("elsewhere"))
        .otherwise(pl.lit("missing"))
    )
    last_step = pl.col("where").str.split("/").list.last()
    return left.select(*_KEYS, state.alias("state"), last_step.alias("detail")).cast(_STATES)


def _agree(name: str) -> pl.Expr:
    """Whether two rows say the same, or one of them says nothing."""
    return (pl.col(name) == pl.col(f"{name}_right")).fill_null(value=True)
