"""What one check across files found, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

FOUND = pl.Schema(
    {
        "matter": pl.UInt32(),  # rows of one matter share it
        "said": pl.String(),  # which of the check's sentences: a key of the message catalog
        "subject": pl.String(),  # ID number, household number, name of a place
        "name": pl.String(),
        "household_id": pl.String(),
        "detail": pl.String(),  # what the sentence names beside the rest
        "place": pl.String(),
        "township": pl.String(),
        "village": pl.String(),
        "year": pl.Int64(),
        "file": pl.String(),
        "sheet": pl.String(),
        "row": pl.UInt32(),
        "cell": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """Findings and counts of one check."""

    code: str
    rows: pl.DataFrame
    """After FOUND; each row is a finding."""
    in_scope: int
    open: Mapping[str, int] = field(default_factory=dict)
    """Rows that could not be judged, by reason: a key of the message catalog."""
    skipped: str = ""
    """Why nothing could be judged at all: a key of the message catalog."""

    @property
    def unassessable(self) -> int:
        """Rows that could not be judged."""
        return sum(self.open.values())


def found_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows after FOUND; columns that they lack are null."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in FOUND.items()
    )


def nothing() -> pl.DataFrame:
    """No row, after FOUND."""
    return pl.DataFrame(schema=FOUND)


def some(**reasons: int) -> dict[str, int]:
    """The reasons for which there are rows."""
    return {reason: rows for reason, rows in reasons.items() if rows}
