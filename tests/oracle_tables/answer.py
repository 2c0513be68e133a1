"""The auditor's answer over the same rows, in the oracle's form."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import Setting, load_setting
from tests.auditing.build import FIRST_ROW, dataset
from tests.oracle_tables.rows import Unreadable, World
from tests.oracle_tables.rule import Verdict


@cache
def _setting(codes: tuple[str, ...]) -> Setting:
    return load_setting(Options(select=codes))


def audited(world: World, codes: Iterable[str]) -> Result:
    """What the auditor says of a world."""
    chosen = tuple(codes)
    tables: dict[str, Any] = {
        name: [_typed(dict(row.cells)) for row in rows] for name, rows in world.tables.items() if rows
    }
    unreadable = [
        (name, position, field)
        for name, rows in world.tables.items()
        for position, row in enumerate(rows)
        for field, said in row.cells.items()
        if isinstance(said, Unreadable)
    ]
    options = Options(select=chosen, place=world.county, year=world.year)
    return audit_dataset(dataset(unreadable=unreadable, **tables), options, _setting(chosen))


def _typed(cells: dict[str, object]) -> dict[str, object]:
    plain = {field: float(said) if isinstance(said, Decimal) else said for field, said in cells.items()}
    return {field: None if isinstance(said, Unreadable) else said for field, said in plain.items()}


def verdict(result: Result, code: str) -> Verdict:
    """Which rows a check flagged, and which it could not judge."""
    check = result.checks.row(by_predicate=pl.col("code") == code, named=True)
    assert check["outcome"] != "error", (code, check["reason"])
    flagged = result.findings.filter(pl.col("code") == code).get_column("row").to_list()
    assert len(flagged) == len(set(flagged)), f"{code} twice in one row"
    here = (pl.col("table") == check["table"]) & pl.col("codes").list.contains(code)
    lost = result.unassessed.filter(here).get_column("row").to_list()
    return Verdict(frozenset(row - FIRST_ROW for row in flagged), frozenset(row - FIRST_ROW for row in lost))
