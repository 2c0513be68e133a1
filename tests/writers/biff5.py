"""Workbooks of Excel 5 and 95, record by record: no program at hand writes them any more, and counties still send them."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_PLAIN, _AS_DATE = 0, 1
_GENERAL, _DATE_FORMAT = 0, 14
_DAY_ZERO = datetime(1899, 12, 30)
_GLOBALS, _SHEET, _CHART = 5, 0x10, 0x20


@dataclass(frozen=True)
class Error:
    """An error cell."""

    name: str


@dataclass(frozen=True)
class Formula:
    """A formula with what is stored as its result: a number, a text (which may be blank), or None for a text that is
    missing. ``options`` 2 is the order to calculate on opening.
    """

    result: float | str | None
    options: int = 0
    tokens: bytes = bytes((0x1E, 1, 0))
    """The constant 1."""


@dataclass(frozen=True)
class Sheet:
    """A sheet; kind 0 is a worksheet, 1 a macro sheet, 2 a chart; state 1 is hidden, 2 very hidden."""

    rows: Sequence[Sequence[object]] = ()
    kind: int = 0
    state: int = 0
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    further: bytes = b""
    """Records in front of the cells."""


def biff5(
    sheets: Mapping[str, Sheet | Sequence[Sequence[object]]],
    *,
    encoding: str = "cp936",
    codepage: int | None = 936,
    date1904: bool = False,
) -> bytes:
    """The stream of a workbook: texts in ``encoding``, and a record that calls it ``codepage``, or none."""
    parts = {name: sheet if isinstance(sheet, Sheet) else Sheet(sheet) for name, sheet in sheets.items()}
    bodies = [_body(sheet, encoding) for sheet in parts.values()]
    head = record(0x0809, struct.pack("<HHHH", 0x0500, _GLOBALS, 3515, 1996))
    if codepage is not None:
        head += record(0x42, struct.pack("<H", codepage))
    head += record(0x22, struct.pack("<H", date1904))
    for form in (_GENERAL, _DATE_FORMAT):
        head += record(0xE0, struct.pack("<HHH10x", 0, form, 0))
    names = [name.encode(encoding) for name in parts]
    at = len(head) + sum(4 + 7 + len(name) for name in names) + 4
    for name, sheet, body in zip(names, parts.values(), bodies, strict=True):
        head += record(0x85, struct.pack("<IBBB", at, sheet.state, sheet.kind, len(name)) + name)
        at += len(body)
    return head + record(0x0A, b"") + b"".join(bodies)


def record(code: int, content: bytes) -> bytes:
    return struct.pack("<HH", code, len(content)) + content


def _body(sheet: Sheet, encoding: str) -> bytes:
    out = bytearray(record(0x0809, struct.pack("<HHHH", 0x0500, _CHART if sheet.kind == 2 else _SHEET, 3515, 1996)))
    width = max(map(len, sheet.rows), default=0)
    out += record(0x0200, struct.pack("<HHHHH", 0, len(sheet.rows), 0, width, 0))
    for column in sheet.hidden_columns:
        out += record(0x7D, struct.pack("<HHHHHH", column, column, 2304, 0, 1, 0))
    for row in range(len(sheet.rows)):
        out += record(
            0x0208, struct.pack("<HHHHHHI", row, 0, width, 255, 0, 0, 0x120 if row in sheet.hidden_rows else 0x100)
        )
    out += sheet.further
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            if value is not None:
                out += _cell(struct.pack("<HH", row, column), value, encoding)
    return bytes(out + record(0x0A, b""))


def _cell(place: bytes, value: object, encoding: str) -> bytes:
    plain = place + struct.pack("<H", _PLAIN)
    match value:
        case bool():
            return record(0x0205, plain + bytes((value, 0)))
        case Error(name):
            return record(0x0205, plain + bytes((_ERRORS[name], 1)))
        case str():
            text = value.encode(encoding)
            return record(0x0204, plain + struct.pack("<H", len(text)) + text)
        case date():
            days = (datetime.combine(value, datetime.min.time()) - _DAY_ZERO).days
            return record(0x0203, place + struct.pack("<Hd", _AS_DATE, days))
        case int() | float():
            return record(0x0203, plain + struct.pack("<d", value))
        case Formula():
            return _formula(plain, value, encoding)
    raise TypeError(value)


def _formula(plain: bytes, formula: Formula, encoding: str) -> bytes:
    following = b""
    match formula.result:
        case "":
            result = b"\3\0\0\0\0\0\xff\xff"
        case str(text):
            result = b"\0\0\0\0\0\0\xff\xff"
            content = text.encode(encoding)
            following = record(0x0207, struct.pack("<H", len(content)) + content)
        case None:
            result = b"\0\0\0\0\0\0\xff\xff"
        case number:
            result = struct.pack("<d", number)
    tokens = struct.pack("<HIH", formula.options, 0, len(formula.tokens)) + formula.tokens
    return record(0x0006, plain + result + tokens) + following
