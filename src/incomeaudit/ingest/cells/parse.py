"""Cells of one column to typed values."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.ingest.cells.booleans import parse_booleans
from incomeaudit.ingest.cells.codes import parse_codes
from incomeaudit.ingest.cells.dates import parse_dates, parse_years
from incomeaudit.ingest.cells.identifiers import parse_ids
from incomeaudit.ingest.cells.numbers import parse_numbers
from incomeaudit.ingest.cells.parsed import Parsed
from incomeaudit.ingest.cells.text import parse_text
from incomeaudit.vocabulary import CodeList, Field


def parse(
    cells: pl.Series,
    field: Field,
    codes: Mapping[str, CodeList],
    *,
    multiplier: float = 1.0,
    inverted: bool = False,
    date1904: bool = False,
) -> Parsed:
    """Read a column as the field wants it.

    ``cells`` holds text as it stands in the sheet, null for a blank cell. ``multiplier`` (10000 under 万元, 12 under
    元/月) is for figures, ``inverted`` for yes and no under a header that asks the opposite, ``date1904`` for days
    given as bare numbers. White space alone is blank. A blank cell is null and no more is said of it; a cell that says
    something that cannot be read is null and ``unreadable``. The series of the result are named after the field.
    """
    text = cells.cast(pl.String)
    parsed = _read(text, field, codes, multiplier=multiplier, inverted=inverted, date1904=date1904)
    return Parsed(parsed.values.alias(field.id), parsed.unreadable.alias(field.id), parsed.notes)


def _read(
    cells: pl.Series,
    field: Field,
    codes: Mapping[str, CodeList],
    *,
    multiplier: float,
    inverted: bool,
    date1904: bool,
) -> Parsed:
    match field.type:
        case "money" | "number" | "integer":
            return parse_numbers(cells, field, multiplier)
        case "boolean":
            return parse_booleans(cells, inverted=inverted)
        case "date":
            return parse_dates(cells, date1904=date1904)
        case "year":
            return parse_years(cells)
        case "code":
            return parse_codes(cells, codes[field.codes])
        case "id":
            return parse_ids(cells, personal=field.personal)
        case "text":
            return parse_text(cells, none_is_said=field.nothing, undecided=field.undecided)
