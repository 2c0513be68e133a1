"""Sheets as calamine delivers them, through fastexcel: their values, and no more than those."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import fastexcel

from incomeaudit.ingest.address import letter
from incomeaudit.messages import Problem


class _HasPosition(Protocol):
    """What fastexcel says of a column before it delivers it."""

    @property
    def absolute_index(self) -> int:
        """Position on the sheet, 0 is column A."""


def reader_of(data: bytes, file: str) -> fastexcel.ExcelReader:
    """Hand a workbook to calamine. Raises ``Problem("broken_file")``."""
    with as_problem(file):
        return fastexcel.read_excel(data)


def load_sheet(reader: fastexcel.ExcelReader, number: int) -> tuple[Any, tuple[str, ...]]:
    """A sheet's cells as a pyarrow record batch of strings, row 0 being Excel row 1, and its columns' letters.

    The number counts all sheets of the workbook, from 0. Raises what calamine raises, for ``as_problem`` to turn.
    """
    letters: list[str] = []

    def note(column: _HasPosition) -> bool:
        letters.append(letter(column.absolute_index))  # blank columns on the left are not delivered
        return True

    # skip_rows=0 keeps blank rows at the top, so that row numbers are Excel's; eager saves a copy of all cells.
    batch = reader.load_sheet(
        number,
        header_row=None,
        skip_rows=0,
        dtypes="string",
        whitespace_as_null=True,
        use_columns=note,
        eager=True,
    )
    return batch, tuple(letters)


@contextmanager
def as_problem(file: str) -> Iterator[None]:
    """Turn what calamine raises for a damaged file into ``Problem("broken_file")``."""
    try:
        yield
    except fastexcel.FastExcelError as error:
        raise Problem("broken_file", file=file) from error
    except BaseException as error:
        # A parser written in Rust panics with an exception that is no Exception and that no module exports.
        if type(error).__name__ == "PanicException":
            raise Problem("broken_file", file=file) from error
        raise
