"""The records of an xls: which sheets there are, and what the library that reads their values does not tell.

A workbook stream is a chain of records (number, length, content), described in Microsoft's [MS-XLS]. One chain holds
the workbook's globals, one more each sheet. Records that have no part in cells are made unknown here on the way past:
comments, drawings, links and names are where the library trips over what other programs write.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Lost, Merge

_BOF, _EOF, _CODEPAGE, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x0042, 0x002F, 0x0085
_LABEL, _RSTRING, _STRING, _FORMULA = 0x0204, 0x00D6, 0x0207, 0x0006
_ROW, _DEFAULT_ROW, _COLINFO, _MERGED = 0x0208, 0x0225, 0x007D, 0x00E5
_ARRAY, _SHARED, _TABLE = 0x0221, 0x04BC, 0x0236
_CELLS = frozenset((0x00FD, 0x027E, 0x00BD, 0x0203, _LABEL, _RSTRING, _STRING, 0x0205, 0x003C, _ARRAY, _SHARED, _TABLE))
"""LABELSST, RK, MULRK, NUMBER, texts, BOOLERR, CONTINUE, and what may stand between a formula and its text."""
_GLOBALS = frozenset((_BOF, _EOF, _CODEPAGE, 0x0022, 0x041E, 0x00E0, 0x00FC, 0x003C, _BOUNDSHEET))
"""CODEPAGE, DATEMODE, FORMAT, XF, SST, CONTINUE, BOUNDSHEET."""
_UNKNOWN = b"\xee\x7f"
_VERSIONS = (b"\x00\x05", b"\x00\x06")
_BETWEEN = frozenset((_ARRAY, _SHARED, _TABLE))
_FORMULA_SHAPE = struct.Struct("<HHH8sH")
_NO_NUMBER, _TEXT, _EMPTY_TEXT = b"\xff\xff", 0, 3
"""A formula's result ends so where it is no number, and begins with its kind; a text stands in the next record."""
_EMPTY_TEXT_TOKEN, _ELSEWHERE = b"\x17\x00", b"\x01"
"""In a formula: the constant "", and that the formula itself is shared with other cells."""
_ON_OPENING = 2
"""The order to calculate on opening, which Apache POI leaves beside a 0."""
_KINDS = {0: "worksheet", 1: "macrosheet", 2: "chartsheet"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A sheet as the globals list it."""

    name: bytes
    """As it stands in the record, behind its length."""
    visible: bool
    kind: str
    at: int
    """Where its records begin."""


@dataclass(frozen=True, slots=True)
class Globals:
    """What stands in front of the sheets."""

    bounds: tuple[Bound, ...]
    """Visual Basic modules, which no one sees as sheets, are left out."""
    codepage: int | None
    encrypted: bool


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What a sheet's records tell beside its values; rows and columns are Excel's."""

    uncalculated: tuple[Lost, ...]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    shown_rows: frozenset[int]
    hidden_columns: frozenset[int]
    """Counted from 0."""
    hidden_by_default: bool
    """Rows that the sheet says nothing about are hidden."""
    formula_texts: Mapping[tuple[int, int], bytes]
    """In a workbook of Excel 5 or 95 the formulas' results that are texts, by row and column counted from 0."""

    def hides(self, row: int) -> bool:
        """Whether a row is hidden."""
        return row in self.hidden_rows or (self.hidden_by_default and row not in self.shown_rows)


def has_sheets_apart(stream: bytes | bytearray) -> bool:
    """Whether this is a workbook of Excel 5 or later; in older files everything stands in one chain."""
    return stream[:2] == b"\x09\x08" and bytes(stream[4:6]) in _VERSIONS


def read_globals(stream: bytearray) -> Globals:
    """Go through the globals, and make unknown what has no part in cells. Raises struct.error where they break off."""
    bounds, codepage, encrypted = [], None, False
    for code, at, length in _records(stream, 0):
        if code == _CODEPAGE:
            (codepage,) = struct.unpack_from("<H", stream, at)
        elif code == _FILEPASS:
            encrypted = True
        elif code == _BOUNDSHEET:
            place, state, kind = struct.unpack_from("<IBB", stream, at)
            if kind in _KINDS:
                bounds.append(Bound(bytes(stream[at + 6 : at + length]), not state & 3, _KINDS[kind], place))
        elif code not in _GLOBALS:
            stream[at - 4 : at - 2] = _UNKNOWN
    return Globals(tuple(bounds), codepage, encrypted)


def read_notes(stream: bytearray, start: int) -> SheetNotes:
    """Go through a sheet of Excel 5 or later, and make unknown what has no part in cells.

    Raises struct.error where the records break off.
    """
    merges: list[Merge] = []
    hidden: set[int] = set()
    shown: set[int] = set()
    columns: set[int] = set()
    by_default = False
    formulas = _Formulas(eight_bit=stream[5] == 5)
    for code, at, length in _records(stream, start):
        if code in _CELLS:
            continue
        if code == _FORMULA:
            formulas.see(stream, at, length)
        elif code == _ROW:
            row, options = struct.unpack_from("<H10xI", stream, at)
            (hidden if options & 0x20 else shown).add(row + 1)
        elif code == _COLINFO:
            first, last, flags = struct.unpack_from("<HH4xH", stream, at)
            if flags & 1:
                columns.update(range(first, min(last, 255) + 1))
        elif code == _DEFAULT_ROW:
            by_default = length == 4 and bool(stream[at] & 2)
        elif code == _MERGED:
            merges.extend(_merges(stream, at))
        elif code not in (_BOF, _EOF):
            stream[at - 4 : at - 2] = _UNKNOWN
    return SheetNotes(
        tuple(formulas.lost()),
        tuple(merges),
        frozenset(hidden),
        frozenset(shown),
        frozenset(columns),
        by_default,
        formulas.texts,
    )


def eight_bit_texts(stream: bytearray, bounds: tuple[Bound, ...]) -> Iterator[bytes]:
    """The texts of a workbook of Excel 5 or 95 as they stand in the file, in bytes of its code page."""
    for bound in bounds:
        yield bound.name[1:]
        if bound.kind != "worksheet":
            continue
        for code, at, length in _records(stream, bound.at):
            if code in (_LABEL, _RSTRING, _STRING):
                start = at if code == _STRING else at + 6
                (size,) = struct.unpack_from("<H", stream, start)
                yield bytes(stream[start + 2 : min(start + 2 + size, at + length)])


class _Formulas:
    """Finds the formulas that nobody has calculated, by what programs that cannot calculate leave as their result."""

    def __init__(self, eight_bit: bool) -> None:
        self.texts: dict[tuple[int, int], bytes] = {}
        self._eight_bit = eight_bit
        self._certain: list[tuple[int, int]] = []
        self._blank: list[tuple[int, int]] = []
        self._calculated = False

    def see(self, stream: bytearray, at: int, length: int) -> None:
        row, column, _, result, options = _FORMULA_SHAPE.unpack_from(stream, at)
        kind = result[0] if result.endswith(_NO_NUMBER) else None
        if kind == _TEXT:
            self._calculated = True
            text = _text_after(stream, at + length)
            if text is None:
                self._certain.append((row, column))
            if text is None or self._eight_bit:
                # xlrd gives up where the text is missing, or has fewer characters than bytes.
                stream[at + 6] = _EMPTY_TEXT
            if text is not None and self._eight_bit:
                self.texts[row, column] = text
        elif kind == _EMPTY_TEXT:
            tokens = stream[at + 22 : at + length]
            if _EMPTY_TEXT_TOKEN not in tokens and not tokens.startswith(_ELSEWHERE):
                self._blank.append((row, column))
        elif options & _ON_OPENING and not any(result):
            self._certain.append((row, column))
        else:
            self._calculated = True

    def lost(self) -> list[Lost]:
        """An empty text may well be a formula's result; where there is no other in the whole sheet, and the formula
        has no empty text to give, it was never calculated.
        """
        cells = self._certain if self._calculated else self._certain + self._blank
        return [(row + 1, letter(column), "formula_without_value", "=…") for row, column in sorted(cells)]


def _text_after(stream: bytearray, at: int) -> bytes | None:
    """The text that follows a formula, without its length; None where there is none."""
    code, length = struct.unpack_from("<HH", stream, at)
    if code in _BETWEEN:
        at += 4 + length
        code, length = struct.unpack_from("<HH", stream, at)
    return bytes(stream[at + 6 : at + 4 + length]) if code == _STRING else None


def _merges(stream: bytearray, at: int) -> Iterator[Merge]:
    (count,) = struct.unpack_from("<H", stream, at)
    for top, bottom, left, _ in struct.iter_unpack("<4H", stream[at + 2 : at + 2 + 8 * count]):
        if top < bottom:
            yield letter(left), top + 1, bottom + 1


def _records(stream: bytearray, start: int) -> Iterator[tuple[int, int, int]]:
    """Number, place and length of each record's content, up to the end of this chain. Charts inside are passed over."""
    unpack = struct.Struct("<HH").unpack_from
    at, depth = start, 0
    while True:
        code, length = unpack(stream, at)
        at += 4
        if code == _BOF:
            depth += 1
        if depth <= 1:
            yield code, at, length
        at += length
        if code == _EOF:
            depth -= 1
            if depth <= 0:
                return
