"""读取问题 and 参数与依据: what reading ran into, and the values that the data was held against."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.style import GREY, RED, YELLOW
from incomeaudit.report.wording import document_titles, field_titles, said, section, table_titles


def issues(result: Result, messages: Messages) -> Sheet:
    """Every issue of reading, with the cell it is about and what stands there."""
    levels = section(messages, "issue_level")
    titles = field_titles(messages.lang)
    named = [
        pl.when(table=table).then(pl.col("field").replace(titles[table]))
        for table in result.issues.get_column("table").unique(maintain_order=True)
        if table in titles
    ]
    frame = result.issues.with_columns(
        pl.coalesce(*named, "field").alias("field"),
        said("level", levels),
        said("table", table_titles(messages.lang)),
    )
    fills = {"error": RED, "warning": YELLOW, "info": GREY}
    columns = (
        Column("level", "label", heading="issue_level", fills={levels[name]: color for name, color in fills.items()}),
        Column("message", "long", heading="issue_message", widest=60),
        Column("text", "long", widest=28),
        Column("table", "label", widest=16),
        Column("field", widest=24),
        Column("file", widest=34),
        Column("sheet", widest=18),
        Column("row", "number"),
        Column("cell", "label"),
    )
    return Sheet(messages("sheet.issues"), (Block(columns, frame, messages("report.no_issues")),), frozen=1)


def values(result: Result, messages: Messages) -> Sheet:
    """Every parameter and fact in force, with where it comes from."""
    block = values_block(result.values, document_titles(result), messages)
    return Sheet(messages("sheet.values"), (block,), frozen=2)


def values_block(values: pl.DataFrame, documents: Mapping[str, str], messages: Messages) -> Block:
    """Values after VALUE_SCHEMA; ``documents`` gives the titles of documents by their id."""
    frame = values.with_columns(said("kind", section(messages, "value_kind")), said("document", documents))
    columns = (
        Column("kind", "label", heading="value_kind", widest=16),
        Column("title", "long", heading="value_title", widest=40),
        Column("value", widest=20),
        Column("unit", "label"),
        Column("place", "long", widest=26),
        Column("year", "number"),
        Column("document", "long", widest=30),
        Column("source", "long", heading="value_source", widest=44),
        Column("note", "long", widest=44),
        Column("id", heading="value_id"),
    )
    return Block(columns, frame, messages("report.no_values"))
