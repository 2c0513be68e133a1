"""A roster as the auditor takes it: typed frames, parts with their columns, an issue for each unreadable cell."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from incomeaudit.ingest.model import ISSUE_SCHEMA, PART, ROW, Dataset, Input, Part
from tests.oracle.roster import WHOLE, WORDS, YES_NO, Roster, Row, Sheet, Unreadable

_GROSS = "business_income_gross"


def dataset_of(roster: Roster) -> Dataset:
    """What reading the roster's files would give."""
    tables = {table: _frame(roster, table) for table in ("household", "village", "place") if roster.of(table)}
    files = dict.fromkeys(sheet.file for sheet in roster.sheets)
    inputs = tuple(
        Input(Path(file), "0" * 64, 1, tuple(sheet.name for sheet in roster.sheets if sheet.file == file))
        for file in files
    )
    parts = tuple(map(_part, roster.sheets))
    return Dataset(tables, parts, _issues(roster.sheets), (), inputs)


def _part(sheet: Sheet) -> Part:
    numbers = [row.number for row in sheet.rows]
    letters = {field: sheet.letter(field) or "" for field in sheet.columns}
    header = (numbers[0] - 1,)
    return Part(sheet.file, sheet.name, sheet.table, header, numbers[0], numbers[-1], len(numbers), letters, ())


def _frame(roster: Roster, table: str) -> pl.DataFrame:
    sheets = roster.of(table)
    fields = sorted(roster.columns(table))
    rows = [(roster.sheets.index(sheet), sheet, row) for sheet in sheets for row in sheet.rows]
    columns = {field: pl.Series([_typed(row, field) for _, _, row in rows], dtype=_dtype(field)) for field in fields}
    if any(sheet.gross is not None for sheet in sheets):
        columns[_GROSS] = pl.Series([sheet.gross for _, sheet, _ in rows], dtype=pl.Boolean)
    columns[PART] = pl.Series([part for part, _, _ in rows], dtype=pl.UInt32)
    columns[ROW] = pl.Series([row.number for _, _, row in rows], dtype=pl.UInt32)
    return pl.DataFrame(columns)


def _typed(row: Row, field: str) -> object:
    value = row.value(field)
    return float(value) if isinstance(value, Decimal) else value


def _dtype(field: str) -> pl.DataType:
    if field in WHOLE:
        return pl.Int64()
    if field in YES_NO:
        return pl.Boolean()
    return pl.String() if field in WORDS else pl.Float64()


def _issues(sheets: Sequence[Sheet]) -> pl.DataFrame:
    issues = [
        {
            "kind": "unreadable",
            "level": "error",
            "message": "",
            "table": sheet.table,
            "field": field,
            "part": part,
            "file": sheet.file,
            "sheet": sheet.name,
            "row": row.number,
            "cell": f"{sheet.letter(field)}{row.number}",
            "text": "不详",
        }
        for part, sheet in enumerate(sheets)
        for row in sheet.rows
        for field in sheet.columns
        if isinstance(row.values[field], Unreadable)
    ]
    return pl.DataFrame(issues, schema=ISSUE_SCHEMA)
