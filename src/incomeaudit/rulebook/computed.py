"""Computed fields: those of the vocabulary and those of the packs, and what each of them rests on."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace

from incomeaudit.messages import Text
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.sql import Condition, condition_of
from incomeaudit.vocabulary import Vocabulary

YEAR = "year"
"""The year that was settled for a row; every table has it, whatever its sheets say."""


@dataclass(frozen=True)
class Fact:
    """A figure of the place table, for the row's place and its year minus ``years_back``."""

    field: str
    years_back: int = 0


@dataclass(frozen=True)
class Sum:
    """An aggregate over the rows of another table that share the column ``on``."""

    source: str
    on: str
    condition: Condition
    empty: float | None = None
    """Its value where no row fits; None for unknown."""


@dataclass(frozen=True)
class Computed:
    """One computed field of a table: from a condition, a fact or a sum."""

    id: str
    table: str
    title: Text
    type: str
    source: Condition | Fact | Sum
    needs: tuple[tuple[str, ...], ...]
    """Alternatives; with all fields of one of them there, the field can be computed."""


@dataclass(frozen=True)
class TableFields:
    """All fields that a condition on one table may name."""

    table: str
    physical: frozenset[str]
    computed: Mapping[str, Computed]
    others: Callable[[str], "TableFields"] | None = None
    """The fields of another table, for aggregates over it."""

    def __contains__(self, name: str) -> bool:
        return name in self.physical or name in self.computed

    def chain(self, names: Iterable[str], known: Container[str] = ()) -> tuple[Computed, ...]:
        """The computed fields behind ``names``, each after those it rests on; not what is ``known`` already."""
        ordered: dict[str, Computed] = {}

        def add(name: str) -> None:
            field = self.computed.get(name)
            if field is None or name in ordered or name in known:
                return
            if isinstance(field.source, Condition):
                for needed in field.source.fields:
                    add(needed)
            ordered[name] = field

        for name in names:
            add(name)
        return tuple(ordered.values())

    def roots(self, names: Iterable[str], known: Container[str] = ()) -> tuple[str, ...]:
        """The physical fields behind ``names``, in the order in which the expressions name them.

        A computed field that is ``known`` already counts as one of them.
        """
        found: dict[str, None] = {}

        def add(name: str) -> None:
            field = self.computed.get(name)
            if field is None or name in known:
                found[name] = None
            elif isinstance(field.source, Condition):
                for needed in field.source.fields:
                    add(needed)

        for name in names:
            add(name)
        return tuple(found)

    def facts(self, names: Iterable[str]) -> tuple[Computed, ...]:
        """The computed fields behind ``names`` that come from the place table."""
        return tuple(field for field in self.chain(names) if isinstance(field.source, Fact))

    def lacking(self, names: Iterable[str], present: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
        """Physical fields that are not ``present`` (by table) and without which one of ``names`` cannot be known.

        Of a field with alternatives, those of the alternative that lacks least. A field of another table is named
        ``table.field``, and ``table.`` alone where nothing of that table is there.
        """
        found: dict[str, None] = {}
        for name in names:
            if name in present.get(self.table, ()):
                continue
            field = self.computed.get(name)
            if field is None:
                found[name] = None
            elif isinstance(field.source, Sum):
                found.update(dict.fromkeys(self._lacking_there(field.source, present)))
            elif field.needs:
                options: list[tuple[str, ...]] = [self.lacking(group, present) for group in field.needs]
                found.update(dict.fromkeys(sorted(options, key=len)[0]))
        return tuple(found)

    def _lacking_there(self, total: Sum, present: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
        if total.source not in present:
            return (f"{total.source}.",)
        own = () if total.on in present.get(self.table, ()) else (total.on,)
        there = self.others(total.source) if self.others else TableFields(total.source, frozenset(), {})
        lacking = there.lacking((total.on, *total.condition.fields), present)
        return (*own, *(name if "." in name else f"{total.source}.{name}" for name in lacking))


def all_fields(vocabulary: Vocabulary, rulebook: Rulebook) -> Mapping[str, TableFields]:
    """The fields of every table, each of which knows the others."""
    tables: dict[str, TableFields] = {}
    for name in vocabulary.tables:
        tables[name] = replace(fields_of(name, vocabulary, rulebook), others=tables.__getitem__)
    return tables


def fields_of(table: str, vocabulary: Vocabulary, rulebook: Rulebook) -> TableFields:
    """Every field of one table: physical ones, and computed ones of the vocabulary and of all packs."""
    computed: dict[str, Computed] = {}
    for entry in vocabulary.derived.get(table, {}).values():
        condition = condition_of(entry.sql)
        source: Condition | Fact | Sum = condition
        if entry.fact:
            source = Fact(entry.fact, entry.years_back)
        elif entry.source:
            source = Sum(entry.source, entry.on, condition, entry.empty)
        needs = entry.needs
        if needs is None:
            needs = (condition.fields,) if isinstance(source, Condition) else ()
        computed[entry.id] = Computed(entry.id, table, entry.title, entry.type, source, needs)
    for pack in rulebook.packs.values():
        for own in pack.derived:
            if own.table == table:
                condition = condition_of(own.sql, pack.document.id)
                given = Sum(own.source, own.on, condition, own.empty) if own.source and own.on else condition
                needs = (condition.fields,) if own.needs is None else tuple(map(tuple, own.needs))
                title = Text(own.title.zh, own.title.en)
                computed[own.id] = Computed(own.id, table, title, own.type, given, needs)
    physical = frozenset(vocabulary.tables[table].fields) | {YEAR}
    return TableFields(table, physical, computed, lambda other: fields_of(other, vocabulary, rulebook))
