"""A workbook's bytes, and its sheets as the parser delivers them.

Nothing is imported here that takes long, so that loading can begin while the rest of the program is still on its way.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import fastexcel

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.container import DAMAGE, Container, read_container
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
class Raw:
    """A sheet's cells as an Arrow record batch of strings, row 0 being Excel row 1, and the letters of its columns."""

    cells: Any
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loader:
    """A workbook in the parser's hands, with the sheets that have been loaded ahead by their position."""

    reader: fastexcel.ExcelReader
    ahead: dict[int, Raw]

    def sheet(self, number: int) -> Raw:
        """The cells of a sheet; what was loaded ahead is given away, and not kept."""
        return self.ahead.pop(number, None) or _load(self.reader, number)


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


def loader_of(workbook: Workbook) -> Loader:
    """Hand a workbook to the parser. Raises ``Problem("broken_file")``."""
    with as_problem(workbook.file):
        return Loader(fastexcel.read_excel(workbook.data), {})


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that is being opened, and whose first sheet is then loaded, in a thread of its own."""

    workbook: Future[Workbook]
    loader: Future[Loader]


def begin(path: Path, left_out: Collection[str] = ()) -> Begun:
    """Open a file and load its first sheet that is not left out while the caller does something else."""
    worker = ThreadPoolExecutor(1, thread_name_prefix="load")
    workbook = worker.submit(open_workbook, path, path.name)
    begun = Begun(workbook, worker.submit(lambda: _load_first(workbook.result(), left_out)))
    worker.shutdown(wait=False)
    return begun


def taken_up(begun: Begun | None, path: Path, file: str) -> tuple[Workbook, Callable[[], Loader]]:
    """A file's workbook, and its loader as soon as it is asked for: what was begun, or begun now.

    Where that went wrong the file is opened again, so that the problem is met and told where it belongs.
    """
    if begun is None or begun.workbook.exception() is not None:
        workbook = open_workbook(path, file)
        return workbook, lambda: loader_of(workbook)
    workbook, loader = replace(begun.workbook.result(), file=file), begun.loader
    return workbook, lambda: loader_of(workbook) if loader.exception() is not None else loader.result()


def _load_first(workbook: Workbook, left_out: Collection[str]) -> Loader:
    loader = loader_of(workbook)
    sheets = enumerate(workbook.container.sheets)
    first = next((number for number, sheet in sheets if sheet.member and sheet.name not in left_out), None)
    if first is not None:
        loader.ahead[first] = _load(loader.reader, first)
    return loader


def _load(reader: fastexcel.ExcelReader, number: int) -> Raw:
    letters: list[str] = []

    def note(column: _HasPosition) -> bool:
        letters.append(letter(column.absolute_index))  # blank columns on the left are not delivered
        return True

    # skip_rows=0 keeps blank rows at the top, so that row numbers are Excel's; eager saves a copy of all cells.
    cells = reader.load_sheet(
        number,
        header_row=None,
        skip_rows=0,
        dtypes="string",
        whitespace_as_null=True,
        use_columns=note,
        eager=True,
    )
    return Raw(cells, tuple(letters))


@contextmanager
def as_problem(file: str) -> Iterator[None]:
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
