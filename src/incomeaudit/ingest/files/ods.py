"""OpenDocument spreadsheets: LibreOffice's ods, which WPS and Excel write too.

They are read here and not by calamine, which gives times of day as blanks and dates in two forms.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from incomeaudit.ingest.files.book import Cells, SheetEntry
from incomeaudit.ingest.files.container import as_broken, open_zip
from incomeaudit.ingest.files.grid import cells_of_rows
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.ods_scan import Table, scan_spreadsheet
from incomeaudit.messages import Problem

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_LONGEST_MANIFEST = 16 << 20


@dataclass(frozen=True, slots=True)
class OdsBook:
    """An open workbook; its sheets stand in one XML part and have all been read."""

    format: str
    sheets: Sequence[SheetEntry]
    date1904: bool
    file: str
    tables: Sequence[Table]
    limits: Limits

    def load(self, number: int) -> Cells:
        """The cells of a sheet. Raises ``Problem`` where it is over a limit."""
        table = self.tables[number]
        if table.problem is not None:
            raise table.problem
        return cells_of_rows(table.rows, table.facts, self.limits, file=self.file, sheet=table.name)


def open_ods(data: bytes, file: str, limits: Limits) -> OdsBook:
    """Open a workbook and read it.

    Raises ``Problem``: broken, over a limit of the archive, with a password (``encrypted_ods``), no spreadsheet,
    without sheets.
    """
    archive = open_zip(data, file, limits)
    with as_broken(file):
        if _is_encrypted(archive):
            raise Problem("encrypted_ods", file=file)
        try:
            with archive.open(_CONTENT) as stream:
                content = scan_spreadsheet(stream, limits, file)
        except expat.ExpatError as error:
            raise Problem("broken_file", file=file) from error
    if content is None:
        raise Problem("is_unknown", file=file)
    if not content.tables:
        raise Problem("no_sheets", file=file)
    sheets = [SheetEntry(table.name, table.visible) for table in content.tables]
    return OdsBook("ods", sheets, content.date1904, file, content.tables, limits)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether the package's list of parts says how they are encrypted."""
    if _MANIFEST not in archive.namelist() or archive.getinfo(_MANIFEST).file_size > _LONGEST_MANIFEST:
        return False
    return b"encryption-data" in archive.read(_MANIFEST)
