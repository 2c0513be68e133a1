"""Before an audit: which checks could run on what was read, and why the others could not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from incomeaudit.auditing.context import context_of
from incomeaudit.auditing.force import force_of
from incomeaudit.auditing.groups import Grouping, group_rows
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.plan import plan
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.ingest.choice import Choice, sheets_named
from incomeaudit.ingest.model import ISSUE_SCHEMA, Dataset
from incomeaudit.ingest.previous import with_previous
from incomeaudit.ingest.read import read
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


@dataclass(frozen=True)
class Outlook:
    """What reading found, and what an audit of it could do."""

    dataset: Dataset
    checks: pl.DataFrame
    """After OUTLOOK_SCHEMA; empty when no year is known."""
    places: tuple[tuple[str, int, str, int], ...]
    """Place, year, where they came from, number of rows."""
    obstacle: str = ""
    """What stops an audit as things stand, as the line that ``check`` would say; empty for nothing."""
    issues: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ISSUE_SCHEMA))


def look(paths: Sequence[Path], options: Options) -> Outlook:
    """Read files and say what an audit could do with them. Raises Problem when they cannot be read."""
    setting = load_setting(options)
    last_year, sheets = sheets_named(options.previous)
    dataset = read(paths, setting.vocabulary, setting.messages, Choice(without=sheets))
    if last_year:
        before = read(last_year, setting.vocabulary, setting.messages, Choice(only=sheets))
        dataset = with_previous(dataset, before)
    try:
        checks, grouping = outlook(dataset, options, setting)
    except Problem as problem:
        if problem.key not in {"year_unknown", "no_rows"}:
            raise
        nothing = pl.DataFrame(schema=OUTLOOK_SCHEMA)
        return Outlook(dataset, nothing, (), setting.messages.problem(problem), dataset.issues)
    return Outlook(dataset, checks, grouping.origins, issues=pl.concat([dataset.issues, grouping.issues]))


def outlook(dataset: Dataset, options: Options, setting: Setting) -> tuple[pl.DataFrame, Grouping]:
    """One row a check or target in code order, and the places and years that the rows speak of.

    Raises ``Problem("year_unknown")`` when nothing says of which year the data are.
    """
    grouping = group_rows(dataset, setting.places, options, setting.messages)
    force = force_of(grouping, grouping.tables.get("place"), options, setting)[0]
    lang = setting.messages.lang
    rows = [
        {
            "code": item.entry.code,
            "title": item.entry.title[lang],
            "document": item.pack.document.id,
            "table": item.entry.table,
            "reason": item.reason,
        }
        for name in setting.vocabulary.tables
        for item in plan(
            grouping.tables.get(name), context_of(name, force, dataset.parts, options, setting, grouping.tables)
        )
    ]
    return pl.DataFrame(rows, schema=OUTLOOK_SCHEMA).sort("code"), grouping
