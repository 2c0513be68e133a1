"""What a zip archive is: a workbook, another office document, or an archive with files in it."""

import io
import zipfile

from incomeaudit.ingest.files.container import as_broken
from incomeaudit.ingest.files.recognised import Recognised
from incomeaudit.messages import Problem

_TABLES = (".xlsx", ".xlsm", ".xlsb", ".xltx", ".xls", ".et", ".ett", ".ods", ".csv", ".tsv", ".parquet")
_READ = 1 << 20
"""Bytes of a part that are looked at; honest ones of these have a few thousand."""
_MAIN_PARTS = (
    ("spreadsheetml.sheet.main+xml", "xlsx"),
    ("ms-excel.sheet.macroenabled.main+xml", "xlsm"),
    ("spreadsheetml.template.main+xml", "xltx"),
    ("ms-excel.template.macroenabled.main+xml", "xltm"),
    ("ms-excel.addin.macroenabled.main+xml", "xlam"),
    ("ms-excel.sheet.binary.macroenabled.main", "xlsb"),
    ("wordprocessingml.document.main+xml", "is_word"),
    ("wordprocessingml.template.main+xml", "is_word"),
    ("ms-word.", "is_word"),
    ("presentationml.", "is_slides"),
    ("ms-powerpoint.", "is_slides"),
)
"""The content type of a package's main part, and what the package then is. Parts inside others have other types."""
_USUAL = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "is_word"),
    ("ppt/presentation.xml", "is_slides"),
)
_ODF = "application/vnd.oasis.opendocument."
_ODF_OTHERS = {"text": "is_word", "presentation": "is_slides", "graphics": "is_picture", "image": "is_picture"}


def recognise_zip(data: bytes, file: str) -> Recognised:
    """Tell what a zip archive is. Raises ``Problem`` where it is no workbook, or damaged."""
    with as_broken(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [info.filename.replace("\\", "/") for info in archive.infolist()]
        if any(info.flag_bits & 0x1 for info in archive.infolist()):
            raise Problem("is_zip_with_password", file=file)
        known = {name.lower() for name in members}
        found = (
            _package(archive, known)
            or _open_document(archive, known)
            or ("is_ofd" if "ofd.xml" in known else None)
            or ("is_numbers" if any(name.endswith(".iwa") or name == "index.zip" for name in known) else None)
        )
        if isinstance(found, Recognised):
            return found
        if found is not None:
            raise Problem(found, file=file)
    tables = sum(name.lower().endswith(_TABLES) for name in members if "__MACOSX" not in name and "~$" not in name)
    raise Problem("is_zip_of_tables", file=file, count=tables) if tables else Problem("is_archive", file=file)


def is_zip_with_something_before(data: bytes) -> bool:
    """Whether a file ends like a zip archive, though it does not begin like one."""
    return zipfile.is_zipfile(io.BytesIO(data))


def _package(archive: zipfile.ZipFile, known: set[str]) -> Recognised | str | None:
    """An Open XML package, told by its main part's type, else by the part's usual name.

    The strict form of the standard has the same types; calamine and the scan read it like the other.
    """
    types = _read(archive, "[Content_Types].xml").decode("utf-8", "replace").replace("\0", "").lower()
    found = next((what for mark, what in _MAIN_PARTS if mark in types), None)
    found = found or next((what for name, what in _USUAL if name in known), None)
    if found is None or found.startswith("is_"):
        return found
    return Recognised("xlsb") if found == "xlsb" else Recognised("xlsx", found)


def _open_document(archive: zipfile.ZipFile, known: set[str]) -> Recognised | str | None:
    """A document of LibreOffice and its kin, told by the member that says its type, else by its content's."""
    if not known & {"content.xml", "encrypted-package"}:
        return None
    kind = _read(archive, "mimetype").decode("ascii", "replace").strip()
    manifest = _read(archive, "META-INF/manifest.xml")
    if not kind.startswith(_ODF):
        marked = b"opendocument.spreadsheet" in manifest or b"office:spreadsheet" in _read(archive, "content.xml")
        kind = f"{_ODF}spreadsheet" if marked else kind
    if not kind.startswith(f"{_ODF}spreadsheet"):
        return _ODF_OTHERS.get(kind.removeprefix(_ODF).partition("-")[0], "is_unknown")
    encrypted = b"encryption-data" in manifest or "encrypted-package" in known
    return Recognised("ods", "ots" if kind.endswith("template") else "ods", encrypted=encrypted)


def _read(archive: zipfile.ZipFile, member: str) -> bytes:
    """The beginning of a member; nothing where it is not there."""
    if member not in archive.namelist():
        return b""
    with archive.open(member) as stream:
        return stream.read(_READ)
