"""Workbooks for the tests of reading, written as clerks write them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl

from incomeaudit.ingest.model import Dataset
from incomeaudit.ingest.read import read
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary

Rows = Sequence[Sequence[object]]


def book(
    path: Path, sheets: Mapping[str, Rows] | Rows, *, merges: Iterable[str] = (), hidden: Iterable[str] = ()
) -> Path:
    """Write a workbook: rows by sheet name, or the rows of one sheet 花名册. Merges are of the first sheet."""
    written = openpyxl.Workbook()
    written.remove(written.active)
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"花名册": sheets}).items():
        sheet = written.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
        if name in hidden:
            sheet.sheet_state = "hidden"
    for merge in merges:
        written.worksheets[0].merge_cells(merge)
    written.save(path)
    return path


def read_books(*paths: Path, lang: str = "zh") -> Dataset:
    """Read workbooks with the vocabulary that ships."""
    return read(paths, load_vocabulary(), Messages(lang))


def issues(dataset: Dataset, kind: str) -> list[dict[str, object]]:
    """The issues of one kind."""
    return [row for row in dataset.issues.to_dicts() if row["kind"] == kind]
