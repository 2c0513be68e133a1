"""ID001: the same person in two households of one year."""

import polars as pl

from incomeaudit.batch.across.found import Found, found_rows, nothing, some
from incomeaudit.batch.across.homes import IS_LONG
from incomeaudit.batch.across.scan import Scan, copied, count, streamed

CODE = "ID001"
_KEYS = ["person", "year"]
_PATH = ("county", "township_key", "village_key")
_KNOWN = pl.col("person").is_not_null() & pl.col("year").is_not_null()
_JUDGED = _KNOWN & pl.col("home").is_not_null()


def same_person(registers: Scan, labels: pl.DataFrame) -> Found:
    """People who stand in several households of one year, as members or heads.

    Households differ by their long numbers, or by their short ones, or by county, township or village where both say
    these. A long number and a short one of one village may be one household's, and are not held against each other.
    ``labels`` (``same_household.LABELS``) are households of several numbers that ID002 says are one: they count as one
    here.
    """
    people = _people(registers)
    rows, judged, no_number, no_year = count(
        people, _JUDGED, pl.col("person").is_null(), pl.col("person").is_not_null() & pl.col("year").is_null()
    )
    left = some(open_number=no_number, open_year=no_year, open_household=rows - judged - no_number - no_year)
    flagged = _flagged(registers, people.filter(_JUDGED), judged, labels)
    if not flagged.height:
        return Found(CODE, nothing(), rows, left)
    matters = flagged.with_row_index("matter")
    theirs = streamed(copied(people.filter(_JUDGED).join(matters.lazy(), on=_KEYS, how="inner")))
    one_each = theirs.sort("role", "file", "sheet", "row").unique(["matter", "home"], keep="first", maintain_order=True)
    told = one_each.with_columns(_widest().alias("said"), pl.col("id_number").alias("subject"))
    return Found(CODE, found_rows(told), rows, left)


def _people(registers: Scan) -> pl.LazyFrame:
    """Heads and members, one row an appearance of somebody in a household."""
    columns = ["person", "id_number", "name", "household_id", "home", "role", "place", *_PATH]
    columns += ["township", "village", "year", "file", "sheet", "row", "cell"]
    heads = registers["household"].filter("appears").with_columns(pl.lit("head").alias("role"))
    members = registers["member"].with_columns(pl.lit("member").alias("role"))
    return pl.concat([heads.select(columns), members.select(columns)])


def _flagged(registers: Scan, people: pl.LazyFrame, rows: int, labels: pl.DataFrame) -> pl.DataFrame:
    """``person`` and ``year`` of those who stand in several households."""
    narrow = people.select(*_KEYS, pl.col("home").hash().alias("home"))
    found = [pl.DataFrame(schema={"person": pl.Int64, "year": pl.Int64})]
    for share in registers.passes(rows, pl.col("person").hash()):
        ends = (
            narrow.filter(share)
            .group_by(_KEYS)
            .agg(pl.col("home").min().alias("low"), pl.col("home").max().alias("high"))
        )
        keys = streamed(ends.filter(pl.col("low") != pl.col("high")).select(_KEYS))
        if keys.height:
            theirs = people.filter(share).join(keys.lazy(), on=_KEYS, how="semi")
            found.append(streamed(in_two_households(theirs, labels.lazy())))
    return pl.concat(found)


def in_two_households(people: pl.LazyFrame, labels: pl.LazyFrame) -> pl.LazyFrame:
    """``person`` and ``year`` of those among some people who surely stand in two households."""
    labelled = people.join(labels, on=["year", "home"], how="left").select(
        *_KEYS,
        *_PATH,
        pl.coalesce("label", pl.when(IS_LONG).then("home")).alias("code"),
        pl.when(pl.col("label").is_null() & ~IS_LONG).then("household_id").alias("short"),
    )
    several = {name: pl.col(name).min() != pl.col(name).max() for name in ("code", "short", *_PATH)}
    coded = (pl.col("code").count() == pl.len()).alias("coded")
    spread = labelled.group_by(_KEYS).agg(
        coded, *(differ.fill_null(value=False).alias(name) for name, differ in several.items())
    )
    apart = pl.any_horizontal(_PATH) & ~pl.col("coded")
    return spread.filter(pl.col("code") | pl.col("short") | apart).select(_KEYS)


def _widest() -> pl.Expr:
    """Which sentence tells how far the households of a matter lie apart."""

    def several(name: str) -> pl.Expr:
        return pl.col(name).drop_nulls().n_unique().over("matter") > 1

    return (
        pl.when(several("county"))
        .then(pl.lit("id001_counties"))
        .when(several("township_key"))
        .then(pl.lit("id001_townships"))
        .when(several("file"))
        .then(pl.lit("id001_files"))
        .otherwise(pl.lit("id001_one_file"))
    )
