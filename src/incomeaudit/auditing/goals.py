"""The value that a target is to reach, from parameters and figures of the place table."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force, Known
from incomeaudit.auditing.groups import LEVELS, Group
from incomeaudit.ingest.cells.numbers import round_money
from incomeaudit.rulebook.computed import Fact
from incomeaudit.rulebook.model import DatedValue, Pack, Target
from incomeaudit.rulebook.sql import Condition, condition_of, parameter_column

_OF_ONE_PLACE = frozenset({"prior_low_income", "rural_population", "relocated_people", "processing_fees"})
"""Totals and results of a place. A city's says nothing of its counties, as its standards and averages do."""


@dataclass(frozen=True)
class Goal:
    """What to compare with: yuan, a share or a number; where it is unknown, the figures that lack, in words."""

    value: float | None
    lacking: str = ""


def goals_of(
    pack: Pack, target: Target, asked: Sequence[tuple[Group, Group | None]], context: TableContext
) -> list[Goal]:
    """The goals of a target for regions in the order given.

    Each region comes with the group whose parameters count for it; None where its own do.
    """
    force = context.force
    condition = condition_of(target.target, pack.document.id)
    regions = [group if target.target_level is None else _above(group, target.target_level) for group, _ in asked]
    places = context.of("place")
    chain = places.fields.chain(condition.fields)
    wanted = [_Wanted(name, name, 0) for name in places.fields.roots(condition.fields)]
    wanted += [_Wanted(f.id, f.source.field, f.source.years_back) for f in chain if isinstance(f.source, Fact)]
    figures = [_figures(wanted, group, force, climbing=target.target_level is None) for group in regions]
    columns: dict[str, list[float | None]] = {"_": [0.0] * len(asked)}
    for name in condition.parameters:
        parameter = pack.parameter_of(name)
        columns[parameter_column(pack.document.id, name)] = [
            _number(force.value(pack, parameter, held or group))
            for (_, held), group in zip(asked, regions, strict=True)
        ]
    columns |= {each.name: [known[each.name] for known in figures] for each in wanted}
    rows = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64))
    for field in chain:
        if isinstance(field.source, Condition):
            rows = rows.with_columns(field.source.expression().cast(pl.Float64).alias(field.id))
    answers = rows.select(pl.col("_"), condition.expression().cast(pl.Float64).alias("=")).get_column("=").to_list()
    return [
        Goal(value)
        if value is not None
        else Goal(None, _in_words([each for each in wanted if known[each.name] is None], group, context))
        for value, known, group in zip(settled(answers, target.unit), figures, regions, strict=True)
    ]


def settled(figures: Sequence[float | None], unit: str) -> list[float | None]:
    """The figures that are compared: yuan half-up to 0.01, shares to ten decimals, so that noise decides nothing."""
    if unit == "yuan":
        rounded: list[float | None] = (
            pl.Series("=", figures, dtype=pl.Float64).to_frame().select(round_money(pl.col("=")))["="].to_list()
        )
        return rounded
    return [None if figure is None else round(figure, 10) for figure in figures]


def _above(group: Group, level: str) -> Group:
    """The place of a level that a group lies in."""
    steps = group.place.split("/")[: LEVELS.index(level) + 1]
    return Group("/".join(steps), group.year)


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


def _number(known: Known | DatedValue | None) -> float | None:
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
