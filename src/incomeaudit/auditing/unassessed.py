"""Rows that a check could not judge: which checks, and what the row does not say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.judge import Judged
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import UNASSESSED_SCHEMA
from incomeaudit.auditing.subjects import subjects


@dataclass(frozen=True)
class Unassessed:
    """The rows of a table that were not judged."""

    rows: pl.DataFrame
    """One row a row of the table, after UNASSESSED_SCHEMA."""
    lacking: Mapping[str, list[tuple[str, int]]]
    """For each check, the fields that its unassessed rows lack, with how many rows lack each, most first."""


def unassessed_of(
    frame: pl.DataFrame,
    planned: Sequence[Planned],
    judged: Mapping[str, Judged],
    context: TableContext,
    present: frozenset[str],
) -> Unassessed:
    """Gather the rows that at least one check could not judge.

    ``present`` are the columns that the roster has: a field that it never had is not what a row lacks.
    """
    open_checks = [item for item in planned if len(judged[item.entry.code].unassessable)]
    if not open_checks:
        return Unassessed(pl.DataFrame(schema=UNASSESSED_SCHEMA), {})
    positions = pl.concat([judged[item.entry.code].unassessable for item in open_checks]).unique().sort()
    rows = frame[positions].with_columns(
        positions.is_in(judged[item.entry.code].unassessable.implode()).alias(_mark(item)) for item in open_checks
    )
    behind = {item.entry.code: _behind(item, context, present) for item in open_checks}
    codes = [pl.when(_mark(item)).then(pl.lit(item.entry.code)) for item in open_checks]
    missing = [
        pl.when(pl.col(name).is_null() & _any(item for item in open_checks if name in behind[item.entry.code])).then(
            pl.lit(name)
        )
        for name in dict.fromkeys(name for names in behind.values() for name in names)
    ]
    said = rows.select(
        *subjects(rows, context.table, context.parts, unmask=context.options.unmask),
        pl.lit(context.table.id).alias("table"),
        pl.concat_list(codes).list.drop_nulls().alias("codes"),
        (pl.concat_list(missing).list.drop_nulls() if missing else pl.lit([], pl.List(pl.String))).alias("missing"),
    )
    lacking = {item.entry.code: _counts(rows, item, behind[item.entry.code]) for item in open_checks}
    return Unassessed(said.select(pl.col(name).cast(dtype) for name, dtype in UNASSESSED_SCHEMA.items()), lacking)


def _behind(item: Planned, context: TableContext, present: frozenset[str]) -> list[str]:
    fields = [name for name in context.fields.roots(item.named) if name in present]
    return [*fields, *(fact.id for fact in context.fields.facts(item.named))]


def _counts(rows: pl.DataFrame, item: Planned, names: Sequence[str]) -> list[tuple[str, int]]:
    counts = rows.filter(_mark(item)).select(pl.col(name).null_count() for name in names)
    found = [(name, int(counts[name][0])) for name in names]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])


def _mark(item: Planned) -> str:
    return f"!{item.entry.code}"


def _any(items: Iterable[Planned]) -> pl.Expr:
    return pl.any_horizontal(_mark(item) for item in items)
