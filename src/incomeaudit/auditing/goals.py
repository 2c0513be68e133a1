"""The value that a target is to reach, from parameters and figures of the place table."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force, Known
from incomeaudit.auditing.groups import LEVELS, Group
from incomeaudit.auditing.plan import Planned
from incomeaudit.ingest.cells.numbers import round_money
from incomeaudit.rulebook.computed import Fact
from incomeaudit.rulebook.model import Target
from incomeaudit.rulebook.sql import Condition, condition_of, parameter_column

_OF_ONE_PLACE = frozenset({"prior_low_income", "rural_population", "relocated_people", "processing_fees"})
"""Totals and results of a place. A city's says nothing of its counties, as its standards and averages do."""


@dataclass(frozen=True)
class Goal:
    """What to compare with: yuan, a share or a number; where it is unknown, the figures that lack, in words."""

    value: float | None
    lacking: str = ""


def goal_of(item: Planned, group: Group, held: Group | None, context: TableContext) -> Goal:
    """The goal of a target for a region. ``held`` is the group whose parameters count, the region's own if None."""
    target, force = item.entry, context.force
    assert isinstance(target, Target)
    condition = condition_of(target.target, item.pack.document.id)
    if target.target_level is not None:
        depth = LEVELS.index(target.target_level) + 1
        group = Group("/".join(group.place.split("/")[:depth]), group.year)
    places = context.of("place")
    chain = places.fields.chain(condition.fields)
    wanted = [_Wanted(name, name, 0) for name in places.fields.roots(condition.fields)]
    wanted += [_Wanted(f.id, f.source.field, f.source.years_back) for f in chain if isinstance(f.source, Fact)]
    figures = _figures(wanted, group, force, climbing=target.target_level is None)
    columns: dict[str, pl.Series] = {"_": pl.Series([0.0])}
    for name in condition.parameters:
        found = force.value(item.pack, item.pack.parameter_of(name), held or group)
        number = found.value if found is not None and isinstance(found.value, int | float) else None
        columns[parameter_column(item.pack.document.id, name)] = pl.Series([number], dtype=pl.Float64)
    columns |= {name: pl.Series([value], dtype=pl.Float64) for name, value in figures.items()}
    row = pl.DataFrame(columns)
    for field in chain:
        if isinstance(field.source, Condition):
            row = row.with_columns(field.source.expression().cast(pl.Float64).alias(field.id))
    answer = row.select(condition.expression().cast(pl.Float64)).item()
    if answer is not None:
        return Goal(settled(float(answer), target.unit))
    return Goal(None, _in_words([each for each in wanted if figures[each.name] is None], group, context))


def settled(measured: float, unit: str) -> float:
    """The figure that is compared: yuan half-up to 0.01, shares to ten decimals, so that noise decides nothing."""
    if unit == "yuan":
        return float(pl.select(round_money(pl.lit(measured))).item())
    return round(measured, 10)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A figure of the place table: the name that the goal gives it, its field, and how many years ago."""

    name: str
    field: str
    years_back: int


def _figures(wanted: Sequence[_Wanted], group: Group, force: Force, *, climbing: bool) -> dict[str, float | None]:
    """Figures of the place table by the names a goal gives them; those of one kind all of the nearest place with all.

    Without ``climbing`` they are the place's own. This year's figure of a county over last year's of its city would be
    the growth of neither.
    """
    values: dict[str, float | None] = {each.name: None for each in wanted}
    for kind in {each.field for each in wanted}:
        same = [each for each in wanted if each.field == kind]
        steps = group.place.split("/")
        own = kind in _OF_ONE_PLACE or not climbing
        for depth in range(len(steps), len(steps) - 1 if own else 0, -1):
            place = "/".join(steps[:depth])
            found = [force.facts.get((place, group.year - each.years_back), {}).get(kind) for each in same]
            if None not in found:
                values |= {each.name: _number(known) for each, known in zip(same, found, strict=True)}
                break
    return values


def _number(known: Known | None) -> float | None:
    return float(known.value) if known is not None and isinstance(known.value, int | float) else None


def _in_words(lacking: Sequence[_Wanted], group: Group, context: TableContext) -> str:
    """The figures of the place table that would be needed: place, year and title of each."""
    say, titles = context.messages, context.vocabulary.tables["place"].fields
    told = {
        say("reason.figure", place=group.place.split("/")[-1], year=group.year - each.years_back,
            figure=titles[each.field].title[say.lang]): None
        for each in lacking
    }  # fmt: skip
    return ("、" if say.lang == "zh" else ", ").join(told)
