"""How files are to be read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incomeaudit.ingest.files.limits import Limits

if TYPE_CHECKING:  # what a mapping is made of takes long to import, and reading begins before that
    from incomeaudit.ingest.mapping.model import ColumnMapping

Ask = Callable[[str], str | None]
"""Asks a person for the password of a file; None where they give none."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user may ask of reading."""

    limits: Limits = field(default_factory=Limits)
    visible_only: bool = False
    """Leave hidden sheets, rows and columns out, and say so."""
    passwords: tuple[str, ...] = ()
    """Tried in turn on files with a password."""
    mapping: "ColumnMapping | None" = None
    """What the user says of headers and sheets."""
    ask: Ask | None = None
    """Where there is somebody who can be asked for another."""
    only_look: bool = False
    """Two columns for one field are both left out and said, where an audit could not go on."""
    slice_rows: int = 200_000
    """Rows of a slice: a table of more rows, in a file of Parquet or delimited text, is taken slice by slice where the
    caller can work so."""
    large_text_mb: int = 64
    """Size in MiB from which delimited text counts as large."""


AS_IT_IS = ReadOptions()
"""Everything is read, within the usual limits."""
