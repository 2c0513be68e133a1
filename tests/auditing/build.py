"""Data sets made in memory, as reading would make them."""

from collections.abc import Mapping, Sequence

import polars as pl
from openpyxl.utils import get_column_letter

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import load_setting
from incomeaudit.ingest.model import ISSUE_SCHEMA, PART, ROW, Dataset, Evidence, Part
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.dtypes import dtype_of

Rows = Sequence[Mapping[str, object]]
FIRST_ROW = 4
"""Excel's row of the first row of every table made here."""


def dataset(
    *,
    unreadable: Sequence[tuple[str, int, str]] = (),
    evidence: Sequence[Evidence] = (),
    **tables: Rows,
) -> Dataset:
    """Tables of rows; ``unreadable`` names (table, row number from 0, field). Column letters follow the field order."""
    vocabulary = load_vocabulary()
    frames: dict[str, pl.DataFrame] = {}
    parts: list[Part] = []
    for number, (table, rows) in enumerate(tables.items()):
        fields = vocabulary.tables[table].fields
        derived = vocabulary.derived.get(table, {})
        names = list(dict.fromkeys(name for row in rows for name in row))
        schema = {name: dtype_of((fields.get(name) or derived[name]).type) for name in names}
        frames[table] = pl.DataFrame([dict(row) for row in rows], schema=schema).with_columns(
            pl.lit(number, dtype=pl.UInt32).alias(PART),
            pl.Series(ROW, range(FIRST_ROW, FIRST_ROW + len(rows)), dtype=pl.UInt32),
        )
        letters = {name: get_column_letter(column) for column, name in enumerate(names, start=1)}
        last = FIRST_ROW + len(rows) - 1
        parts.append(Part("名册.xlsx", table, table, (3,), FIRST_ROW, last, len(rows), letters, ()))
    lost = [
        {
            "kind": "unreadable_cell",
            "level": "error",
            "message": "…",
            "table": table,
            "field": field,
            "part": list(tables).index(table),
            "row": FIRST_ROW + row,
        }
        for table, row, field in unreadable
    ]
    return Dataset(frames, tuple(parts), pl.DataFrame(lost, schema=ISSUE_SCHEMA), tuple(evidence), ())


def audit(data: Dataset, **options: object) -> Result:
    wanted = Options(**options)  # type: ignore[arg-type]
    return audit_dataset(data, wanted, load_setting(wanted))


def outcome(result: Result, code: str) -> dict[str, object]:
    return result.checks.filter(pl.col("code") == code).row(0, named=True)


def flagged(result: Result, code: str) -> list[int]:
    return result.findings.filter(pl.col("code") == code)["row"].to_list()


def household(**values: object) -> dict[str, object]:
    """A household of 遂昌县 in 2020 with nothing wrong, changed by ``values``."""
    row: dict[str, object] = {
        "county": "遂昌县",
        "township": "云溪乡",
        "village": "石门村",
        "year": 2020,
        "household_id": "H1",
        "head_name": "王某",
        "status": "在册",
        "members": 3,
        "income": 30000.0,
        "per_capita_income": 10000.0,
    }
    return row | values
