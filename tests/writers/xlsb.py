"""Binary Open XML workbooks, record by record: LibreOffice reads them and does not write them."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DAY_ZERO = datetime(1899, 12, 30)
_AS_DATE = 1


@dataclass(frozen=True)
class Error:
    """An error cell, or a formula's error."""

    name: str
    formula: bool = False


@dataclass(frozen=True)
class Formula:
    """A formula (the constant 1) with its stored result."""

    result: float | str | bool


@dataclass(frozen=True)
class Sheet:
    """A sheet. Rows and columns are counted from 0; merges are top, bottom, left, right."""

    rows: Sequence[Sequence[object]] = ()
    state: int = 0
    kind: str = "worksheet"
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    at_row: int = 0
    """Where the first of the rows stands."""


def xlsb(sheets: Mapping[str, Sheet | Sequence[Sequence[object]]], *, date1904: bool = False) -> bytes:
    """A workbook: texts shared, numbers, dates, yes and no, errors, formulas."""
    parts = {name: sheet if isinstance(sheet, Sheet) else Sheet(sheet) for name, sheet in sheets.items()}
    shared: dict[str, int] = {}
    bodies = [_worksheet(sheet, shared) if sheet.kind == "worksheet" else _chartsheet() for sheet in parts.values()]
    book = _record(131) + _record(153, struct.pack("<III", date1904, 124226, 0)) + _record(143)
    listed, types = [], []
    for number, (name, sheet) in enumerate(parts.items(), 1):
        book += _record(156, struct.pack("<II", sheet.state, number) + _text(f"rId{number}") + _text(name))
        listed.append((f"rId{number}", sheet.kind, f"{sheet.kind}s/sheet{number}.bin"))
        types.append((f"/xl/{sheet.kind}s/sheet{number}.bin", f"application/vnd.ms-excel.{sheet.kind}"))
    book += _record(144) + _record(132)
    listed += [("rId91", "sharedStrings", "sharedStrings.bin"), ("rId92", "styles", "styles.bin")]
    types += [
        ("/xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        ("/xl/sharedStrings.bin", "application/vnd.ms-excel.sharedStrings"),
        ("/xl/styles.bin", "application/vnd.ms-excel.styles"),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(types))
        archive.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.bin")]))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(listed))
        for (_, kind, target), body in zip(listed, bodies, strict=False):
            assert kind in target
            archive.writestr(f"xl/{target}", body)
        archive.writestr("xl/sharedStrings.bin", _shared(shared))
        archive.writestr("xl/styles.bin", _styles())
    return out.getvalue()


def _record(code: int, content: bytes = b"") -> bytes:
    head = bytes((code,)) if code < 128 else bytes((code & 0x7F | 0x80, code >> 7))
    size = len(content)
    while True:
        head += bytes((size & 0x7F | (0x80 if size > 127 else 0),))
        size >>= 7
        if not size:
            return head + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _worksheet(sheet: Sheet, shared: dict[str, int]) -> bytes:
    height, width = sheet.at_row + len(sheet.rows), max(map(len, sheet.rows), default=1)
    out = bytearray(_record(129) + _record(148, struct.pack("<4I", 0, max(height - 1, 0), 0, width - 1)))
    if sheet.hidden_columns:
        out += _record(390)
        for column in sheet.hidden_columns:
            out += _record(60, struct.pack("<4IH", column, column, 2304, 0, 1))
        out += _record(391)
    out += _record(145)
    for row, values in enumerate(sheet.rows, sheet.at_row):
        flags = 0x10 if row in sheet.hidden_rows else 0
        out += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, flags, 0, 0))
        for column, value in enumerate(values):
            if value is not None:
                out += _cell(column, value, shared)
    out += _record(146)
    if sheet.merges:
        out += _record(177, struct.pack("<I", len(sheet.merges)))
        out += b"".join(_record(176, struct.pack("<4I", *merge)) for merge in sheet.merges)
        out += _record(178)
    return bytes(out + _record(130))


def _chartsheet() -> bytes:
    return _record(129) + _record(130)


def _cell(column: int, value: object, shared: dict[str, int]) -> bytes:
    plain = struct.pack("<II", column, 0)
    one = struct.pack("<HI", 0, 3) + bytes((0x1E, 1, 0)) + struct.pack("<I", 0)
    match value:
        case bool():
            return _record(4, plain + bytes((value,)))
        case int() | float():
            return _record(5, plain + struct.pack("<d", value))
        case str():
            return _record(7, plain + struct.pack("<I", shared.setdefault(value, len(shared))))
        case datetime():
            days = (value - _DAY_ZERO).total_seconds() / 86_400
            return _record(5, struct.pack("<IId", column, _AS_DATE, days))
        case Error(name, formula):
            code = bytes((_ERRORS[name],))
            return _record(11, plain + code + one) if formula else _record(3, plain + code)
        case Formula(bool(result)):
            return _record(10, plain + bytes((result,)) + one)
        case Formula(str(result)):
            return _record(8, plain + _text(result) + one)
        case Formula(result):
            return _record(9, plain + struct.pack("<d", result) + one)
    raise TypeError(value)


def _shared(shared: dict[str, int]) -> bytes:
    items = b"".join(_record(19, b"\0" + _text(text)) for text in shared)
    return _record(159, struct.pack("<II", len(shared), len(shared))) + items + _record(160)


def _styles() -> bytes:
    out = _record(278) + _record(615, struct.pack("<I", 1)) + _record(44, struct.pack("<H", 176) + _text("yyyy-mm-dd"))
    out += _record(616) + _record(617, struct.pack("<I", 2))
    for number_format in (0, 176):
        out += _record(47, struct.pack("<5HBBHH", 0, number_format, 0, 0, 0, 0, 0, 0, 1))
    return out + _record(618) + _record(279)


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for key, kind, target in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
    )


def _content_types(types: Sequence[tuple[str, str]]) -> str:
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">{default}{lines}</Types>'
