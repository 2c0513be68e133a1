"""OLE2 compound files: a small file system in a file, in which xls and et workbooks and encrypted ones are kept."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from incomeaudit.messages import Problem

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_BOOKS = ("workbook", "book")
"""Since Excel 97, and before. A file for both holds both; the newer one is complete."""
_DAMAGE = (OSError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError)
"""What olefile raises, here and there, for a damaged directory."""


@dataclass(frozen=True, slots=True)
class Compound:
    """An open compound file."""

    ole: Any
    buffer: io.BytesIO
    streams: frozenset[str]
    """Paths in lower case with ``/`` between (names differ by more than case in such files)."""

    def book(self) -> str | None:
        """The path of the stream with a workbook's records; None where there is none."""
        return next((name for name in _BOOKS if name in self.streams), None)

    def read(self, path: str) -> bytes:
        """The content of a stream. Raises what olefile raises, for ``open_compound`` to turn."""
        with self.ole.openstream(path) as stream:
            content: bytes = stream.read()
        return content

    def replaced(self, path: str, content: bytes) -> bytes:
        """The whole file with another content, as long as the old one, of a stream."""
        self.ole.write_stream(path, content)
        return self.buffer.getvalue()


@contextmanager
def open_compound(data: bytes, file: str) -> Iterator[Compound]:
    """Open a compound file. Raises ``Problem("broken_file")`` here and for what goes wrong while it is read."""
    import olefile  # noqa: PLC0415  (few files need it)

    buffer = io.BytesIO(data)  # never the bytes themselves, a few of which olefile would take for a path
    try:
        with olefile.OleFileIO(buffer, write_mode=True) as ole:
            yield Compound(ole, buffer, frozenset("/".join(path).lower() for path in ole.listdir()))
    except _DAMAGE as error:
        raise Problem("broken_file", file=file) from error
