"""The figures of many place tables together."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.auditing.force import Known
from incomeaudit.auditing.sums import UNIT

_KEYS = ("place", "year", "field")

Facts = Mapping[tuple[str, int], Mapping[str, Known]]


def agreed(facts: pl.DataFrame) -> tuple[Facts, pl.DataFrame]:
    """The figures on which all tables agree, by place and year; and those of which they give two or more.

    ``facts`` is after FACT_SCHEMA with ``unit``, in any order. The second are its rows with such a figure, each with
    its cell, in the order of places, years, fields and audits. A figure that cannot be read is taken from another table
    that gives it; where none does, no other place's figure stands in for it.
    """
    given = facts.sort(*_KEYS, UNIT, "file", "sheet", "cell", nulls_last=True)
    differ = (pl.col("value").drop_nulls().n_unique() > 1).over(_KEYS)
    conflicts = given.filter(differ)
    known: dict[tuple[str, int], dict[str, Known]] = {}
    told = given.filter(~differ).group_by(_KEYS, maintain_order=True).agg(pl.col("value").drop_nulls().first())
    for place, year, field, value in told.iter_rows():
        known.setdefault((place, year), {})[field] = Known(value, place, year, 0, 0)
    return known, conflicts
