"""A pack's cases as data sets, and what a real audit of them says.

A case gives a few fields of a row; every other field of the table is there and blank, so that a check is never
skipped for want of a column. Figures of the place table (last year's 低保 standard) may be given as if they
were fields of the row: they are put where an audit looks for them, into the place table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.ingest.address import letter
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.model import PART, ROW, Dataset, Evidence, Input, Part
from incomeaudit.rulebook.computed import Fact, TableFields, fields_of
from incomeaudit.rulebook.model import Case, Check, Pack, Target, TargetCase, Value
from incomeaudit.rulebook.sql import Condition
from incomeaudit.vocabulary.dtypes import dtype_of

FIRST_ROW = 2
Row = dict[str, Value]


@dataclass(frozen=True)
class Answer:
    """What the audit said of a case's first row."""

    verdict: str
    finding: dict[str, object] | None
    result: Result


@cache
def setting(lang: str = "zh") -> Setting:
    return load_setting(Options(lang=lang))


@cache
def table_fields(table: str) -> TableFields:
    return fields_of(table, setting().vocabulary, setting().rulebook)


def fields_named(pack: Pack, check: Check) -> list[str]:
    """Every field, physical or computed, that a check's conditions name."""
    texts = (check.scope, check.violation, check.actual, check.expected, check.gap, check.gap_household)
    conditions = [Condition(text, pack.document.id) for text in texts if text is not None]
    return [name for condition in conditions for name in condition.fields]


def run_case(pack: Pack, check: Check, case: Case, lang: str = "zh") -> Answer:
    """Audit a case and say what became of its first row."""
    place = case.place or pack.document.place
    year = case.year or pack.document.in_force.end.year
    tables: dict[str, list[Row]] = {check.table: [dict(case.given), *map(dict, case.beside)]}
    tables |= {name: [dict(row) for row in rows] for name, rows in case.tables.items()}
    facts = _facts(pack, check, tables[check.table], place, year)
    if check.table == "place":
        tables["place"] = [{"place": place} | row for row in tables["place"]] + facts
    elif facts:
        tables["place"] = facts
        if place not in {fact["place"] for fact in facts}:
            tables[check.table].append({"county": facts[0]["place"]})
    result = _audit(tables, check.table, case.unreadable, place, year, check.code, lang)
    finding = _finding(result, check.code)
    if finding is not None:
        return Answer("flagged", finding, result)
    if _unassessed(result, check.code):
        return Answer("unassessable", None, result)
    spoken_of = _in_scope(result, check)
    if len(tables[check.table]) > 1:
        without = {**tables, check.table: tables[check.table][1:]}
        spoken_of -= _in_scope(_audit(without, check.table, [], place, year, check.code, lang), check)
    return Answer("passed" if spoken_of else "out_of_scope", None, result)


def run_target_case(pack: Pack, target: Target, case: TargetCase, lang: str = "zh") -> dict[str, object]:
    """Audit a target's case; the row of the targets frame for the case's place."""
    place = case.place or pack.document.place
    year = case.year or pack.document.in_force.end.year
    tables: dict[str, list[Row]] = {target.table: [dict(row) for row in case.rows for _ in range(case.times)]}
    tables |= {name: [dict(row) for row in rows] for name, rows in case.tables.items()}
    if target.table == "place":
        tables["place"] = [{"place": place} | row for row in tables["place"]]
    if case.facts:
        tables["place"] = [{"place": place} | row for row in case.facts]
    result = _audit(tables, target.table, [], place, year, target.code, lang)
    here = (pl.col("code") == target.code) & (pl.col("place") == place) & (pl.col("year") == year)
    measured = result.targets.filter(here)
    assert measured.height == 1, result.targets.filter(pl.col("code") == target.code)
    return measured.row(0, named=True)


def _facts(pack: Pack, check: Check, rows: Sequence[Row], place: str, year: int) -> list[Row]:
    """Rows of the place table for the facts that the rows give as if they were fields; these are taken out.

    Where the case leaves open a fact that the check rests on, another place is given one: the check runs, and it
    is the row that cannot be judged.
    """
    facts: list[Row] = []
    for computed in table_fields(check.table).facts(fields_named(pack, check)):
        source = computed.source
        assert isinstance(source, Fact)
        given = {row.pop(computed.id) for row in rows if computed.id in row}
        assert len(given) <= 1, "a case's rows lie in one place, which has one figure"
        elsewhere = [child.path for child in setting().places.children(pack.document.place) if child.path != place]
        where = place if given else elsewhere[0]
        facts.append({"place": where, "year": year - source.years_back, source.field: next(iter(given), 1.0)})
    return facts


def _audit(
    tables: Mapping[str, Sequence[Row]],
    judged: str,
    unreadable: Sequence[str],
    place: str,
    year: int,
    code: str,
    lang: str,
) -> Result:
    names = list(tables)
    parts = tuple(_part(name, len(tables[name])) for name in names)
    frames = {name: _frame(name, tables[name], part) for part, name in enumerate(names)}
    issues = pl.concat(
        [issue_frame(())]
        + [
            issue_frame(
                parts,
                kind="unreadable",
                level="error",
                message="",
                table=judged,
                field=field,
                part=names.index(judged),
                row=FIRST_ROW,
            )
            for field in unreadable
        ]
    )
    evidence = tuple(
        Evidence(kind, value, "title", part, "表!A1")
        for part in range(len(names))
        for kind, value in (("place", place), ("year", str(year)))
    )
    inputs = (Input(Path("案例.xlsx"), "0" * 64, 0, tuple(names)),)
    dataset = Dataset(frames, parts, issues, evidence, inputs)
    return audit_dataset(dataset, Options(select=(code,), lang=lang), setting(lang))


def _part(table: str, rows: int) -> Part:
    letters = {field: letter(index) for index, field in enumerate(setting().vocabulary.tables[table].fields)}
    return Part("案例.xlsx", table, table, (1,), FIRST_ROW, FIRST_ROW + rows - 1, rows, letters, ())


def _frame(table: str, rows: Sequence[Row], part: int) -> pl.DataFrame:
    """All fields of a table, blank where a row does not give them, and the computed fields that a row gives."""
    fields = table_fields(table)
    physical = setting().vocabulary.tables[table].fields
    schema = {name: dtype_of(field.type) for name, field in physical.items()}
    for name in {name for row in rows for name in row if name in fields.computed}:
        schema[name] = dtype_of(fields.computed[name].type)
    columns = {name: pl.Series(name, [row.get(name) for row in rows], dtype) for name, dtype in schema.items()}
    columns[PART] = pl.Series(PART, [part] * len(rows), pl.UInt32)
    columns[ROW] = pl.Series(ROW, range(FIRST_ROW, FIRST_ROW + len(rows)), pl.UInt32)
    return pl.DataFrame(columns)


def _finding(result: Result, code: str) -> dict[str, object] | None:
    found = result.findings.filter((pl.col("code") == code) & (pl.col("row") == FIRST_ROW))
    assert found.height <= 1
    return found.row(0, named=True) if found.height else None


def _unassessed(result: Result, code: str) -> bool:
    return result.unassessed.filter((pl.col("row") == FIRST_ROW) & pl.col("codes").list.contains(code)).height == 1


def _in_scope(result: Result, check: Check) -> int:
    row = result.checks.row(by_predicate=pl.col("code") == check.code, named=True)
    assert row["outcome"] != "error", row["reason"]
    return int(row["in_scope"])
