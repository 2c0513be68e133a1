"""The cells that findings point to."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.flagged import Flagged
from incomeaudit.auditing.plan import Planned
from incomeaudit.ingest.model import PART, ROW, Part
from incomeaudit.rulebook.model import Check
from incomeaudit.rulebook.sql import condition_of


def cells_of(flagged: Flagged, context: TableContext) -> tuple[pl.Expr, pl.Expr]:
    """The cell of every finding, and the field that it holds."""
    parts = {number: context.parts[number] for number in flagged.rows.get_column(PART).unique()}
    choices = [_choice(item, flagged.rows, parts, context) for item in flagged.items]
    varying = {str(number): choice for number, choice in enumerate(choices) if isinstance(choice, pl.Expr)}
    field = flagged.each([choice if isinstance(choice, str) else None for choice in choices])
    if varying:
        chosen = flagged.rows.select(choice.alias(name) for name, choice in varying.items())
        field = pl.coalesce(field, flagged.own(chosen, [str(number) for number in range(len(choices))], pl.String()))
    return _cell(field, parts), field


def _choice(
    item: Planned, rows: pl.DataFrame, parts: Mapping[int, Part], context: TableContext
) -> pl.Expr | str | None:
    """The field whose cell a check's findings point to: one for all of them, or an expression over their rows.

    The field that the check names, where the sheet has its column; otherwise the first of those behind ``actual`` that
    says something in this row; otherwise the first that the sheet has.
    """
    check = item.entry
    assert isinstance(check, Check)
    fields = context.table.fields
    actual = condition_of(check.actual, item.pack.document.id)
    # An amount before a head count: per head = income ÷ members points to the income.
    # The settled year has no cell in tables without a column for it.
    behind = [name for name in context.fields.roots(actual.fields) if name in fields]
    roots = sorted(behind, key=lambda name: fields[name].type != "money")
    offers = [(check.cell, False)] if check.cell else []
    offers += [(name, True) for name in roots if name in rows.columns]
    offers += [(name, False) for name in roots]
    choices: list[pl.Expr] = []
    for name, must_speak in offers:
        there = [number for number, part in parts.items() if name in part.letters]
        if not there:
            continue
        if len(there) == len(parts) and not must_speak:
            return pl.coalesce([*choices, pl.lit(name)]) if choices else name
        fits = [pl.col(PART).is_in(there)] if len(there) < len(parts) else []
        fits += [pl.col(name).is_not_null()] if must_speak else []
        choices.append(pl.when(*fits).then(pl.lit(name)))
    return pl.coalesce(choices) if choices else None


def _cell(field: pl.Expr, parts: Mapping[int, Part]) -> pl.Expr:
    """Where a field of a row stands: in its column, or in the one cell of a form that speaks for all rows."""
    letters = {(number, name): letter for number, part in parts.items() for name, letter in part.letters.items()}
    fixed = {(number, name): cell for number, part in parts.items() for name, cell in part.cells.items()}

    def looked_up(known: Mapping[tuple[int, str], str]) -> pl.Expr:
        keys = [f"{number} {name}" for number, name in known]
        key = pl.concat_str(PART, field, separator=" ")
        return key.replace_strict(keys, list(known.values()), default=None, return_dtype=pl.String)

    cell = pl.concat_str(looked_up(letters), ROW)
    return pl.coalesce(looked_up(fixed), cell) if fixed else cell
