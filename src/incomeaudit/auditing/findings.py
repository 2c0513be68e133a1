"""Flagged rows as findings: whom, what, how much, where, and a fingerprint that survives sorting."""

import re
from collections.abc import Sequence
from hashlib import sha256

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.frame import marks_of
from incomeaudit.auditing.judge import Judged
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import FINDING_SCHEMA
from incomeaudit.auditing.subjects import cell_of, identity, in_cells_row, subjects
from incomeaudit.ingest.model import PART
from incomeaudit.messages import Messages
from incomeaudit.rulebook.model import SEVERITIES, Check
from incomeaudit.rulebook.sql import condition_of

_PLACE = re.compile(r"(\{[a-z_0-9]+\})")
_FIGURES = ("gap", "gap_household")


def findings_of(frame: pl.DataFrame, item: Planned, judged: Judged, context: TableContext) -> pl.DataFrame:
    """The findings of one check, after FINDING_SCHEMA plus ``_part`` for sorting."""
    check = item.entry
    assert isinstance(check, Check)
    messages, table = context.messages, context.table
    lang = messages.lang
    rows = _with_values(frame, item, judged.flagged, messages)
    actual = condition_of(check.actual, item.pack.document.id)
    # An amount before a head count: per head = income ÷ members points to the income.
    # The settled year has no cell in tables without a column for it.
    behind = [name for name in context.fields.roots(actual.fields) if name in table.fields]
    roots = sorted(behind, key=lambda name: table.fields[name].type != "money")
    cell, field = cell_of(rows, context.parts, check.cell, roots)
    found = rows.select(
        *subjects(rows, table, context.parts, unmask=context.options.unmask),
        cell.alias("cell"),
        field.alias("field"),
        _sentence(check.message[lang], rows, messages).alias("message"),
        *(pl.col(f"={name}").alias(name) for name in ("actual", "expected", *_FIGURES)),
        *(pl.col(f"={name}.text").alias(f"{name}_text") for name in ("actual", "expected")),
        identity(rows, table).alias("_identity"),
        pl.col(PART),
    )
    return (
        in_cells_row(found, context.parts)
        .with_columns(
            pl.lit(check.code).alias("code"),
            pl.lit(check.title[lang]).alias("title"),
            pl.lit(pl.Series([check.clauses])).first().alias("clauses"),
            pl.lit(check.severity).alias("severity"),
            pl.lit(check.table).alias("table"),
            pl.lit(check.remedy[lang]).alias("remedy"),
            pl.Series("fingerprint", _fingerprints(check.code, table.id, found.get_column("_identity").to_list())),
        )
        .select(*(pl.col(name).cast(dtype) for name, dtype in FINDING_SCHEMA.items()), PART)
    )


def in_order(findings: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All findings, worst first, then by code, file, sheet and row."""
    if not findings:
        return pl.DataFrame(schema=FINDING_SCHEMA)
    rank = pl.col("severity").replace_strict(list(SEVERITIES), list(range(len(SEVERITIES))), return_dtype=pl.Int8)
    stacked = pl.concat(findings).sort(rank, "code", PART, "row", maintain_order=True)
    return stacked.drop(PART)


def _with_values(frame: pl.DataFrame, item: Planned, flagged: pl.Series, messages: Messages) -> pl.DataFrame:
    """Flagged rows with ``=actual``, ``=expected``, ``=gap``, ``=gap_household`` as figures and as texts."""
    check = item.entry
    assert isinstance(check, Check)
    marks = marks_of(frame)
    texts = {"actual": check.actual, "expected": check.expected, "gap": check.gap, "gap_household": check.gap_household}
    conditions = {
        name: None if sql is None else condition_of(sql, item.pack.document.id) for name, sql in texts.items()
    }
    expressions = [
        (pl.lit(None, dtype=pl.Float64) if condition is None else condition.expression(marks)).alias(f"={name}")
        for name, condition in conditions.items()
    ]
    if any(condition is not None and condition.compares_rows for condition in conditions.values()):
        rows = frame.with_columns(expressions)[flagged]
    else:
        rows = frame[flagged].with_columns(expressions)
    names = [f"={name}" for name in texts]
    return rows.with_columns(
        *(_as_text(pl.col(name), rows.schema[name], messages).alias(f"{name}.text") for name in names),
        *(_as_figure(pl.col(name), rows.schema[name]).alias(name) for name in names),
    )


def _as_figure(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Figures to six decimals, which is finer than any they come from; null for what is no figure."""
    return value.cast(pl.Float64).round(6) if dtype.is_numeric() else pl.lit(None, dtype=pl.Float64)


def _as_text(value: pl.Expr, dtype: pl.DataType, messages: Messages) -> pl.Expr:
    if dtype == pl.Boolean:
        return pl.when(value).then(pl.lit(messages("value.yes"))).when(~value).then(pl.lit(messages("value.no")))
    if dtype.is_float():
        return value.round(2).cast(pl.Decimal(38, 2)).cast(pl.String)
    return value.cast(pl.String)


def _sentence(template: str, rows: pl.DataFrame, messages: Messages) -> pl.Expr:
    """The message with its places filled row by row."""
    pieces: list[pl.Expr] = []
    for piece in filter(None, _PLACE.split(template)):
        if not _PLACE.fullmatch(piece):
            pieces.append(pl.lit(piece))
            continue
        name = piece[1:-1]
        if f"={name}.text" in rows.columns:
            text = pl.col(f"={name}.text")
        else:
            text = _as_text(pl.col(name), rows.schema[name], messages)
        pieces.append(text.fill_null(messages("value.blank")))
    return pl.concat_str(pieces)


def _fingerprints(code: str, table: str, identities: Sequence[str]) -> list[str]:
    """Sixteen hex digits a finding; a second row of the same subject gets its number mixed in."""
    seen: dict[str, int] = {}
    prints: list[str] = []
    for identity_text in identities:
        seen[identity_text] = seen.get(identity_text, 0) + 1
        again = "" if seen[identity_text] == 1 else f"\x1f{seen[identity_text]}"
        prints.append(sha256(f"{code}\x1f{table}\x1f{identity_text}{again}".encode()).hexdigest()[:16])
    return prints
