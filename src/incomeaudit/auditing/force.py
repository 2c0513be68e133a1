"""What is in force for each group: documents, parameter values, and facts from the place table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from incomeaudit.auditing.groups import GROUP, Group, Grouping
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting
from incomeaudit.ingest.model import PART, ROW
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import DatedValue, Document, Pack, Parameter
from incomeaudit.rulebook.resolve import Bound, applies, begins, covers, day_of, value_on
from incomeaudit.rulebook.sql import UNREADABLE


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the place table and where it stands."""

    value: Bound | None
    """None where the cell says something that cannot be read: then no other place's figure stands in for it."""
    place: str
    year: int
    part: int
    row: int


@dataclass(frozen=True)
class Force:
    """Everything that is resolved once a group, in the order of the groups."""

    groups: tuple[Group, ...]
    rulebook: Rulebook
    forced: frozenset[str]
    """Documents asked for by name: they are applied wherever and whenever."""
    chosen: frozenset[str] | None
    """Documents to apply; None for all in force."""
    facts: Mapping[tuple[str, int], Mapping[str, Known]]

    def applicable(self, pack: Pack) -> list[bool]:
        """Whether a pack is held against each group."""
        document = pack.document
        if document.id in self.forced:
            return [True] * len(self.groups)
        if self.chosen is not None and document.id not in self.chosen:
            return [False] * len(self.groups)
        return [applies(document, group.place, group.year) for group in self.groups]

    def value(self, pack: Pack, parameter: Parameter, group: Group) -> DatedValue | None:
        """A parameter's value for a group, None when there is none."""
        document = pack.document
        return value_on(parameter, document, self._place(document, group), self._day(document, group))

    def values_for(self, pack: Pack, parameter: Parameter, group: Group) -> list[DatedValue]:
        """All values of a parameter that speak of a group's place, whatever their days, the nearest place's first."""
        place = self._place(pack.document, group)
        fitting = [value for value in parameter.values if covers(place, value.place or pack.document.place)]
        return sorted(fitting, key=lambda value: -(value.place or pack.document.place).count("/"))

    def not_yet(self, pack: Pack, parameter: Parameter, group: Group) -> date | None:
        """The day from which the parameter has a value, where the group's day lies before it."""
        first = begins(parameter, pack.document, self._place(pack.document, group))
        return first if first is not None and self._day(pack.document, group) < first else None

    def fact(self, field: str, group: Group, years_back: int = 0) -> Known | None:
        """A figure of the place table for the group's place or its nearest ancestor that has one."""
        steps = group.place.split("/")
        for depth in range(len(steps), 0, -1):
            known = self.facts.get(("/".join(steps[:depth]), group.year - years_back), {}).get(field)
            if known is not None:
                return known
        return None

    def _day(self, document: Document, group: Group) -> date:
        day = day_of(document, group.year)
        if day is not None:
            return day
        return document.in_force.end if group.year > document.in_force.end.year else document.in_force.start

    def _place(self, document: Document, group: Group) -> str:
        return group.place if covers(group.place, document.place) else document.place


def by_group(values: Sequence[Bound | None], dtype: pl.DataType, one_group: bool) -> pl.Expr:
    """An expression that gives each row its group's value; null for rows without a group."""
    if one_group and len(values) == 1:
        return pl.lit(values[0], dtype=dtype)
    return pl.lit(pl.Series(values, dtype=dtype, strict=False)).gather(pl.col(GROUP))


def read_facts(
    place_table: pl.DataFrame | None, figures: Sequence[str]
) -> tuple[dict[tuple[str, int], dict[str, Known]], list[tuple[str, int, str, Known]]]:
    """Facts by place and year, and the figures for which two rows say different things (these are not used).

    ``place_table`` has ``_place`` and ``_year``, and marks of cells that cannot be read; rows without place or year
    say nothing about any place.
    """
    facts: dict[tuple[str, int], dict[str, Known]] = {}
    conflicts: list[tuple[str, int, str, Known]] = []
    if place_table is None:
        return facts, conflicts
    present = [name for name in figures if name in place_table.columns]
    for row in place_table.drop_nulls(["_place", "_year"]).iter_rows(named=True):
        key = (row["_place"], row["_year"])
        known = facts.setdefault(key, {})
        for name in present:
            if row[name] is None and not row.get(f"{UNREADABLE}{name}"):
                continue
            fresh = Known(row[name], *key, row[PART], row[ROW])
            if name not in known or known[name].value is None:
                known[name] = fresh
            elif fresh.value is not None and known[name].value != fresh.value:
                conflicts.append((*key, name, fresh))
    for place, year, name, _ in conflicts:
        facts[place, year].pop(name, None)
    return facts, conflicts


Conflict = tuple[str, int, str, int, int]
"""Place, year, field, and part and row of the second of two figures that differ."""


def force_of(
    grouping: Grouping, place_table: pl.DataFrame | None, options: Options, setting: Setting
) -> tuple[Force, list[Conflict]]:
    """What is in force for the groups, and the figures of the place table that two rows give differently."""
    figures = tuple(setting.vocabulary.tables["place"].fields)
    facts, conflicts = read_facts(place_table, figures)
    wanted = frozenset(options.policies)
    force = Force(grouping.groups, setting.rulebook, wanted, wanted | {"dq"} if wanted else None, facts)
    return force, [(place, year, field, known.part, known.row) for place, year, field, known in conflicts]
