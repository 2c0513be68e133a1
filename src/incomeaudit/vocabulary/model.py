"""What a roster can say: tables, fields, code lists and derived fields, as they stand in the TOML files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from incomeaudit.messages import Text

ValueType = Literal["text", "money", "number", "integer", "boolean", "date", "year", "code", "id"]
"""How a cell is read: ``money`` is yuan to the fen, ``id`` is text that is never read as a number."""

NUMERIC: frozenset[str] = frozenset({"money", "number", "integer", "year"})

Personal = Literal["id", "phone", "bank"]
"""What kind of personal number a field holds; such values are masked wherever they are written."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table."""

    id: str
    table: str
    title: Text
    type: ValueType
    headers: tuple[str, ...] = ()
    """Headers it is known by, the Chinese title first; exact after normalising."""
    inverted: tuple[str, ...] = ()
    """Headers under which yes means no (是否危房户 for 住房安全)."""
    gross: tuple[str, ...] = ()
    """Headers under which the figure is before costs (生产经营性收入 for 经营净收入)."""
    unit: str = ""
    codes: str = ""
    nothing: bool = False
    """Whether “none” is an answer here: 无, - and / in a numeric cell mean 0, and 无 in a text stays. Elsewhere they
    mean that nothing is said."""
    undecided: bool = False
    """Whether a text names who helps or what is done: 暂无, 未落实, 未安排 and 待定 then say that nothing is named, as
    无, - and / do in any text. Elsewhere they stay."""
    monthly: bool = False
    """Whether a header or unit in 元/月 is converted to a year's amount (× 12)."""
    personal: Personal | None = None

    @property
    def all_headers(self) -> tuple[str, ...]:
        """Every header that leads to this field, plain, inverted and gross."""
        return (*self.headers, *self.inverted, *self.gross)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its fields in their order, what identifies a row, and how its sheets are called."""

    id: str
    title: Text
    fields: Mapping[str, Field]
    key: tuple[str, ...]
    """Fields that identify a row; the first that a roster has is the subject's id."""
    name: str
    """The field that names the subject to a reader."""
    sheet_names: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    """Fields that only this table has and of which a sheet must show one to be taken for it."""


@dataclass(frozen=True, eq=False)
class CodeList:
    """A list of codes, each with the other ways it is written. Equal to itself alone: readings are kept by it."""

    id: str
    title: Text
    values: Mapping[str, tuple[str, ...]]

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every spelling, the code itself included, to its code."""
        return {text: code for code, also in self.values.items() for text in (code, *also)}


@dataclass(frozen=True, slots=True)
class Derived:
    """A field that is computed: an SQL expression over a table's fields, a place's fact, or a sum of rows.

    Exactly one of three forms:

    * ``sql`` alone: an expression over the row's own fields and other derived fields;
    * ``fact``: the field of the ``place`` table for the row's place (or its nearest ancestor that has
      one) and the row's year minus ``years_back``;
    * ``source`` with ``sql``: an aggregate over the rows of table ``source`` that share ``on`` and the year; ``empty``
      is its value where there are none (absent: unknown).

    ``needs`` lists alternatives: the field can be computed when all fields of one of them are there, and
    the fields of the others count as blank. Absent, every field that the expression names is needed.
    """

    id: str
    table: str
    title: Text
    type: ValueType
    sql: str = ""
    fact: str = ""
    years_back: int = 0
    source: str = ""
    on: str = ""
    empty: float | None = None
    unit: str = ""
    needs: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True)
class Vocabulary:
    """All tables, code lists and derived fields."""

    tables: Mapping[str, Table]
    codes: Mapping[str, CodeList]
    derived: Mapping[str, Mapping[str, Derived]] = field(default_factory=dict)
    """By table, then by id, in an order in which each uses only those before it."""


class VocabularyError(Exception):
    """A mistake in the vocabulary's own files: the file, the key and what is wrong."""
