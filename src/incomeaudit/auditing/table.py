"""The audit of one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.findings import findings_of
from incomeaudit.auditing.frame import complete
from incomeaudit.auditing.groups import GROUP, Grouping
from incomeaudit.auditing.judge import Judged, judge
from incomeaudit.auditing.plan import Planned, all_parameters, plan, shown_conditions
from incomeaudit.auditing.result import CHECK_SCHEMA, TARGET_SCHEMA, UNASSESSED_SCHEMA, VALUE_SCHEMA
from incomeaudit.auditing.targets import measure, not_measured
from incomeaudit.auditing.unassessed import Unassessed, unassessed_of
from incomeaudit.auditing.values import fact_rows, parameter_rows
from incomeaudit.rulebook.model import Check, Target


@dataclass(frozen=True)
class AuditedTable:
    """One table's part of a result."""

    name: str
    frame: pl.DataFrame | None
    findings: Sequence[pl.DataFrame]
    checks: pl.DataFrame
    targets: pl.DataFrame
    unassessed: pl.DataFrame
    values: pl.DataFrame


def audit_table(grouping: Grouping, context: TableContext) -> AuditedTable:
    """Plan, complete, judge, and put into words, for one table."""
    name, messages = context.table.id, context.messages
    frame = context.tables.get(name)
    if name == "place" and frame is not None:
        frame = _audited_rows(frame, grouping)
    planned = plan(frame, context)
    running = [item for item in planned if not item.reason]
    parameters = all_parameters(running, context)
    present = frozenset(frame.columns if frame is not None else ())
    if frame is not None:
        named = [field for item in running for field in _named(item)]
        frame = complete(
            frame, named, [c for item in running for c in (*item.conditions, *shown_conditions(item))], context
        )
    judged: dict[str, Judged] = {}
    findings: list[pl.DataFrame] = []
    unassessed = Unassessed(pl.DataFrame(schema=UNASSESSED_SCHEMA), {})
    checks = [item for item in running if isinstance(item.entry, Check)]
    if frame is not None and checks:
        judged = judge(frame, checks)
        findings = [
            findings_of(frame, item, judged[item.entry.code], context)
            for item in checks
            if len(judged[item.entry.code].flagged)
        ]
        unassessed = unassessed_of(frame, checks, judged, context, present)
    targets = [
        not_measured(item, "skipped", item.reason, messages)
        for item in planned
        if item.reason and isinstance(item.entry, Target)
    ]
    if frame is not None:
        targets += [measure(frame, item, context) for item in running if isinstance(item.entry, Target)]
    return AuditedTable(
        name,
        frame,
        findings,
        _check_rows(planned, judged, unassessed, context),
        pl.concat(targets) if targets else pl.DataFrame(schema=TARGET_SCHEMA),
        unassessed.rows,
        pl.concat(
            [
                parameter_rows(parameters, context.force, messages),
                fact_rows(running, context),
            ]
        )
        if running
        else pl.DataFrame(schema=VALUE_SCHEMA),
    )


def _audited_rows(frame: pl.DataFrame, grouping: Grouping) -> pl.DataFrame:
    """The place table with rows of years that no roster speaks of put out of every check's scope.

    They are there as last year's figures, not as something to audit.
    """
    years = list(grouping.audited_years)
    return frame.with_columns(pl.when(pl.col("_year").is_in(years)).then(pl.col(GROUP)).alias(GROUP))


def _named(item: Planned) -> list[str]:
    shown = [name for condition in shown_conditions(item) for name in condition.fields]
    in_message: list[str] = []
    if isinstance(item.entry, Check):
        in_message = item.entry.message_fields
    return [*item.named, *shown, *in_message]


def _check_rows(
    planned: Sequence[Planned],
    judged: Mapping[str, Judged],
    unassessed: Unassessed,
    context: TableContext,
) -> pl.DataFrame:
    rows = []
    for item in planned:
        if not isinstance(item.entry, Check):
            continue
        found = judged.get(item.entry.code)
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
            outcome, reason = _outcome(item, found, unassessed, context)
            counts = _counts(found.in_scope, found.assessed, len(found.flagged), len(found.unassessable))
            row |= {"outcome": outcome, "reason": reason} | counts
        rows.append(row)
    return pl.DataFrame(rows, schema=CHECK_SCHEMA)


def _counts(in_scope: int, assessed: int, flagged: int, unassessable: int) -> dict[str, object]:
    return {"in_scope": in_scope, "assessed": assessed, "flagged": flagged, "unassessable": unassessable}


def _outcome(item: Planned, found: Judged, unassessed: Unassessed, context: TableContext) -> tuple[str, str]:
    """The outcome of a check that ran. One that judged not a single row is no pass, it was as good as skipped."""
    say = context.messages
    reason = ""
    rows = len(found.unassessable)
    if rows:
        lacking = unassessed.lacking[item.entry.code][:3]
        listed = "、".join(f"{context.title(name)} ({count})" for name, count in lacking)
        reason = say("reason.rows_lack", rows=rows, fields=listed) if listed else say("reason.rows_open", rows=rows)
    if len(found.flagged):
        return "flagged", reason
    if found.in_scope and not found.assessed:
        return "skipped", say("reason.none_assessable", reason=reason)
    if not found.in_scope:
        return "skipped", say("reason.none_in_scope")
    return "passed", reason
