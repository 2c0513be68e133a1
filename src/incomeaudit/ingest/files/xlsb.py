"""Binary Open XML workbooks: values through calamine, what it does not tell of them from the records."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import fastexcel

from incomeaudit.ingest.files.book import Cells, SheetEntry
from incomeaudit.ingest.files.calamine import as_problem, load_sheet, reader_of
from incomeaudit.ingest.files.container import as_broken, open_zip, relations, workbook_part
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.xlsb_records import read_workbook, scan_sheet
from incomeaudit.messages import Problem


@dataclass(frozen=True, slots=True)
class XlsbBook:
    """An open workbook."""

    format: str
    sheets: Sequence[SheetEntry]
    date1904: bool
    file: str
    members: Sequence[str]
    """For each sheet the zip member with its records."""
    archive: zipfile.ZipFile
    reader: fastexcel.ExcelReader
    limits: Limits

    def load(self, number: int) -> Cells:
        """The cells of a sheet. Raises ``Problem``: broken, over a limit."""
        name = self.sheets[number].name
        try:
            with as_broken(self.file), as_problem(self.file):
                with self.archive.open(self.members[number]) as stream:
                    scanned = scan_sheet(stream)
                # calamine makes a frame of all cells up to the last one, so this comes first.
                self.limits.see_extent(self.file, name, scanned.rows, scanned.columns)
                batch, letters = load_sheet(self.reader, self.reader.sheet_names.index(name))
        except Problem as problem:
            if problem.key == "broken_file":
                raise Problem("broken_sheet", file=self.file, sheet=name) from problem
            raise
        return Cells(batch, letters, scanned.facts)


def open_xlsb(data: bytes, file: str, limits: Limits) -> XlsbBook:
    """Open a workbook and list its sheets. Raises ``Problem``: broken, over a limit, without sheets."""
    archive = open_zip(data, file, limits)
    entries: list[SheetEntry] = []
    members: list[str] = []
    with as_broken(file):
        book = workbook_part(archive, "xl/workbook.bin")
        targets = {key: (kind, path) for kind, path, key in relations(archive, book)}
        with archive.open(book) as stream:
            listed, date1904 = read_workbook(stream)
        for sheet in listed:
            kind, path = targets[sheet.relation]
            archive.getinfo(path)  # KeyError where the sheet is listed and not there
            entries.append(SheetEntry(sheet.name, sheet.visible, "macrosheet" if kind == "xlMacrosheet" else kind))
            members.append(path)
    if not entries:
        raise Problem("no_sheets", file=file)
    return XlsbBook("xlsb", entries, date1904, file, members, archive, reader_of(data, file), limits)
