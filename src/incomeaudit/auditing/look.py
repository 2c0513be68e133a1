"""What one look at rows of a table gives: all that is told of them, and counts that can be added up.

A table that is held whole is looked at once, a larger one slice by slice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.findings import Seen, findings_of
from incomeaudit.auditing.frame import complete
from incomeaudit.auditing.judge import judge
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import UNASSESSED_SCHEMA
from incomeaudit.auditing.row_counts import RowCounts, row_counts
from incomeaudit.auditing.sums import TARGET_SUM_SCHEMA
from incomeaudit.auditing.targets import summed
from incomeaudit.auditing.townships import household_sums
from incomeaudit.auditing.unassessed import unassessed_of
from incomeaudit.rulebook.model import Check, Target


@dataclass(frozen=True, slots=True)
class Count:
    """What one check found, in rows."""

    in_scope: int
    flagged: int
    unassessable: int
    error: str = ""

    @property
    def assessed(self) -> int:
        """Rows in scope for which the condition came out true or false."""
        return self.in_scope - self.unassessable


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema=UNASSESSED_SCHEMA)


def _no_sums() -> pl.DataFrame:
    return pl.DataFrame(schema=TARGET_SUM_SCHEMA)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen; without rows nothing."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    """By the codes of checks."""
    findings: Sequence[pl.DataFrame] = ()
    """After FINDING_SCHEMA plus ``_part``."""
    unassessed: pl.DataFrame = field(default_factory=_none)
    lacking: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    """As in ``Unassessed``."""
    target_sums: pl.DataFrame = field(default_factory=_no_sums)
    broken: Mapping[str, str] = field(default_factory=dict)
    """The error of each target that broke, by code."""
    rows: RowCounts | None = None
    townships: pl.DataFrame | None = None
    """Of households what ``townships.household_sums`` gives."""


def look_at(frame: pl.DataFrame, planned: Sequence[Planned], context: TableContext, seen: Seen | None = None) -> Look:
    """Complete some rows of a table, judge them, and put what is found into words.

    ``seen`` are the findings of the rows before these; what is found here is added to it.
    """
    running = [item for item in planned if not item.reason]
    present = frozenset(frame.columns)
    bases = [item.basis for item in running]
    named = [name for basis in bases for name in basis.in_all]
    frame = complete(frame, named, [each for basis in bases for each in (*basis.conditions, *basis.shown)], context)
    checks = [item for item in running if isinstance(item.entry, Check)]
    judged = judge(frame, checks)
    flagged = [(item, judged[item.entry.code].flagged) for item in checks]
    unassessed = unassessed_of(frame, checks, judged, context, present)
    targets = [item for item in running if isinstance(item.entry, Target)]
    sums, broken = summed(frame, targets, context)
    return Look(
        counts={
            code: Count(found.in_scope, len(found.flagged), len(found.unassessable), found.error)
            for code, found in judged.items()
        },
        findings=findings_of(frame, [(item, rows) for item, rows in flagged if len(rows)], context, seen),
        unassessed=unassessed.rows,
        lacking=unassessed.lacking,
        target_sums=sums,
        broken=broken,
        rows=row_counts(frame),
        townships=household_sums(frame) if context.table.id == "household" else None,
    )
