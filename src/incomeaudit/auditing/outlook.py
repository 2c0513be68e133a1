"""Before an audit: which checks could run on what was read, and why the others could not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from incomeaudit.auditing.context import TableContext, context_of
from incomeaudit.auditing.force import force_of
from incomeaudit.auditing.groups import Grouping, group_rows
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.plan import Planned, plan
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.ingest.choice import jobs_and_count
from incomeaudit.ingest.mapping.found import ensure_found
from incomeaudit.ingest.model import ISSUE_SCHEMA, Dataset
from incomeaudit.ingest.previous import with_previous
from incomeaudit.ingest.process import ReadingProcess
from incomeaudit.ingest.read import read_with
from incomeaudit.ingest.reader import Reader
from incomeaudit.messages import Problem

OUTLOOK_SCHEMA = pl.Schema(
    {
        "code": pl.String,
        "title": pl.String,
        "document": pl.String,
        "table": pl.String,
        "reason": pl.String,  # why it cannot run; empty when it can
    }
)

MISSING_SCHEMA = pl.Schema(
    [
        ("table", pl.String()),
        ("field", pl.String()),  # null where nothing of the table was read
        ("title", pl.String()),
        ("checks", pl.List(pl.String())),  # codes of the checks and targets that lack it
        ("alone", pl.List(pl.String())),  # those of them that lack nothing else
    ]
)
_TWO_COLUMNS = ("two_columns_for_field", "field_in_two_units")
"""Issues that are problems to an audit."""


@dataclass(frozen=True)
class Outlook:
    """What reading found, and what an audit of it could do."""

    dataset: Dataset
    checks: pl.DataFrame
    """After OUTLOOK_SCHEMA; empty when no year is known."""
    missing: pl.DataFrame
    """After MISSING_SCHEMA: columns and tables that would let checks run, those that gain most first."""
    places: tuple[tuple[str, int, str, int], ...]
    """Place, year, where they came from, number of rows."""
    obstacle: str = ""
    """What stops an audit as things stand, as the line that ``check`` would say; empty for nothing."""
    issues: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ISSUE_SCHEMA))


def look(paths: Sequence[Path], options: Options, process: ReadingProcess | None = None) -> Outlook:
    """Read files and say what an audit could do with them. Raises Problem when they cannot be read.

    ``process`` reads them, if it has been started before.
    """
    reading = replace(options.reading, only_look=True)
    jobs, count = jobs_and_count(paths, options.previous)
    with Reader(jobs, reading, process) as reader:
        setting = load_setting(options)
        dataset = read_with(reader, count, setting.vocabulary, setting.messages, reading)
        if options.previous:
            before = read_with(reader, len(jobs) - count, setting.vocabulary, setting.messages, reading)
            dataset = with_previous(dataset, before)
    if options.reading.mapping is not None:
        ensure_found(options.reading.mapping, dataset, setting.vocabulary, setting.messages)
    try:
        checks, missing, grouping = outlook(dataset, options, setting)
    except Problem as problem:
        if problem.key not in {"year_unknown", "no_rows"}:
            raise
        nothing = (pl.DataFrame(schema=OUTLOOK_SCHEMA), pl.DataFrame(schema=MISSING_SCHEMA))
        return Outlook(dataset, *nothing, (), setting.messages.problem(problem), dataset.issues)
    claimed = dataset.issues.filter(pl.col("kind").is_in(_TWO_COLUMNS)).get_column("message")
    obstacle = claimed[0] if len(claimed) else ""
    return Outlook(
        dataset, checks, missing, grouping.origins, obstacle, issues=pl.concat([dataset.issues, grouping.issues])
    )


def outlook(dataset: Dataset, options: Options, setting: Setting) -> tuple[pl.DataFrame, pl.DataFrame, Grouping]:
    """One row a check or target in code order, what is missing for those that cannot run, and the places and years.

    The frames are after OUTLOOK_SCHEMA and MISSING_SCHEMA. Raises ``Problem("year_unknown")`` when nothing says of
    which year the data are.
    """
    grouping = group_rows(dataset, setting.places, options, setting.messages)
    force = force_of(grouping, grouping.tables.get("place"), options, setting)[0]
    lang = setting.messages.lang
    rows: list[dict[str, str]] = []
    lacks: list[_Lack] = []
    for name in setting.vocabulary.tables:
        context = context_of(name, force, dataset.parts, options, setting, grouping.tables)
        for item in plan(grouping.tables.get(name), context):
            rows.append(
                {
                    "code": item.entry.code,
                    "title": item.entry.title[lang],
                    "document": item.pack.document.id,
                    "table": item.entry.table,
                    "reason": item.reason,
                }
            )
            if item.reason and any(item.groups):
                lacks += _lacks(item, context)
    return pl.DataFrame(rows, schema=OUTLOOK_SCHEMA).sort("code"), _missing(lacks), grouping


@dataclass(frozen=True, slots=True)
class _Lack:
    """A column, or a whole table, that a check cannot do without."""

    code: str
    table: str
    field: str | None
    title: str
    alone: bool


def _lacks(item: Planned, context: TableContext) -> list[_Lack]:
    """What the sheets would have to show for a check to run; nothing where it is not a matter of columns."""
    if context.table.id not in context.present:
        names: tuple[str, ...] = (f"{context.table.id}.",)
    else:
        names = context.fields.lacking(item.named, context.present)
    found: list[_Lack] = []
    for name in names:
        table, _, field = name.rpartition(".")
        there = context.of(table) if table else context
        title = there.title(field) if field else there.table.title[context.messages.lang]
        found.append(_Lack(item.entry.code, there.table.id, field or None, title, alone=len(names) == 1))
    return found


def _missing(lacks: Sequence[_Lack]) -> pl.DataFrame:
    named: dict[tuple[str, str | None], list[_Lack]] = {}
    for lack in lacks:
        named.setdefault((lack.table, lack.field), []).append(lack)
    rows = [
        {
            "table": table,
            "field": field,
            "title": same[0].title,
            "checks": sorted(lack.code for lack in same),
            "alone": sorted(lack.code for lack in same if lack.alone),
        }
        for (table, field), same in named.items()
    ]
    return pl.DataFrame(rows, schema=MISSING_SCHEMA).sort(
        pl.col("alone").list.len(), pl.col("checks").list.len(), descending=True, maintain_order=True
    )
