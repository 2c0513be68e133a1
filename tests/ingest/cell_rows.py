"""What the tests of the cell parsers share: fields made up on the spot, columns read row by row, plain-Python text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from hypothesis import settings

from incomeaudit.ingest.cells import Parsed, parse
from incomeaudit.messages import Text
from incomeaudit.vocabulary import CodeList, Field, ValueType
from incomeaudit.vocabulary.model import Personal

UNHURRIED = settings(deadline=None)
"""The first use of an expression takes far longer than all others."""

CODES = {
    "relation": CodeList(
        "relation",
        Text("与户主关系", "Relation"),
        {"户主": ("01", "本人"), "配偶": ("02", "之妻", "之夫"), "之子": ("03", "儿子"), "其他": ("99",)},
    ),
    "grade": CodeList("grade", Text("危房等级", "Grade"), {"A": ("A级",), "C": ("C级", "危房C类"), "无房": ("无",)}),
}

SPACES = " \t\n\v\f\r\x85\xa0\u1680\u2000\u2003\u2028\u2029\u202f\u205f\u3000"
DASHES = "-‐‑‒–—―−"


@dataclass(frozen=True)
class Unreadable:
    """Stands where a cell could not be read."""

    def __repr__(self) -> str:
        return "unreadable"


UNREADABLE = Unreadable()


def field(
    value_type: ValueType,
    *,
    unit: str = "",
    codes: str = "",
    nothing: bool = False,
    personal: Personal | None = None,
) -> Field:
    title = Text("字段", "field")
    return Field("f", "household", title, value_type, unit=unit, codes=codes, nothing=nothing, personal=personal)


def column(
    cells: Sequence[str | None],
    of: Field,
    *,
    multiplier: float = 1.0,
    inverted: bool = False,
    date1904: bool = False,
) -> Parsed:
    series = pl.Series("H", cells, dtype=pl.String)
    return parse(series, of, CODES, multiplier=multiplier, inverted=inverted, date1904=date1904)


def rows(parsed: Parsed) -> list[object]:
    """A value a row; None for a null, ``UNREADABLE`` where that is said."""
    assert len(parsed.values) == len(parsed.unreadable)
    assert parsed.unreadable.dtype == pl.Boolean
    assert not parsed.unreadable.has_nulls()
    assert not parsed.values.filter(parsed.unreadable).is_not_null().any()
    return [UNREADABLE if lost else value for value, lost in zip(parsed.values, parsed.unreadable, strict=True)]


def noted(parsed: Parsed) -> dict[str, list[int]]:
    return {note.kind: note.rows.to_list() for note in parsed.notes}


def read(
    cells: Sequence[str | None],
    of: Field,
    *,
    multiplier: float = 1.0,
    inverted: bool = False,
    date1904: bool = False,
) -> list[object]:
    return rows(column(cells, of, multiplier=multiplier, inverted=inverted, date1904=date1904))


def visible(text: str) -> str:
    """Without what cannot be seen, single spaces, none at the ends."""
    spaced = (" " if character in SPACES else character for character in text)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join(word for word in seen.split(" ") if word)


def plain(cell: str) -> str:
    """Visible and narrow, out of ``'…`` and ``="…"``."""
    text = visible(unicodedata.normalize("NFKC", cell))
    if len(text) > 2 and text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.lstrip("'‘’`").strip(" ")


def says_nothing(text: str) -> bool:
    return text in {"无", "没有", "空"} or (text != "" and (not text.strip(DASHES) or not text.strip("/")))


def all_digits(text: str) -> bool:
    return re.fullmatch("[0-9]+", text) is not None
