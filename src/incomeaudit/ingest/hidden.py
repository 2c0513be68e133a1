"""Hidden rows and columns: read and said so, or left out and said so."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.issues import NAMED, named_rows
from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.open import Sheet


def shown_columns(desk: Desk, sheet: Sheet, layout: Layout) -> tuple[Sheet, Layout, list[pl.DataFrame]]:
    """The sheet and the table on it, without hidden columns where only what is visible is asked for, and an issue.

    Columns count that have a header or hold data in the table's rows. Headers are put together before columns are
    left out: a group's name may stand over a hidden column.
    """
    if not sheet.facts.hidden_columns:
        return sheet, layout, []
    headed = {head.letter for head in layout.heads}
    body = sheet.cells.slice(layout.first_row - 1)
    hidden = [
        letter
        for letter in sheet.facts.hidden_columns
        if letter in sheet.cells.columns and (letter in headed or body[letter].null_count() < body.height)
    ]
    if not hidden:
        return sheet, layout, []
    said = _columns_said(desk, hidden)
    if not desk.options.visible_only:
        return sheet, layout, said
    without = replace(
        layout,
        heads=tuple(head for head in layout.heads if head.letter not in hidden),
        header_texts=tuple(
            {letter: text for letter, text in texts.items() if letter not in hidden} for texts in layout.header_texts
        ),
    )
    return replace(sheet, cells=sheet.cells.drop(hidden)), without, said


def shown_form(desk: Desk, sheet: Sheet) -> tuple[Sheet, list[pl.DataFrame]]:
    """A sheet that is a form, what is hidden on it blank where only what is visible is asked for, and issues.

    Nothing on the sheet is hidden any more, lest it be said again of the tables on it.
    """
    facts, cells = sheet.facts, sheet.cells
    columns = [name for name in facts.hidden_columns if name in cells.columns and cells[name].null_count() < len(cells)]
    filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true() + 1
    rows = filled.filter(filled.is_in(facts.hidden_rows.implode())).to_list()
    issues = _columns_said(desk, columns) + _rows_said(desk, rows)
    said = replace(facts, hidden_rows=facts.hidden_rows.clear(), hidden_columns=())
    if not (desk.options.visible_only and issues):
        return replace(sheet, facts=said), issues
    numbers = pl.int_range(1, len(cells) + 1, dtype=pl.UInt32, eager=True)
    seen = ~numbers.is_in(facts.hidden_rows.implode())
    cells = cells.select(
        pl.lit(None, dtype=pl.String).alias(name) if name in columns else pl.when(seen).then(pl.col(name))
        for name in cells.columns
    )
    lost = facts.lost.filter(~pl.col("row").is_in(facts.hidden_rows.implode()), ~pl.col("letter").is_in(columns))
    return replace(sheet, cells=cells, facts=replace(said, lost=lost)), issues


def _columns_said(desk: Desk, hidden: Sequence[str]) -> list[pl.DataFrame]:
    if not hidden:
        return []
    kind = "hidden_columns_left_out" if desk.options.visible_only else "hidden_columns"
    letters = "、".join(hidden[:NAMED]) + ("…" if len(hidden) > NAMED else "")
    return [desk.say(kind, "info", count=len(hidden), letters=letters)]


def _rows_said(desk: Desk, hidden: Sequence[int]) -> list[pl.DataFrame]:
    if not hidden:
        return []
    kind = "hidden_rows_left_out" if desk.options.visible_only else "hidden_rows"
    return [desk.say(kind, "info", row=hidden[0], count=len(hidden), rows=named_rows(hidden))]


def shown_rows(desk: Desk, sheet: Sheet, rows: pl.Series) -> tuple[pl.Series | None, list[pl.DataFrame]]:
    """Which of some data rows are to be read, and an issue where some are hidden.

    ``rows`` (UInt32) are Excel's numbers. A Boolean for each, or None where all are read.
    """
    if sheet.facts.hidden_rows.is_empty() or rows.is_empty():
        return None, []
    hidden = rows.is_in(sheet.facts.hidden_rows.implode())
    if not hidden.any():
        return None, []
    return (~hidden if desk.options.visible_only else None), _rows_said(desk, rows.filter(hidden).to_list())
