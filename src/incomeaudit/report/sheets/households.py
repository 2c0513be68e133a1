"""问题农户: a row a household that has at least one finding."""

import polars as pl

from incomeaudit.auditing.households import SAME, by_household
from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.style import SEVERITY_FILLS
from incomeaudit.report.wording import severity_words


def households(result: Result, messages: Messages) -> Sheet:
    """The flagged households, worst first: by severity, then number of problems, then the roster's order."""
    words = severity_words(messages)
    columns = (
        Column("number", "number"),
        Column("severity", "label", heading="worst_severity", fills={words[n]: c for n, c in SEVERITY_FILLS.items()}),
        Column("problems", "count"),
        Column("subject_id", heading="household_id"),
        Column("head", heading="head_name"),
        Column("county"),
        Column("township"),
        Column("village"),
        Column("year", "number"),
        Column("messages", "long", widest=70),
        Column("codes", "long", widest=20),
        Column("gap", "amount", heading="largest_gap", widest=16),
        Column("gap_household", "amount", heading="largest_gap_household", widest=16),
        Column("file", widest=34),
        Column("sheet", widest=14),
        Column("cell", "label", heading="first_cell"),
    )
    frame = flagged_households(result.findings, list(words)).with_columns(pl.col("severity").replace(words))
    return Sheet(
        messages("sheet.households"), (Block(columns, frame, messages("report.no_households")),), frozen=5, wide=True
    )


def flagged_households(findings: pl.DataFrame, severities: list[str]) -> pl.DataFrame:
    """Findings about households and their members, brought together by household.

    Gives number, severity (the worst), problems (how many), subject_id, head, county, township, village,
    year, messages (one numbered line a problem), codes, gap and gap_household (both of the problem with the
    largest), and file, sheet and cell of the first problem.
    """
    ordered = (
        by_household(findings)
        .lazy()
        .with_columns(
            pl.col("severity").cast(pl.Enum(severities)).to_physical().alias("rank"),
            pl.when(table="member")
            .then(pl.concat_str(pl.col("subject_name"), pl.lit("："), pl.col("message"), ignore_nulls=True))
            .otherwise("message")
            .alias("said"),
        )
    )
    ordered = ordered.sort("rank", maintain_order=True).with_columns(
        pl.int_range(1, pl.len() + 1).over("household").alias("number")
    )
    together = ordered.group_by("household", maintain_order=True).agg(
        pl.col("rank", "severity", *SAME, "file", "sheet", "cell").first(),
        pl.len().alias("problems"),
        pl.col("head_name").drop_nulls().first().alias("head"),
        pl.concat_str(pl.col("number"), pl.lit(". "), pl.col("said")).str.join("\n").alias("messages"),
        pl.col("code").unique(maintain_order=True).str.join(" ").alias("codes"),
        pl.col("gap", "gap_household").sort_by("gap_household", "gap", descending=True, nulls_last=True).first(),
        pl.col("row").first(),
    )
    worst_first = together.sort(
        "rank", "problems", "file", "sheet", "row", descending=[False, True, False, False, False], maintain_order=True
    )
    return worst_first.with_columns(pl.int_range(1, pl.len() + 1).alias("number")).collect()
