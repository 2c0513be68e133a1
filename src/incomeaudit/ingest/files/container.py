"""What kind of file this is, told from its content, and where a workbook keeps its sheets.

An xlsx or xlsm is a zip of XML parts: ``xl/workbook.xml`` lists the sheets, the relations beside it say which part
holds each. Anything else is turned down with what it is and what to do.
"""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree

from incomeaudit.messages import Problem

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What a damaged zip archive raises, here and there, while it is read."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK"))
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    visible: bool
    member: str
    """The zip member with the sheet's XML; empty for a chart or macro sheet, which holds no table."""


@dataclass(frozen=True, slots=True)
class Container:
    """A workbook's list of sheets, in its order."""

    sheets: tuple[SheetEntry, ...]
    date1904: bool


def read_container(data: bytes, file: str) -> Container:
    """Recognise a workbook and list its sheets.

    Raises ``Problem`` for anything that is not an xlsx or xlsm that can be read, saying what it is instead.
    """
    if not data:
        raise Problem("empty_file", file=file)
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise Problem("encrypted", file=file)
        if any(name in data for name in _OLD_STREAMS):
            raise Problem("format_unread", file=file, format="xls")
        raise Problem("not_a_spreadsheet", file=file)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(data, file)
    raise _other_format(data, file)


def _zipped(data: bytes, file: str) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(info.flag_bits & 0x1 for info in archive.infolist()):
                raise Problem("encrypted", file=file)
            if "xl/workbook.bin" in names:
                raise Problem("format_unread", file=file, format="xlsb")
            if "content.xml" in names:
                raise Problem("format_unread", file=file, format="ods")
            book = _workbook_part(archive, names)
            if book is None:
                raise Problem("not_a_spreadsheet", file=file)
            return _listed(archive, book, file)
    except (*DAMAGE, ElementTree.ParseError, KeyError, ValueError) as error:
        raise Problem("broken_file", file=file) from error


def _workbook_part(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "_rels/.rels" in names:
        for kind, target, _ in _relations(archive, "_rels/.rels"):
            if kind == "officeDocument" and target in names:
                return target if target.startswith("xl/") or target.endswith("workbook.xml") else None
    return "xl/workbook.xml" if "xl/workbook.xml" in names else None


def _relations(archive: zipfile.ZipFile, member: str) -> list[tuple[str, str, str]]:
    """Kind, target member and id of each relation in a ``.rels`` part."""
    base = posixpath.dirname(posixpath.dirname(member))
    relations = []
    for entry in ElementTree.fromstring(archive.read(member)):
        target = entry.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
        relations.append((entry.get("Type", "").rpartition("/")[2], path, entry.get("Id", "")))
    return relations


def _listed(archive: zipfile.ZipFile, book: str, file: str) -> Container:
    root = ElementTree.fromstring(archive.read(book))
    if root.tag.startswith(_STRICT):
        raise Problem("format_unread", file=file, format="Strict Open XML")
    folder, name = posixpath.split(book)
    kinds = {
        key: (kind, path) for kind, path, key in _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    }
    sheets = []
    for entry in root.iter():
        if entry.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((value for attribute, value in entry.items() if attribute.endswith("}id")), "")
        kind, path = kinds[key]
        member = path if kind == "worksheet" else ""
        if member:
            archive.getinfo(member)  # KeyError where the sheet is listed and not there
        sheets.append(SheetEntry(entry.get("name", ""), entry.get("state", "visible") == "visible", member))
    if not sheets:
        raise Problem("no_sheets", file=file)
    properties = next((entry for entry in root.iter() if entry.tag.endswith("}workbookPr")), None)
    date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    return Container(tuple(sheets), date1904)


def _other_format(data: bytes, file: str) -> Problem:
    head = data[:4096]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return Problem("format_unread", file=file, format="HTML")
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return Problem("format_unread", file=file, format="XML 2003")
    if start.startswith(b"par1"):
        return Problem("format_unread", file=file, format="parquet")
    if _looks_like_text_table(head):
        return Problem("format_unread", file=file, format="csv")
    return Problem("not_a_spreadsheet", file=file)


def _looks_like_text_table(head: bytes) -> bool:
    encodings = ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        # The piece may end within a character.
        text = head.decode(encoding, errors="ignore")
        lost = len(head) - len(text.encode(encoding, errors="ignore"))
        if lost <= 4 and not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            lines = [line for line in text.splitlines() if line.strip()]
            return len(lines) > 0 and all(re.search(r"[,\t;]", line) for line in lines[:3])
    return False
