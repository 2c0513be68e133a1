"""问题农户: a row a household that has at least one finding."""

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.style import SEVERITY_FILLS
from incomeaudit.report.wording import severity_words

_SAME = ["year", "county", "township", "village", "subject_id"]
"""What a household's and its members' findings have in common."""


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
    found = findings.filter(pl.col("table").is_in(["household", "member"]))
    ordered = _of_one_household(found).with_columns(
        pl.col("severity").cast(pl.Enum(severities)).to_physical().alias("rank"),
        pl.when(table="member")
        .then(pl.concat_str(pl.col("subject_name"), pl.lit("："), pl.col("message"), ignore_nulls=True))
        .otherwise("message")
        .alias("said"),
    )
    ordered = ordered.sort("rank", maintain_order=True).with_columns(
        pl.int_range(1, pl.len() + 1).over("household").alias("number")
    )
    together = ordered.group_by("household", maintain_order=True).agg(
        pl.col("rank", "severity", *_SAME, "file", "sheet", "cell").first(),
        pl.len().alias("problems"),
        pl.col("subject_name").filter(pl.col("table") == "household").first().alias("head"),
        pl.concat_str(pl.col("number"), pl.lit(". "), pl.col("said")).str.join("\n").alias("messages"),
        pl.col("code").unique(maintain_order=True).str.join(" ").alias("codes"),
        pl.col("gap", "gap_household").sort_by("gap_household", "gap", descending=True, nulls_last=True).first(),
        pl.col("row").first(),
    )
    worst_first = together.sort(
        "rank", "problems", "file", "sheet", "row", descending=[False, True, False, False, False], maintain_order=True
    )
    return worst_first.with_columns(pl.int_range(1, pl.len() + 1).alias("number"))


def _of_one_household(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with ``household``, the same for all of one household.

    A household is its row in the roster: two rows with one id are two households to look at. A member's
    finding belongs to the row that carries its household id; where that row has no finding of its own, the
    findings of the members come together by their household id alone.
    """
    row = pl.concat_str("file", "sheet", pl.col("row"), separator="\x1f", ignore_nulls=True)
    marked = findings.with_columns(row.alias("own_row"))
    rows = (
        marked.filter(pl.col("subject_id").is_not_null() & (pl.col("table") == "household"))
        .unique(_SAME, keep="first", maintain_order=True)
        .select(*_SAME, pl.col("own_row").alias("shared_row"))
    )
    by_id = pl.concat_str(pl.col(_SAME).cast(pl.String).fill_null(""), separator="\x1f")
    belongs = (
        pl.when(table="household")
        .then("own_row")
        .otherwise(pl.coalesce("shared_row", pl.when(pl.col("subject_id").is_not_null()).then(by_id), "own_row"))
    )
    joined = marked.join(rows, on=_SAME, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(belongs.alias("household"))
