"""Running the checks of one table: one plan, every check a few columns of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.frame import marks_of
from incomeaudit.auditing.groups import GROUP
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
    # In two steps, since a plan that names each condition three times takes longer than the conditions themselves.
    speaks = {groups: f"speaks.{number}" for number, groups in enumerate(dict.fromkeys(i.groups for i in planned))}
    said = _said(frame, planned, speaks)
    verdicts = said.select(
        column for number, item in enumerate(planned) for column in _verdicts(number, item, speaks[item.groups])
    )
    counts = dict(zip(verdicts.columns, verdicts.sum().row(0), strict=True))
    found = [name for name, count in counts.items() if count and not name.endswith(".outside")]
    positions = verdicts.select(pl.col(found).arg_true().implode())
    rows = {name: positions.get_column(name)[0] for name in found}
    spoken_of = said.select(pl.col(*speaks.values()).sum()).row(0, named=True)
    return {
        item.entry.code: Judged(
            in_scope=spoken_of[speaks[item.groups]] - (counts.get(f"{number}.outside") or 0),
            flagged=rows.get(f"{number}.flagged", _NONE),
            unassessable=rows.get(f"{number}.unassessable", _NONE),
        )
        for number, item in enumerate(planned)
    }


def _said(frame: pl.DataFrame, planned: Sequence[Planned], speaks: Mapping[tuple[bool, ...], str]) -> pl.DataFrame:
    """What each check's scope and condition say of each row, and of which rows each choice of groups speaks.

    ``speaks`` names the column of each choice of groups.
    """
    marks = marks_of(frame)
    columns = {name: applicable_mask(groups, frame) for groups, name in speaks.items()}
    for number, item in enumerate(planned):
        check = item.entry
        assert isinstance(check, Check)
        conditions = {condition.sql: condition for condition in item.conditions}
        if check.scope:
            columns[f"{number}.scope"] = conditions[check.scope].expression(marks)
        columns[f"{number}.violation"] = conditions[check.violation].expression(marks)
    # The group stands with them so that there is a row a row, even where every condition is one literal.
    return frame.select(GROUP, *(expression.alias(name) for name, expression in columns.items()))


def _verdicts(number: int, item: Planned, speaks: str) -> Iterator[pl.Expr]:
    """Flagged, not assessable and (of a check with a scope) outside it, as Boolean columns whose nulls count as no.

    ``speaks`` is the column that says whether the check speaks of a row. A scope that comes out NULL leaves open
    whether it does: the row is not assessable.
    """
    check = item.entry
    assert isinstance(check, Check)
    violation = pl.col(f"{number}.violation")
    flagged, unknown = violation, violation.is_null()
    if check.scope:
        scope = pl.col(f"{number}.scope")
        flagged, unknown = scope & violation, scope.is_null() | (scope & unknown)
        yield (pl.col(speaks) & ~scope).alias(f"{number}.outside")
    yield (pl.col(speaks) & flagged).alias(f"{number}.flagged")
    yield (pl.col(speaks) & unknown).alias(f"{number}.unassessable")
