"""All checks across files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from incomeaudit.batch.across.found import Found
from incomeaudit.batch.across.no_household import no_household
from incomeaudit.batch.across.same_household import same_household
from incomeaudit.batch.across.same_person import same_person
from incomeaudit.batch.across.scan import AT_ONCE, scan
from incomeaudit.batch.across.townships import no_file
from incomeaudit.batch.across.villages import villages
from incomeaudit.batch.across.words import findings
from incomeaudit.messages import Messages
from incomeaudit.report.rollup.model import ACROSS_CHECK_SCHEMA, ACROSS_SCHEMA
from incomeaudit.vocabulary.places import load_places

SEVERITY = {
    "ID001": "major",
    "ID002": "major",
    "RG001": "major",
    "RG002": "major",
    "RG003": "notice",
    "RG004": "major",
}
"""Checks across files, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Across:
    """What shows only across files."""

    findings: pl.DataFrame
    """After ACROSS_SCHEMA: in code order, and then matter by matter."""
    checks: pl.DataFrame
    """After ACROSS_CHECK_SCHEMA."""


def across(
    registers: Mapping[str, Sequence[Path]],
    expect: Sequence[str],
    messages: Messages,
    *,
    unmask: bool = False,
    at_once: int = AT_ONCE,
) -> Across:
    """Hold many files against each other.

    ``registers`` are the Parquet files of all files' registers, by register name (``registers.registers``); ``expect``
    names places of which there should be a roster. ``at_once`` bounds the rows whose keys are in memory together.
    Raises ``Problem("expect_county_unknown")``.
    """
    scanned = scan(registers, at_once)
    missing = no_file(scanned, expect, load_places())
    listed = same_household(scanned)
    found = [same_person(scanned, listed.labels), listed.found, no_household(scanned), *villages(scanned), missing]
    told: list[pl.DataFrame] = []
    matters = 0
    for one in found:
        rows = findings(one, SEVERITY[one.code], messages, unmask=unmask)
        told.append(rows.with_columns(pl.col("group") + matters))
        matters += rows["group"].n_unique()
    stacked = pl.concat(told).cast(ACROSS_SCHEMA)
    return Across(stacked, pl.DataFrame([_check_row(one, messages) for one in found], schema=ACROSS_CHECK_SCHEMA))


def _check_row(found: Found, messages: Messages) -> dict[str, object]:
    outcome, reason = _outcome(found, messages)
    return {
        "code": found.code,
        "title": messages(f"across.{found.code.lower()}_title"),
        "severity": SEVERITY[found.code],
        "outcome": outcome,
        "reason": reason,
        "in_scope": found.in_scope,
        "assessed": found.in_scope - found.unassessable,
        "flagged": found.rows.height,
        "unassessable": found.unassessable,
    }


def _outcome(found: Found, messages: Messages) -> tuple[str, str]:
    """The outcome of a check. One that judged not a single row is no pass, it was as good as skipped."""
    if found.skipped:
        return "skipped", messages(f"across.{found.skipped}")
    reason = messages("across.semicolon").join(messages(f"across.{key}", n=rows) for key, rows in found.open.items())
    if found.rows.height:
        return "flagged", reason
    if not found.in_scope:
        return "skipped", messages("reason.none_in_scope")
    if found.in_scope == found.unassessable:
        return "skipped", messages("reason.none_assessable", reason=reason)
    return "passed", reason
