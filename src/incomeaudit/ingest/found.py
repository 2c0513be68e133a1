"""What reading one sheet, or one table of it, gave."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from incomeaudit.ingest.model import Evidence, Part


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What one sheet gave."""

    parts: tuple[Part, ...] = ()
    frames: tuple[pl.DataFrame, ...] = ()
    """One for each part."""
    issues: tuple[pl.DataFrame, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    nearest: str = ""
    """For a sheet without a table, its headers that come near to known ones."""
    unfilled: bool = False
    """Whether it is a sheet of the template that nobody has filled in."""


def together(reads: Iterable[SheetRead]) -> SheetRead:
    """What several tables gave, in their order."""
    known = list(reads)
    return SheetRead(
        tuple(part for read in known for part in read.parts),
        tuple(frame for read in known for frame in read.frames),
        tuple(issue for read in known for issue in read.issues),
        tuple(said for read in known for said in read.evidence),
        next((read.nearest for read in known if read.nearest), ""),
        any(read.unfilled for read in known),
    )
