"""Findings across files in words: what, where else, a fingerprint that survives sorting."""

import re
from collections.abc import Sequence
from hashlib import sha256

import polars as pl

from incomeaudit.batch.across.found import Found
from incomeaudit.batch.across.numbers import person_keys
from incomeaudit.messages import Messages
from incomeaudit.messages.catalog import read_catalog
from incomeaudit.report.rollup.model import ACROSS_SCHEMA
from incomeaudit.vocabulary.masking import mask_expr

_SHOWN = 5
"""Places that a message names; the rest are counted."""
_FIELD = re.compile(r"(\{[a-z]+\})")
_ORDER = ("file", "sheet", "row", "cell", "name")


def findings(found: Found, severity: str, messages: Messages, *, unmask: bool) -> pl.DataFrame:
    """A check's findings after ACROSS_SCHEMA, matter by matter in the order in which they begin; ``group`` counts from
    1. Personal numbers are masked unless ``unmask``."""
    if not found.rows.height:
        return pl.DataFrame(schema=ACROSS_SCHEMA)
    rows = found.rows.sort("year", *_ORDER, "subject", nulls_last=True)
    rows = rows.with_row_index("at").with_columns(pl.col("at").min().over("matter").alias("begins"))
    rows = rows.sort("begins", maintain_order=True).with_columns(pl.col("begins").rank("dense").alias("group"))
    rows = rows.with_columns(_identity().alias("identity"), _elsewhere(messages).alias("others"))
    if not unmask:
        rows = rows.with_columns(_masked(rows, "subject"))
    step = pl.col("place").str.split("/").list
    return rows.select(
        pl.lit(found.code).alias("code"),
        pl.lit(messages(f"across.{found.code.lower()}_title")).alias("title"),
        pl.lit(severity).alias("severity"),
        "subject",
        "name",
        "group",
        _sentences(rows, messages).alias("message"),
        pl.lit(messages(f"across.{found.code.lower()}_remedy")).alias("remedy"),
        step.get(1, null_on_oob=True).alias("city"),
        step.get(2, null_on_oob=True).alias("county"),
        *("township", "village", "year", "file", "sheet", "row", "cell"),
        pl.Series("fingerprint", _fingerprints(found.code, rows["identity"].to_list())),
    ).select(pl.col(name).cast(dtype) for name, dtype in ACROSS_SCHEMA.items())


def _identity() -> pl.Expr:
    """What a fingerprint is made from: year, place and household or name, never a personal number."""
    texts = ("year", "place", "township", "village", "household_id", "name")
    own = pl.when(pl.col("household_id").is_null() & pl.col("name").is_null()).then("subject")
    return pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("") for name in texts] + [own.fill_null("")], separator="\x1f"
    )


def _fingerprints(code: str, identities: Sequence[str]) -> list[str]:
    """Sixteen hex digits a finding; a second row of the same identity gets its number mixed in."""
    seen: dict[str, int] = {}
    prints: list[str] = []
    for identity in identities:
        seen[identity] = seen.get(identity, 0) + 1
        again = "" if seen[identity] == 1 else f"\x1f{seen[identity]}"
        prints.append(sha256(f"{code}\x1f{identity}{again}".encode()).hexdigest()[:16])
    return prints


def _elsewhere(messages: Messages) -> pl.Expr:
    """Where the other rows of a row's matter stand, the first few of them; null where there is none."""
    spot = pl.coalesce("cell", pl.format(messages("across.row", row="{}"), "row"))
    where = pl.concat_str(pl.col("file"), pl.concat_str("sheet", spot, separator="!"), separator=" › ")
    at, rows = pl.int_range(pl.len()).over("matter"), pl.len().over("matter")
    first = where.head(_SHOWN + 1).implode().over("matter")
    others = pl.concat_list(first.list.head(at), first.list.slice(at + 1)).list.head(_SHOWN)
    listed = others.list.join(messages("across.comma"))
    some = pl.format(messages("across.and_so_on", listed="{}", n="{}"), listed, rows - 1)
    return pl.when(rows - 1 > _SHOWN).then(some).when(rows > 1).then(listed)


def _sentences(rows: pl.DataFrame, messages: Messages) -> pl.Expr:
    """Each row's sentence with its places filled from the columns of the same name."""
    said: list[pl.Expr] = []
    for key in rows["said"].unique().sort():
        pieces = [piece for piece in _FIELD.split(read_catalog(messages.lang)[f"across.{key}"]) if piece]
        filled = [
            pl.col(piece[1:-1]).fill_null(messages("value.blank")) if _FIELD.fullmatch(piece) else pl.lit(piece)
            for piece in pieces
        ]
        said.append(pl.when(pl.col("said") == key).then(pl.concat_str(filled)))
    return pl.coalesce(said)


def _masked(rows: pl.DataFrame, name: str) -> pl.Expr:
    """A column with what reads as a personal number masked: some rosters number households by their head's."""
    personal = person_keys(rows.get_column(name)).is_not_null() & (rows.get_column(name).str.len_chars() != 15)
    return pl.when(personal).then(mask_expr(pl.col(name), "id")).otherwise(name).alias(name)
