"""检查覆盖 and 未能判定: what was looked at, what was not, and why."""

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.style import AMBER, GREEN, GREY, RED, SEVERITY_FILLS, YELLOW
from incomeaudit.report.verdicts import state_of
from incomeaudit.report.wording import document_titles, field_titles, said, section, severity_words, table_titles

_FILLS = {
    "flagged": RED,
    "error": RED,
    "not_met": RED,
    "passed": GREEN,
    "met": GREEN,
    "partly": YELLOW,
    "none_assessed": AMBER,
    "unassessable": AMBER,
    "no_subject": GREY,
    "reported": GREY,
    "skipped": GREY,
    "pending": GREY,
    "context": GREY,
}


def coverage(result: Result, messages: Messages) -> Sheet:
    """Every check with its counts, every target, and below them every clause that none of them covers."""
    words = severity_words(messages)
    states = section(messages, "check_state")
    rows = pl.concat([_checks(result), _targets(result), _clauses(result)], how="diagonal").with_columns(
        said("document", document_titles(result)),
        said("severity", words),
        said("state", states),
        said("table", table_titles(messages.lang)),
        pl.col("clauses").list.join(messages("report.list_semicolon")),
    )
    frame = rows.collect()
    columns = (
        Column("document", widest=26),
        Column("clauses", widest=32),
        Column("code", "label"),
        Column("title", "long", heading="check_or_demand", widest=44),
        Column("table", "label", widest=16),
        Column("severity", "label", fills={words[name]: color for name, color in SEVERITY_FILLS.items()}),
        Column("state", "label", widest=22, fills={states[name]: color for name, color in _FILLS.items()}),
        Column("in_scope", "count"),
        Column("assessed", "count"),
        Column("flagged", "count"),
        Column("unassessable", "count"),
        Column("reason", "long", widest=56),
    )
    return Sheet(messages("sheet.coverage"), (Block(columns, frame, messages("report.no_checks")),), frozen=4)


def _checks(result: Result) -> pl.LazyFrame:
    # A check that did not run counted nothing; a zero there would read as if it had looked.
    counts = pl.col("in_scope", "assessed", "flagged", "unassessable")
    ran = ~pl.col("state").is_in(["skipped", "error"])
    stated = result.checks.lazy().with_columns(state_of())
    return stated.with_columns(pl.when(ran).then(counts).name.keep()).drop("outcome")


def _targets(result: Result) -> pl.LazyFrame:
    """One row a target: the worst of what its places say, and why."""
    worst = ["error", "not_met", "unassessable", "skipped", "met", "reported"]
    ranked = result.targets.lazy().with_columns(pl.col("outcome").cast(pl.Enum(worst)).to_physical().alias("rank"))
    documents = result.clauses.lazy().select(pl.col("id").alias("clause"), "document").unique("clause")
    return (
        ranked.sort("code", "rank", maintain_order=True)
        .group_by("code", maintain_order=True)
        .agg(pl.col("title", "clauses", "severity", "reason").first(), pl.col("outcome").first().alias("state"))
        .with_columns(pl.col("clauses").list.first().alias("clause"), pl.lit("place").alias("table"))
        .join(documents, on="clause", how="left", maintain_order="left")
        .drop("clause")
    )


def _clauses(result: Result) -> pl.LazyFrame:
    return (
        result.clauses.lazy()
        .filter(pl.col("state") != "encoded")
        .select(
            "document",
            pl.concat_list("id").alias("clauses"),
            pl.col("demand").alias("title"),
            "state",
            "reason",
        )
    )


def unassessed(result: Result, messages: Messages) -> Sheet:
    """A row a subject that at least one check could not judge: which checks, and what the row does not say."""
    frame = result.unassessed.with_columns(
        _missing(result.unassessed, messages),
        said("table", table_titles(messages.lang)),
        pl.col("codes").list.join(" "),
    )
    columns = (
        Column("table", "label", widest=16),
        Column("subject_id", heading="subject_or_household_id"),
        Column("subject_name"),
        Column("county"),
        Column("township"),
        Column("village"),
        Column("missing", "long", widest=50),
        Column("codes", "long", heading="unjudged_codes", widest=40),
        Column("file", widest=34),
        Column("sheet", widest=18),
        Column("row", "number"),
    )
    return Sheet(messages("sheet.unassessed"), (Block(columns, frame, messages("report.no_unassessed")),), frozen=3)


def _missing(unassessed: pl.DataFrame, messages: Messages) -> pl.Series:
    """What each row lacks, by the fields' titles. Rows lack the same few things over and over, so each is put once."""
    titles = field_titles(messages.lang)
    lacking = unassessed.select("table", "missing", key=pl.concat_str("table", pl.col("missing").list.join(" ")))
    words = {}
    for table, fields, key in lacking.unique("key", keep="any").iter_rows():
        named = [titles.get(table, {}).get(field, field) for field in fields]
        # A row can lack nothing and still not be judged: nothing divides by no members.
        words[key] = messages("report.list_comma").join(named) or messages("report.nothing_missing")
    return lacking.get_column("key").replace(words).alias("missing")
