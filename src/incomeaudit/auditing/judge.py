"""Running the checks of one table: one plan, every check a few columns of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.frame import marks_of
from incomeaudit.auditing.plan import Planned, applicable_mask
from incomeaudit.rulebook.model import Check


@dataclass(frozen=True, slots=True)
class Judged:
    """What one check found: how many rows it spoke of, and which were flagged or not assessable."""

    in_scope: int
    flagged: pl.Series
    """Positions of flagged rows in the table."""
    unassessable: pl.Series
    """Positions of rows in scope that could not be judged."""
    error: str = ""

    @property
    def assessed(self) -> int:
        """Rows in scope for which the condition came out true or false."""
        return self.in_scope - len(self.unassessable)


_NONE = pl.Series(dtype=pl.UInt32)


def judge(frame: pl.DataFrame, planned: Sequence[Planned]) -> dict[str, Judged]:
    """Run checks over a completed table, by code.

    All of them run as one plan. If that fails, they run one by one, so that a check that breaks is told
    apart from those that do not; it comes back with its error and without figures.
    """
    if not planned:
        return {}
    try:
        return _run(frame, planned)
    except pl.exceptions.PolarsError:
        judged: dict[str, Judged] = {}
        for item in planned:
            try:
                judged |= _run(frame, [item])
            except pl.exceptions.PolarsError as error:
                judged[item.entry.code] = Judged(0, _NONE, _NONE, str(error).splitlines()[0])
        return judged


def _run(frame: pl.DataFrame, planned: Sequence[Planned]) -> dict[str, Judged]:
    columns: list[pl.Expr] = []
    for number, item in enumerate(planned):
        in_scope, flagged, unassessable = _verdicts(frame, item)
        columns += [
            in_scope.sum().alias(f"{number}.in_scope"),
            flagged.arg_true().implode().alias(f"{number}.flagged"),
            unassessable.arg_true().implode().alias(f"{number}.unassessable"),
        ]
    answer = frame.lazy().select(columns).collect()
    return {
        item.entry.code: Judged(
            in_scope=int(answer[f"{number}.in_scope"][0] or 0),
            flagged=answer[f"{number}.flagged"][0],
            unassessable=answer[f"{number}.unassessable"][0],
        )
        for number, item in enumerate(planned)
    }


def _verdicts(frame: pl.DataFrame, item: Planned) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """In scope, flagged and not assessable, as Boolean columns without nulls.

    A scope that comes out NULL leaves open whether the check speaks of the row: it is not assessable.
    """
    check = item.entry
    assert isinstance(check, Check)
    marks = marks_of(frame)
    every_row = pl.repeat(value=True, n=pl.len(), dtype=pl.Boolean)
    conditions = {condition.sql: condition for condition in item.conditions}
    scope = conditions[check.scope].expression(marks) if check.scope else every_row
    violation = conditions[check.violation].expression(marks)
    speaks = every_row & applicable_mask(item.groups, frame)
    in_scope = speaks & scope.fill_null(value=True)
    flagged = (speaks & scope & violation).fill_null(value=False)
    unassessable = speaks & (scope.is_null() | (scope & violation.is_null()))
    return in_scope, flagged, unassessable.fill_null(value=False)
