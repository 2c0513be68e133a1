"""What checks and targets rest on, whatever the data: worked out once for a rulebook, used for every file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incomeaudit.rulebook.computed import Computed, Sum, TableFields
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import Check, Pack, Parameter, Target
from incomeaudit.rulebook.sql import Condition, condition_of

Parameters = Mapping[tuple[str, str], tuple[Pack, Parameter]]
"""Parameters and their packs by document and id, in the order in which they are met."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What one check or target rests on."""

    conditions: tuple[Condition, ...]
    """Without these it cannot be judged."""
    shown: tuple[Condition, ...]
    """What a finding or a target's message shows."""
    named: tuple[str, ...]
    """The fields that ``conditions`` name."""
    in_all: tuple[str, ...]
    """The fields that anything of it names, a message's places included."""
    roots: tuple[str, ...]
    """The physical fields behind ``named``."""
    facts: tuple[Computed, ...]
    """The figures of the place table behind ``named``."""
    needed: tuple[tuple[Pack, Parameter], ...]
    """The parameters that must have a value for it to be judged."""
    stated: Parameters
    """All its parameters that are asked for by place and year."""
    dated: Parameters
    """All its parameters that are asked for on a day of the row."""


def all_bases(rulebook: Rulebook, tables: Mapping[str, TableFields]) -> Mapping[str, Basis]:
    """The basis of every check and target by code; ``tables`` gives the fields of every table."""
    entries: list[tuple[Pack, Check | Target]] = [*rulebook.checks, *rulebook.targets]
    return {entry.code: _basis_of(pack, entry, rulebook, tables) for pack, entry in entries}


def _basis_of(pack: Pack, entry: Check | Target, rulebook: Rulebook, tables: Mapping[str, TableFields]) -> Basis:
    fields = tables[entry.table]
    conditions, shown = _conditions(pack, _judging(entry)), _conditions(pack, _showing(entry))
    named = _names(conditions)
    in_all = (*named, *_names(shown), *(entry.message_fields if isinstance(entry, Check) else ()))
    goal: list[Condition] = []
    if isinstance(entry, Target):
        # It speaks of the place table, whatever the target's own table is.
        own = condition_of(entry.target, pack.document.id)
        goal = [own, *_behind(own.fields, tables["place"], tables)]
    everything = [*conditions, *shown, *_behind(in_all, fields, tables), *goal]
    return Basis(
        conditions=conditions,
        shown=shown,
        named=named,
        in_all=tuple(dict.fromkeys(in_all)),
        roots=fields.roots(named),
        facts=fields.facts(named),
        needed=tuple(_stated([*conditions, *_behind(named, fields, tables), *goal], rulebook).values()),
        stated=_stated(everything, rulebook),
        dated=_parameters(((each.pack, name) for each in everything for name, _ in each.dated), rulebook),
    )


def _judging(entry: Check | Target) -> tuple[str | None, ...]:
    if isinstance(entry, Check):
        return entry.scope, entry.violation
    return entry.scope, entry.numerator, entry.denominator


def _showing(entry: Check | Target) -> tuple[str | None, ...]:
    if isinstance(entry, Check):
        return entry.actual, entry.expected, entry.gap, entry.gap_household
    return entry.base_numerator, entry.base_denominator


def _conditions(pack: Pack, texts: Iterable[str | None]) -> tuple[Condition, ...]:
    return tuple(condition_of(text, pack.document.id) for text in texts if text is not None)


def _names(conditions: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for condition in conditions for name in condition.fields))


def _behind(names: Sequence[str], fields: TableFields, tables: Mapping[str, TableFields]) -> list[Condition]:
    """The conditions of the computed fields behind names, those that other tables' rows are summed with included."""
    conditions: list[Condition] = []
    for field in fields.chain(names):
        if isinstance(field.source, Condition):
            conditions.append(field.source)
        elif isinstance(field.source, Sum):
            total = field.source.condition
            conditions += [total, *_behind(total.fields, tables[field.source.source], tables)]
    return conditions


def _stated(conditions: Iterable[Condition], rulebook: Rulebook) -> Parameters:
    return _parameters(((each.pack, name) for each in conditions for name in each.parameters), rulebook)


def _parameters(wanted: Iterable[tuple[str, str]], rulebook: Rulebook) -> Parameters:
    packs = rulebook.packs
    return {(pack, name): (packs[pack], packs[pack].parameter_of(name)) for pack, name in dict.fromkeys(wanted)}
