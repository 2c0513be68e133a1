"""What everything about one table's audit needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass

from incomeaudit.auditing.force import Force
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting
from incomeaudit.ingest.model import Part
from incomeaudit.messages import Messages
from incomeaudit.rulebook.computed import TableFields, fields_of
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

    @property
    def messages(self) -> Messages:
        """What the program says in the language of the run."""
        return self.setting.messages

    @property
    def vocabulary(self) -> Vocabulary:
        """All tables, code lists and derived fields."""
        return self.setting.vocabulary

    def title(self, name: str) -> str:
        """A field's title, physical or computed, in the language of the run."""
        known = self.table.fields
        text = known[name].title if name in known else self.fields.computed[name].title
        return text[self.messages.lang]


def context_of(table: str, force: Force, parts: Sequence[Part], options: Options, setting: Setting) -> TableContext:
    """The context of one table."""
    fields = fields_of(table, setting.vocabulary, setting.rulebook)
    return TableContext(setting.vocabulary.tables[table], fields, force, parts, options, setting)
