"""What targets sum: figures of the rows in scope, by place, year and township."""

from collections.abc import Iterator, Sequence

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.frame import complete, marks_of
from incomeaudit.auditing.groups import GROUP, Group
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.sums import TARGET_SUM_SCHEMA
from incomeaudit.rulebook.model import Target
from incomeaudit.rulebook.sql import Marks, condition_of

_FIGURES = ("numerator", "denominator", "base_numerator", "base_denominator")
_SUMS = ("rows", "left_out", *_FIGURES, "base_left_out")
_NOTHING = pl.lit(None, dtype=pl.Float64)


def target_sums(frame: pl.DataFrame, planned: Sequence[Planned], context: TableContext) -> pl.DataFrame:
    """The sums of a table's targets, after TARGET_SUM_SCHEMA, over this year's rows and over last year's roster.

    ``frame`` is the completed table, ``planned`` its targets that run. Raises a Polars error where an expression of one
    of them breaks.
    """
    groups = context.force.groups
    rows = list(_summed(frame, planned, groups, last_year=False))
    previous = context.tables.get("previous")
    if previous is not None:
        there = context.of("previous")
        growing = [item for item in planned if _grows_from(item, there)]
        conditions = [condition for item in growing for condition in item.conditions]
        known = [condition for condition in conditions if all(name in there.fields for name in condition.fields)]
        if growing:
            rows += _summed(complete(previous, (), known, there), growing, groups, last_year=True)
    return pl.DataFrame(rows, schema=TARGET_SUM_SCHEMA, orient="row")


def target_of(item: Planned) -> Target:
    """The target that is planned."""
    target = item.entry
    assert isinstance(target, Target)
    return target


def _grows_from(item: Planned, there: TableContext) -> bool:
    """Whether the target is a growth of household figures and last year's roster, ``there``, gives them."""
    target = target_of(item)
    if target.table != "household" or not (target.base_fact or target.base_previous):
        return False
    names = [name for condition in item.conditions for name in condition.fields if name in there.fields]
    return not there.fields.lacking(names, there.present)


def _summed(
    frame: pl.DataFrame, planned: Sequence[Planned], groups: Sequence[Group], *, last_year: bool
) -> Iterator[tuple[object, ...]]:
    """Sums of each target by group and township: rows in scope that give all figures, and how many lack one.

    A place none of whose rows is in scope stands there with zeros: it was asked for all the same.
    """
    marks = marks_of(frame)
    in_townships = "township" in frame.columns
    by_township = [item for item in planned if in_townships and "township" in target_of(item).levels]
    by_place = [item for item in planned if not in_townships or "township" not in target_of(item).levels]
    for items, keys in ((by_place, [GROUP]), (by_township, [GROUP, "township"])):
        if not items:
            continue
        columns = [column for number, item in enumerate(items) for column in _columns(number, item, marks, last_year)]
        totals = (
            frame.lazy()
            .select(*keys, *columns)
            .filter(pl.col(GROUP).is_not_null())
            .group_by(keys)
            .agg(total for number, _ in enumerate(items) for total in _totals(number))
            .sort(keys)
            .collect()
            .to_dicts()
        )
        for number, item in enumerate(items):
            code = target_of(item).code
            for row in totals:
                if item.groups[row[GROUP]]:
                    group = groups[row[GROUP]]
                    figures = (row[f"{number}.{name}"] for name in _SUMS)
                    yield (code, group.place, group.year, row.get("township"), last_year, *figures)


def _columns(number: int, item: Planned, marks: Marks, last_year: bool) -> Iterator[pl.Expr]:
    """The figures of every row, and whether it is in scope."""
    target, pack = target_of(item), item.pack.document.id
    scope = condition_of(target.scope, pack).expression(marks) if target.scope else pl.lit(value=True)
    yield scope.alias(f"{number}.scope")
    # Last year's roster says nothing of the year before it that would matter here.
    base = (None, None) if last_year else (target.base_numerator, target.base_denominator)
    for name, sql in zip(_FIGURES, (target.numerator, target.denominator, *base), strict=True):
        value = condition_of(sql, pack).expression(marks).cast(pl.Float64) if sql else _NOTHING
        yield value.alias(f"{number}.{name}")


def _totals(number: int) -> Iterator[pl.Expr]:
    """The sums of one target's columns."""
    figure = {name: pl.col(f"{number}.{name}") for name in ("scope", *_FIGURES)}
    speaks = figure["scope"].fill_null(value=True)
    whole = speaks & pl.all_horizontal(figure[name].is_not_null() for name in ("scope", "numerator", "denominator"))
    # The base is reckoned over the same rows as this year's figure.
    based = whole & figure["base_numerator"].is_not_null() & figure["base_denominator"].is_not_null()
    yield speaks.sum().alias(f"{number}.rows")
    yield (speaks & ~whole).sum().alias(f"{number}.left_out")
    for name in _FIGURES:
        total = figure[name].filter(based if name.startswith("base") else whole).sum()
        # Thirteen digits hold a province's income to the fen, and hide in which order it was added.
        yield total.round_sig_figs(13).alias(f"{number}.{name}")
    yield (whole & ~based).sum().alias(f"{number}.base_left_out")
