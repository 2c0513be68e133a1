"""What is said about a column: in the note on its header and on the explaining sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incomeaudit.messages import Messages
from incomeaudit.report.template.examples import Value
from incomeaudit.report.template.forms import Form, FormColumn, Use
from incomeaudit.report.template.limits import YES_NO, lengths_of
from incomeaudit.report.wording import section
from incomeaudit.rulebook.model import Pack
from incomeaudit.vocabulary import CodeList

_LISTED = 8
"""Options up to which a note names them all."""
_NAMED = 4
"""Checks that a note names."""
_DOCUMENTS = 2
"""Documents that a note names."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Words for columns, in one language."""

    messages: Messages
    codes: Mapping[str, CodeList]

    def title(self, column: FormColumn) -> str:
        """The field's title; in English with the Chinese one, which stands over the column."""
        title = column.field.title
        return title.zh if self.messages.lang == "zh" else f"{title[self.messages.lang]} {title.zh}"

    def about(self, column: FormColumn) -> str:
        """What is to be entered: what the field means where its title leaves that open, then its form."""
        field = column.field
        known = section(self.messages, "template_about")
        between = "" if self.messages.lang == "zh" else " "
        return between.join(filter(None, (known.get(f"{field.table}_{field.id}", ""), self._form(column))))

    def unit(self, column: FormColumn) -> str:
        """The unit that a cell is read in; empty where there is none."""
        unit = column.field.unit
        return self.messages(f"template_unit.{unit}") if unit else ""

    def options(self, column: FormColumn) -> str:
        """The answers to choose from; empty where none are set."""
        if column.field.type == "boolean":
            return " / ".join(YES_NO)
        if not column.field.codes:
            return ""
        values = list(self.codes[column.field.codes].values)
        if len(values) <= _LISTED:
            return " / ".join(values)
        return self.messages("template.options_many", count=len(values), some=" / ".join(values[:3]))

    def example(self, value: Value | None) -> str:
        """An example's value as it is typed; empty without one."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return YES_NO[0] if value else YES_NO[1]
        return str(value)

    def checks(self, uses: Sequence[Use]) -> str:
        """Codes of the checks that are judged by a column, the first few of them; empty for none."""
        codes = [entry.code for _, entry in uses]
        if len(codes) <= _NAMED:
            return "、".join(codes)
        return self.messages("template.checks_many", some="、".join(codes[:_NAMED]), count=len(codes))

    def document_ids(self, uses: Sequence[Use]) -> list[str]:
        """The ids of the documents whose checks these are."""
        return list(dict.fromkeys(pack.document.id for pack, _ in uses))

    def all_documents(self, forms: Sequence[Form]) -> list[tuple[str, str]]:
        """Id and title of every document that asks for a column of these sheets."""
        uses = [use for form in forms for column in form.columns for use in column.uses]
        return list({pack.document.id: (pack.document.id, self._called(pack)) for pack, _ in uses}.values())

    def documents(self, uses: Sequence[Use]) -> str:
        """The documents that ask for a column, the first few of them."""
        named = list(dict.fromkeys(pack.document.number or pack.document.title[self.messages.lang] for pack, _ in uses))
        if len(named) <= _DOCUMENTS:
            return "；".join(named)
        return self.messages("template.documents_many", some="；".join(named[:_DOCUMENTS]), count=len(named))

    def note(self, column: FormColumn, value: Value | None) -> str:
        """The note on a column's header."""
        say = self.messages
        lines = [self.title(column), self.about(column)]
        if options := self.options(column):
            lines.append(say("template.note_options", options=options))
        if example := self.example(value):
            lines.append(say("template.note_example", example=example))
        if column.uses:
            lines.append(say("template.note_checks", checks=self.checks(column.uses)))
            lines.append(say("template.note_documents", documents=self.documents(column.uses)))
        return "\n".join(lines)

    def _form(self, column: FormColumn) -> str:
        field, say = column.field, self.messages
        match field.type:
            case "money" | "number" | "integer":
                kind = "share" if field.unit == "share" else "integer" if field.type == "integer" else "figure"
                zero = say("template.form_zero") if field.nothing else ""
                return say(f"template.form_{kind}", unit=self.unit(column)) + zero
            case "id" if lengths := lengths_of(field):
                return say("template.form_number", lengths="、".join(map(str, lengths)))
            case kind:
                return say(f"template.form_{kind}")

    def _called(self, pack: Pack) -> str:
        title = pack.document.title[self.messages.lang]
        return f"{title}（{pack.document.number}）" if pack.document.number else title
