"""Open XML workbooks: xlsx, xlsm, xltx."""

import re
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import fastexcel

from incomeaudit.ingest.address import position
from incomeaudit.ingest.files.book import Cells, Facts, SheetEntry
from incomeaudit.ingest.files.calamine import as_problem, load_sheet, reader_of
from incomeaudit.ingest.files.cellscan import scan_cells
from incomeaudit.ingest.files.container import as_broken, open_zip, part, relations, workbook_part
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.messages import Problem

_HEAD = 4_096
_SMALL = 256 << 10
_EXTENT = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*?ref=["'](?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?r=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>(?!</)""")
_PIECE = 1 << 20
_LONGEST_TAG = 1_024


@dataclass(frozen=True, slots=True)
class XlsxBook:
    """An open workbook."""

    format: str
    sheets: Sequence[SheetEntry]
    date1904: bool
    file: str
    members: Sequence[str]
    """For each sheet the zip member with its XML; empty for one that is no worksheet."""
    archive: zipfile.ZipFile
    reader: fastexcel.ExcelReader
    limits: Limits

    def load(self, number: int) -> Cells:
        """The cells of a sheet, with what calamine does not tell of them looked up in the XML beside its loading."""
        name, member = self.sheets[number].name, self.members[number]
        with ThreadPoolExecutor(1) as beside, as_broken(self.file), as_problem(self.file):
            _see_extent(self.archive, member, self.limits, self.file, name)
            scan = beside.submit(_scan, self.archive, member)
            batch, letters = load_sheet(self.reader, number)
            facts = scan.result()
        self.limits.see_extent(self.file, name, batch.num_rows, position(letters[-1]) + 1 if letters else 0)
        return Cells(batch, letters, facts)


def open_xlsx(data: bytes, file: str, limits: Limits) -> XlsxBook:
    """Open a workbook and list its sheets. Raises ``Problem``: broken, over a limit, without sheets."""
    archive = open_zip(data, file, limits)
    with as_broken(file):
        entries, members, date1904 = _listed(archive)
    if not entries:
        raise Problem("no_sheets", file=file)
    return XlsxBook("xlsx", entries, date1904, file, members, archive, reader_of(data, file), limits)


def _listed(archive: zipfile.ZipFile) -> tuple[list[SheetEntry], list[str], bool]:
    book = workbook_part(archive, "xl/workbook.xml")
    root = part(archive, book)
    targets = {key: (kind, path) for kind, path, key in relations(archive, book)}
    entries, members = [], []
    for entry in root.iter():
        if entry.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((value for attribute, value in entry.items() if attribute.endswith("}id")), "")
        kind, path = targets.get(key, ("worksheet", ""))  # one that leads nowhere fails when it is loaded
        kind = "macrosheet" if kind == "xlMacrosheet" else kind
        entries.append(SheetEntry(entry.get("name", ""), entry.get("state", "visible") == "visible", kind))
        members.append(path if kind == "worksheet" else "")
    properties = next((entry for entry in root.iter() if entry.tag.endswith("}workbookPr")), None)
    return entries, members, properties is not None and properties.get("date1904", "0") in ("1", "true")


def _scan(archive: zipfile.ZipFile, member: str) -> Facts:
    with archive.open(member) as stream:
        return scan_cells(stream)


def _see_extent(archive: zipfile.ZipFile, member: str, limits: Limits, file: str, sheet: str) -> None:
    """Raise ``Problem`` where a sheet reaches further than it may, before calamine makes a frame of that size.

    What the sheet says of its own extent may be too large (formatted blanks count) or too small. So a reach that is
    over a limit is a reason to look at every cell, and a small sheet is always looked at: that costs next to nothing,
    and a bomb is small. Of a large one the reading process's memory limit is what holds.
    """
    if archive.getinfo(member).file_size > _SMALL:
        with archive.open(member) as stream:
            said = _EXTENT.search(stream.read(_HEAD))
        if said is None:
            return
        try:
            limits.see_extent(file, sheet, int(said[2]), position(said[1].decode("ascii")) + 1)
        except Problem:
            pass  # what it says of itself is not enough to refuse it
        else:
            return
    limits.see_extent(file, sheet, *_extent(archive, member))


def _extent(archive: zipfile.ZipFile, member: str) -> tuple[int, int]:
    """The last row and the last column with a cell that is not empty."""
    rows = columns = 0
    held = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_PIECE):
            held += chunk
            found = _CELL.findall(held)
            rows = max([rows, *map(int, {number for _, number in found})])
            columns = max([columns, *(position(text.decode("ascii")) + 1 for text in {text for text, _ in found})])
            held = held[-_LONGEST_TAG:]
    return rows, columns
