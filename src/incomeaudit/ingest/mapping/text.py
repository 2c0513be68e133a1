"""Writing a mapping down: every header that was found, as it was understood, for a clerk to look through and mend.

Read again with what is written here, the same files give the same data. So a header that is read differently from
sheet to sheet, or by where it stands, is left to the program and written as a remark.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.mapping.file import field_named
from incomeaudit.ingest.mapping.model import ColumnMapping, Entry, SheetRule, name_of
from incomeaudit.ingest.match import HeaderIndex, head_of, index_of, match_head
from incomeaudit.ingest.model import Column, Dataset, Part
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import Field, Table, Vocabulary

_OF_PEOPLE = frozenset({"household", "member"})
_PREVIOUS = {"previous": "household"}
"""Last year's households are read as households, and called otherwise afterwards."""


def mapping_text(
    dataset: Dataset, vocabulary: Vocabulary, messages: Messages, mapping: ColumnMapping | None = None
) -> str:
    """The mapping file for what was read: TOML, remarks in the language of ``messages``.

    Headers that were understood are entries; those that were not are remarks with the nearest field. ``mapping`` is
    what the files were read with; what it says of single sheets is written again.
    """
    names = dict.fromkeys(Path(file.path).name for file in dataset.inputs)
    lines = [f"# {line}" for line in messages("mapping.intro", files=_one_line("、".join(names))).splitlines()]
    writer = _Writer(dataset, index_of(vocabulary), messages, mapping)
    for name in dict.fromkeys(map(_table_of, dataset.parts)):
        table = vocabulary.tables[name]
        entries = list(writer.entries(table))
        if entries:
            lines += ["", f"[{table.id}]  # {table.title[messages.lang]}", *_aligned(entries)]
    lines += ["", *(f"# {line}" for line in messages("mapping.sheets").splitlines()), *writer.example()]
    for rule in mapping.sheets if mapping else ():
        lines += ["", *writer.rule(rule)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Writer:
    dataset: Dataset
    index: HeaderIndex
    messages: Messages
    mapping: ColumnMapping | None

    def entries(self, table: Table) -> Iterable[_Line]:
        """A line for each header of a table's sheets, each once, in the order of the sheets."""
        written: set[str] = set()
        for part in self.parts_of(table.id):
            for column in part.columns:
                if column.how == "repeated" or not column.header or self.by_sheet(part, column):
                    continue
                line = self.line(table, part, column)
                if line.text not in written:
                    written.add(line.text)
                    yield line

    def parts_of(self, table: str) -> list[Part]:
        return [part for part in self.dataset.parts if _table_of(part) == table]

    def line(self, table: Table, part: Part, column: Column) -> _Line:
        shown = _one_line(column.header)
        if column.how == "refused":
            return _Line(f'{_quoted(shown)} = ""')
        if column.field is None:
            return self.unknown(table, shown, column)
        value = self.value(table.fields[column.field], part, column)
        for key in dict.fromkeys((_without_year(shown), shown)):
            if self.is_the_same_everywhere(key, table.id, column.field):
                return _Line(f"{_quoted(key)} = {value}")
        return _Line(f"# {_quoted(shown)} = {value}", self.messages("mapping.differs"))

    def unknown(self, table: Table, shown: str, column: Column) -> _Line:
        near = [field for text in column.suggestions if (field := _field_of(table, text))]
        value = self.named(near[0]) if near else '""'
        said = "、".join(column.suggestions)
        return _Line(f"# {_quoted(shown)} = {value}", self.messages("mapping.near", near=said) if said else "")

    def value(self, field: Field, part: Part, column: Column) -> str:
        """What stands right of the header: the field, and whatever else decides how its cells are read."""
        entry = self.entry(part, column)
        said = [f"field = {self.named(field)}"]
        if column.how == "inverted" or (entry and entry.inverted) or "inverted" in column.conversion.split():
            said.append("inverted = true")
        if column.how == "gross" or (entry and entry.gross):
            said.append("gross = true")
        if entry and entry.unit:
            said.append(f"unit = {_quoted(entry.unit.text)}")
        return self.named(field) if len(said) == 1 else "{ " + ", ".join(said) + " }"

    def named(self, field: Field) -> str:
        """A field as a clerk knows it, where that name leads back to it; in English its id."""
        found = field_named(self.index.vocabulary.tables[field.table], field.title.zh)
        by_title = self.messages.lang == "zh" and found is not None and found.id == field.id
        return _quoted(field.title.zh if by_title else field.id)

    def entry(self, part: Part, column: Column) -> Entry | None:
        if self.mapping is None:
            return None
        return self.mapping.about(part.sheet).entry(column.letter, column.header, _table_of(part))

    def by_sheet(self, part: Part, column: Column) -> bool:
        """Whether the mapping that was used says it of this sheet alone; then it is written there."""
        rule = self.mapping.about(part.sheet).rule if self.mapping else None
        return rule is not None and self.entry(part, column) in rule.entries

    def is_the_same_everywhere(self, key: str, table: str, field: str) -> bool:
        """Whether a line for all sheets says of each what was found there anyway."""
        entry = Entry(key, table, field, "")
        sheets = dict.fromkeys((part.file, part.sheet) for part in self.dataset.parts)
        return all(self.is_the_same_on(file, sheet, entry) for file, sheet in sheets)

    def is_the_same_on(self, file: str, sheet: str, entry: Entry) -> bool:
        parts = [part for part in self.dataset.parts if (part.file, part.sheet) == (file, sheet)]
        own = [part for part in parts if _table_of(part) == entry.table]
        named = {column.header for part in parts for column in part.columns if entry.names(name_of(column.header))}
        if not named:
            return True
        if own:
            taken = [column for part in own for column in part.columns if column.header in named]
            return all(column.field == entry.field and column.how not in {"repeated", "unknown"} for column in taken)
        # The mapping goes before where a column stands, which decides between a household's and a member's; a field
        # that both have is read for both.
        of_people = entry.table in _OF_PEOPLE and any(_table_of(part) in _OF_PEOPLE for part in parts)
        tables = _OF_PEOPLE if of_people else {entry.table}
        return all(self.by_vocabulary(header, table) == entry.field for header in named for table in tables)

    def by_vocabulary(self, header: str, table: str) -> str | None:
        known = match_head(head_of("", header.split("/")), self.index, table)
        return known.field.id if known else None

    def example(self) -> Iterable[str]:
        """A section about one sheet, as a remark, with a sheet that there is."""
        part = next(iter(self.dataset.parts), None)
        if part is None:
            return ()
        rows = ", ".join(map(str, part.header_rows))
        said = (
            "[[sheet]]",
            f"name = {_quoted(_one_line(part.sheet))}",
            f'table = "{_table_of(part)}"',
            f"header_rows = [{rows}]",
        )
        return [f"# {line}" for line in said]

    def rule(self, rule: SheetRule) -> Iterable[str]:
        """A section of the mapping that was used, as it stood."""
        yield "[[sheet]]"
        yield f"name = {_list(rule.names)}"
        if not rule.read:
            yield "read = false"
        if rule.tables:
            yield f"table = {_list(rule.tables)}"
        if rule.header_rows:
            yield f"header_rows = [{', '.join(map(str, rule.header_rows))}]"
        if rule.unit:
            yield f"unit = {_quoted(rule.unit.text)}"
        for table in dict.fromkeys(entry.table for entry in rule.entries):
            yield f"[sheet.{table}]"
            for entry in rule.entries:
                if entry.table == table:
                    yield f"{_quoted(entry.key)} = {self.told(entry)}"

    def told(self, entry: Entry) -> str:
        if not entry.field:
            return '""'
        field = self.index.vocabulary.tables[entry.table].fields[entry.field]
        said = [f"field = {self.named(field)}"]
        for name, flag in (("inverted", entry.inverted), ("gross", entry.gross)):
            if flag is not None:
                said.append(f"{name} = {str(flag).lower()}")
        if entry.unit:
            said.append(f"unit = {_quoted(entry.unit.text)}")
        return self.named(field) if len(said) == 1 else "{ " + ", ".join(said) + " }"


def _table_of(part: Part) -> str:
    return _PREVIOUS.get(part.table, part.table)


def _field_of(table: Table, header: str) -> Field | None:
    return next((field for field in table.fields.values() if header in field.all_headers), None)


def _without_year(shown: str) -> str:
    """A header without the year that it names, so that next year's is known too; as it stands where it names none."""
    levels = [normalise(text) for text in shown.split("/")]
    if not any(level.year for level in levels) or any(level.prior for level in levels):
        return shown
    unit = next((level.unit.text for level in reversed(levels) if level.unit), "")
    name = "/".join(level.text for level in levels if level.text)
    return f"{name}（{unit}）" if unit else name


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A TOML string. JSON's escapes are TOML's, but for the one character that TOML wants escaped besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(texts: Sequence[str]) -> str:
    return _quoted(texts[0]) if len(texts) == 1 else "[" + ", ".join(map(_quoted, texts)) + "]"


def _aligned(lines: Sequence[_Line]) -> list[str]:
    """Lines with their remarks two blanks after them."""
    return [f"{line.text}  # {_one_line(line.remark)}" if line.remark else line.text for line in lines]
