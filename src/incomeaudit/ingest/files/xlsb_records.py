"""The records of a binary Open XML part: which sheets there are, and what calamine does not tell of their cells.

A part is a chain of records: number and length in bytes of seven bits each, then the content, as Microsoft's
[MS-XLSB] describes them. They are read in pieces.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Facts, Lost, Merge

_ROW, _BLANK, _ERROR, _FORMULA_ERROR = 0, 1, 3, 11
_COLUMNS, _DATA_END, _WORKBOOK, _SHEET, _MERGE = 60, 146, 153, 156, 176
_PIECE = 1 << 20
_LONGEST = 1 << 20
"""Bytes of a record; a text of 32,767 characters has 64 KiB."""
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook part lists it."""

    name: str
    visible: bool
    relation: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """A sheet's last row and column with a value, counted from 1, and its facts."""

    rows: int
    columns: int
    facts: Facts


def read_workbook(stream: IO[bytes]) -> tuple[list[Listed], bool]:
    """The sheets that ``workbook.bin`` lists, and whether days count from 1904. Raises ValueError or struct.error."""
    sheets: list[Listed] = []
    date1904 = False
    for code, data, at, end in _records(stream):
        if code == _WORKBOOK:
            date1904 = bool(data[at] & 1)
        elif code == _SHEET:
            (state,) = struct.unpack_from("<I", data, at)
            relation, name = _texts(data[at + 8 : end])
            sheets.append(Listed(name, not state, relation))
    return sheets, date1904


def scan_sheet(stream: IO[bytes]) -> Scanned:
    """Go through a worksheet's part. Raises ValueError or struct.error where it is damaged.

    A formula always has a stored result in this format, so none can be told to lack one.
    """
    row = rows = columns = 0
    lost: list[Lost] = []
    merges: list[Merge] = []
    hidden_rows: list[int] = []
    hidden_columns: list[range] = []
    in_data = True
    unpack = struct.Struct("<I").unpack_from
    for code, data, at, end in _records(stream):
        if code > _FORMULA_ERROR:
            if code == _COLUMNS:
                first, last, flags = struct.unpack_from("<II8xH", data, at)
                if flags & 1:
                    hidden_columns.append(range(first, last + 1))
            elif code == _MERGE:
                top, bottom, left = struct.unpack_from("<III", data, at)
                if top < bottom:
                    merges.append((letter(left), top + 1, bottom + 1))
            elif code == _DATA_END:
                in_data = False
        elif code == _ROW:
            row = unpack(data, at)[0] + 1
            if end - at > 11 and data[at + 11] & 0x10:
                hidden_rows.append(row)
        elif code != _BLANK and in_data:
            column = unpack(data, at)[0] + 1
            rows, columns = max(rows, row), max(columns, column)
            if code in {_ERROR, _FORMULA_ERROR}:
                lost.append((row, letter(column - 1), "error_cell", _ERRORS.get(data[at + 8], "#")))
    letters = [letter(column) for part in hidden_columns for column in range(part.start, min(part.stop, columns))]
    return Scanned(rows, columns, Facts(lost, merges, [row for row in hidden_rows if row <= rows], letters))


def _texts(data: bytes) -> tuple[str, str]:
    """Two texts in a row, each behind the number of its UTF-16 units; a missing one has 0xFFFFFFFF there."""
    found = []
    at = 0
    for _ in range(2):
        (units,) = struct.unpack_from("<I", data, at)
        size = 0 if units == 0xFFFFFFFF else 2 * units
        if at + 4 + size > len(data):
            raise ValueError(units)
        found.append(data[at + 4 : at + 4 + size].decode("utf-16-le"))
        at += 4 + size
    return found[0], found[1]


def _records(stream: IO[bytes]) -> Iterator[tuple[int, bytes, int, int]]:
    """Number of each record, and the data with where in them its content begins and ends."""
    data, at = b"", 0
    while True:
        chunk = stream.read(_PIECE)
        data, at = data[at:] + chunk, 0
        # Number and length have six bytes at most; at the end of the part they may be its last bytes.
        safe = len(data) - 6 if chunk else len(data)
        while at < safe:
            code = data[at]
            start = at + 1
            if code & 0x80:
                code = code & 0x7F | (data[start] & 0x7F) << 7
                start += 1
            size = shift = 0
            while True:
                part = data[start]
                start += 1
                size |= (part & 0x7F) << shift
                shift += 7
                if part < 0x80 or shift == 28:
                    break
            if size > _LONGEST:
                raise ValueError(size)
            if start + size > len(data):
                break
            yield code, data, start, start + size
            at = start + size
        if not chunk:
            if at < len(data):
                raise ValueError(at)
            return
