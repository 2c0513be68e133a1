"""What stands behind a check or target: the fields it looks at, those that are computed, the parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from incomeaudit.rulebook.computed import Computed, Fact, Sum, TableFields
from incomeaudit.rulebook.load import Rulebook
from incomeaudit.rulebook.model import Check, Pack, Parameter, Target
from incomeaudit.rulebook.sql import Condition, condition_of

Entry = Check | Target

CHECK_KEYS = ("scope", "violation", "actual", "expected", "gap", "gap_household")
TARGET_KEYS = ("scope", "numerator", "denominator", "target", "base_numerator", "base_denominator")
_SHOWN_ONLY = frozenset({"actual", "expected", "gap", "gap_household"})


@dataclass
class Behind:
    """What an entry rests on, each thing once, in the order in which it is met."""

    fields: dict[tuple[str, str], bool] = field(default_factory=dict)
    """Table and field that a sheet must give; whether the entry is judged by it or only shows it."""
    computed: dict[tuple[str, str], Computed] = field(default_factory=dict)
    parameters: dict[tuple[str, str], tuple[Pack, Parameter]] = field(default_factory=dict)
    """By document and parameter id."""


def expressions(entry: Entry) -> dict[str, str]:
    """The SQL of an entry by its key in the pack, in reading order."""
    keys = CHECK_KEYS if isinstance(entry, Check) else TARGET_KEYS
    found = {key: getattr(entry, key) for key in keys}
    return {key: sql for key, sql in found.items() if sql is not None}


def behind(pack: Pack, entry: Entry, tables: Mapping[str, TableFields], rulebook: Rulebook) -> Behind:
    """Everything that an entry rests on, however far back; ``tables`` gives the fields of every table."""
    walk = _Walk(tables, rulebook)
    for key, sql in expressions(entry).items():
        # What a target is to reach is asked of the place; all else of the entry's own rows.
        table = "place" if isinstance(entry, Target) and key == "target" else entry.table
        walk.condition(condition_of(sql, pack.document.id), tables[table], judged=key not in _SHOWN_ONLY)
    if isinstance(entry, Check):
        walk.names(entry.message_fields, tables[entry.table], judged=False)
    elif entry.base_fact:
        walk.names([entry.base_fact], tables["place"], judged=True)
    return walk.found


@dataclass
class _Walk:
    tables: Mapping[str, TableFields]
    rulebook: Rulebook
    found: Behind = field(default_factory=Behind)

    def condition(self, condition: Condition, fields: TableFields, *, judged: bool) -> None:
        for name in dict.fromkeys([*condition.parameters, *(name for name, _ in condition.dated)]):
            owner = self.rulebook.packs[condition.pack]
            self.found.parameters.setdefault((condition.pack, name), (owner, owner.parameter_of(name)))
        self.names(condition.fields, fields, judged=judged)

    def names(self, names: Iterable[str], fields: TableFields, *, judged: bool) -> None:
        for name in names:
            key = (fields.table, name)
            computed = fields.computed.get(name)
            if computed is None:
                self.found.fields[key] = judged or self.found.fields.get(key, False)
                continue
            self.found.computed.setdefault(key, computed)
            source = computed.source
            if isinstance(source, Condition):
                self.condition(source, fields, judged=judged)
            elif isinstance(source, Fact):
                self.names([source.field], self.tables["place"], judged=judged)
            elif isinstance(source, Sum):
                self.names([source.on], fields, judged=judged)
                there = self.tables[source.source]
                self.names([source.on], there, judged=judged)
                self.condition(source.condition, there, judged=judged)
