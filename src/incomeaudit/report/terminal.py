"""The summary that a run prints. No names, no ids, no cell's content: terminals are logged and looked at by others."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.verdicts import ZeroOut, headline, unaudited, zero_outs
from incomeaudit.report.wording import headline_text, in_unit, path_text, report_title, section, severity_words

TOP_CHECKS = 40
TOP_TARGETS = 12
TOP_REASONS = 4
TOP_ISSUES = 5
TOP_PLACES = 3

_HEADLINE_STYLES = {
    "found": "bold red",
    "nothing_assessed": "bold red",
    "none_found_partly": "yellow",
    "none_found": "green",
}
SEVERITY_STYLES = {"critical": "red", "major": "yellow", "notice": "cyan"}
_VERDICT_STYLES = {"not_cleared": "red", "cleared": "green", "partly": "yellow", "unassessable": "yellow"}
_OUTCOME_STYLES = {
    "met": "green",
    "not_met": "red",
    "reported": "dim",
    "unassessable": "yellow",
    "skipped": "dim",
    "error": "bold red",
}


def print_summary(result: Result, console: Console, messages: Messages, report: Path | None = None) -> None:
    """Print what a run found, what it could not judge, and where its report lies.

    Colours and widths are the console's own: rich leaves colours out where the output is no terminal.
    """
    _head(result, console, messages)
    _checks(result, console, messages)
    _zero_outs(result, console, messages)
    _targets(result, console, messages)
    _not_audited(result, console, messages)
    _issues(result, console, messages)
    if report is not None:
        console.print()
        console.print(Text(messages("terminal.report", path=path_text(report)), "bold"))


def _head(result: Result, console: Console, messages: Messages) -> None:
    console.print(Text(report_title(result, messages), "bold"))
    for path, year, origin, rows in result.run.places[:TOP_PLACES]:
        place = path.replace("/", " ")
        line = messages("terminal.place_line", place=place, year=year, origin=origin, rows=f"{rows:,}")
        console.print(Text(line, "dim"))
    if len(result.run.places) > TOP_PLACES:
        more = len(result.run.places) - TOP_PLACES
        console.print(Text(messages("terminal.more_places", n=more), "dim"))
    if not result.run.places:
        console.print(Text(messages("report.place_unknown"), "yellow"))
    console.print(Text(headline_text(result, messages), _HEADLINE_STYLES[headline(result)]))
    if result.findings.height:
        _counts(result, console, messages)


def _counts(result: Result, console: Console, messages: Messages) -> None:
    flagged = result.flagged_households / result.households if result.households else None
    share = messages("terminal.share_unknown") if flagged is None else f"{flagged:.1%}"
    by_severity = dict(result.findings.group_by("severity").len().iter_rows())
    severities = [
        messages("terminal.by_severity", word=word, n=f"{by_severity.get(name, 0):,}")
        for name, word in severity_words(messages).items()
    ]
    listed = messages("report.list_comma").join(severities)
    console.print(Text(messages("terminal.counts", share=share, severities=listed)))


def table_of(title: str, columns: Iterable[tuple[str, bool]]) -> Table:
    """A table with columns given by heading and whether they hold figures."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1)
    )
    for heading, figures in columns:
        table.add_column(Text(heading), justify="right" if figures else "left", no_wrap=figures, overflow="fold")
    return table


def _checks(result: Result, console: Console, messages: Messages) -> None:
    flagged = result.checks.filter(pl.col("outcome") == "flagged")
    console.print()
    if not flagged.height:
        return
    names = ("code", "check", "severity", "flagged", "assessed", "unassessable")
    table = table_of(messages("terminal.checks"), [(messages(f"terminal.{name}"), name in names[3:]) for name in names])
    words = severity_words(messages)
    rank = pl.col("severity").cast(pl.Enum(list(words)))
    worst_first = flagged.sort(rank, "flagged", descending=[False, True], maintain_order=True)
    for check in worst_first.head(TOP_CHECKS).iter_rows(named=True):
        severity = Text(words[check["severity"]], SEVERITY_STYLES[check["severity"]])
        counts = [f"{check[name]:,}" for name in names[3:]]
        table.add_row(Text(check["code"]), Text(check["title"]), severity, *counts)
    console.print(table)
    if flagged.height > TOP_CHECKS:
        console.print(Text(messages("terminal.more_checks", n=flagged.height - TOP_CHECKS), "dim"))


def _zero_outs(result: Result, console: Console, messages: Messages) -> None:
    names = ("zero_out", "verdict", "found", "people", "gap", "unassessable")
    table = table_of(
        messages("terminal.zero_outs"), [(messages(f"terminal.{name}"), name in names[2:]) for name in names]
    )
    reasons: list[str] = []
    for zero_out in zero_outs(result):
        table.add_row(*_zero_out(zero_out, messages))
        reasons += [reason for reason in zero_out.reasons if zero_out.verdict == "unassessable"]
    console.print(table)
    for reason in dict.fromkeys(reasons):
        below(reason, console)
    if reasons:
        console.print()


def _zero_out(zero_out: ZeroOut, messages: Messages) -> list[Text]:
    verdict = Text(messages(f"verdict.{zero_out.verdict}"), _VERDICT_STYLES[zero_out.verdict])
    # Households whose members are not known are in neither sum.
    least = "≥ " if zero_out.unreckoned else ""
    figures = [
        messages(f"report.count_{zero_out.table}", n=f"{zero_out.subjects:,}"),
        "" if zero_out.people is None else f"{least}{zero_out.people:,}",
        "" if zero_out.gap is None else f"{least}{zero_out.gap:,.2f}",
        f"{zero_out.unassessed:,}",
    ]
    return [Text(messages(f"zero_out.{zero_out.name}")), verdict, *(Text(figure) for figure in figures)]


def _targets(result: Result, console: Console, messages: Messages) -> None:
    spoken = result.targets.filter(pl.col("outcome") != "skipped")
    if not spoken.height:
        return
    console.print(target_table(spoken.head(TOP_TARGETS), messages("terminal.targets"), messages))
    if spoken.height > TOP_TARGETS:
        console.print(Text(messages("terminal.more_targets", n=spoken.height - TOP_TARGETS), "dim"))


def target_table(targets: pl.DataFrame, title: str, messages: Messages) -> Table:
    """A row for each of ``targets``, after TARGET_SCHEMA: measured, to reach, and whether it is."""
    names = ("code", "target", "place", "measured", "goal", "outcome")
    table = table_of(title, [(messages(f"terminal.{name}"), name in names[3:5]) for name in names])
    words, units = section(messages, "target_outcome"), section(messages, "target_unit")
    for target in targets.iter_rows(named=True):
        place = str(target["place"] or "").split("/")[-1]
        factor, unit = (100, "%") if target["unit"] == "share" else (1, units.get(target["unit"], ""))
        measured, goal = target["measured"], target["target"]
        figures = [in_unit(None if value is None else value * factor, unit) for value in (measured, goal)]
        outcome = Text(words[target["outcome"]], _OUTCOME_STYLES[target["outcome"]])
        where = f"{place} {target['year'] or ''}".strip()
        table.add_row(Text(target["code"]), Text(target["title"]), Text(where), *figures, outcome)
    return table


def _not_audited(result: Result, console: Console, messages: Messages) -> None:
    left = unaudited(result)
    if left.errors:
        console.print(Text(messages("terminal.in_error", n=left.errors), "bold red"))
        failed = [
            frame.filter(pl.col("outcome") == "error").select("code", "reason")
            for frame in (result.checks, result.targets)
        ]
        for code, reason in pl.concat(failed).iter_rows():
            below(messages("terminal.error_line", code=code, reason=reason or messages("report.no_reason")), console)
    if left.skipped:
        console.print(Text(messages("terminal.not_run", n=left.skipped), "yellow"))
        for reason, count in left.reasons.head(TOP_REASONS).iter_rows():
            below(messages("report.reason_count", reason=reason or messages("report.no_reason"), n=count), console)
        if left.reasons.height > TOP_REASONS:
            below(messages("terminal.more_reasons", n=left.reasons.height - TOP_REASONS), console)
    if left.unassessed:
        console.print(Text(messages("terminal.unassessed", n=f"{left.unassessed:,}"), "yellow"))
    if left.pending:
        console.print(Text(messages("terminal.pending", n=left.pending), "yellow"))


def _issues(result: Result, console: Console, messages: Messages) -> None:
    """How often each kind of issue came up, gravest first, and where it first did; never what the cell says."""
    if not result.issues.height:
        return
    levels, kinds = section(messages, "issue_level"), section(messages, "issue_kind")
    counted = (
        result.issues.group_by("level", "kind", maintain_order=True)
        .agg(pl.len().alias("count"), pl.col("file", "sheet", "cell").first())
        .sort(pl.col("level").cast(pl.Enum(list(levels))), "count", descending=[False, True], maintain_order=True)
    )
    console.print(Text(messages("terminal.issues", n=f"{result.issues.height:,}")))
    for level, kind, count, file, sheet, cell in counted.head(TOP_ISSUES).iter_rows():
        address = "!".join(part for part in (sheet, cell) if part)
        where = " ".join(part for part in (file, address) if part) or messages("terminal.no_address")
        line = messages(
            "terminal.issue_line", level=levels[level], kind=kinds.get(kind, kind), n=f"{count:,}", where=where
        )
        below(line, console)
    if counted.height > TOP_ISSUES:
        below(messages("terminal.more_issues", n=counted.height - TOP_ISSUES), console)


def below(line: str, console: Console) -> None:
    """A line set a little to the right of the one that it belongs to."""
    console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
