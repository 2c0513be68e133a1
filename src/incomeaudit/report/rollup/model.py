"""What a roll-up is made of: the frames that many audits were brought together in, ready to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from incomeaudit.auditing.merge_checks import MERGED_CHECK_SCHEMA
from incomeaudit.auditing.merge_places import MERGED_TOWNSHIP_SCHEMA, PLACE_SCHEMA
from incomeaudit.auditing.result import TARGET_SCHEMA, VALUE_SCHEMA, Run

Status = Literal["failed", "not_a_roster", "repeated", "audited", "figures"]
"""What came of a file: ``figures`` holds nothing but a county's figures (县级参数), which were used for the others;
``repeated`` has the very content of another file, which was audited for both; ``not_a_roster`` holds no table that is
known; ``failed`` could not be audited, for the reason beside it."""

STATUSES: tuple[Status, ...] = ("failed", "not_a_roster", "repeated", "audited", "figures")
"""In the order in which a reader should see them."""

FILE_SCHEMA = pl.Schema(
    {
        "file": pl.String(),  # path within the folder that was audited, with /
        "status": pl.String(),  # after Status
        "reason": pl.String(),  # why it was not audited; null where it was
        "format": pl.String(),  # what the content is: xlsx, xls, csv …; null where it could not be told
        "bytes": pl.UInt64(),
        "sha256": pl.String(),
        "sheets_failed": pl.UInt32(),  # sheets that could not be read
        # The counts are null for a file that was not audited.
        "households": pl.UInt32(),
        "flagged_households": pl.UInt32(),
        "findings": pl.UInt32(),
        "critical": pl.UInt32(),
        "major": pl.UInt32(),
        "notice": pl.UInt32(),
        "unassessed": pl.UInt32(),  # rows that at least one check could not judge
        "unread": pl.UInt32(),  # cells that were not read
        "checks_skipped": pl.UInt32(),
        "errors": pl.UInt32(),  # checks and targets in error
        "counties": pl.String(),  # 遂昌县、松阳县
        "years": pl.String(),  # 2019、2020
        "report": pl.String(),  # path of its own report within the output folder, with /; null where it has none
    }
)
"""One row a file, in the order of paths."""

ACROSS_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "title": pl.String(),
        "severity": pl.String(),  # critical, major, notice
        "subject": pl.String(),  # masked personal number, household number or the village's name
        "name": pl.String(),
        "group": pl.UInt32(),  # rows of one matter share it; from 1, in the order of the rows
        "message": pl.String(),
        "remedy": pl.String(),
        "city": pl.String(),
        "county": pl.String(),
        "township": pl.String(),
        "village": pl.String(),
        "year": pl.Int64(),
        "file": pl.String(),
        "sheet": pl.String(),
        "row": pl.UInt32(),
        "cell": pl.String(),
        "fingerprint": pl.String(),
    }
)
"""One row an appearance of what the checks across files found; rows of one matter stand together."""

ACROSS_CHECK_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "title": pl.String(),
        "severity": pl.String(),
        "outcome": pl.String(),  # flagged, passed, skipped, error
        "reason": pl.String(),  # why skipped or in error, or what could not be judged
        "in_scope": pl.UInt32(),
        "assessed": pl.UInt32(),
        "flagged": pl.UInt32(),
        "unassessable": pl.UInt32(),
    }
)
"""One row a check across files, in code order."""

ROLLUP_ISSUE_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "level": pl.String(),  # "error" something was lost, "warning" worth a look, "info" done and said
        "message": pl.String(),
        "file": pl.String(),  # null where the issue is not about one file
        "sheet": pl.String(),
        "cell": pl.String(),
    }
)
"""What went wrong, or has to be known, in bringing the files together: figures in conflict, results that were lost."""


@dataclass(frozen=True, slots=True)
class RollUp:
    """Many files, each audited alone, as one."""

    run: Run
    root: str
    """The folder that was audited, as the user named it."""
    files: pl.DataFrame
    """After FILE_SCHEMA."""
    checks: pl.DataFrame
    """After MERGED_CHECK_SCHEMA: counts over all files, and in how many files a check came out how."""
    targets: pl.DataFrame
    """After TARGET_SCHEMA, over all files: sums over sums."""
    townships: pl.DataFrame
    """After MERGED_TOWNSHIP_SCHEMA: a row a township and year."""
    places: pl.DataFrame
    """After PLACE_SCHEMA: the same figures for the whole, each city and each county, by year."""
    across: pl.DataFrame
    across_checks: pl.DataFrame
    values: pl.DataFrame
    """After VALUE_SCHEMA: every parameter and fact in force for some file, once."""
    issues: pl.DataFrame
    """After ROLLUP_ISSUE_SCHEMA."""
    households: int
    """Sum over the files; a household that stands in two of them counts twice and is a finding across files."""
    flagged_households: int
    documents: Mapping[str, str] = field(default_factory=dict)
    """Document id to title; a document that is not in it is shown by its id."""


SCHEMAS: Mapping[str, pl.Schema] = {
    "files": FILE_SCHEMA,
    "checks": MERGED_CHECK_SCHEMA,
    "targets": TARGET_SCHEMA,
    "townships": MERGED_TOWNSHIP_SCHEMA,
    "places": PLACE_SCHEMA,
    "across": ACROSS_SCHEMA,
    "across_checks": ACROSS_CHECK_SCHEMA,
    "values": VALUE_SCHEMA,
    "issues": ROLLUP_ISSUE_SCHEMA,
}
"""The schema of each frame of ``RollUp``."""
