"""Delimited text of any size, a slice of rows at a time: never more than a piece of the file is held."""

import codecs
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from incomeaudit.ingest.files.book import Cells, Facts
from incomeaudit.ingest.files.delimited import END_OF_FILE, delimiter_of, longest_field, records
from incomeaudit.ingest.files.encoding import FEW, LOST, MARKS, decode, see_one_encoding
from incomeaudit.ingest.files.grid import cells_of_rows
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.one_sheet import sheet_name
from incomeaudit.ingest.files.typed import as_typed
from incomeaudit.messages import Problem

_PIECE = 4 << 20
"""Bytes that are decoded at once."""
_LOOKED_AT = 1 << 20
"""Bytes of the beginning, the middle and the end that the encoding is told from."""
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "big5hkscs", "big5", "cp950")


def slices_of_text(path: Path, file: str, limits: Limits, rows: int) -> Iterator[tuple[int, Cells]]:
    """The cells of a file so many rows at a time, each with the number of its first row.

    Encoding and delimiter are told from pieces of the file and held to all along. The limits on rows and cells do not
    count: nothing but a slice is ever held. Raises ``Problem`` as ``open_csv`` does.
    """
    encoding, head = encoding_of(path, file)
    delimiter, skipped = delimiter_of(head)
    sheet = sheet_name(file)
    lines = _lines(path, file, encoding)
    if skipped:
        next(lines)  # it tells the delimiter, and Excel does not show it
    with longest_field(limits.text):
        found = records(lines, delimiter, limits, file=file, sheet=sheet)
        start = 1
        while taken := list(islice(found, rows)):
            cells = cells_of_rows(taken, Facts(), Limits(columns=limits.columns), file=file, sheet=sheet)
            yield start, as_typed(cells, limits, file=file, sheet=sheet, above=start - 1)
            start += len(taken)


def encoding_of(path: Path, file: str) -> tuple[str, str]:
    """The encoding of a text, and its beginning without a byte order mark. Raises ``Problem("text_undecoded")``."""
    with path.open("rb") as source:
        size = source.seek(0, io.SEEK_END)
        pieces = []
        for at in (0, size // 2, max(size - _LOOKED_AT, 0)):
            source.seek(at - at % 4)  # of an encoding with units of four bytes whole ones
            pieces.append(_whole_lines(source.read(_LOOKED_AT), begun=at > 0))
    for mark, encoding in MARKS:
        if pieces[0].startswith(mark):
            return encoding, pieces[0][len(mark) :].decode(encoding, "replace")
    # Where the beginning is plain ASCII, what comes later tells. Between the pieces stand no bytes of their own.
    sample = b"".join(pieces)
    text = decode(sample, file)
    for encoding in _ENCODINGS:
        if sample.decode(encoding, "replace").rstrip(LOST) == text.rstrip(LOST):
            return encoding, pieces[0].decode(encoding, "replace")
    raise Problem("text_undecoded", file=file)


def _whole_lines(data: bytes, *, begun: bool) -> bytes:
    """A piece of a text without the line that it begins in and the one it ends in, as far as LF tells lines."""
    if data.count(0) * 4 > len(data):
        return data  # units of several bytes, an LF among them is no byte of its own
    first = data.find(b"\n") + 1 if begun else 0
    last = data.rfind(b"\n") + 1
    return data[first:last] if last > first else data


def _lines(path: Path, file: str, encoding: str) -> Iterator[str]:
    """The lines of a text with their ends. Raises ``Problem`` as soon as more than a few bytes are no characters."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    lost = characters = above = 0
    begun = ""
    with path.open("rb") as source:
        left = b""
        while data := source.read(_PIECE):
            if encoding == "gb18030":
                data = left + data
                end = data.rfind(b"\n") + 1 or len(data)
                data, left = data[:end], data[end:]
                see_one_encoding(data, file, above)
                above += data.count(b"\n")
            text = decoder.decode(data).replace("\ufeff", "")
            lost += text.count(LOST)
            characters += len(text) - len(text.encode("ascii", "ignore"))
            if lost * FEW > characters - lost:
                raise Problem("text_undecoded", file=file)
            *whole, begun = _split(begun + text)
            yield from whole
        text = begun + decoder.decode(left, final=True)
    yield from io.StringIO(text.rstrip(END_OF_FILE), newline="")


def _split(text: str) -> list[str]:
    """The lines of a text, and last of all what of a line, or of a line end, is still to come."""
    lines = list(io.StringIO(text, newline=""))
    return [*lines, ""] if lines and lines[-1].endswith("\n") else lines or [""]
