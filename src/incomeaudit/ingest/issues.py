"""Building the frame of issues: one row each, or a column of unreadable cells at once."""

from collections.abc import Sequence

import polars as pl

from incomeaudit.ingest.model import ISSUE_SCHEMA, Part
from incomeaudit.messages import Messages
from incomeaudit.vocabulary.masking import MaskKind, mask_expr

LONGEST = 40
"""Characters of a cell's text that an issue shows."""
NAMED = 5
"""Rows or columns that an issue about many of them names."""


def issue(
    kind: str,
    level: str,
    message: str,
    *,
    table: str | None = None,
    field: str | None = None,
    part: int | None = None,
    file: str | None = None,
    sheet: str | None = None,
    row: int | None = None,
    cell: str | None = None,
    text: str | None = None,
) -> pl.DataFrame:
    """One issue, after ``ISSUE_SCHEMA``. ``text`` is cut to ``LONGEST`` characters; the caller masks it."""
    values = (kind, level, message, table, field, part, file, sheet, row, cell, text[:LONGEST] if text else text)
    return pl.DataFrame([dict(zip(ISSUE_SCHEMA, values, strict=True))], schema=ISSUE_SCHEMA)


def issue_frame(
    parts: Sequence[Part],
    *,
    kind: str | None = None,
    level: str = "warning",
    message: str = "",
    table: str | None = None,
    field: str | None = None,
    part: int | None = None,
    row: int | None = None,
    text: str | None = None,
) -> pl.DataFrame:
    """One issue about a part that has been read: its file, sheet and cell are looked up in ``parts``.

    Without a ``kind``, no issue: the empty frame.
    """
    if kind is None:
        return ISSUE_SCHEMA.to_frame()
    where = parts[part] if part is not None else None
    cell = where.cell(field, row) if where and field and row else None
    return issue(
        kind,
        level,
        message,
        table=table,
        field=field,
        part=part,
        file=where.file if where else None,
        sheet=where.sheet if where else None,
        row=row,
        cell=cell,
        text=text,
    )


_CELL, _TEXT = "\x02", "\x03"
"""Stand in a message where each row's own cell and text go."""


def cell_issues(
    cells: pl.DataFrame,
    kind: str,
    messages: Messages,
    *,
    level: str = "error",
    title: str,
    table: str,
    field: str,
    part: int,
    file: str,
    sheet: str,
    mask: MaskKind | None,
) -> pl.DataFrame:
    """An issue for each of some cells of one column; level error says that a value was lost.

    ``cells`` has ``row`` (UInt32, Excel's), ``letter`` and ``text``; ``title`` names the field to the reader. The text
    under ``issue.kind`` has the places {cell}, {text} and {field}.
    """
    text = mask_expr(pl.col("text"), mask) if mask else pl.col("text")
    text, cell = text.str.head(LONGEST), pl.concat_str("letter", "row")
    template = messages(f"issue.{kind}", cell=_CELL, text=_TEXT, field=title)
    return cells.select(
        pl.lit(kind).alias("kind"),
        pl.lit(level).alias("level"),
        _filled(template, cell, text.fill_null("")).alias("message"),
        pl.lit(table).alias("table"),
        pl.lit(field).alias("field"),
        pl.lit(part, dtype=pl.UInt32).alias("part"),
        pl.lit(file).alias("file"),
        pl.lit(sheet).alias("sheet"),
        pl.col("row").cast(pl.UInt32),
        cell.alias("cell"),
        text.alias("text"),
    )


def _filled(template: str, cell: pl.Expr, text: pl.Expr) -> pl.Expr:
    pieces: list[pl.Expr] = []
    for number, piece in enumerate(template.split(_CELL)):
        pieces += [cell] if number else []
        for place, words in enumerate(piece.split(_TEXT)):
            pieces += [text] if place else []
            pieces += [pl.lit(words)] if words else []
    return pl.concat_str(pieces)


def named_rows(rows: Sequence[int]) -> str:
    """Row numbers as a message names them: the first few, then an ellipsis."""
    return "、".join(str(row) for row in rows[:NAMED]) + ("…" if len(rows) > NAMED else "")
