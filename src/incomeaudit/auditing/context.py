"""What everything about one table's audit needs to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.force import Force
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting
from incomeaudit.ingest.model import Part
from incomeaudit.messages import Messages
from incomeaudit.rulebook.computed import TableFields
from incomeaudit.vocabulary import Table, Vocabulary


@dataclass(frozen=True)
class TableContext:
    """One table, its fields, what is in force, and how results are worded."""

    table: Table
    fields: TableFields
    force: Force
    parts: Sequence[Part]
    options: Options
    setting: Setting
    tables: Mapping[str, pl.DataFrame]
    """Every table of the run with its rows' places, years and groups."""

    @property
    def messages(self) -> Messages:
        """What the program says in the language of the run."""
        return self.setting.messages

    @property
    def vocabulary(self) -> Vocabulary:
        """All tables, code lists and derived fields."""
        return self.setting.vocabulary

    @property
    def present(self) -> Mapping[str, frozenset[str]]:
        """The columns of every table that has rows."""
        return {name: frozenset(frame.columns) for name, frame in self.tables.items() if frame.height}

    def title(self, name: str) -> str:
        """A field's title, physical or computed, in the language of the run; ``visit.visited_on`` of another table."""
        lang = self.messages.lang
        if "." in name:
            table, field = name.split(".", 1)
            other = self.of(table)
            return f"{other.table.title[lang]}·{other.title(field)}" if field else other.table.title[lang]
        known = self.table.fields
        text = known[name].title if name in known else self.fields.computed[name].title
        return text[lang]

    def of(self, table: str) -> "TableContext":
        """The context of another table of the same run."""
        return context_of(table, self.force, self.parts, self.options, self.setting, self.tables)


def context_of(
    table: str,
    force: Force,
    parts: Sequence[Part],
    options: Options,
    setting: Setting,
    tables: Mapping[str, pl.DataFrame],
) -> TableContext:
    """The context of one table."""
    return TableContext(setting.vocabulary.tables[table], setting.fields[table], force, parts, options, setting, tables)
