"""The audit of a data set one table of which is too large to be held: slice by slice, with the result of the whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.figures import Figures
from incomeaudit.auditing.findings import Seen
from incomeaudit.auditing.frame import complete, marked
from incomeaudit.auditing.large_columns import add_columns, shares, together
from incomeaudit.auditing.large_looks import MOST_UNASSESSED, Looks
from incomeaudit.auditing.large_rows import LargeRows, large_rows
from incomeaudit.auditing.look import Look, look_at
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.plan import Planned, plan
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.run import Ground, ground_of, result_of
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.table import AuditedTable, audit_table, audited
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.slices import Large
from incomeaudit.messages import Problem
from incomeaudit.rulebook.computed import Sum

_AT = "_at"
_BESIDE = frozenset({"place", "township"})
"""Tables that may stand beside a large one: no row of theirs is looked up by the number of a household."""


def audit_large(
    large: Large,
    options: Options,
    setting: Setting,
    folder: Path,
    version: str = "",
    figures: Sequence[Figures] = (),
    most_unassessed: int = MOST_UNASSESSED,
) -> Result:
    """Audit a data set with a large table; ``folder`` is an empty one, for what does not fit into memory.

    Of the rows that could not be judged ``most_unassessed`` are told one by one; the issue ``unassessed_untold`` says
    how many more there are.

    Otherwise the result is that of ``audit_dataset``. Raises Problem as that does, and ``large_beside`` where tables
    that are looked up by household were given with the large one.
    """
    beside = [name for name in large.dataset.tables if name not in _BESIDE]
    if beside:
        titles = [setting.vocabulary.tables[name].title[options.lang] for name in (large.table, *beside)]
        raise Problem("large_beside", table=titles[0], others="、".join(titles[1:]))
    rows = large_rows(large, options, setting)
    others = {name: frame for name, frame in rows.grouping.tables.items() if name != large.table}
    tables = {**rows.grouping.tables, **marked(others, large.dataset)}
    ground = ground_of(large.dataset, rows.grouping, tables.get("place"), options, setting, figures)
    own = ground.context(large.table, tables)
    planned = list(_without_far(plan(tables[large.table], own), own))
    add_columns(rows, planned, own, folder)
    looks = Looks(folder, planned, most_unassessed)
    seen: Seen = {}
    for number in range(len(large.slices)):
        frame = rows.slice(number)
        looks.add(look_at(frame, planned, replace(own, tables={**tables, large.table: frame}), seen))
    whole = looks.whole()
    found = [
        audited(planned, whole, own) if name == large.table else _beside(name, rows, ground, tables)
        for name in setting.vocabulary.tables
    ]
    return result_of(ground, found, version, _untold(looks.untold, large, setting))


def _beside(name: str, rows: LargeRows, ground: Ground, tables: Mapping[str, pl.DataFrame]) -> AuditedTable:
    """The audit of another table. What it sums of the large one is reckoned first."""
    context = ground.context(name, tables)
    frame = tables.get(name)
    if frame is None:
        return audited(plan(frame, context), Look(), context)
    frame = _with_sums(frame, rows, context)
    return audit_table(rows.grouping, replace(context, tables={**tables, name: frame}))


def _with_sums(frame: pl.DataFrame, rows: LargeRows, context: TableContext) -> pl.DataFrame:
    """A table with what its running checks sum over the large one, for a share of its rows at a time."""
    large = rows.large.table
    named = [name for item in plan(frame, context) if not item.reason for name in item.basis.in_all]
    by_key: dict[str, list[tuple[str, Sum]]] = {}
    for field in context.fields.chain(named):
        if isinstance(field.source, Sum) and field.source.source == large:
            by_key.setdefault(field.source.on, []).append((field.id, field.source))
    for key, sums in by_key.items():
        asked = dict.fromkeys(name for _, total in sums for name in (key, *total.condition.fields))
        whole = together(rows, asked, context.of(large))
        frame = frame.with_row_index(_AT)
        summed: list[pl.DataFrame] = []
        for at in shares(whole, [key]):
            some = whole[at]
            own = frame.filter(pl.col(key).is_in(some.get_column(key).unique().implode()))
            there = replace(context, tables={**context.tables, large: some})
            summed.append(complete(own, [name for name, _ in sums], (), there))
        # A row that nothing was found for stands in no share.
        none = frame.join(pl.concat(summed), on=_AT, how="anti")
        nothing = replace(context, tables={**context.tables, large: whole.clear()})
        summed.append(complete(none, [name for name, _ in sums], (), nothing))
        frame = pl.concat(summed).sort(_AT).drop(_AT)
    return frame


def _without_far(planned: Sequence[Planned], context: TableContext) -> Iterator[Planned]:
    """The plan without checks whose own expressions look at other rows; a computed field may, see ``add_columns``."""
    for item in planned:
        conditions = (*item.basis.conditions, *item.basis.shown)
        far = not item.reason and any(each.compares_rows for each in conditions)
        yield replace(item, reason=context.messages("reason.large_compares")) if far else item


def _untold(count: int, large: Large, setting: Setting) -> list[pl.DataFrame]:
    """An issue where more rows could not be judged than are told one by one."""
    if not count:
        return []
    table = setting.vocabulary.tables[large.table].title[setting.messages.lang]
    message = setting.messages("issue.unassessed_untold", table=table, count=count)
    return [
        issue_frame(
            large.dataset.parts, kind="unassessed_untold", level="warning", message=message, table=large.table, part=0
        )
    ]
