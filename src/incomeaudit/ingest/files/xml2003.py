"""XML spreadsheets of Excel 2002 and 2003, which Java and PHP systems still write and call .xls."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from incomeaudit.ingest.files.book import Book, Cells, SheetEntry
from incomeaudit.ingest.files.encoding import decode
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.xml2003_sheet import Sheet2003
from incomeaudit.messages import Problem

_SAID = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""")
_SAID_WITHIN = 200


def open_xml2003(data: bytes, file: str, limits: Limits) -> Book:
    """Read a workbook. A sheet that is over a limit is said when it is loaded; the others are there.

    Raises ``Problem``: XML that is cut off or not well formed, one with a document type (``xml_doctype``; office
    programs write none, and entities are never resolved), one without sheets.
    """
    said = _SAID.search(data, 0, _SAID_WITHIN)
    text = decode(data, file, said[1].decode("ascii", "replace") if said else None)
    reading = _Reading(file, limits)
    try:
        reading.parse(text)
    except (expat.ExpatError, ValueError) as error:
        raise Problem("broken_file", file=file) from error
    if not reading.sheets:
        raise Problem("no_sheets", file=file)
    return _Book2003(
        tuple(SheetEntry(sheet.name, sheet.visible) for sheet in reading.sheets),
        reading.date1904,
        tuple(_loaded(sheet, limits, file) for sheet in reading.sheets),
    )


def _loaded(sheet: Sheet2003, limits: Limits, file: str) -> Cells | Problem:
    try:
        return sheet.cells(limits, file)
    except Problem as problem:
        return problem


@dataclass(frozen=True, slots=True)
class _Book2003:
    sheets: Sequence[SheetEntry]
    date1904: bool
    read: Sequence[Cells | Problem]
    format: str = "xml2003"

    def load(self, number: int) -> Cells:
        """The cells of a sheet, or what became of it."""
        cells = self.read[number]
        if isinstance(cells, Problem):
            raise cells
        return cells


class _Reading:
    """A workbook while its XML goes by."""

    def __init__(self, file: str, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self.sheets: list[Sheet2003] = []
        self.date1904 = False
        self._path: list[str] = []
        self._text: list[str] | None = None
        """Pieces of the text that is being collected."""
        self._kind = ""
        self._begins: Mapping[str, Callable[[Sheet2003, Mapping[str, str]], None]] = {
            "Table": Sheet2003.begin_table,
            "Column": Sheet2003.add_column,
            "Row": Sheet2003.begin_row,
            "Cell": Sheet2003.begin_cell,
        }

    def parse(self, text: str) -> None:
        """Go through the XML. Raises ExpatError, ValueError (a number that is none, rows that go back), Problem."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(text, True)

    def _refuse(self, *_: object) -> None:
        raise Problem("xml_doctype", file=self._file)

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2]
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "Data" and parent == "Cell":
            self._kind = _local(attributes).get("Type", "String")
            self._text = []
        elif name in self._begins:
            if self.sheets and self.sheets[-1].problem is None:
                self._begins[name](self.sheets[-1], _local(attributes))
        elif name == "Worksheet":
            self.sheets.append(Sheet2003(_local(attributes).get("Name", "")))
        elif name in ("Visible", "Date1904"):
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, qualified: str) -> None:
        name = self._path.pop()
        if name == "Cell":
            if self.sheets:
                self.sheets[-1].end_cell(self._limits, self._file)
        elif name == "Data" and self._path[-1:] == ["Cell"] and self._text is not None and self.sheets:
            self.sheets[-1].put(self._kind, "".join(self._text))
            self._text = None
        elif name == "Visible" and self._text is not None and self.sheets:
            self.sheets[-1].visible = "".join(self._text).strip() not in ("SheetHidden", "SheetVeryHidden")
            self._text = None
        elif name == "Date1904" and self._text is not None:
            self.date1904 = "".join(self._text).strip() not in ("0", "False", "false")
            self._text = None


def _local(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Attributes without their namespaces."""
    return {name.rpartition(" ")[2]: value for name, value in attributes.items()}
