"""Who or what a row is about: its id, its name, its place, and where it stands."""

from collections.abc import Sequence

import polars as pl

from incomeaudit.auditing.homes import HOME
from incomeaudit.ingest.model import PART, ROW, Part
from incomeaudit.vocabulary import Table
from incomeaudit.vocabulary.masking import mask_expr


def subjects(rows: pl.DataFrame, table: Table, parts: Sequence[Part], *, unmask: bool) -> dict[str, pl.Expr]:
    """By name, the columns that say whom a row is about; personal numbers masked unless ``unmask``."""
    return {
        "subject_id": subject_id(rows, table, unmask=unmask),
        "subject_name": _text(rows, table.name),
        "head_name": _of_home(rows, "head_name"),
        "city": _step(1),
        "county": pl.coalesce(_step(2), _text(rows, "county")),
        "township": _of_home(rows, "township"),
        "village": _of_home(rows, "village"),
        "year": pl.col("_year"),
        "file": per_part(parts, [part.file for part in parts]),
        "sheet": per_part(parts, [part.sheet for part in parts]),
        "row": pl.col(ROW),
    }


def subject_id(rows: pl.DataFrame, table: Table, *, unmask: bool) -> pl.Expr:
    """The first key field that a row has, masked where it is a personal number; null where it has none."""
    keys: list[pl.Expr] = []
    for name in table.key:
        if name in rows.columns:
            kind = table.fields[name].personal
            keys.append(pl.col(name) if unmask or kind is None else mask_expr(pl.col(name), kind))
    return pl.coalesce(keys) if keys else pl.lit(None, dtype=pl.String)


def identity(rows: pl.DataFrame, table: Table) -> pl.Expr:
    """What a fingerprint is made from: place, village and id, but never a personal number."""
    ids = [name for name in table.key if table.fields[name].personal is None and name != table.name]
    wanted = ids if any(name in rows.columns for name in ids) else ["township", "village"]
    names = dict.fromkeys([*wanted, table.name])
    texts = [pl.col("_place"), *(pl.col(name).cast(pl.String) for name in names if name in rows.columns)]
    return pl.concat_str([text.fill_null("") for text in texts], separator="\x1f")


def per_part(parts: Sequence[Part], values: Sequence[str | None]) -> pl.Expr:
    """A text that each part has, brought to its rows."""
    if len(set(values)) == 1 and len(parts) > 0:
        return pl.lit(values[0], dtype=pl.String)
    return pl.lit(pl.Series(values, dtype=pl.String)).gather(pl.col(PART))


def in_cells_row(rows: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """Rows with ``cell`` and ``row``, the latter made the cell's: on a form it is not that of the household."""
    if not any(part.cells for part in parts):
        return rows
    own = pl.col("cell").str.extract(r"(\d+)$").cast(pl.UInt32)
    return rows.with_columns(pl.coalesce(own, "row").alias("row"))


def _step(depth: int) -> pl.Expr:
    return pl.col("_place").str.split("/").list.get(depth, null_on_oob=True)


def _of_home(rows: pl.DataFrame, name: str) -> pl.Expr:
    """What a row says, else what its household says."""
    known = [column for column in (name, f"{HOME}{name}") if column in rows.columns]
    return pl.coalesce(known) if known else pl.lit(None, dtype=pl.String)


def _text(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in rows.columns else pl.lit(None, dtype=pl.String)
