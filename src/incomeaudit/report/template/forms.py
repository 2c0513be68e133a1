"""Which tables and columns a template has, and which checks look at each column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from incomeaudit.auditing.setting import Setting
from incomeaudit.messages import Problem
from incomeaudit.report.rule_facts import entries_of, find_policy, where_of
from incomeaudit.rulebook.behind import Entry, behind
from incomeaudit.rulebook.model import Pack
from incomeaudit.vocabulary import Field, Table, Vocabulary

Use = tuple[Pack, Entry]
Standing = Literal["naming", "checked", "other"]
"""``naming``: says which household, person or project, where and of which year. ``checked``: checks look at it."""

_FIRST = ("household", "member", "village", "place")
_WHERE = ("county", "township", "village", "place", "year")
_QUALITY = "dq"
"""Rules of data quality: they run beside whatever documents are asked for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a template is to hold."""

    tables: tuple[str, ...] = ()
    """Tables by id or title; empty for all."""
    checked_only: bool = False
    """Leave out the columns that no check looks at, and the tables that have no others."""
    place: str | None = None
    year: int | None = None
    policies: tuple[str, ...] = ()
    """Documents whose checks count; empty for all that speak of the place and the year."""
    rows: int = 5000
    """Rows below the header that drop-downs and limits reach."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a sheet that is to be filled in."""

    field: Field
    standing: Standing
    uses: tuple[Use, ...]
    """Checks and targets that are judged by it, in code order."""

    @property
    def header(self) -> str:
        """What stands over the column: the field's Chinese title, and its unit."""
        unit = "" if self.field.unit == "share" else self.field.unit
        return f"{self.field.title.zh}（{unit}）" if unit else self.field.title.zh


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet that is to be filled in."""

    table: Table
    columns: tuple[FormColumn, ...]
    frozen: int
    """Columns on the left that name the row and stay in view."""


def forms_of(ask: Ask, setting: Setting) -> tuple[Form, ...]:
    """The sheets of a template in their order.

    Raises ``Problem``: ``template_table_unknown``, ``policy_unknown``, ``place_unknown``; ``template_nothing_checked``
    where only checked columns are wanted and no check speaks of the place, the year or the tables.
    """
    tables = _tables(ask.tables, setting.vocabulary)
    uses = _uses(ask, setting)
    forms = [_form(table, uses, ask) for table in tables]
    if not ask.checked_only:
        return tuple(forms)
    kept = tuple(form for form in forms if any((form.table.id, column.field.id) in uses for column in form.columns))
    if not kept:
        raise Problem("template_nothing_checked")
    return kept


def fillable(vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The tables that a sheet can be taken for, those that most audits need first."""
    tables = [table for table in vocabulary.tables.values() if table.sheet_names]
    return tuple(sorted(tables, key=lambda table: _FIRST.index(table.id) if table.id in _FIRST else len(_FIRST)))


def _tables(names: Sequence[str], vocabulary: Vocabulary) -> tuple[Table, ...]:
    tables = fillable(vocabulary)
    called = {name: table.id for table in tables for name in (table.id, table.title.zh, table.title.en.lower())}
    wanted: set[str] = set()
    for name in (part.strip() for text in names for part in text.replace("，", ",").split(",")):
        if name.lower() not in called:
            near = get_close_matches(name.lower(), called, n=1, cutoff=0.5)
            known = "、".join(f"{table.id} {table.title.zh}" for table in tables)
            raise Problem("template_table_unknown", table=name, near=near[0] if near else "–", known=known)
        wanted.add(called[name.lower()])
    return tuple(table for table in tables if not wanted or table.id in wanted)


def _uses(ask: Ask, setting: Setting) -> Mapping[tuple[str, str], tuple[Use, ...]]:
    """By table and field, the checks and targets that are judged by it."""
    documents = {find_policy(setting, policy).document.id for policy in ask.policies}
    where = where_of(setting, ask.place, ask.year)
    found: dict[tuple[str, str], list[Use]] = {}
    for pack, entry in entries_of(setting):
        document = pack.document
        if document.id in documents | {_QUALITY} if documents else where.speaks(document):
            for key, judged in behind(pack, entry, setting.fields, setting.rulebook).fields.items():
                if judged:
                    found.setdefault(key, []).append((pack, entry))
    return {key: tuple(entries) for key, entries in found.items()}


def _form(table: Table, uses: Mapping[tuple[str, str], tuple[Use, ...]], ask: Ask) -> Form:
    leading = (table.name,) if table.name in table.key else (table.key[0], table.name)
    naming = {*table.key, *leading, *_WHERE}
    ordered = [*leading, *(name for name in table.fields if name not in leading)]
    columns = []
    for name in ordered:
        found = uses.get((table.id, name), ())
        standing: Standing = "naming" if name in naming else "checked" if found else "other"
        if not _filled_by_reader(table, name) and (standing != "other" or not ask.checked_only):
            columns.append(FormColumn(table.fields[name], standing, found))
    return Form(table, tuple(columns), len(leading))


def _filled_by_reader(table: Table, name: str) -> bool:
    """Whether the reader says it by itself: that a figure was given before costs, which its header shows."""
    return name.endswith("_gross") and name.removesuffix("_gross") in table.fields
