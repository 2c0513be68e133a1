"""Files of one table that may be of any size, a slice of rows at a time."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from incomeaudit.ingest.files.book import Cells, SheetEntry
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.one_sheet import sheet_name
from incomeaudit.ingest.files.readable import readable
from incomeaudit.ingest.files.recognise import recognise
from incomeaudit.messages import Problem

_HEAD = 1 << 20
"""Bytes that a file's format is told from."""
_TEXT = 4
"""The cells of a text are Python's own for a while and take far more memory; its slices are so many times smaller."""
_OTHERS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How workbooks begin."""


@dataclass(frozen=True, slots=True)
class LargeFile:
    """A file of one large table."""

    format: str
    sha256: str
    bytes: int
    sheet: SheetEntry
    slices: Callable[[], Iterator[tuple[int, Cells]]]
    """Its cells slice by slice, each with the row of the file that is its first."""


def large_file(path: Path, file: str, limits: Limits, *, rows: int, size: int) -> LargeFile | None:
    """A Parquet file of more than so many ``rows``, or delimited text of more than ``size`` bytes; None for any other.

    A slice has ``rows`` rows, of text a quarter of that. Raises ``Problem`` where the file cannot be read.
    """
    with readable(path, file):
        length = path.stat().st_size
        with path.open("rb") as source:
            head = source.read(_HEAD)
    found: Callable[[], Iterator[tuple[int, Cells]]]
    if head.startswith(b"PAR1"):
        from incomeaudit.ingest.files.parquet import rows_of_parquet, slices_of_parquet  # noqa: PLC0415

        if rows_of_parquet(path, file) <= rows:
            return None
        form, found = "parquet", lambda: slices_of_parquet(path, file, limits, rows)
    elif length > size and _is_text(head, file):
        from incomeaudit.ingest.files.text_slices import slices_of_text  # noqa: PLC0415

        form, found = "csv", lambda: slices_of_text(path, file, limits, max(rows // _TEXT, 1))
    else:
        return None
    with readable(path, file), path.open("rb") as source:
        sha256 = hashlib.file_digest(source, "sha256").hexdigest()
    return LargeFile(form, sha256, length, SheetEntry(sheet_name(file)), found)


def _is_text(head: bytes, file: str) -> bool:
    """Whether a file begins like delimited text. What it is otherwise, is told when it is read whole."""
    if head.startswith(_OTHERS):
        return False
    try:
        return recognise(head, file).format == "csv"
    except Problem:
        return False
