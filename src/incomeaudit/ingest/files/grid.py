"""Rows of texts to the columns that every reader hands over."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Cells, Facts
from incomeaudit.ingest.files.limits import Limits


def number_text(value: float) -> str:
    """A number as the cells of a workbook are written: 8000, not 8000.0; 7999.99; an ID number without an exponent."""
    if value.is_integer() and abs(value) < 1e300:
        return str(int(value))
    return repr(value)


def cells_of_rows(
    rows: Iterable[Sequence[str | None]], facts: Facts, limits: Limits, *, file: str, sheet: str
) -> Cells:
    """Put rows of texts together to columns; the first is Excel row 1. Rows may be of different lengths.

    Texts of nothing but white space become null. Blank columns and blank rows at the end are left out. Raises
    ``Problem`` as soon as the sheet is over a limit.
    """
    columns: list[list[str | None]] = []
    height = 0
    for number, row in enumerate(rows, 1):
        wide = len(row)
        while wide and not _says_something(row[wide - 1]):
            wide -= 1
        if not wide:
            continue
        limits.see_extent(file, sheet, number, max(wide, len(columns)))
        while len(columns) < wide:
            columns.append([None] * height)
        for column, texts in enumerate(columns):
            texts.extend([None] * (number - 1 - height))
            text = row[column] if column < wide else None
            texts.append(text if _says_something(text) else None)
        height = number
    letters = tuple(letter(number) for number in range(len(columns)))
    arrays = [pa.array(texts, pa.string()) for texts in columns]
    return Cells(pa.RecordBatch.from_arrays(arrays, names=list(letters)), letters, facts)


def _says_something(text: str | None) -> bool:
    return text is not None and not (text == "" or text.isspace())
