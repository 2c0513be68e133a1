"""What kind of file this is, told from its content: the suffix is what somebody typed.

A spreadsheet is recognised as one of the formats that are read; anything else is named, with what to do about it.
"""

import re

from incomeaudit.ingest.files.compound import SIGNATURE, Compound, open_compound
from incomeaudit.ingest.files.recognise_text import recognise_text
from incomeaudit.ingest.files.recognise_zip import is_zip_with_something_before, recognise_zip
from incomeaudit.ingest.files.recognised import Recognised
from incomeaudit.ingest.files.xls_cipher import filepass
from incomeaudit.messages import Problem

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BARE_BOOKS = {
    b"\x09\x00\x04\x00": "BIFF2",
    b"\x09\x02\x06\x00": "BIFF3",
    b"\x09\x04\x06\x00": "BIFF4",
    b"\x09\x08\x08\x00": "BIFF5",
    b"\x09\x08\x10\x00": "BIFF8",
}
"""The first record of a workbook: its number and length."""
_BLANK = b"\0 \t\r\n\x0b\x0c\x1a\xef\xbb\xbf\xff\xfe"
_SMALL = 4_096

_MAGIC = (
    (rb"\xff\xd8\xff|\x89PNG\r\n|GIF8|II\*\0|MM\0\*|RIFF....WEBP|BM....\0\0\0\0", "is_picture"),
    (rb"....ftyp(heic|heix|hevc|mif1|msf1|avif)", "is_picture"),
    (rb"....ftyp|RIFF....(WAVE|AVI )|ID3|OggS|\x1a\x45\xdf\xa3|fLaC", "is_media"),
    (
        rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd|MSCF|.{257}ustar",
        "is_archive",
    ),
    (rb"\0\x01\0\0Standard (Jet|ACE) DB|SQLite format 3\0", "is_database"),
    (rb"MZ|\x7fELF|\xcf\xfa\xed\xfe", "is_program"),
    (rb"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "is_shortcut"),
    (rb"\0\x05\x16\x07", "is_leftover"),
    (rb"%TSD-Header-###%|b\x14#e.{0,64}E-SafeNet", "is_locked"),
)
"""How files begin that are no spreadsheets, and what they are. PDF and dBASE are told in other ways."""
_OTHERS = tuple((re.compile(pattern, re.DOTALL), key) for pattern, key in _MAGIC)
_PDF = re.compile(rb"%PDF-\d")
_DBASE = frozenset((0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xF5, 0xFB))


def recognise(data: bytes, file: str) -> Recognised:
    """Tell the format of a file from its content.

    Raises ``Problem``: ``empty_file``, ``blank_file`` for nothing but blanks, ``broken_file`` for a container that
    breaks off, and ``is_…`` for what is no spreadsheet that can be read, which says what it is and what to do.
    """
    if not data:
        raise Problem("empty_file", file=file)
    if not data.strip(_BLANK):
        raise Problem("blank_file", file=file)
    if file.rpartition("/")[2].rpartition("\\")[2].startswith("~$") and len(data) < _SMALL:
        raise Problem("is_leftover", file=file)
    if data.startswith(SIGNATURE):
        with open_compound(data, file) as compound:
            return _compound(compound, file)
    if data.startswith(_ZIP):
        return recognise_zip(data, file)
    if data.startswith(b"PAR1"):
        return Recognised("parquet")
    if data[:4] in _BARE_BOOKS:
        return Recognised("xls", _version(data), encrypted=filepass(data) is not None)
    head = data[:_SMALL]
    for pattern, key in _OTHERS:
        if pattern.match(head):
            raise Problem(key, file=file)
    if _PDF.search(head[:1024]):
        raise Problem("is_pdf", file=file)
    if _is_dbase(head):
        raise Problem("is_dbf", file=file)
    return _text(data, file)


def _text(data: bytes, file: str) -> Recognised:
    text = recognise_text(data, file)
    if text is not None:
        return text
    raise Problem("broken_file" if is_zip_with_something_before(data) else "is_unknown", file=file)


def _compound(compound: Compound, file: str) -> Recognised:
    names = compound.streams
    if "encryptedpackage" in names:
        return Recognised("xlsx", encrypted=True)
    if "\tdrmcontent" in names:
        return Recognised("xls", encrypted=True)
    book = compound.book()
    if book is not None:
        stream = compound.read(book)
        return Recognised("xls", _version(stream), encrypted=filepass(stream) is not None)
    for name, key in (
        ("worddocument", "is_word"),
        ("powerpoint document", "is_slides"),
        ("__properties_version1.0", "is_mail"),
    ):
        if name in names:
            raise Problem(key, file=file)
    raise Problem("is_unknown", file=file)


def _version(stream: bytes) -> str:
    """The version of a workbook's records. Excel 5 and 97 have the same first record, of different lengths."""
    found = _BARE_BOOKS.get(stream[:4], "BIFF8")
    if found in ("BIFF5", "BIFF8"):
        return "BIFF5" if stream[4:6] == b"\x00\x05" else "BIFF8"
    return found


def _is_dbase(head: bytes) -> bool:
    """A dBASE or FoxPro table begins with a version, the date of the last change, and the size of its header."""
    if len(head) < 33 or head[0] not in _DBASE:
        return False
    month, day, size, row = (
        head[2],
        head[3],
        int.from_bytes(head[8:10], "little"),
        int.from_bytes(head[10:12], "little"),
    )
    return (
        1 <= month <= 12 and 1 <= day <= 31 and size >= 33 and row > 0 and head[size - 1 : size] in (b"\r", b"\0", b"")
    )
