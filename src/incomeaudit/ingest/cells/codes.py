"""Codes from a list: 户主, 01, 1, 01-户主 and 户主(01) all name the same relation."""

from functools import lru_cache, partial

import polars as pl

from incomeaudit.ingest.cells.parsed import Parsed, by_spelling
from incomeaudit.ingest.cells.spelling import DASHES, NOTHING, plain
from incomeaudit.vocabulary import CodeList

_HALVES = (
    rf"^(.+?) ?[{DASHES}.、:_/)] ?(.+)$",  # 01-户主, 01.户主
    r"^([^ ]+) (.+)$",  # 01 户主
    r"^([0-9]+)([^0-9].*)$",  # 01户主
    r"^(.+?) ?[(\[](.+)[)\]]$",  # 户主(01)
    r"^[(\[](.+?)[)\]] ?(.+)$",  # (01)户主
)
"""A number and a word for the same thing, written together."""


def _key(text: pl.Expr) -> pl.Expr:
    """What two spellings of one code have in common: no spaces, no capitals, no leading zeros of a number."""
    return text.str.replace_all(" ", "").str.to_lowercase().str.replace("^0+([0-9]+)$", "${1}")


def _keys(codes: CodeList) -> pl.DataFrame:
    """Key to code, without the keys that two codes would share."""
    spellings = codes.spellings
    frame = pl.DataFrame(
        {"spelling": list(spellings), "code": list(spellings.values())},
        schema={"spelling": pl.String, "code": pl.String},
    )
    return (
        frame.with_columns(spelling=plain(frame["spelling"]))
        .select(key=_key(pl.col("spelling")), code="code")
        .unique()
        .filter(pl.len().over("key") == 1)
    )


def _read(cells: pl.Series, codes: CodeList) -> pl.DataFrame:
    keys = _keys(codes)
    text, value = pl.col("text"), pl.col("value")

    def look_up(part: pl.Expr) -> pl.Expr:
        return _key(part).replace_strict(keys["key"], keys["code"], default=None)

    def agreed(pattern: str) -> pl.Expr:
        one, other = (look_up(text.str.extract(pattern, group)) for group in (1, 2))
        return pl.when(one == other).then(one)

    read = pl.DataFrame({"cell": cells, "text": plain(cells)}).with_columns(
        value=pl.coalesce(
            pl.col("cell").replace_strict(codes.spellings, default=None, return_dtype=pl.String), look_up(text)
        )
    )
    if read["value"].has_nulls():
        read = read.with_columns(pl.coalesce(value, *(agreed(pattern) for pattern in _HALVES)))
    return read.select(
        "cell",
        "value",
        unreadable=value.is_null() & (text != "") & ~text.str.contains(NOTHING),
        note=pl.lit(None, dtype=pl.String),
    )


@lru_cache(maxsize=256)
def _remembered(spellings: tuple[str, ...], codes: CodeList) -> pl.DataFrame:
    return _read(pl.Series(spellings, dtype=pl.String), codes)


def parse_codes(cells: pl.Series, codes: CodeList) -> Parsed:
    """Read a column of codes. Gives String, the list's codes.

    A cell is a spelling of the list, width, spaces, capitals and leading zeros apart, or a number and a word that
    lead to the same code. - and 无 say nothing unless the list spells a code so.
    """
    return by_spelling(cells, partial(_read, codes=codes), partial(_remembered, codes=codes))
