"""Targets: figures about a place, sums over sums."""

from collections.abc import Mapping, Sequence

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import TARGET_SCHEMA
from incomeaudit.auditing.sums import TARGET_SUM_SCHEMA
from incomeaudit.auditing.sums_targets import target_of, target_sums
from incomeaudit.auditing.target_regions import SumRow
from incomeaudit.auditing.target_verdicts import judge_target
from incomeaudit.auditing.target_words import not_measured


def measured(
    planned: Sequence[Planned], sums: pl.DataFrame, broken: Mapping[str, str], context: TableContext
) -> pl.DataFrame:
    """The outcomes of a table's targets, after TARGET_SCHEMA, from what they sum.

    ``sums`` is after TARGET_SUM_SCHEMA; ``broken`` gives the error of each target that broke, by code. One that cannot
    run has one row with the reason, one that breaks has one with the error.
    """
    messages = context.messages
    own: dict[str, list[SumRow]] = {}
    for row in sums.iter_rows(named=True):
        own.setdefault(row["code"], []).append(row)
    rows: list[dict[str, object]] = []
    for item in planned:
        target = target_of(item)
        if item.reason:
            rows.append(not_measured(target, "skipped", item.reason, messages))
        elif target.code in broken:
            rows.append(not_measured(target, "error", broken[target.code], messages))
        else:
            rows += judge_target(item.pack, target, own.get(target.code, ()), context)
    return pl.DataFrame(rows, schema=TARGET_SCHEMA)


def summed(
    frame: pl.DataFrame, running: Sequence[Planned], context: TableContext
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The sums of a completed table's targets, after TARGET_SUM_SCHEMA, and the error of each that breaks, by code.

    All are summed together; where that breaks, each by itself.
    """
    if not running:
        return pl.DataFrame(schema=TARGET_SUM_SCHEMA), {}
    try:
        return target_sums(frame, running, context), {}
    except pl.exceptions.PolarsError:
        sums, broken = [pl.DataFrame(schema=TARGET_SUM_SCHEMA)], {}
        for item in running:
            try:
                sums.append(target_sums(frame, [item], context))
            except pl.exceptions.PolarsError as error:
                broken[item.entry.code] = str(error).splitlines()[0]
        return pl.concat(sums), broken
