"""The outcomes of a check in many audits as one outcome."""

from collections.abc import Mapping, Sequence

import polars as pl

from incomeaudit.auditing.merge_reasons import Tally, joined, reasons_told
from incomeaudit.auditing.result import CHECK_SCHEMA
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.sums import UNIT, Sums
from incomeaudit.rulebook.model import Check

_COUNTS = ("in_scope", "assessed", "flagged", "unassessable")
_OUTCOMES = ("flagged", "passed", "skipped", "error")
_UNJUDGED = ("lacking", "error")
_LACK_TOLD = 3

MERGED_CHECK_SCHEMA = pl.Schema(
    {
        **CHECK_SCHEMA,
        "flagged_in": pl.UInt32(),  # audits with that outcome; the four together are all
        "passed_in": pl.UInt32(),
        "skipped_in": pl.UInt32(),
        "error_in": pl.UInt32(),
        "unjudged_in": pl.UInt32(),  # audits that it concerns and that could judge no row, or broke
        "no_table_in": pl.UInt32(),  # audits that it concerns and that hold no such table
        "unseen": pl.UInt64(),  # rows of its table in audits that lack a column, a parameter or a figure
    }
)
"""One row a check of the whole rulebook, in code order. ``passed`` only speaks of the audits in ``passed_in``."""


def merged_checks(checks: pl.DataFrame, sums: Sums, setting: Setting) -> pl.DataFrame:
    """The checks of many audits together, after MERGED_CHECK_SCHEMA.

    ``checks`` is after CHECK_SCHEMA with ``unit``, ``sums`` as ``sums.stacked`` gives it; the order of rows is of no
    matter. A check with an error anywhere ends in error, flagged anywhere it is flagged; it has passed where it passed
    in one audit at least and neither happened in any. The reason says what was not judged, and in how many audits.
    """
    say = setting.messages
    counted = {row["code"]: row for row in _counted(checks).to_dicts()}
    tallies = _tallies(checks, sums.skipped, setting)
    lacking = _lacking(sums.lacking)
    rows: list[dict[str, object]] = []
    for pack, check in sorted(setting.rulebook.checks, key=lambda entry: entry[1].code):
        row: dict[str, object] = {
            "code": check.code,
            "title": check.title[say.lang],
            "document": pack.document.id,
            "clauses": check.clauses,
            "table": check.table,
            "severity": check.severity,
        }
        own = counted.get(check.code)
        if own is None:
            nothing = dict.fromkeys([name for name in MERGED_CHECK_SCHEMA if name not in row], 0)
            rows.append(row | nothing | {"outcome": "skipped", "reason": say("merge.no_units")})
            continue
        outcome = next(name for name in ("error", "flagged", "passed", "skipped") if own[f"{name}_in"])
        here = tallies.get(check.code, [])
        told = _why_not_judged(check, here, sum(own[f"{name}_in"] for name in _OUTCOMES), setting)
        if own["unassessable"]:
            told.append(_rows_lack(check, own["unassessable"], lacking.get(check.code, ()), setting))
        figures = {
            "unjudged_in": sum(tally.units for tally in here if tally.kind in _UNJUDGED),
            "no_table_in": sum(tally.units for tally in here if tally.kind == "no_table"),
        }
        rows.append(row | own | figures | {"outcome": outcome, "reason": joined(told, say)})
    seen = _unseen(sums.skipped)
    return pl.DataFrame([row | {"unseen": seen.get(str(row["code"]), 0)} for row in rows], MERGED_CHECK_SCHEMA)


def _counted(checks: pl.DataFrame) -> pl.DataFrame:
    """Sums of the counts and numbers of audits by outcome, for each code."""
    return checks.group_by("code").agg(
        *(pl.col(name).cast(pl.UInt64).sum() for name in _COUNTS),
        *((pl.col("outcome") == name).sum().alias(f"{name}_in") for name in _OUTCOMES),
    )


def _tallies(checks: pl.DataFrame, skipped: pl.DataFrame, setting: Setting) -> Mapping[str, list[Tally]]:
    """Why audits did not judge each check, by code."""
    planned = skipped.select(UNIT, "code", "kind", "rows")
    unjudged = (
        checks.filter(pl.col("outcome").is_in(["skipped", "error"]))
        .join(planned, on=[UNIT, "code"], how="left")
        .with_columns(
            kind=pl.when(outcome="error")
            .then(pl.lit("error"))
            .when(pl.col("kind").is_null() & (pl.col("in_scope") == 0))
            .then(pl.lit("none_in_scope"))
            .otherwise(pl.col("kind").fill_null("lacking")),
            # What the rows lack is told for all audits together.
            reason=pl.when(pl.col("kind").is_null() & (pl.col("in_scope") > 0) & (pl.col("outcome") == "skipped"))
            .then(pl.lit(setting.messages("merge.none_assessable")))
            .otherwise("reason"),
            rows=pl.coalesce("rows", "in_scope"),
        )
        .group_by("code", "kind", "reason")
        .agg(pl.len().alias("units"), pl.col("rows").sum())
        .sort("code", "kind", "reason")
    )
    tallies: dict[str, list[Tally]] = {}
    for code, *tally in unjudged.iter_rows():
        tallies.setdefault(code, []).append(Tally(*tally))
    return tallies


def _why_not_judged(check: Check, tallies: Sequence[Tally], of: int, setting: Setting) -> list[str]:
    say = setting.messages
    table = setting.vocabulary.tables[check.table].title[say.lang]
    return reasons_told(tallies, table, say, unjudged="unjudged", of=of)


def _rows_lack(check: Check, unassessable: int, lacking: Sequence[tuple[str, int]], setting: Setting) -> str:
    """What the rows that were not judged lack, in the words of a single audit."""
    listed = "、".join(f"{_title(check.table, name, setting)} ({count})" for name, count in lacking[:_LACK_TOLD])
    key = "reason.rows_lack" if listed else "reason.rows_open"
    return setting.messages(key, rows=unassessable, fields=listed)


def _title(table: str, name: str, setting: Setting) -> str:
    physical = setting.vocabulary.tables[table].fields
    return (physical[name] if name in physical else setting.fields[table].computed[name]).title[setting.messages.lang]


def _lacking(lacking: pl.DataFrame) -> Mapping[str, list[tuple[str, int]]]:
    """What the rows of each check lack, most first."""
    totals = lacking.group_by("code", "field").agg(pl.col("count").sum())
    found: dict[str, list[tuple[str, int]]] = {}
    for code, field, count in totals.sort("count", "field", descending=[True, False]).iter_rows():
        found.setdefault(code, []).append((field, count))
    return found


def _unseen(skipped: pl.DataFrame) -> Mapping[str, int]:
    lost = skipped.filter(pl.col("kind").is_in(_UNJUDGED)).group_by("code").agg(pl.col("rows").sum())
    return dict(lost.iter_rows())
