"""Files to sheets of strings, each column under its letter, with what the reader leaves out beside them."""

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import fastexcel
import polars as pl

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.cellscan import CellFacts, scan_cells
from incomeaudit.ingest.container import DAMAGE, Container, SheetEntry, read_container
from incomeaudit.messages import Problem


class _HasPosition(Protocol):
    """What the reader says of a column before it delivers it."""

    @property
    def absolute_index(self) -> int:
        """Position on the sheet, 0 is column A."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file whose sheets can be read."""

    path: Path
    file: str
    """How the file is called in parts and issues."""
    data: bytes
    sha256: str
    container: Container


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as strings. Row 0 of the frame is Excel row 1; columns are named A, B, …; blanks are null."""

    name: str
    visible: bool
    cells: pl.DataFrame
    facts: CellFacts
    date1904: bool


def open_workbook(path: Path, file: str) -> Workbook:
    """Read a file's bytes and see that it is a workbook.

    Raises ``Problem``: missing, a folder, not to be read, empty, no spreadsheet, a format not read yet,
    with a password, broken, without sheets.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Problem("file_missing", file=str(path)) from error
    except IsADirectoryError as error:
        raise Problem("file_is_folder", file=str(path)) from error
    except PermissionError as error:
        if path.is_dir():  # Windows refuses to open a folder in these words
            raise Problem("file_is_folder", file=str(path)) from error
        raise Problem("file_not_permitted", file=str(path)) from error
    except OSError as error:
        raise Problem("file_unreadable", file=str(path), reason=error.strerror or str(error)) from error
    return Workbook(path, file, data, hashlib.sha256(data).hexdigest(), read_container(data, file))


def sheets_of(workbook: Workbook, chosen: Collection[str]) -> Iterator[tuple[SheetEntry, Sheet | None]]:
    """The chosen sheets in the workbook's order, one at a time; None for a chart sheet, which holds no table.

    Raises ``Problem`` where the content breaks off or is no valid XML.
    """
    with _as_problem(workbook.file):
        reader = fastexcel.read_excel(workbook.data)
    with zipfile.ZipFile(io.BytesIO(workbook.data)) as archive, ThreadPoolExecutor(1) as beside:
        for number, entry in enumerate(workbook.container.sheets):
            if entry.name not in chosen:
                continue
            if not entry.member:
                yield entry, None
                continue
            with _as_problem(workbook.file):
                scan = beside.submit(_scan, archive, entry.member)
                cells = _cells(reader, number)
                facts = scan.result()
            cells = _down_to(cells, facts)
            yield entry, Sheet(entry.name, entry.visible, cells, facts, workbook.container.date1904)
            del cells, facts, scan  # before the next sheet takes as much again


def _cells(reader: fastexcel.ExcelReader, index: int) -> pl.DataFrame:
    letters: list[str] = []

    def note(column: _HasPosition) -> bool:
        letters.append(letter(column.absolute_index))  # blank columns on the left are not delivered
        return True

    # skip_rows=0 keeps blank rows at the top, so that row numbers are Excel's; eager saves a copy of all cells.
    batch = reader.load_sheet(
        index,
        header_row=None,
        skip_rows=0,
        dtypes="string",
        whitespace_as_null=True,
        use_columns=note,
        eager=True,
    )
    frame = pl.DataFrame(batch)
    return frame.rename(dict(zip(frame.columns, letters, strict=True)))


def _down_to(cells: pl.DataFrame, facts: CellFacts) -> pl.DataFrame:
    """The frame with blank rows added where rows at the end hold nothing but errors and formulas without a value."""
    last = facts.lost["row"].max()
    missing = int(last) - cells.height if isinstance(last, int) and cells.width else 0
    return pl.concat([cells, cells.clear(missing)]) if missing > 0 else cells


def _scan(archive: zipfile.ZipFile, member: str) -> CellFacts:
    with archive.open(member) as stream:
        return scan_cells(stream)


@contextmanager
def _as_problem(file: str) -> Iterator[None]:
    """Say what a parser's exception means to the user: the file is damaged."""
    try:
        yield
    except (fastexcel.FastExcelError, *DAMAGE) as error:
        raise Problem("broken_file", file=file) from error
    except BaseException as error:
        # A parser written in Rust panics with an exception that is no Exception and that no module exports.
        if type(error).__name__ == "PanicException":
            raise Problem("broken_file", file=file) from error
        raise
