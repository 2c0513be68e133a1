"""The sheets of the roll-up's workbook behind its overview: what their rows and columns are."""

from collections.abc import Callable, Mapping

import polars as pl

from incomeaudit.messages import Messages
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.rollup.model import STATUSES, RollUp
from incomeaudit.report.rollup.standing import with_merged_state
from incomeaudit.report.sheets.places import targets_block, townships_block
from incomeaudit.report.sheets.run import run_blocks
from incomeaudit.report.sheets.sources import values_block
from incomeaudit.report.style import AMBER, GREEN, GREY, RED, SEVERITY_FILLS, YELLOW
from incomeaudit.report.verdicts import with_state
from incomeaudit.report.wording import said, section, severity_words, table_titles

STATUS_FILLS = {"failed": RED, "not_a_roster": AMBER, "repeated": YELLOW, "audited": GREEN, "figures": GREY}
STATE_FILLS = {
    "flagged": RED,
    "error": RED,
    "passed": GREEN,
    "some_files": YELLOW,
    "partly": YELLOW,
    "none_assessed": AMBER,
    "no_subject": GREY,
    "skipped": GREY,
}
_COUNTED = ("households", "flagged_households", "findings", "critical", "major", "notice")
_LEFT = ("unassessed", "unread", "sheets_failed", "checks_skipped", "errors")
_COUNTS = ("in_scope", "assessed", "flagged", "unassessable")
_UNITS = ("flagged_in", "passed_in", "unjudged_in", "no_table_in", "error_in", "skipped_in", "unseen")


def states(messages: Messages) -> dict[str, str]:
    """A check's state over many files, in words."""
    return section(messages, "check_state") | section(messages, "rollup_state")


def files(rollup: RollUp, messages: Messages) -> Sheet:
    """A row a file: those that were not audited on top, the failed ones first, then the others by their paths."""
    words = section(messages, "rollup_status")
    # A status that is not known is worth a look, so it stands on top.
    ranks = {status: min(rank, STATUSES.index("audited")) for rank, status in enumerate(STATUSES)}
    rank = pl.col("status").replace_strict(ranks, default=-1, return_dtype=pl.Int8)
    opens = pl.when(pl.col("report").is_not_null()).then(pl.lit(messages("rollup.open"))).alias("open")
    frame = rollup.files.sort(rank, maintain_order=True).with_columns(said("status", words), _share(), opens)
    columns = (
        Column("status", "label", heading="file_status", fills=_fills(words, STATUS_FILLS)),
        Column("file", "long", heading="path", widest=48),
        Column("open", "label", heading="own_report", link="report"),
        Column("reason", "long", heading="file_reason", widest=48),
        Column("counties", "long", widest=24),
        Column("years", "label", widest=16),
        *(Column(name, "count") for name in _COUNTED[:2]),
        Column("flagged_share", "share"),
        *(Column(name, "count") for name in (*_COUNTED[2:], *_LEFT)),
        Column("format", "label"),
        Column("bytes", "count", widest=16),
    )
    block = Block(columns, frame, messages("rollup.no_files"), total=_total(rollup.files, messages))
    return Sheet(messages("sheet.rollup_files"), (block,), frozen=2, wide=True)


def _share() -> pl.Expr:
    share = pl.when(pl.col("households") > 0).then(pl.col("flagged_households") / pl.col("households"))
    return share.alias("flagged_share")


def _total(frame: pl.DataFrame, messages: Messages) -> dict[str, object]:
    if frame.height < 2:
        return {}
    sums = frame.select(pl.col(*_COUNTED, *_LEFT[:3]).cast(pl.Int64).sum()).row(0, named=True)
    share = sums["flagged_households"] / sums["households"] if sums["households"] else None
    return {"status": messages("report.total"), **sums, "flagged_share": share}


def places(rollup: RollUp, messages: Messages) -> Sheet:
    """The whole, every city, every county, by year."""
    frame = rollup.places.with_columns(said("level", section(messages, "rollup_level")), _share())
    columns = (
        Column("level", "label"),
        Column("city"),
        Column("county"),
        Column("year", "number"),
        Column("units", "count"),
        Column("households", "count"),
        Column("people", "count"),
        Column("flagged_households", "count"),
        Column("flagged_share", "share"),
        *(Column(name, "count") for name in _COUNTED[2:]),
        Column("income_per_capita", "amount"),
    )
    return Sheet(messages("sheet.rollup_places"), (Block(columns, frame, messages("report.no_townships")),), frozen=3)


def townships(rollup: RollUp, messages: Messages) -> Sheet:
    """A row a township and year, whichever files speak of it."""
    block = townships_block(rollup.townships, messages, Column("units", "count"))
    return Sheet(messages("sheet.townships"), (block,), frozen=3)


def checks(rollup: RollUp, messages: Messages) -> Sheet:
    """Every check with its counts over all files, and in how many files it came out how."""
    words, shown = severity_words(messages), states(messages)
    # A check that ran nowhere counted nothing; a zero there would read as if it had looked.
    counts = pl.when(pl.col("state") != "skipped").then(pl.col(*_COUNTS)).name.keep()
    frame = (
        with_merged_state(rollup.checks)
        .with_columns(counts)
        .with_columns(
            said("document", rollup.documents),
            said("severity", words),
            said("state", shown),
            said("table", table_titles(messages.lang)),
            pl.col("clauses").list.join(messages("report.list_semicolon")),
        )
    )
    columns = (
        Column("code", "label"),
        Column("title", "long", heading="check", widest=44),
        Column("table", "label", widest=16),
        Column("severity", "label", fills=_fills(words, SEVERITY_FILLS)),
        Column("state", "label", widest=22, fills=_fills(shown, STATE_FILLS)),
        *(Column(name, "count") for name in (*_COUNTS, *_UNITS)),
        Column("reason", "long", widest=56),
        Column("document", "long", widest=26),
        Column("clauses", "long", widest=32),
    )
    block = Block(columns, frame, messages("report.no_checks"))
    return Sheet(messages("sheet.rollup_checks"), (block,), frozen=2, wide=True)


def targets(rollup: RollUp, messages: Messages) -> Sheet:
    """A row a target, place and year, over all files."""
    return Sheet(messages("sheet.targets"), (targets_block(rollup.targets, messages),), frozen=2)


def across(rollup: RollUp, messages: Messages) -> Sheet:
    """A row an appearance of what the checks across files found; a matter's rows stand together under one number."""
    words = severity_words(messages)
    columns = (
        Column("group", "number"),
        Column("code", "label"),
        Column("title", "long", widest=26),
        Column("severity", "label", fills=_fills(words, SEVERITY_FILLS)),
        Column("subject", heading="across_subject"),
        Column("name", heading="subject_name"),
        *(Column(name) for name in ("county", "township", "village")),
        Column("year", "number"),
        Column("message", "long", widest=56),
        Column("remedy", "long", widest=36),
        Column("file", "long", widest=34),
        Column("sheet", widest=14),
        Column("row", "number"),
        Column("cell", "label"),
        Column("fingerprint"),
    )
    frame = rollup.across.with_columns(said("severity", words))
    block = Block(columns, frame, messages("rollup.no_across"))
    return Sheet(messages("sheet.rollup_across"), (block,), frozen=2, wide=True, banded=True)


def across_checks(rollup: RollUp, messages: Messages) -> Sheet:
    """Every check across files: how much it looked at, how much it could not judge and why."""
    words, shown = severity_words(messages), states(messages)
    counts = pl.when(pl.col("state") != "skipped").then(pl.col(*_COUNTS)).name.keep()
    frame = (
        with_state(rollup.across_checks)
        .with_columns(counts)
        .with_columns(said("severity", words), said("state", shown))
    )
    columns = (
        Column("code", "label"),
        Column("title", "long", heading="check", widest=44),
        Column("severity", "label", fills=_fills(words, SEVERITY_FILLS)),
        Column("state", "label", widest=22, fills=_fills(shown, STATE_FILLS)),
        *(Column(name, "count") for name in _COUNTS),
        Column("reason", "long", widest=56),
    )
    block = Block(columns, frame, messages("report.no_checks"))
    return Sheet(messages("sheet.rollup_across_checks"), (block,), frozen=2)


def values(rollup: RollUp, messages: Messages) -> Sheet:
    """Every parameter and fact in force for some file."""
    return Sheet(messages("sheet.values"), (values_block(rollup.values, rollup.documents, messages),), frozen=2)


def issues(rollup: RollUp, messages: Messages) -> Sheet:
    """What went wrong, or has to be known, in bringing the files together."""
    levels = section(messages, "issue_level")
    fills = _fills(levels, {"error": RED, "warning": YELLOW, "info": GREY})
    columns = (
        Column("level", "label", heading="issue_level", fills=fills),
        Column("message", "long", heading="issue_message", widest=70),
        Column("file", "long", widest=44),
        Column("sheet", widest=18),
        Column("cell", "label"),
    )
    block = Block(columns, rollup.issues.with_columns(said("level", levels)), messages("rollup.no_issues"))
    return Sheet(messages("sheet.rollup_issues"), (block,), frozen=1)


def run(rollup: RollUp, messages: Messages) -> Sheet:
    """The run, its options, its places and years."""
    return Sheet(messages("sheet.run"), run_blocks(rollup.run, messages, {messages("rollup.root"): rollup.root}))


def _fills(words: Mapping[str, str], colors: Mapping[str, str]) -> dict[str, str]:
    return {words[name]: color for name, color in colors.items()}


SHEETS: tuple[Callable[[RollUp, Messages], Sheet], ...] = (
    files,
    places,
    townships,
    checks,
    targets,
    across,
    across_checks,
    values,
    issues,
    run,
)
"""In their order."""
