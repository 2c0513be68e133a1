"""Loading a mapping from its TOML file, every mistake named with file, key and what comes near.

[household]                                  # a table, by id or Chinese title
"户均人收" = "人均可支配收入"                   # header = field, by id, title or any of its usual headers
"收入情况/其他1" = { field = "转移净收入", unit = "万元" }
"有无危房" = { field = "住房安全", inverted = true }
"备注2" = ""                                  # not to be read

[[sheet]]                                    # about the sheets of that name; the first that fits holds
name = "表*"
table = "household"
header_rows = [3, 4]
unit = "万元"
[sheet.household]
"H列" = "人均可支配收入"
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from incomeaudit.ingest.columns import unit_fits
from incomeaudit.ingest.mapping.model import ColumnMapping, Entry, SheetRule, letter_of, name_of, nearest
from incomeaudit.ingest.units import Unit, parse_unit
from incomeaudit.messages import Problem
from incomeaudit.vocabulary import Field, Table, Vocabulary

_DERIVED = frozenset({"previous", "township"})
"""Tables that no sheet is read as."""
_SHEET_KEYS = ("name", "read", "table", "header_rows", "unit")
_ENTRY_KEYS = ("field", "inverted", "gross", "unit")
_LINE = re.compile(r"at line (\d+)")


def load_mapping(path: Path, vocabulary: Vocabulary) -> ColumnMapping:
    """A mapping from its file: UTF-8, with or without a byte-order mark, or what an old Notepad writes.

    Raises ``Problem``: ``mapping_unreadable`` where the file is not there or not to be opened, ``mapping_toml`` with
    the line where it is no TOML, and one of the other ``mapping_`` keys for whatever it says wrongly.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Problem("mapping_unreadable", file=path, error=error.strerror or type(error).__name__) from error
    text = _decoded(data, path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Problem("mapping_toml", file=path.name, line=line, error=str(error)) from error
    return _Reader(path.name, vocabulary).mapping(raw, hashlib.sha256(data).hexdigest())


def _decoded(data: bytes, path: Path) -> str:
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue  # the next encoding may fit; where none does, that is said
    raise Problem("mapping_unreadable", file=path.name, error="UTF-8")


def field_named(table: Table, name: str) -> Field | None:
    """The field of a table that has a name: its id, its title in either language, or one of its usual headers."""
    wanted = _folded(name)
    fields = table.fields.values()
    for names in (lambda field: (field.id, field.title.zh, field.title.en), lambda field: field.headers):
        for field in fields:
            if wanted in map(_folded, names(field)):
                return field
    return None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    vocabulary: Vocabulary

    def mapping(self, raw: Mapping[str, Any], sha256: str) -> ColumnMapping:
        sheets = raw.get("sheet", [])
        if not isinstance(sheets, list) or not all(isinstance(item, dict) for item in sheets):
            raise Problem("mapping_form", where=self.file, key="sheet", form="[[sheet]]")
        entries = [
            entry for name, body in raw.items() if name != "sheet" for entry in self.entries(name, body, self.file)
        ]
        return ColumnMapping(
            self.file, sha256, tuple(entries), tuple(self.sheet(item, number) for number, item in enumerate(sheets, 1))
        )

    def table(self, name: str, where: str) -> Table:
        tables = {table.id: table for table in self.vocabulary.tables.values() if table.id not in _DERIVED}
        for table in tables.values():
            if _folded(name) in map(_folded, (table.id, table.title.zh, table.title.en)):
                return table
        known = [f"{table.id}（{table.title.zh}）" for table in tables.values()]
        raise Problem("mapping_table", where=where, name=name, known="、".join(known))

    def entries(self, name: str, body: object, where: str, *, of_sheet: bool = False) -> Iterable[Entry]:
        table = self.table(name, where)
        section = f"{where} [{'sheet.' if of_sheet else ''}{name}]"
        if not isinstance(body, dict):
            raise Problem("mapping_form", where=where, key=name, form=f"[{name}]")
        found = [self.entry(table, key, value, section, of_sheet=of_sheet) for key, value in body.items()]
        seen: dict[str, str] = {}
        for entry in found:
            first = seen.setdefault(entry.letter or name_of(entry.key).exact, entry.key)
            if first != entry.key:
                raise Problem("mapping_key_twice", where=section, first=first, second=entry.key)
        return found

    def entry(self, table: Table, key: str, value: object, where: str, *, of_sheet: bool) -> Entry:
        said: Mapping[str, object] = value if isinstance(value, dict) else {"field": value}
        self.only_known(said, _ENTRY_KEYS, f"{where} “{key}”")
        name = said.get("field")
        if not key.strip() or not (isinstance(name, str) or name is False):
            raise Problem("mapping_form", where=where, key=key, form='"…" = "…"')
        for flag in ("inverted", "gross"):
            if not isinstance(said.get(flag, False), bool):
                raise Problem("mapping_form", where=where, key=f"{key}.{flag}", form="true / false")
        letter = letter_of(key) if of_sheet else ""
        if not name or not name.strip():
            return Entry(key, table.id, "", where, letter)
        field = self.field(table, name, key, where)
        unit = self.unit(said["unit"], field, key, where) if "unit" in said else None
        inverted, gross = (bool(said[flag]) if flag in said else None for flag in ("inverted", "gross"))
        if inverted and field.type != "boolean":
            raise Problem("mapping_not_boolean", where=where, key=key, field=field.title.zh)
        if gross and not field.gross:
            raise Problem("mapping_no_gross", where=where, key=key, field=field.title.zh)
        return Entry(key, table.id, field.id, where, letter, inverted, gross, unit)

    def field(self, table: Table, name: str, key: str, where: str) -> Field:
        if found := field_named(table, name):
            return found
        ids = nearest(name, table.fields, 60)
        headers = {header: field for field in table.fields.values() for header in field.all_headers}
        titles = [headers[header].title.zh for header in nearest(name, headers)]
        near = "、".join(dict.fromkeys((*ids, *titles))) or "、".join(f.title.zh for f in table.fields.values())
        raise Problem("mapping_field", where=where, key=key, name=name, table=table.title.zh, near=near)

    def unit(self, text: object, field: Field, key: str, where: str) -> Unit:
        unit = parse_unit("".join(text.split())) if isinstance(text, str) else None
        if unit is None:
            raise Problem("mapping_unit", where=where, key=key, unit=text)
        if not unit_fits(field, unit):
            raise Problem("mapping_unit_unfit", where=where, key=key, unit=text, field=field.title.zh)
        return unit

    def sheet(self, raw: Mapping[str, Any], number: int) -> SheetRule:
        where = f"{self.file} [[sheet]] {number}"
        names = raw.get("name")
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
            raise Problem("mapping_form", where=where, key="name", form='name = "…"')
        where = f"{self.file} [[sheet]] “{names[0]}”"
        tables = {key: body for key, body in raw.items() if key not in _SHEET_KEYS and isinstance(body, dict)}
        self.only_known({key: value for key, value in raw.items() if key not in tables}, _SHEET_KEYS, where)
        if not isinstance(raw.get("read", True), bool):
            raise Problem("mapping_form", where=where, key="read", form="read = false")
        told = raw.get("table", [])
        told = [told] if isinstance(told, str) else told
        if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
            raise Problem("mapping_form", where=where, key="table", form='table = "household"')
        entries = (entry for key, body in tables.items() for entry in self.entries(key, body, where, of_sheet=True))
        return SheetRule(
            names=tuple(names),
            where=where,
            read=raw.get("read", True),
            tables=tuple(self.table(name, where).id for name in told),
            header_rows=self.header_rows(raw.get("header_rows", []), where),
            unit=self.money(raw["unit"], where) if "unit" in raw else None,
            entries=tuple(entries),
        )

    def header_rows(self, rows: object, where: str) -> tuple[int, ...]:
        given = [rows] if isinstance(rows, int) and not isinstance(rows, bool) else rows
        whole = isinstance(given, list) and all(isinstance(row, int) and row is not True for row in given)
        if not isinstance(given, list) or not whole or any(row < 1 for row in given):
            raise Problem("mapping_form", where=where, key="header_rows", form="header_rows = [3, 4]")
        if any(later - earlier != 1 for earlier, later in pairwise(given)):
            raise Problem("mapping_form", where=where, key="header_rows", form="header_rows = [3, 4]")
        return tuple(given)

    def money(self, text: object, where: str) -> Unit:
        unit = parse_unit("".join(text.split())) if isinstance(text, str) else None
        if unit is None or unit.measures != "money":
            raise Problem("mapping_unit", where=where, key="unit", unit=text)
        return unit

    def only_known(self, said: Mapping[str, object], known: Iterable[str], where: str) -> None:
        for key in said:
            if key not in known:
                raise Problem("mapping_key", where=where, key=key, known="、".join(known))
