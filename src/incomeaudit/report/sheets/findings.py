"""问题清单: a row a finding."""

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.style import SEVERITY_FILLS
from incomeaudit.report.wording import said, severity_words


def findings(result: Result, messages: Messages) -> Sheet:
    """Every finding, in the result's order: worst first, then by code, file, sheet and row."""
    words = severity_words(messages)
    frame = result.findings.with_columns(
        pl.int_range(1, pl.len() + 1).alias("number"),
        said("severity", words),
        pl.col("code").replace(_basis(result, messages)).alias("basis"),
        pl.struct(number="actual", text="actual_text").alias("actual"),
        pl.struct(number="expected", text="expected_text").alias("expected"),
    )
    columns = (
        Column("number", "number"),
        Column("code", "label"),
        Column("title", widest=26),
        Column("severity", "label", fills={words[name]: color for name, color in SEVERITY_FILLS.items()}),
        Column("subject_id", heading="subject_or_household_id"),
        Column("subject_name"),
        Column("county"),
        Column("township"),
        Column("village"),
        Column("year", "number"),
        Column("message", "long", widest=48),
        Column("actual", "value", widest=16),
        Column("expected", "value", widest=16),
        Column("gap", "amount", widest=16),
        Column("gap_household", "amount", widest=16),
        Column("basis", "long", widest=28),
        Column("remedy", "long", widest=32),
        Column("file", widest=34),
        Column("sheet", widest=14),
        Column("row", "number"),
        Column("cell", "label"),
        Column("fingerprint"),
    )
    return Sheet(
        messages("sheet.findings"), (Block(columns, frame, messages("report.no_findings")),), frozen=2, wide=True
    )


def _basis(result: Result, messages: Messages) -> dict[str, str]:
    """For each check with findings, the clauses it rests on: document and where in it they stand."""
    stands = {
        clause: messages("report.basis", document=document, at=at)
        for document, clause, at in result.clauses.select("document_title", "id", "at").iter_rows()
    }
    cited = result.findings.lazy().select("code", "clauses").unique("code", keep="first").collect()
    comma = messages("report.list_semicolon")
    return {code: comma.join(stands.get(clause, clause) for clause in clauses) for code, clauses in cited.iter_rows()}
