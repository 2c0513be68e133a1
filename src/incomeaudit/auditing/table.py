"""The audit of one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.groups import GROUP, Grouping
from incomeaudit.auditing.look import Count, Look, look_at
from incomeaudit.auditing.plan import Planned, all_parameters, plan
from incomeaudit.auditing.result import CHECK_SCHEMA, VALUE_SCHEMA
from incomeaudit.auditing.sums_rows import lacking_rows, skips_of
from incomeaudit.auditing.targets import measured
from incomeaudit.auditing.values import fact_rows, parameter_rows
from incomeaudit.rulebook.model import Check, Target


@dataclass(frozen=True)
class AuditedTable:
    """One table's part of a result."""

    name: str
    rows: int | None
    """None where nothing of it was read."""
    townships: pl.DataFrame | None
    """Of households what ``townships.household_sums`` gives."""
    findings: Sequence[pl.DataFrame]
    checks: pl.DataFrame
    targets: pl.DataFrame
    target_sums: pl.DataFrame
    skipped: pl.DataFrame
    lacking: pl.DataFrame
    unassessed: pl.DataFrame
    values: pl.DataFrame


def audit_table(grouping: Grouping, context: TableContext) -> AuditedTable:
    """Plan, complete, judge, and put into words, for one table."""
    name = context.table.id
    frame = context.tables.get(name)
    if name == "place" and frame is not None:
        frame = _audited_rows(frame, grouping)
    planned = plan(frame, context)
    return audited(planned, look_at(frame, planned, context) if frame is not None else Look(), context)


def audited(planned: Sequence[Planned], seen: Look, context: TableContext) -> AuditedTable:
    """A table's part of a result, from what was seen of all its rows."""
    running = [item for item in planned if not item.reason]
    targets = [item for item in planned if isinstance(item.entry, Target)]
    values = [
        parameter_rows(all_parameters(running), context.force, context.messages),
        fact_rows(running, context),
    ]
    return AuditedTable(
        context.table.id,
        seen.rows.height if seen.rows is not None else None,
        seen.townships,
        seen.findings,
        _check_rows(planned, seen, context),
        measured(targets, seen.target_sums, seen.broken, context),
        seen.target_sums,
        skips_of(seen.rows, planned, seen.broken, context.force.groups),
        lacking_rows(seen.lacking),
        seen.unassessed,
        pl.concat(values) if running else pl.DataFrame(schema=VALUE_SCHEMA),
    )


def _audited_rows(frame: pl.DataFrame, grouping: Grouping) -> pl.DataFrame:
    """The place table with rows of years that no roster speaks of put out of every check's scope.

    They are there as last year's figures, not as something to audit.
    """
    years = list(grouping.audited_years)
    return frame.with_columns(pl.when(pl.col("_year").is_in(years)).then(pl.col(GROUP)).alias(GROUP))


def _check_rows(planned: Sequence[Planned], seen: Look, context: TableContext) -> pl.DataFrame:
    rows = []
    for item in planned:
        if not isinstance(item.entry, Check):
            continue
        found = seen.counts.get(item.entry.code)
        row: dict[str, object] = {
            "code": item.entry.code,
            "title": item.entry.title[context.messages.lang],
            "document": item.pack.document.id,
            "clauses": item.entry.clauses,
            "table": item.entry.table,
            "severity": item.entry.severity,
        }
        if found is None:
            row |= {"outcome": "skipped", "reason": item.reason} | _counts(0, 0, 0, 0)
        elif found.error:
            row |= {"outcome": "error", "reason": found.error} | _counts(0, 0, 0, 0)
        else:
            outcome, reason = _outcome(item, found, seen.lacking, context)
            counts = _counts(found.in_scope, found.assessed, found.flagged, found.unassessable)
            row |= {"outcome": outcome, "reason": reason} | counts
        rows.append(row)
    return pl.DataFrame(rows, schema=CHECK_SCHEMA)


def _counts(in_scope: int, assessed: int, flagged: int, unassessable: int) -> dict[str, object]:
    return {"in_scope": in_scope, "assessed": assessed, "flagged": flagged, "unassessable": unassessable}


def _outcome(
    item: Planned, found: Count, lacking: Mapping[str, Sequence[tuple[str, int]]], context: TableContext
) -> tuple[str, str]:
    """The outcome of a check that ran. One that judged not a single row is no pass, it was as good as skipped."""
    say = context.messages
    reason = ""
    rows = found.unassessable
    if rows:
        listed = "、".join(f"{context.title(name)} ({count})" for name, count in lacking[item.entry.code][:3])
        reason = say("reason.rows_lack", rows=rows, fields=listed) if listed else say("reason.rows_open", rows=rows)
    if found.flagged:
        return "flagged", reason
    if found.in_scope and not found.assessed:
        return "skipped", say("reason.none_assessable", reason=reason)
    if not found.in_scope:
        return "skipped", say("reason.none_in_scope")
    return "passed", reason
