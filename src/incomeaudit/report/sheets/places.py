"""乡镇汇总 and 目标: figures about places."""

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.style import AMBER, GREEN, GREY, RED
from incomeaudit.report.wording import said, section, severity_words

_COUNTED = ("households", "people", "flagged_households", "findings", "critical", "major", "notice")


def townships(result: Result, messages: Messages) -> Sheet:
    """A row a township, with the sum of all below."""
    return Sheet(messages("sheet.townships"), (townships_block(result.townships, messages),), frozen=3)


def townships_block(townships: pl.DataFrame, messages: Messages, *more: Column) -> Block:
    """Townships after TOWNSHIP_SCHEMA, by year where they have a ``year``, and ``more`` columns behind the usual."""
    share = pl.when(pl.col("households") > 0).then(pl.col("flagged_households") / pl.col("households"))
    frame = townships.with_columns(share.alias("flagged_share"))
    columns = (
        Column("city"),
        Column("county"),
        Column("township"),
        *([Column("year", "number")] if "year" in townships.columns else []),
        Column("households", "count"),
        Column("people", "count"),
        Column("flagged_households", "count"),
        Column("flagged_share", "share"),
        Column("findings", "count"),
        Column("critical", "count"),
        Column("major", "count"),
        Column("notice", "count"),
        Column("income_per_capita", "amount"),
        *more,
    )
    return Block(columns, frame, messages("report.no_townships"), total=_total(frame, messages))


def _total(frame: pl.DataFrame, messages: Messages) -> dict[str, object]:
    """Sums of the counts. No income: an average of the townships' averages would be a wrong figure."""
    # Households of two years' rosters are not so many households.
    if frame.height < 2 or ("year" in frame.columns and frame.get_column("year").n_unique() > 1):
        return {}
    sums = frame.select(pl.col(_COUNTED).sum()).row(0, named=True)
    share = sums["flagged_households"] / sums["households"] if sums["households"] else None
    return {"city": messages("report.total"), **sums, "flagged_share": share}


def targets(result: Result, messages: Messages) -> Sheet:
    """A row a target and place: what was measured, what is to be reached, and whether it is."""
    return Sheet(messages("sheet.targets"), (targets_block(result.targets, messages),), frozen=2)


def targets_block(targets: pl.DataFrame, messages: Messages) -> Block:
    """Targets after TARGET_SCHEMA."""
    outcomes = section(messages, "target_outcome")
    # A column has one number format, so shares stand in per cent beside their unit.
    factor = pl.when(unit="share").then(100.0).otherwise(1.0)
    frame = targets.with_columns(
        said("severity", severity_words(messages)),
        said("level", section(messages, "place_level")),
        said("outcome", outcomes),
        (pl.col("measured") * factor).round(4),
        (pl.col("target") * factor).round(4),
        pl.coalesce(pl.col("message").replace("", None), "reason").alias("message"),
        said("unit", section(messages, "target_unit")),
    )
    fills = {"met": GREEN, "not_met": RED, "reported": GREY, "unassessable": AMBER, "skipped": GREY, "error": RED}
    columns = (
        Column("code", "label"),
        Column("title", widest=40),
        Column("severity", "label"),
        Column("level", "label"),
        Column("place"),
        Column("year", "number"),
        Column("outcome", "label", widest=14, fills={outcomes[name]: color for name, color in fills.items()}),
        Column("measured", "amount", widest=18),
        Column("target", "amount", widest=18),
        Column("unit", "label"),
        Column("message", "long", heading="target_message", widest=60),
        Column("numerator", "amount", widest=20),
        Column("denominator", "amount", widest=20),
        Column("base", "amount", widest=18),
        Column("rows", "count", heading="rows_in_scope"),
        Column("left_out", "count"),
    )
    return Block(columns, frame, messages("report.no_targets"))
