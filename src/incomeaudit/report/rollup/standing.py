"""What may be said of many files as a whole without saying too much.

A roll-up must never look clean where a file failed or something was not judged, so whatever was left out is counted
here once, and the workbook, the terminal and JSON all say the same.
"""

from dataclasses import dataclass, fields
from typing import Literal

import polars as pl

from incomeaudit.report.rollup.model import STATUSES, RollUp
from incomeaudit.report.verdicts import with_state
from incomeaudit.rulebook.model import SEVERITIES

Headline = Literal["no_files", "none_audited", "found", "nothing_assessed", "none_found_partly", "none_found"]

NOT_EVERY_FILE = pl.col("unjudged_in") + pl.col("no_table_in") > 0
"""Whether a check concerns a file over which it did not run. One that does not speak of a file's place is not meant."""


@dataclass(frozen=True, slots=True)
class Left:
    """How much was not audited; each number is 0 where nothing of its kind was left out.

    The names are those of the texts ``rollup.left_NAME`` and ``rollup.item_NAME``.
    """

    failed: int
    """Files that could not be audited."""
    no_roster: int
    """Files that hold no table that is known."""
    sheets: int
    """Sheets that could not be read, in files of which others could."""
    skipped: int
    """Checks that ran over no file, those across files among them."""
    some: int
    """Checks that ran, but not over every file that they concern: one lacks the table, a column or a parameter."""
    errors: int
    """Checks and targets in error."""
    unassessed: int
    """Rows that at least one check could not judge."""
    across: int
    """Rows and places that the checks across files could not judge."""
    unread: int
    """Cells that were not read."""
    lost: int
    """Issues of the roll-up itself by which something was lost."""

    @property
    def counts(self) -> dict[str, int]:
        """Every number by its name, gravest first."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def complete(self) -> bool:
        """Whether everything was read and judged."""
        return not any(self.counts.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures that a roll-up begins with."""

    headline: Headline
    files: dict[str, int]
    """Number of files by status, all statuses."""
    households: int
    flagged_households: int
    findings: int
    """In the files, each audited alone."""
    by_severity: dict[str, int]
    """Of these findings, worst first."""
    matters: int
    """Matters that the checks across files found; one stands in several rows."""
    targets: dict[str, int]
    """Number of target figures by outcome."""
    left: Left

    @property
    def total(self) -> int:
        """Number of all files."""
        return sum(self.files.values())

    @property
    def share(self) -> float | None:
        """Share of households that are flagged; None without any."""
        return self.flagged_households / self.households if self.households else None


def standing(rollup: RollUp) -> Standing:
    """Count what was found and what was left out."""
    by_status = dict(rollup.files.group_by("status").len().iter_rows())
    files: dict[str, int] = {status: int(by_status.get(status, 0)) for status in STATUSES}
    sums = rollup.files.select(pl.col("findings", *SEVERITIES).cast(pl.Int64).sum()).row(0, named=True)
    matters = int(rollup.across.get_column("group").n_unique())
    left = _left(rollup, files)
    outcomes = rollup.targets.group_by("outcome").len().sort("outcome")
    return Standing(
        headline=_headline(rollup, files, sums["findings"] + matters, left),
        files=files,
        households=rollup.households,
        flagged_households=rollup.flagged_households,
        findings=sums["findings"],
        by_severity={severity: sums[severity] for severity in SEVERITIES},
        matters=matters,
        targets={outcome: int(count) for outcome, count in outcomes.iter_rows()},
        left=left,
    )


def with_merged_state(checks: pl.DataFrame) -> pl.DataFrame:
    """Checks after MERGED_CHECK_SCHEMA with a column ``state``.

    As of a single audit, and ``some_files`` where a check found nothing, but did not judge every file that it concerns.
    """
    some = (pl.col("state") == "passed") & NOT_EVERY_FILE
    return with_state(checks).with_columns(pl.when(some).then(pl.lit("some_files")).otherwise("state").alias("state"))


def _left(rollup: RollUp, files: dict[str, int]) -> Left:
    def of(name: str) -> int:
        return int(rollup.files.get_column(name).cast(pl.Int64).sum())

    def having(frame: pl.DataFrame, condition: pl.Expr) -> int:
        return frame.filter(condition).height

    skipped, error = pl.col("outcome") == "skipped", pl.col("outcome") == "error"
    broken = error | (pl.col("error_in") > 0)
    return Left(
        failed=files["failed"],
        no_roster=files["not_a_roster"],
        sheets=of("sheets_failed"),
        skipped=having(rollup.checks, skipped) + having(rollup.across_checks, skipped),
        some=having(rollup.checks, ~skipped & ~broken & NOT_EVERY_FILE),
        errors=having(rollup.checks, broken) + having(rollup.targets, error) + having(rollup.across_checks, error),
        unassessed=of("unassessed"),
        across=int(rollup.across_checks.get_column("unassessable").cast(pl.Int64).sum()),
        unread=of("unread"),
        lost=having(rollup.issues, pl.col("level") == "error"),
    )


def _headline(rollup: RollUp, files: dict[str, int], found: int, left: Left) -> Headline:
    if not files["audited"]:
        return "none_audited" if files["failed"] else "no_files"
    if found:
        return "found"
    assessed = rollup.checks.get_column("assessed").cast(pl.Int64).sum()
    if not assessed:
        return "nothing_assessed"
    return "none_found" if left.complete else "none_found_partly"
