"""Flagged rows as findings: whom, what, how much, where, and a fingerprint that survives sorting.

The findings of a table's checks are put into words together: a table has dozens of checks, most of them with a handful
of findings, and a query costs more than a handful of rows.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import polars as pl

from incomeaudit.auditing.cells import cells_of
from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.flagged import FIGURES, Flagged, as_figures, as_texts, flagged_rows
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import FINDING_SCHEMA
from incomeaudit.auditing.sentences import sentences
from incomeaudit.auditing.subjects import identity, in_cells_row, subjects
from incomeaudit.ingest.model import PART
from incomeaudit.rulebook.model import SEVERITIES
from incomeaudit.vocabulary import Table

Seen = dict[bytes, int]
"""How often each fingerprint was asked for."""
TOGETHER = 5000
"""Findings that are put into words at once; a check that has more of them goes alone."""


def findings_of(
    frame: pl.DataFrame,
    found: Sequence[tuple[Planned, pl.Series]],
    context: TableContext,
    seen: Seen | None = None,
) -> list[pl.DataFrame]:
    """The findings of a table's checks, in frames after FINDING_SCHEMA plus ``_part`` for sorting.

    ``found`` gives each check with the positions of the rows that it flags, one at least. ``seen`` are the findings of
    rows of the same table that were looked at before; these are added to it.
    """
    known: Seen = {} if seen is None else seen
    return [words for some in _portions(found) for words in _portion_in_words(frame, some, context, known)]


def _portion_in_words(
    frame: pl.DataFrame, some: Sequence[tuple[Planned, pl.Series]], context: TableContext, seen: Seen
) -> list[pl.DataFrame]:
    try:
        return [_in_words(flagged_rows(frame, some), context, seen)]
    except pl.exceptions.PolarsError:
        # What one check reckons may not go with the rows of another: 'T01' is no number to a check that asks for one.
        if len(some) == 1:
            raise
        return [_in_words(flagged_rows(frame, [one]), context, seen) for one in some]


def in_order(findings: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All findings, worst first, then by code, file, sheet and row."""
    if not findings:
        return pl.DataFrame(schema=FINDING_SCHEMA)
    rank = pl.col("severity").replace_strict(list(SEVERITIES), list(range(len(SEVERITIES))), return_dtype=pl.Int8)
    stacked = pl.concat(findings).sort(rank, "code", PART, "row", maintain_order=True)
    return stacked.drop(PART)


def _portions(found: Sequence[tuple[Planned, pl.Series]]) -> Iterator[list[tuple[Planned, pl.Series]]]:
    """The checks in turn, as many at once as have ``TOGETHER`` findings."""
    portion: list[tuple[Planned, pl.Series]] = []
    total = 0
    for item, positions in found:
        if portion and total + len(positions) > TOGETHER:
            yield portion
            portion, total = [], 0
        portion.append((item, positions))
        total += len(positions)
    if portion:
        yield portion


def _in_words(flagged: Flagged, context: TableContext, seen: Seen) -> pl.DataFrame:
    lang, table, rows, checks = context.messages.lang, context.table, flagged.rows, flagged.checks
    figures, texts = as_figures(flagged.values), as_texts(flagged.values, context.messages)
    cell, field = cells_of(flagged, context)
    columns = {
        "code": flagged.each([check.code for check in checks]),
        "title": flagged.each([check.title[lang] for check in checks]),
        "clauses": flagged.each([check.clauses for check in checks], pl.List(pl.String)),
        "severity": flagged.each([check.severity for check in checks]),
        "table": pl.lit(table.id),
        **subjects(rows, table, context.parts, unmask=context.options.unmask),
        "message": sentences(flagged, texts, context.messages),
        "remedy": flagged.each([check.remedy[lang] for check in checks]),
        **{name: flagged.own_value(figures, name, pl.Float64()) for name in FIGURES},
        **{f"{name}_text": flagged.own_value(texts, name, pl.String()) for name in FIGURES[:2]},
        "cell": cell,
        "field": field,
    }
    found = rows.select(*(columns[name].cast(FINDING_SCHEMA[name]).alias(name) for name in columns), PART)
    # Last of all, where nothing breaks any more: what has been seen once must not be seen again.
    found = found.with_columns(_fingerprints(flagged, table, seen).alias("fingerprint"))
    return in_cells_row(found.select(*FINDING_SCHEMA, PART), context.parts)


def _fingerprints(flagged: Flagged, table: Table, seen: Seen) -> pl.Series:
    """Sixteen hex digits a finding; a second row of the same subject gets its number mixed in."""
    identities, codes = flagged.rows.select(
        identity(flagged.rows, table), flagged.each([check.code for check in flagged.checks]).alias("code")
    )
    prints: list[str] = []
    for code, subject in zip(codes, identities, strict=True):
        text = f"{code}\x1f{table.id}\x1f{subject}"
        first = sha256(text.encode()).digest()[:8]
        count = seen[first] = seen.get(first, 0) + 1
        prints.append((first if count == 1 else sha256(f"{text}\x1f{count}".encode()).digest()[:8]).hex())
    return pl.Series(prints, dtype=pl.String)
