"""What of an audit can be added up, so that many audits can be spoken of as one.

A figure over several files is a sum over their sums, never an average of their averages. Every frame here is small: a
row a place, a township or a check, none a household.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

UNIT = "unit"
"""Column (String) that ``stacked`` adds to every frame: which audit a row is from, by the name of its file."""

TARGET_SUM_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "place": pl.String(),  # path in the place tree
        "year": pl.Int64(),
        "township": pl.String(),  # only for targets that are measured by township
        "last_year": pl.Boolean(),  # whether the rows are those of last year's roster, for the base of a growth
        "rows": pl.Int64(),  # in scope
        "left_out": pl.Int64(),  # of them, rows that lack a figure and are not in the sums
        "numerator": pl.Float64(),
        "denominator": pl.Float64(),
        "base_numerator": pl.Float64(),
        "base_denominator": pl.Float64(),
        "base_left_out": pl.Int64(),  # rows in the sums that lack the figure of the year before
    }
)
"""One row a target, place, year and township; zeros where no row of the place is in scope."""

SKIP_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "kind": pl.String(),  # elsewhere, no_table, lacking, error
        "reason": pl.String(),
        "place": pl.String(),  # of targets alone, as are year and township
        "year": pl.Int64(),
        "township": pl.String(),
        "rows": pl.Int64(),  # rows of its table that were not looked at
    }
)
"""One row a check that was not run, and one a target and place.

``elsewhere``: it was not asked for, or does not speak of these places and years; nothing was left unjudged.
``no_table``: nothing of its table was read. ``lacking``: a column, a parameter or a figure lacks. ``error``: it broke.
"""

TOWNSHIP_SUM_SCHEMA = pl.Schema(
    {
        "city": pl.String(),
        "county": pl.String(),
        "township": pl.String(),
        "year": pl.Int64(),
        "of_township": pl.Boolean(),  # false for findings about the county or city itself
        "households": pl.Int64(),
        "people": pl.Int64(),
        "income": pl.Float64(),  # yuan; of the households that give both income and members
        "heads": pl.Int64(),  # members of the same households
        "flagged_households": pl.Int64(),
        "findings": pl.Int64(),
        "critical": pl.Int64(),
        "major": pl.Int64(),
        "notice": pl.Int64(),
    }
)
"""One row a township and year, and one a county (or city) and year for findings of no township."""

LACKING_SCHEMA = pl.Schema({"code": pl.String(), "field": pl.String(), "count": pl.Int64()})
"""One row a check and field: how many rows the check could not judge lack the field."""

FACT_SCHEMA = pl.Schema(
    {
        "place": pl.String(),
        "year": pl.Int64(),
        "field": pl.String(),
        "value": pl.Float64(),  # null where the cell could not be read
        "file": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
    }
)
"""One row a figure of the place table. Several for one place, year and field need not agree."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything of an audit that is added up over several. Of many audits together, each frame has ``unit`` too."""

    targets: pl.DataFrame
    """After TARGET_SUM_SCHEMA."""
    skipped: pl.DataFrame
    """After SKIP_SCHEMA."""
    townships: pl.DataFrame
    """After TOWNSHIP_SUM_SCHEMA."""
    lacking: pl.DataFrame
    """After LACKING_SCHEMA."""
    facts: pl.DataFrame
    """After FACT_SCHEMA."""


def schemas() -> Mapping[str, pl.Schema]:
    """The schema of each frame of ``Sums``, by its name."""
    return {
        "targets": TARGET_SUM_SCHEMA,
        "skipped": SKIP_SCHEMA,
        "townships": TOWNSHIP_SUM_SCHEMA,
        "lacking": LACKING_SCHEMA,
        "facts": FACT_SCHEMA,
    }


def no_sums() -> Sums:
    """Sums over nothing."""
    return Sums(**{name: pl.DataFrame(schema=schema) for name, schema in schemas().items()})


def stacked(units: Mapping[str, Sums]) -> Sums:
    """The sums of many audits as one, each row with its audit's name in ``unit``, in the order of the names."""
    return Sums(
        **{
            name: stacked_frames({unit: getattr(sums, name) for unit, sums in units.items()}, schema)
            for name, schema in schemas().items()
        }
    )


def stacked_frames(units: Mapping[str, pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """One frame of many audits, such as their ``checks`` after CHECK_SCHEMA, as ``stacked`` makes it."""
    empty = pl.DataFrame(schema={UNIT: pl.String(), **schema})
    frames = [units[name].select(pl.lit(name).alias(UNIT), *schema) for name in sorted(units)]
    return pl.concat([empty, *frames])
