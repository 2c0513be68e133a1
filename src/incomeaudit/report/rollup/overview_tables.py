"""The tables of the overview: the worst townships, targets not met, checks across files, commonest findings."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from incomeaudit.messages import Messages
from incomeaudit.report.board import PLAIN, Board, Item, figure, right
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.sheets import STATE_FILLS, states
from incomeaudit.report.sheets.places import targets_block
from incomeaudit.report.style import AMBER, RED, SEVERITY_FILLS, Look
from incomeaudit.report.verdicts import with_state
from incomeaudit.report.wording import in_unit, severity_words

TOP_TOWNSHIPS = 10
TOP_TARGETS = 12
TOP_CHECKS = 10

_TARGET_FILLS = {"not_met": RED, "error": RED, "unassessable": AMBER}
"""The outcomes that the overview shows, in their order; the others stand in their sheet alone."""


def worst_townships(rollup: RollUp) -> pl.DataFrame:
    """The townships with findings, those with the most critical ones first."""
    found = rollup.townships.filter(pl.col("findings") > 0)
    return found.sort("critical", "flagged_households", "findings", descending=True, maintain_order=True)


def open_targets(rollup: RollUp) -> pl.DataFrame:
    """The target figures that are not met, in error or not to be judged, in this order."""
    shown = rollup.targets.filter(pl.col("outcome").is_in(list(_TARGET_FILLS)))
    return shown.sort(pl.col("outcome").cast(pl.Enum(list(_TARGET_FILLS))), maintain_order=True)


def commonest(rollup: RollUp) -> pl.DataFrame:
    """The checks with findings, those with the most first."""
    flagged = rollup.checks.filter(pl.col("flagged") > 0)
    return flagged.sort("flagged", descending=True, maintain_order=True)


def titled(board: Board, row: int, title: str, headings: Mapping[str, int], messages: Messages) -> int:
    """A table's title and headings, each with the columns it covers, by their keys; gives the row below."""
    return board.section(row, messages(title), [(messages(f"column.{name}"), span) for name, span in headings.items()])


def draw_townships(board: Board, row: int, rollup: RollUp, messages: Messages) -> int:
    """The worst townships; gives the row below, as all of these do."""
    headings = {
        "county": 1,
        "township": 1,
        "year": 1,
        "households": 1,
        "flagged_households": 1,
        "flagged_share": 1,
        "findings": 1,
        "critical": 1,
    }
    row = titled(board, row, "rollup.worst_townships", headings, messages)
    worst = worst_townships(rollup)
    if not worst.height:
        return _nothing(board, row, "rollup.no_worst_townships", messages)
    for town in worst.head(TOP_TOWNSHIPS).iter_rows(named=True):
        share = town["flagged_households"] / town["households"] if town["households"] else None
        critical = replace(PLAIN, bold=True, background=RED if town["critical"] else "")
        items = [
            Item(town["county"]),
            Item(town["township"] or messages("rollup.no_township")),
            figure(town["year"], "number"),
            figure(town["households"], "count"),
            figure(town["flagged_households"], "count"),
            right("—") if share is None else figure(share, "share"),
            figure(town["findings"], "count"),
            figure(town["critical"], "count", critical),
        ]
        board.row(row, items)
        row += 1
    return _more(board, row, worst.height - TOP_TOWNSHIPS, "rollup.more_townships", messages)


def draw_targets(board: Board, row: int, rollup: RollUp, messages: Messages) -> int:
    """The targets that are not met or could not be judged."""
    headings = {"code": 1, "title": 2, "place": 1, "year": 1, "measured": 1, "target": 1, "outcome": 1}
    row = titled(board, row, "rollup.open_targets", headings, messages)
    some = open_targets(rollup)
    if not some.height:
        met = (rollup.targets.get_column("outcome") == "met").any()
        return _nothing(board, row, "rollup.no_open_targets" if met else "rollup.no_judged_targets", messages)
    first = some.head(TOP_TARGETS)
    said = targets_block(first, messages).frame.with_columns(first.get_column("outcome").alias("state"))
    for target in said.iter_rows(named=True):
        board.row(row, _target(target))
        row += 1
    return _more(board, row, some.height - TOP_TARGETS, "report.more_targets", messages)


def _target(target: Mapping[str, object]) -> list[Item]:
    look = Look(bold=True, background=_TARGET_FILLS[str(target["state"])], horizontal="center", wrap=True)
    place = str(target["place"] or "").rsplit("/", maxsplit=1)[-1]
    head = [Item(target["code"]), Item(target["title"], 2), Item(place), figure(target["year"], "number")]
    said = Item(target["outcome"], 1, look)
    if target["measured"] is None and target["message"]:
        return [*head, Item(target["message"], 2), said]
    return [*head, *(right(in_unit(target[name], target["unit"])) for name in ("measured", "target")), said]


def draw_across(board: Board, row: int, rollup: RollUp, messages: Messages) -> int:
    """Every check across files with its outcome."""
    headings = {"code": 1, "check": 2, "state": 1, "flagged": 1, "in_scope": 1, "assessed": 1, "unassessable": 1}
    row = titled(board, row, "rollup.across", headings, messages)
    checks, shown = with_state(rollup.across_checks), states(messages)
    if not checks.height:
        return _nothing(board, row, "report.no_checks", messages)
    for check in checks.iter_rows(named=True):
        state = check["state"]
        look = Look(bold=True, background=STATE_FILLS[state], horizontal="center", wrap=True)
        head = [Item(check["code"]), Item(check["title"], 2), Item(shown[state], 1, look)]
        if state in ("skipped", "error"):
            board.row(row, [*head, Item(check["reason"] or messages("report.no_reason"), 4)])
        else:
            counts = [figure(check[name], "count") for name in ("flagged", "in_scope", "assessed", "unassessable")]
            board.row(row, [*head, *counts])
        row += 1
    return row + 1


def draw_checks(board: Board, row: int, rollup: RollUp, messages: Messages) -> int:
    """The checks that flag the most."""
    headings = {"code": 1, "title": 2, "severity": 1, "flagged": 1, "flagged_in": 1, "assessed": 1, "unassessable": 1}
    row = titled(board, row, "report.top_checks", headings, messages)
    words, top = severity_words(messages), commonest(rollup)
    if not top.height:
        return _nothing(board, row, "rollup.no_findings", messages)
    for check in top.head(TOP_CHECKS).iter_rows(named=True):
        severity = check["severity"]
        items = [
            Item(check["code"]),
            Item(check["title"], 2),
            Item(words[severity], 1, Look(background=SEVERITY_FILLS[severity], horizontal="center")),
            *(figure(check[name], "count") for name in ("flagged", "flagged_in", "assessed", "unassessable")),
        ]
        board.row(row, items)
        row += 1
    return row + 1


def _nothing(board: Board, row: int, key: str, messages: Messages) -> int:
    board.row(row, [Item(messages(key), len(board.widths))])
    return row + 2


def _more(board: Board, row: int, more: int, key: str, messages: Messages) -> int:
    """The line that says how many are not shown, where some are not."""
    if more <= 0:
        return row + 1
    board.row(row, [Item(messages(key, n=f"{more:,}"), len(board.widths))])
    return row + 2
