"""Workbooks of files that hold but one sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from incomeaudit.ingest.files.book import Cells, SheetEntry


@dataclass(frozen=True, slots=True)
class OneSheet:
    """A ``Book`` of one sheet that has been read already."""

    format: str
    sheets: Sequence[SheetEntry]
    cells: Cells
    date1904: bool = False

    def load(self, number: int) -> Cells:
        """The cells of the only sheet, number 0."""
        return (self.cells,)[number]


def one_sheet(format_name: str, file: str, cells: Cells) -> OneSheet:
    """A workbook whose only sheet is called like the file without its suffix."""
    return OneSheet(format_name, (SheetEntry(sheet_name(file)),), cells)


def sheet_name(file: str) -> str:
    """What the sheet of a file that has no sheets is called."""
    return PurePath(file).stem
