"""Workbooks of Excel 2 to 2003 (BIFF2 to BIFF8), and the et files of WPS, which are such workbooks.

xlrd reads the values; what it does not tell of them, ``xls_records`` does.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incomeaudit.ingest.address import letter, position
from incomeaudit.ingest.files.book import Cells, Facts, Lost, SheetEntry
from incomeaudit.ingest.files.codepage import encoding_of
from incomeaudit.ingest.files.grid import cells_of_rows, number_text
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.xls_records import (
    Globals,
    SheetNotes,
    eight_bit_texts,
    has_sheets_apart,
    read_globals,
    read_notes,
)
from incomeaudit.messages import Problem

_DAMAGE = (
    struct.error,
    AssertionError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    ZeroDivisionError,
)
"""What xlrd raises for a damaged file beside its own errors: it checks little of what it reads."""
_NOTHING = SheetNotes((), (), frozenset(), frozenset(), frozenset(), hidden_by_default=False, formula_texts={})
_SECONDS = 86_400
_DAYS = 2_958_466
"""Days from 1900 to the year 10000."""
_BROKEN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class XlsBook:
    """An open workbook."""

    format: str
    sheets: Sequence[SheetEntry]
    date1904: bool
    file: str
    book: Any
    """xlrd's, with sheets that are read when they are asked for."""
    stream: bytearray
    """The records; xlrd reads from here too."""
    places: Sequence[int | None]
    """For each sheet where its records begin; None in a workbook that is older than Excel 5."""
    limits: Limits

    def load(self, number: int) -> Cells:
        """The cells of a sheet. Raises ``Problem``: broken, over a limit, with texts of an unknown code page."""
        name, place = self.sheets[number].name, self.places[number]
        before = sum(entry.kind == "worksheet" for entry in self.sheets[:number])
        with _as_problem("broken_sheet", file=self.file, sheet=name):
            notes = _NOTHING if place is None else read_notes(self.stream, place)
            sheet = self.book.sheet_by_index(before)
            rows, errors = _texts(sheet, notes, self.date1904)
            for (row, column), text in notes.formula_texts.items():
                rows[row][column] = text.decode(self.book.encoding)
        if place is not None:
            self.book.unload_sheet(before)
        _see_texts(rows, self.file, name)
        lost = sorted((*errors, *notes.uncalculated), key=lambda cell: (cell[0], position(cell[1])))
        hidden = [row for row in range(1, len(rows) + 1) if notes.hides(row)]
        columns = tuple(letter(column) for column in sorted(notes.hidden_columns))
        facts = Facts(lost, notes.merges, hidden, columns)
        return cells_of_rows(rows, facts, self.limits, file=self.file, sheet=name)


def open_xls(data: bytes, file: str, limits: Limits) -> XlsBook:
    """Open a workbook, in its OLE2 container or bare.

    Raises ``Problem``: broken, with a password, without sheets, with texts of an unknown code page.
    """
    with _as_problem("broken_file", file=file):
        stream = _stream(data)
        if not has_sheets_apart(stream):
            return _old(stream, file, limits)
        found = read_globals(stream)
        if found.encrypted:
            raise Problem("password_needed", file=file)
        if not found.bounds:
            raise Problem("no_sheets", file=file)
        book = _opened(stream, on_demand=True, encoding=_encoding(stream, found, file))
        entries = [SheetEntry(_name(book, bound.name), bound.visible, bound.kind) for bound in found.bounds]
        places = [bound.at for bound in found.bounds]
        return XlsBook("xls", entries, bool(book.datemode), file, book, stream, places, limits)


def _old(stream: bytearray, file: str, limits: Limits) -> XlsBook:
    """A workbook that is older than Excel 5: all is read at once; its texts are in bytes without exception."""
    book = _opened(stream, on_demand=False, encoding="latin_1")
    texts = [book.sheet_names()]
    texts += [
        [value for value in sheet.row_values(row) if isinstance(value, str)]
        for sheet in book.sheets()
        for row in range(sheet.nrows)
    ]
    encoding = encoding_of((text.encode("latin_1") for row in texts for text in row), book.codepage)
    if encoding is None:
        raise Problem("text_undecoded", file=file)
    if encoding != "latin_1":
        book = _opened(stream, on_demand=False, encoding=encoding)
    entries = [SheetEntry(name) for name in book.sheet_names()]
    return XlsBook("xls", entries, bool(book.datemode), file, book, stream, [None] * len(entries), limits)


def _stream(data: bytes) -> bytearray:
    """The workbook stream of an OLE2 container, or all of a file that has none."""
    from xlrd.biffh import XLRDError  # noqa: PLC0415
    from xlrd.compdoc import SIGNATURE, CompDoc  # noqa: PLC0415  (only for these files)

    if not data.startswith(SIGNATURE):
        return bytearray(data)
    # What xlrd takes for corruption in the container is common with programs other than Excel, and harmless.
    container = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
    for name in ("Workbook", "Book"):
        mem, base, length = container.locate_named_stream(name)
        if mem:
            return bytearray(mem[base : base + length])
    raise XLRDError(name)


def _opened(stream: bytearray, *, on_demand: bool, encoding: str | None) -> Any:
    import xlrd  # noqa: PLC0415  (only for these files)

    return xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        encoding_override=encoding,
        on_demand=on_demand,
        ragged_rows=True,
    )


def _encoding(stream: bytearray, found: Globals, file: str) -> str | None:
    if stream[5] == 6:  # BIFF8 is Unicode
        return None
    encoding = encoding_of(eight_bit_texts(stream, found.bounds), found.codepage)
    if encoding is None:
        raise Problem("text_undecoded", file=file)
    return encoding


def _name(book: Any, name: bytes) -> str:
    from xlrd.biffh import unpack_string, unpack_unicode  # noqa: PLC0415

    text = unpack_unicode(name, 0, lenlen=1) if book.biff_version >= 80 else unpack_string(name, 0, book.encoding)
    return str(text)


def _texts(sheet: Any, notes: SheetNotes, date1904: bool) -> tuple[list[list[str | None]], list[Lost]]:
    """The texts of a sheet row by row, and its error cells."""
    from xlrd import biffh  # noqa: PLC0415

    text, number, date, error = biffh.XL_CELL_TEXT, biffh.XL_CELL_NUMBER, biffh.XL_CELL_DATE, biffh.XL_CELL_ERROR
    rows: list[list[str | None]] = []
    lost: list[Lost] = []
    for row in range(sheet.nrows):
        texts: list[str | None] = []
        for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True):
            if kind == text:
                texts.append(value)
            elif kind == number:
                texts.append(number_text(value))
            elif kind == date:
                texts.append(_moment(value, date1904))
            elif kind == biffh.XL_CELL_BOOLEAN:
                texts.append("true" if value else "false")
            else:
                if kind == error:
                    name = biffh.error_text_from_code.get(value, "#")
                    lost.append((row + 1, letter(len(texts)), "error_cell", name))
                texts.append(None)
        rows.append(texts)
    for at, letters, _, _ in notes.uncalculated:
        if at <= len(rows) and position(letters) < len(rows[at - 1]):
            rows[at - 1][position(letters)] = None
    return rows, lost


def _moment(value: float, date1904: bool) -> str:
    """A day number as date and time, or as the time of day where it is less than a day."""
    if not 0 <= value < _DAYS:
        return number_text(value)
    days, seconds = divmod(round(value * _SECONDS), _SECONDS)
    if not days:
        return str(datetime.min + timedelta(seconds=seconds)).partition(" ")[2]
    # Excel counts 29 February 1900, which there was not.
    begin = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31 if days < 60 else 30)
    return str(begin + timedelta(days, seconds))


def _see_texts(rows: Sequence[Sequence[str | None]], file: str, sheet: str) -> None:
    """Raise ``Problem`` where many texts hold what only a wrong code page brings about."""
    others = broken = 0
    for row in rows:
        for text in row:
            if text is not None and (not text.isascii() or "\0" in text):
                others += 1
                broken += "\ufffd" in text or "\0" in text.rstrip("\0")
    if broken > _BROKEN_SHARE * others:
        raise Problem("text_undecoded", file=file)


@contextmanager
def _as_problem(key: str, **where: str) -> Iterator[None]:
    """Turn what xlrd raises for a damaged file into a ``Problem``."""
    from xlrd.biffh import XLRDError  # noqa: PLC0415  (only for these files)
    from xlrd.compdoc import CompDocError  # noqa: PLC0415

    try:
        yield
    except (XLRDError, CompDocError, *_DAMAGE) as error:
        raise Problem(key, **where) from error
