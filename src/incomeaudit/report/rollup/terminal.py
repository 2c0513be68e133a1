"""The summary that a batch prints. No names, no ids, no cell's content: terminals are logged and others look on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.text import Text

from incomeaudit.messages import Messages
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.overview_tables import open_targets
from incomeaudit.report.rollup.standing import Standing, standing
from incomeaudit.report.rollup.wording import headline_text, reason_of, rollup_title
from incomeaudit.report.terminal import SEVERITY_STYLES, below, table_of, target_table
from incomeaudit.report.wording import path_text, section, severity_words

TOP_FAILED = 10
TOP_FILES = 5
TOP_TARGETS = 10
TOP_REASONS = 6

_HEADLINE_STYLES = {
    "no_files": "bold yellow",
    "none_audited": "bold red",
    "found": "bold red",
    "nothing_assessed": "bold red",
    "none_found_partly": "yellow",
    "none_found": "green",
}
_STATUS_STYLES = {"failed": "bold red", "not_a_roster": "yellow", "repeated": "yellow"}


def print_rollup(rollup: RollUp, console: Console, messages: Messages, paths: Sequence[Path] = ()) -> None:
    """Print what came of the files, what they hold together, and where the roll-up lies (``paths``).

    Colours and widths are the console's own: rich leaves colours out where the output is no terminal.
    """
    state = standing(rollup)
    console.print(Text(rollup_title(rollup, messages), "bold"))
    console.print(Text(messages("rollup.root_line", root=_printable(rollup.root)), "dim"))
    console.print(Text(headline_text(state, messages), _HEADLINE_STYLES[state.headline]))
    _counts(state, console, messages)
    _failed(rollup, console, messages)
    _worst(rollup, console, messages)
    _targets(rollup, console, messages)
    _across(rollup, console, messages)
    if paths:
        console.print()
    for path in paths:
        console.print(Text(messages("rollup.terminal_path", path=path_text(path)), "bold"))


def _counts(state: Standing, console: Console, messages: Messages) -> None:
    words, comma = section(messages, "rollup_status"), messages("report.list_comma")
    counted: list[Text | str] = []
    for status, number in state.files.items():
        if number:
            said = messages("rollup.terminal_by_status", word=words[status], n=f"{number:,}")
            counted += [comma if counted else "", Text(said, _STATUS_STYLES.get(status, ""))]
    if counted:
        line = messages("rollup.terminal_files", all=f"{state.total:,}", counted="")
        console.print(Text.assemble(line, *counted))
    if state.findings:
        share = messages("terminal.share_unknown") if state.share is None else f"{state.share:.1%}"
        severities = _severities(state.by_severity, messages)
        console.print(Text(messages("terminal.counts", share=share, severities=severities)))


def _failed(rollup: RollUp, console: Console, messages: Messages) -> None:
    """The files that were not audited and why, those that failed first."""
    left = rollup.files.filter(pl.col("status").is_in(["failed", "not_a_roster"]))
    if not left.height:
        return
    console.print()
    console.print(Text(messages("rollup.terminal_failed"), "bold red"))
    first = left.sort(pl.col("status") != "failed", maintain_order=True).head(TOP_FAILED)
    for file, reason in first.select("file", "reason").iter_rows():
        line = messages("rollup.terminal_failed_line", file=file, reason=reason_of(file, reason, messages))
        below(_printable(line), console)
    if left.height > TOP_FAILED:
        below(messages("rollup.terminal_more", n=f"{left.height - TOP_FAILED:,}"), console)


def _worst(rollup: RollUp, console: Console, messages: Messages) -> None:
    found = rollup.files.filter(pl.col("findings") > 0)
    if not found.height:
        return
    console.print()
    console.print(Text(messages("rollup.terminal_worst"), "bold"))
    worst = found.sort("critical", "flagged_households", "findings", descending=True, maintain_order=True)
    # No table: the paths are long and would be folded into a narrow column.
    for file in worst.head(TOP_FILES).iter_rows(named=True):
        line = messages(
            "rollup.terminal_worst_line",
            file=_printable(file["file"]),
            findings=f"{file['findings']:,}",
            severities=_severities(file, messages),
            flagged=f"{file['flagged_households']:,}",
            households=f"{file['households']:,}",
        )
        below(line, console)


def _severities(counts: Mapping[str, int], messages: Messages) -> str:
    return messages("report.list_comma").join(
        messages("terminal.by_severity", word=word, n=f"{counts[name]:,}")
        for name, word in severity_words(messages).items()
    )


def _targets(rollup: RollUp, console: Console, messages: Messages) -> None:
    some = open_targets(rollup)
    missed = some.filter(pl.col("outcome") != "unassessable")
    if missed.height:
        console.print()
        title = messages("rollup.terminal_targets")
        console.print(target_table(missed.head(TOP_TARGETS), title, messages))
        if missed.height > TOP_TARGETS:
            below(messages("rollup.terminal_more", n=f"{missed.height - TOP_TARGETS:,}"), console)
    unjudged = some.height - missed.height
    if unjudged:
        console.print(Text(messages("rollup.terminal_unjudged", n=f"{unjudged:,}"), "yellow"))


def _across(rollup: RollUp, console: Console, messages: Messages) -> None:
    """What the checks across files found, which of them did not run, and every check that failed."""
    checks = rollup.across_checks
    flagged = checks.filter(pl.col("outcome") == "flagged")
    if flagged.height:
        names = ("code", "check", "severity", "flagged", "assessed", "unassessable")
        headings = [(messages(f"terminal.{name}"), name in names[3:]) for name in names]
        table = table_of(messages("rollup.terminal_across"), headings)
        words = severity_words(messages)
        for check in flagged.iter_rows(named=True):
            severity = Text(words[check["severity"]], SEVERITY_STYLES[check["severity"]])
            counts = [Text(f"{check[name]:,}") for name in names[3:]]
            table.add_row(Text(check["code"]), Text(check["title"]), severity, *counts)
        console.print()
        console.print(table)
    _reasons(
        "rollup.terminal_across_skipped", "yellow", checks.filter(pl.col("outcome") == "skipped"), console, messages
    )
    failed = [
        frame.filter(pl.col("outcome") == "error").select("code", "reason")
        for frame in (rollup.checks, rollup.targets, checks)
    ]
    _reasons("rollup.terminal_errors", "bold red", pl.concat(failed), console, messages)


def _reasons(key: str, style: str, checks: pl.DataFrame, console: Console, messages: Messages) -> None:
    if checks.height:
        console.print(Text(messages(key, n=checks.height), style))
    for code, reason in checks.select("code", "reason").head(TOP_REASONS).iter_rows():
        below(messages("terminal.error_line", code=code, reason=reason or messages("report.no_reason")), console)
    if checks.height > TOP_REASONS:
        below(messages("rollup.terminal_more", n=f"{checks.height - TOP_REASONS:,}"), console)


def _printable(text: str) -> str:
    """A text without what a terminal could take for an order; the name of a file may hold anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
