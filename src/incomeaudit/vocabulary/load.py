"""Reading the vocabulary's TOML files, with every mistake in them named by file and key."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from incomeaudit.messages import Text
from incomeaudit.vocabulary.model import (
    CodeList,
    Derived,
    Field,
    Personal,
    Table,
    ValueType,
    Vocabulary,
    VocabularyError,
)

Model = TypeVar("Model", bound=BaseModel)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Entry):
    zh: str = Key(min_length=1)
    en: str = Key(min_length=1)

    def text(self) -> Text:
        return Text(self.zh, self.en)


class _TableHead(_Entry):
    id: str
    title: _Text
    key: list[str]
    name: str
    sheet_names: list[str] = []
    telling: list[str] = []


class _FieldEntry(_Entry):
    id: str
    title: _Text
    type: ValueType
    headers: list[str] = []
    inverted: list[str] = []
    gross: list[str] = []
    unit: str = ""
    codes: str = ""
    nothing: bool = False
    undecided: bool = False
    monthly: bool = False
    personal: Personal | None = None


class _TableFile(_Entry):
    table: _TableHead
    field: list[_FieldEntry] = Key(min_length=1)


class _CodeValue(_Entry):
    code: str
    also: list[str] = []


class _CodeEntry(_Entry):
    id: str
    title: _Text
    values: list[_CodeValue] = Key(min_length=1)


class _CodesFile(_Entry):
    codes: list[_CodeEntry]


class _DerivedEntry(_Entry):
    id: str
    table: str
    title: _Text
    type: ValueType
    sql: str = ""
    fact: str = ""
    years_back: int = 0
    source: str = ""
    on: str = ""
    empty: float | None = None
    unit: str = ""
    needs: list[list[str]] | None = None


class _DerivedFile(_Entry):
    derived: list[_DerivedEntry] = []


def _parse(file: Traversable, model: type[Model]) -> Model:
    try:
        return model.model_validate(tomllib.loads(file.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{file.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise VocabularyError(f"{file.name}: {key}: {first['msg']}") from error


def _field(table: str, entry: _FieldEntry) -> Field:
    return Field(
        id=entry.id,
        table=table,
        title=entry.title.text(),
        type=entry.type,
        headers=tuple(dict.fromkeys((entry.title.zh, *entry.headers))),
        inverted=tuple(entry.inverted),
        gross=tuple(entry.gross),
        unit=entry.unit,
        codes=entry.codes,
        nothing=entry.nothing,
        undecided=entry.undecided,
        monthly=entry.monthly,
        personal=entry.personal,
    )


def _table(file: Traversable) -> Table:
    parsed = _parse(file, _TableFile)
    head = parsed.table
    fields: dict[str, Field] = {}
    for entry in parsed.field:
        if entry.id in fields:
            raise VocabularyError(f"{file.name}: field {entry.id} stands twice")
        fields[entry.id] = _field(head.id, entry)
    for name in (*head.key, head.name, *head.telling):
        if name not in fields:
            raise VocabularyError(f"{file.name}: table names the unknown field {name}")
    return Table(
        id=head.id,
        title=head.title.text(),
        fields=fields,
        key=tuple(head.key),
        name=head.name,
        sheet_names=tuple(head.sheet_names),
        telling=tuple(head.telling),
    )


def _codes(file: Traversable) -> dict[str, CodeList]:
    lists: dict[str, CodeList] = {}
    for entry in _parse(file, _CodesFile).codes:
        spelled: dict[str, str] = {}
        for value in entry.values:
            for text in (value.code, *value.also):
                if spelled.setdefault(text, value.code) != value.code:
                    raise VocabularyError(f"{file.name}: {entry.id}: {text} stands for two codes")
        lists[entry.id] = CodeList(entry.id, entry.title.text(), {v.code: tuple(v.also) for v in entry.values})
    return lists


def _derived(file: Traversable, tables: dict[str, Table]) -> dict[str, dict[str, Derived]]:
    by_table: dict[str, dict[str, Derived]] = {}
    for entry in _parse(file, _DerivedFile).derived:
        if entry.table not in tables:
            raise VocabularyError(f"{file.name}: {entry.id}: unknown table {entry.table}")
        if entry.id in tables[entry.table].fields or entry.id in by_table.get(entry.table, {}):
            raise VocabularyError(f"{file.name}: {entry.id} stands twice in {entry.table}")
        if entry.source and entry.source not in tables:
            raise VocabularyError(f"{file.name}: {entry.id}: unknown table {entry.source}")
        if bool(entry.sql) == bool(entry.fact) or bool(entry.source) != bool(entry.on):
            raise VocabularyError(f"{file.name}: {entry.id}: give sql, or fact, or source with on and sql")
        values = entry.model_dump(exclude={"title", "needs"})
        needs = None if entry.needs is None else tuple(tuple(group) for group in entry.needs)
        derived = Derived(title=entry.title.text(), needs=needs, **values)
        by_table.setdefault(entry.table, {})[entry.id] = derived
    return by_table


def _made_of(household: Table) -> tuple[Table, Table]:
    """Two tables that no sheet is taken for: last year's roster, given as such, and the townships of the roster."""

    def fields(table: str, names: Iterable[str]) -> dict[str, Field]:
        return {name: replace(household.fields[name], table=table) for name in names}

    previous = replace(
        household,
        id="previous",
        title=Text("上年花名册", "Last year's roster"),
        fields=fields("previous", household.fields),
        sheet_names=(),
        telling=(),
    )
    township = Table(
        id="township",
        title=Text("乡镇（街道）", "Townships"),
        fields=fields("township", ("county", "township", "year")),
        key=("township",),
        name="township",
    )
    return previous, township


def read_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program.

    Raises ``VocabularyError`` naming file and key when one of its files is wrong.
    """
    root = resources.files("incomeaudit.vocabulary")
    files = sorted(root.joinpath("tables").iterdir(), key=lambda file: file.name)
    tables = {table.id: table for table in (_table(file) for file in files if file.name.endswith(".toml"))}
    tables |= {table.id: table for table in _made_of(tables["household"])}
    codes = _codes(root.joinpath("codes.toml"))
    for table in tables.values():
        for entry in table.fields.values():
            if entry.codes and entry.codes not in codes:
                raise VocabularyError(f"{table.id}: {entry.id}: unknown code list {entry.codes}")
    return Vocabulary(tables, codes, _derived(root.joinpath("derived.toml"), tables))
