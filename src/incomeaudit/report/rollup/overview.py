"""汇总概况: what the county's or the city's office reads first."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from incomeaudit.messages import Messages
from incomeaudit.report.board import PLAIN, Board, Item, figure
from incomeaudit.report.layout import Kind
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.overview_tables import draw_across, draw_checks, draw_targets, draw_townships, titled
from incomeaudit.report.rollup.standing import Standing, standing
from incomeaudit.report.rollup.wording import headline_text, rollup_title
from incomeaudit.report.style import (
    ACCENT,
    ALARM,
    AMBER,
    FAINT,
    FORMATS,
    GREEN,
    RED,
    SEVERITY_FILLS,
    YELLOW,
    Look,
)
from incomeaudit.report.wording import severity_words

WIDTHS = (17, 28, 15, 17, 14, 13, 13, 14)
LAST = len(WIDTHS)
TOP_FILES = 10

_HEADLINE_FILLS = {
    "no_files": AMBER,
    "none_audited": RED,
    "found": RED,
    "nothing_assessed": AMBER,
    "none_found_partly": YELLOW,
    "none_found": GREEN,
}
_GRAVE = {"failed", "errors", "lost"}
_BOLD = replace(PLAIN, bold=True)


def overview(rollup: RollUp, messages: Messages, contents: Mapping[str, str]) -> Board:
    """The overview. ``contents`` maps the titles of the other sheets to what they hold."""
    board = Board(messages("sheet.rollup_overview"), WIDTHS)
    state = standing(rollup)
    row = _title(board, rollup, state, messages)
    row = _figures(board, row, state, messages)
    row = _failed(board, row, rollup, messages)
    row = _left(board, row, state, messages)
    row = draw_townships(board, row, rollup, messages)
    row = draw_targets(board, row, rollup, messages)
    row = draw_across(board, row, rollup, messages)
    row = draw_checks(board, row, rollup, messages)
    _contents(board, row, contents, messages)
    return board


def _title(board: Board, rollup: RollUp, state: Standing, messages: Messages) -> int:
    run = rollup.run
    when = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    faint = Look(color=FAINT, lines=False, wrap=True)
    board.line(1, rollup_title(rollup, messages), Look(size=18, bold=True, color=ACCENT, lines=False, wrap=True))
    board.line(2, messages("rollup.root_line", root=rollup.root), faint)
    board.line(3, messages("report.made", when=when, version=run.version, run=run.id), faint)
    personal = "report.unmasked" if run.unmasked else "report.masked"
    board.line(4, messages(personal), replace(faint, color=ALARM if run.unmasked else FAINT))
    fill = _HEADLINE_FILLS[state.headline]
    if state.left.failed and state.headline == "none_found_partly":
        fill = AMBER
    board.line(6, headline_text(state, messages), replace(_BOLD, size=12, background=fill, lines=False), air=14)
    return 8


def _large(kind: Kind, color: str = "") -> Look:
    return Look(16, bold=True, background=color, number_format=FORMATS[kind], horizontal="center")


def _figures(board: Board, row: int, state: Standing, messages: Messages) -> int:
    """Two rows of large figures: the files and their households, then what was found and not judged."""

    def count(name: str, number: int, color: str = "") -> tuple[str, object, Look]:
        return messages(f"rollup.figure_{name}"), number, _large("count", color if number else "")

    share = "—" if state.share is None else state.share
    above = [
        count("files", state.total),
        count("audited", state.files["audited"]),
        count("failed", state.files["failed"], RED),
        count("no_roster", state.files["not_a_roster"], AMBER),
        count("aside", state.files["figures"] + state.files["repeated"]),
        (messages("report.figure_households"), state.households, _large("count")),
        (messages("report.figure_flagged"), state.flagged_households, _large("count")),
        (messages("report.figure_share"), share, _large("share")),
    ]
    words = severity_words(messages)
    below = [
        (messages("report.figure_findings"), state.findings, _large("count")),
        *((words[name], number, _large("count", SEVERITY_FILLS[name])) for name, number in state.by_severity.items()),
        count("matters", state.matters, RED),
        count("not_met", state.targets.get("not_met", 0), RED),
        (messages("report.figure_unassessed"), state.left.unassessed, _large("count")),
        count("unread", state.left.unread, YELLOW),
    ]
    board.figures(row, above)
    board.figures(row + 2, below)
    return row + 5


def _failed(board: Board, row: int, rollup: RollUp, messages: Messages) -> int:
    """The files that were not audited, with why. Nothing stands there when all were."""
    failed = rollup.files.filter(pl.col("status").is_in(["failed", "not_a_roster"]))
    failed = failed.sort(pl.col("status") != "failed", maintain_order=True)
    if not failed.height:
        return row
    row = titled(
        board, row, "rollup.not_audited_files", {"path": 3, "file_status": 1, "file_reason": LAST - 4}, messages
    )
    fills = {"failed": RED, "not_a_roster": AMBER}
    for name, status, reason in failed.select("file", "status", "reason").head(TOP_FILES).iter_rows():
        look = Look(bold=True, background=fills[status], horizontal="center", wrap=True)
        said = Item(messages(f"rollup_status.{status}"), 1, look)
        board.row(row, [Item(name, 3), said, Item(reason or messages("report.no_reason"), LAST - 4)])
        row += 1
    if failed.height > TOP_FILES:
        board.row(row, [Item(messages("rollup.more_files", n=failed.height - TOP_FILES), LAST)])
        row += 1
    return row + 1


def _left(board: Board, row: int, state: Standing, messages: Messages) -> int:
    headings = {"left_item": 2, "left_count": 1, "left_reason": LAST - 3}
    row = titled(board, row, "report.not_audited", headings, messages)
    for name, count in state.left.counts.items():
        color = "" if not count else RED if name in _GRAVE else YELLOW
        number = figure(count, "count", replace(PLAIN, bold=bool(count), background=color))
        why = messages(f"rollup.see_{name}") if count else None
        board.row(row, [Item(messages(f"rollup.item_{name}"), 2), number, Item(why, LAST - 3)])
        row += 1
    return row + 1


def _contents(board: Board, row: int, contents: Mapping[str, str], messages: Messages) -> None:
    row = titled(board, row, "report.contents", {"contents_sheet": 2, "contents_text": LAST - 2}, messages)
    link = replace(_BOLD, color=ACCENT)
    for title, text in contents.items():
        board.row(row, [Item(title, 2, link), Item(text, LAST - 2)])
        board.link(row, 1, f"'{title}'!A1")
        row += 1
