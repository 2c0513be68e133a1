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
        pl.lit(positions).is_in(pl.lit(judged[item.entry.code].unassessable).implode()).alias(_mark(item))
        for item in open_checks
    )
    # In the order of all checks, so that it does not hang on which of them have such rows.
    every = dict.fromkeys(name for item in planned for name in _behind(item, present))
    behind = {item.entry.code: _behind(item, present) for item in open_checks}
    codes = [pl.when(_mark(item)).then(pl.lit(item.entry.code)) for item in open_checks]
    missing = [
        pl.when(pl.col(name).is_null() & _any(item for item in open_checks if name in behind[item.entry.code])).then(
            pl.lit(name)
        )
        for name in every
        if any(name in names for names in behind.values())
    ]
    columns = {
        **subjects(rows, context.table, context.parts, unmask=context.options.unmask),
        "table": pl.lit(context.table.id),
        "codes": pl.concat_list(codes).list.drop_nulls(),
        "missing": pl.concat_list(missing).list.drop_nulls() if missing else pl.lit([], pl.List(pl.String)),
    }
    said = rows.select(columns[name].cast(dtype).alias(name) for name, dtype in UNASSESSED_SCHEMA.items())
    return Unassessed(said, _lacking(rows, open_checks, behind))


def _behind(item: Planned, present: frozenset[str]) -> list[str]:
    return [*(name for name in item.basis.roots if name in present), *(fact.id for fact in item.basis.facts)]


def _lacking(
    rows: pl.DataFrame, open_checks: Sequence[Planned], behind: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[str, int]]]:
    """By check, the fields behind it that its unassessed rows lack, with how many rows lack each, most first."""
    pairs = [(item, name) for item in open_checks for name in behind[item.entry.code]]
    counts = rows.select(
        (pl.col(_mark(item)) & pl.col(name).is_null()).sum().alias(str(number))
        for number, (item, name) in enumerate(pairs)
    )
    lacking: dict[str, list[tuple[str, int]]] = {item.entry.code: [] for item in open_checks}
    for (item, name), count in zip(pairs, counts.row(0) if pairs else (), strict=True):
        if count:
            lacking[item.entry.code].append((name, int(count)))
    return {code: sorted(found, key=lambda pair: -pair[1]) for code, found in lacking.items()}


def _mark(item: Planned) -> str:
    return f"!{item.entry.code}"


def _any(items: Iterable[Planned]) -> pl.Expr:
    return pl.any_horizontal(_mark(item) for item in items)
