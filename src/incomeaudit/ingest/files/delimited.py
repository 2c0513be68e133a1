"""CSV and its kin: texts between commas, tabs, semicolons or vertical bars.

Rows are numbered as Excel shows them: blank lines are rows, a quoted line break is none, and a first line ``sep=;``,
which Excel takes for an instruction and does not show, is none either. Lines end in LF, CRLF or CR.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, islice

from incomeaudit.ingest.files.book import Book, Facts
from incomeaudit.ingest.files.encoding import decode
from incomeaudit.ingest.files.grid import cells_of_rows
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.one_sheet import one_sheet, sheet_name
from incomeaudit.ingest.files.typed import as_typed, over_text
from incomeaudit.messages import Problem

_DELIMITERS = (",", "\t", ";", "|", "，")
"""In the order in which they are preferred. Excel does not know the last; people who type their CSV do."""
_TOLD = re.compile(r'"?sep=([^\r\n"])"?(\r\n|\r|\n|$)', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE = 300
"""Records that the delimiter is told from."""
_SAMPLE_CHARACTERS = 300_000
END_OF_FILE = "\x1a"
"""What DOS put at the end of a text file."""
_AFTER_LAST = "\ue0ff"
"""A line of our own after the last: it comes back as a record of its own, unless a quote was left open."""
_FEWEST_TO_TELL = 4
"""Columns from which a line inside a quoted text that has as many as the table is a row of the table."""


def open_csv(data: bytes, file: str, limits: Limits) -> Book:
    """Read a file of delimited text.

    Raises ``Problem``: an encoding that nobody knows, a quote that does not close (``csv_quote_open``), a limit.
    """
    # A mark within the text is left from files put together; before a quote it would keep that from being one.
    text = decode(data, file).rstrip(END_OF_FILE).replace("\ufeff", "")
    delimiter, start = delimiter_of(text)
    sheet = sheet_name(file)
    with longest_field(limits.text):
        rows = records(io.StringIO(text[start:], newline=""), delimiter, limits, file=file, sheet=sheet)
        cells = cells_of_rows(rows, Facts(), limits, file=file, sheet=sheet)
    return one_sheet("csv", file, as_typed(cells, limits, file=file, sheet=sheet))


def delimiter_of(text: str) -> tuple[str, int]:
    """The delimiter, and where the first row begins."""
    if told := _TOLD.match(text):
        return told[1], told.end()
    fits = [_Fit.of(text, delimiter) for delimiter in _DELIMITERS]
    best = max(fit.cells for fit in fits)
    # Amounts with thousands separators or texts with a tab at the end are split about as often as the rows are;
    # but the header is split by the delimiter alone.
    likely = [fit for fit in fits if fit.cells * 2 >= best]
    return min(likely, key=lambda fit: (fit.first, -fit.cells)).delimiter, 0


class _Fit:
    """How well a delimiter splits the first records of a text."""

    __slots__ = ("cells", "delimiter", "first")

    def __init__(self, delimiter: str, widths: Sequence[int]) -> None:
        """``widths`` are the numbers of cells of the records."""
        split = Counter(width for width in widths if width > 1)
        usual, count = max(split.items(), key=lambda item: item[0] * item[1], default=(1, 0))
        self.delimiter = delimiter
        self.cells = count * (usual - 1)
        """Delimiters in records of the usual width."""
        self.first = widths.index(usual) if count else len(widths)
        """The first record of the usual width."""

    @classmethod
    def of(cls, text: str, delimiter: str) -> "_Fit":
        records = csv.reader(io.StringIO(text[:_SAMPLE_CHARACTERS], newline=""), delimiter=delimiter)
        widths = []
        try:
            for record in islice(records, _SAMPLE):
                widths.append(len(record))
        except csv.Error:  # a quote that does not close; said when the rows are read
            pass
        return cls(delimiter, widths)


@contextmanager
def longest_field(characters: int) -> Iterator[None]:
    """Let the csv module take fields of so many characters."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Lines:
    """The lines of a text, and those of the record that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.ended = False
        self.record: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            if self.ended:
                raise StopIteration
            line, self.ended = _AFTER_LAST, True
        elif line[-1] not in "\r\n":
            line += "\n"
        self.record.append(line)
        return line


def records(text: Iterable[str], delimiter: str, limits: Limits, *, file: str, sheet: str) -> Iterator[list[str]]:
    """The records of a text that comes line by line, each with its own line end. Raises ``Problem``."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    widest = 0
    for row in count(1):
        try:
            record = next(reader)
        except csv.Error as error:
            raise over_text(limits, file=file, sheet=sheet, row=row) from error
        if lines.ended and record == [_AFTER_LAST]:
            return
        if lines.ended or (len(lines.record) > 1 and _swallowed(record, lines.record, delimiter, widest)):
            raise Problem("csv_quote_open", file=file, row=row)
        widest = max(widest, len(record))
        lines.record.clear()
        yield record


def _swallowed(record: Sequence[str], lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a record of several lines has taken rows of the table for quoted text.

    A whole line within a text that has a full row's delimiters is such a row, and so may be any line where the quote
    that closes the text is followed by more text: it was to open another.
    """
    if width >= _FEWEST_TO_TELL:
        within = (line for text in record for line in _LINE_END.split(text)[1:-1])
        if any(line.count(delimiter) >= width - 1 for line in within):
            return True
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False
