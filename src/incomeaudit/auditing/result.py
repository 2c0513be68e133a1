"""What an audit gives: frames that answer the questions people ask, ready to be written in any format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from incomeaudit.auditing.sums import Sums, no_sums
from incomeaudit.ingest.model import Input, Part

FINDING_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "title": pl.String(),
        "clauses": pl.List(pl.String),
        "severity": pl.String(),  # critical, major, notice
        "table": pl.String(),
        "subject_id": pl.String(),
        "subject_name": pl.String(),
        "head_name": pl.String(),  # 户主 of the household that the row is about or names
        "city": pl.String(),
        "county": pl.String(),
        "township": pl.String(),
        "village": pl.String(),
        "year": pl.Int64(),
        "message": pl.String(),
        "remedy": pl.String(),
        "actual": pl.Float64(),  # a figure, or null where the value is a text
        "actual_text": pl.String(),  # the value as text: 否, D, 7999.99; null where the cell is blank
        "expected": pl.Float64(),
        "expected_text": pl.String(),
        "gap": pl.Float64(),
        "gap_household": pl.Float64(),
        "file": pl.String(),
        "sheet": pl.String(),
        "row": pl.UInt32(),
        "cell": pl.String(),
        "field": pl.String(),  # the field that the cell holds
        "fingerprint": pl.String(),
    }
)
"""One row a finding, in the order: severity (worst first), code, file, sheet, row."""

CHECK_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "title": pl.String(),
        "document": pl.String(),
        "clauses": pl.List(pl.String),
        "table": pl.String(),
        "severity": pl.String(),
        "outcome": pl.String(),  # flagged, passed, skipped, error
        "reason": pl.String(),  # why skipped or in error; for an outcome with rows not assessed, what they lack
        "in_scope": pl.UInt32(),
        "assessed": pl.UInt32(),
        "flagged": pl.UInt32(),
        "unassessable": pl.UInt32(),
    }
)
"""One row a check of the whole rulebook, in code order."""

TARGET_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "title": pl.String(),
        "clauses": pl.List(pl.String),
        "severity": pl.String(),
        "level": pl.String(),  # province, city, county, township
        "place": pl.String(),
        "year": pl.Int64(),
        "unit": pl.String(),  # yuan, share, count
        "direction": pl.String(),  # at_least, at_most, above, below
        "numerator": pl.Float64(),
        "denominator": pl.Float64(),
        "base": pl.Float64(),  # the figure a growth is reckoned from
        "measured": pl.Float64(),
        "target": pl.Float64(),
        "outcome": pl.String(),  # met, not_met, reported, unassessable, skipped, error
        "reason": pl.String(),
        "rows": pl.UInt32(),
        "left_out": pl.UInt32(),  # rows in scope that lack a figure and are not in the sums
        "message": pl.String(),
    }
)

UNASSESSED_SCHEMA = pl.Schema(
    {
        "table": pl.String(),
        "subject_id": pl.String(),
        "subject_name": pl.String(),
        "county": pl.String(),
        "township": pl.String(),
        "village": pl.String(),
        "codes": pl.List(pl.String),
        "missing": pl.List(pl.String),  # field ids that are blank or unreadable in this row
        "file": pl.String(),
        "sheet": pl.String(),
        "row": pl.UInt32(),
    }
)
"""One row a subject that at least one check could not judge."""

TOWNSHIP_SCHEMA = pl.Schema(
    {
        "city": pl.String(),
        "county": pl.String(),
        "township": pl.String(),
        "households": pl.UInt32(),
        "people": pl.Int64(),
        "flagged_households": pl.UInt32(),
        "findings": pl.UInt32(),
        "critical": pl.UInt32(),
        "major": pl.UInt32(),
        "notice": pl.UInt32(),
        "income_per_capita": pl.Float64(),  # sum of incomes over sum of members, of the rows that give both
    }
)

VALUE_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),  # parameter (set by a document) or fact (given by the user)
        "document": pl.String(),  # the document, or null for a fact
        "id": pl.String(),
        "title": pl.String(),
        "place": pl.String(),
        "year": pl.Int64(),
        "value": pl.String(),
        "unit": pl.String(),
        "source": pl.String(),  # clause and place in the document; file, sheet and cell of a fact
        "note": pl.String(),
    }
)
"""One row a parameter or fact in force for a place and year of the run."""

CLAUSE_SCHEMA = pl.Schema(
    {
        "document": pl.String(),
        "document_title": pl.String(),
        "id": pl.String(),
        "at": pl.String(),
        "demand": pl.String(),
        "state": pl.String(),  # encoded, pending, context
        "reason": pl.String(),  # why it is not encoded
        "checks": pl.List(pl.String),
    }
)
"""One row a clause of the whole rulebook, in the order of the documents."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was run, with which options, when."""

    id: str
    """Depends on inputs, options and version alone."""
    version: str
    started: datetime
    seconds: float
    options: Mapping[str, object]
    lang: str
    unmasked: bool
    places: tuple[tuple[str, int, str, int], ...]
    """Place path, year, where they came from, and number of rows."""


@dataclass(frozen=True, slots=True)
class Result:
    """One audit."""

    run: Run
    inputs: tuple[Input, ...]
    parts: tuple[Part, ...]
    findings: pl.DataFrame
    checks: pl.DataFrame
    targets: pl.DataFrame
    unassessed: pl.DataFrame
    townships: pl.DataFrame
    values: pl.DataFrame
    issues: pl.DataFrame
    clauses: pl.DataFrame
    """Every clause of the rulebook, after CLAUSE_SCHEMA."""
    households: int
    flagged_households: int
    sums: Sums = field(default_factory=no_sums)
    """What is added up over several audits; no report of a single one shows it."""
