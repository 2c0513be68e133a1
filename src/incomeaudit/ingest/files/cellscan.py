"""What calamine does not tell of a worksheet: errors, formulas without a stored value, merged and hidden cells.

It gives an error cell (#N/A) and a formula that nobody has calculated as blanks. Here the sheet's XML is
streamed once, in pieces, beside the reader; only pieces that hold such a cell are looked at closely.
"""

import html
import re
from collections.abc import Iterator
from typing import IO

from incomeaudit.ingest.address import letter, position
from incomeaudit.ingest.files.book import Facts, Lost, Merge

_HEAD = 1 << 20
"""Bytes of a sheet among which its first row is looked for."""
_PIECE = 64 << 10
"""Bytes that are looked at together: few enough to stay in the processor's cache from one look to the next."""
_FIRST_ROW = re.compile(rb"<(?:\w+:)?row(?:[\s/][^>]*)?>")
_ROOT = re.compile(rb"<(?:(\w+):)?worksheet[\s>]")


class _Patterns:
    """Marks and regular expressions for one namespace prefix (``b""`` or ``b"x:"``)."""

    def __init__(self, prefix: bytes) -> None:
        p = prefix
        self.row, self.row_end = b"<%brow" % p, b"</%brow>" % p
        self.cell, self.cell_end = b"<%bc" % p, b"</%bc>" % p
        self.formula_mark = b"<%bf" % p
        # A formula and then either nothing or an empty value before the cell ends.
        self.formula = re.compile(
            rb"<%bf(?:\s[^>]*?)?(?:/>|>([^<]*)</%bf>)\s*(<%bv\s*/>|<%bv(?:\s[^>]*)?>\s*</%bv>)?\s*</%bc>"
            % (p, p, p, p, p, p)
        )
        self.value = re.compile(rb"<%bv(?:\s[^>]*)?>([^<]*)</%bv>" % (p, p))


_ERROR_MARKS = (b't="e"', b"t='e'")
_ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_ROW_NUMBER = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_STORED_TEXT = re.compile(rb"""\st=["']str["']""")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d{1,5})["']""")
_WIDEST = 16_384
"""Columns of a sheet in Excel."""
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")


def scan_cells(stream: IO[bytes]) -> Facts:
    """Go through a worksheet's XML and note what its reader will not tell.

    ``stream`` is the uncompressed XML. Cells and rows that do not give their own address are counted.
    """
    first = _head(stream)
    root = _ROOT.search(first)
    patterns = _Patterns(root[1] + b":" if root and root[1] else b"")
    row = first.find(patterns.row)
    counting = row >= 0 and not _ROW_NUMBER.search(first[row : first.find(b">", row)])
    rows_before = 0
    lost: list[Lost] = []
    merges: list[Merge] = []
    hidden: list[int] = []
    for piece, in_data in _pieces(first, stream, patterns.row_end):
        if not in_data:
            merges.extend(_merges(piece))
            continue
        lost.extend(_lost_cells(piece, patterns, rows_before))
        hidden.extend(_hidden_rows(piece, patterns, rows_before))
        if counting:
            rows_before += _rows(piece, patterns, len(piece))
    lost.sort(key=lambda cell: (cell[0], position(cell[1])))
    return Facts(lost, merges, sorted(set(hidden)), _hidden_columns(first[: max(row, 0)]))


def _head(stream: IO[bytes]) -> bytes:
    """The beginning of a sheet: all that stands before its rows, and the first of these."""
    head = stream.read(_PIECE)
    while len(head) < _HEAD and not _FIRST_ROW.search(head) and (more := stream.read(_PIECE)):
        head += more
    return head


def _pieces(first: bytes, stream: IO[bytes], row_end: bytes) -> Iterator[tuple[bytes, bool]]:
    """The XML in pieces that cut no row in two, then (False) pieces of what follows that cut no tag in two."""
    held, in_data = first, True
    while True:
        if in_data:
            cut = held.rfind(row_end)
            cut = cut + len(row_end) if cut >= 0 else 0
            if end := _DATA_END.search(held, cut):
                yield held[: end.end()], True
                in_data, held, cut = False, held[end.end() :], 0
            elif cut:
                yield held[:cut], True
        if not in_data:
            cut = max(held.rfind(b"<"), 0)
            yield held[:cut], False
        held = held[cut:]
        chunk = stream.read(max(_PIECE, len(held)))  # a row without end would otherwise be copied over and over
        if not chunk:
            break
        held += chunk
    yield held, in_data


def _lost_cells(piece: bytes, patterns: _Patterns, rows_before: int) -> Iterator[Lost]:
    # A single byte is found many times faster than a longer mark, and most sheets hold neither letter nor apostrophe.
    for mark in _ERROR_MARKS if b"e" in piece else ():
        at = piece.find(mark) if mark[-1:] in piece else -1
        while at >= 0:
            start, end = piece.rfind(b"<", 0, at), piece.find(b">", at)
            tag = piece[start:end]
            if tag.split(None, 1)[:1] == [patterns.cell]:
                value = (
                    None
                    if tag.endswith(b"/")
                    else patterns.value.search(piece, end, piece.find(patterns.cell_end, end))
                )
                text = value[1].decode("ascii", "replace") if value else "#"
                yield (*_address(piece, start, tag, patterns, rows_before), "error_cell", text)
            at = piece.find(mark, end)
    if b"f" not in piece or patterns.formula_mark not in piece:
        return
    for found in patterns.formula.finditer(piece):
        start = piece.rfind(patterns.cell, 0, found.start())
        tag = piece[start : found.start()]
        stored_blank = found[2] is not None and _STORED_TEXT.search(tag)  # a formula whose result is ""
        if not stored_blank and not any(mark in tag for mark in _ERROR_MARKS):
            formula = "=" + html.unescape((found[1] or b"").decode("utf-8", "replace"))
            yield (*_address(piece, start, tag, patterns, rows_before), "formula_without_value", formula)


def _address(piece: bytes, start: int, tag: bytes, patterns: _Patterns, rows_before: int) -> tuple[int, str]:
    if said := _ADDRESS.search(tag):
        return int(said[2]), said[1].decode("ascii")
    row_start = piece.rfind(patterns.row, 0, start)
    numbered = _ROW_NUMBER.search(piece[row_start : piece.find(b">", row_start)])
    row = int(numbered[1]) if numbered else rows_before + _rows(piece, patterns, start)
    cells = re.findall(rb"%b[\s>/]" % re.escape(patterns.cell), piece[row_start:start])
    return row, letter(len(cells))


def _rows(piece: bytes, patterns: _Patterns, end: int) -> int:
    return len(re.findall(rb"%b[\s>/]" % re.escape(patterns.row), piece[:end]))


def _merges(piece: bytes) -> Iterator[Merge]:
    if b"mergeCell" not in piece:
        return
    for found in _MERGE.finditer(piece):
        if found[2] != found[3]:
            yield found[1].decode("ascii"), int(found[2]), int(found[3])


def _hidden_rows(piece: bytes, patterns: _Patterns, rows_before: int) -> Iterator[int]:
    at = piece.find(b"hidden=") if b"h" in piece else -1
    while at >= 0:
        start, end = piece.rfind(b"<", 0, at), piece.find(b">", at)
        tag = piece[start:end]
        if tag.split(None, 1)[:1] == [patterns.row] and _HIDDEN.search(tag):
            numbered = _ROW_NUMBER.search(tag)
            yield int(numbered[1]) if numbered else rows_before + _rows(piece, patterns, end)
        at = piece.find(b"hidden=", end) if end > at else -1


def _hidden_columns(head: bytes) -> list[str]:
    """Letters of the hidden columns, from what stands before the rows."""
    hidden: set[int] = set()
    for tag in _COLUMN.findall(head):
        span = {name: int(number) for name, number in _SPAN.findall(tag)}
        if _HIDDEN.search(tag) and span.keys() == {b"min", b"max"}:
            hidden.update(range(max(span[b"min"], 1), min(span[b"max"], _WIDEST) + 1))
    return [letter(number - 1) for number in sorted(hidden)]
