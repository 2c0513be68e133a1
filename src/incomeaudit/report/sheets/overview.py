"""概览: what a county clerk reads first, on one page or two."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from incomeaudit.auditing.result import Result
from incomeaudit.messages import Messages
from incomeaudit.report.board import PLAIN, Board, Item, figure, right
from incomeaudit.report.layout import Kind, Sheet
from incomeaudit.report.style import (
    ACCENT,
    ALARM,
    AMBER,
    FAINT,
    FORMATS,
    GREEN,
    GREY,
    RED,
    SEVERITY_FILLS,
    YELLOW,
    Look,
)
from incomeaudit.report.verdicts import ZeroOut, headline, unaudited, zero_outs
from incomeaudit.report.wording import headline_text, in_unit, listing, report_title, section, severity_words

WIDTHS = (11, 34, 22, 15, 12, 16, 13, 13)
LAST = len(WIDTHS)
TOP_CHECKS = 10
TOP_TARGETS = 12
TOP_REASONS = 4

_HEADLINE_FILLS = {"found": RED, "nothing_assessed": AMBER, "none_found_partly": YELLOW, "none_found": GREEN}
_VERDICT_FILLS = {"not_cleared": RED, "cleared": GREEN, "partly": YELLOW, "unassessable": AMBER}
_OUTCOME_FILLS = {
    "met": GREEN,
    "not_met": RED,
    "reported": GREY,
    "unassessable": AMBER,
    "skipped": GREY,
    "error": RED,
}
_STATE_COLORS = {"flagged": ALARM, "error": ALARM}

_BOLD = replace(PLAIN, bold=True)
_FAINT = replace(PLAIN, color=FAINT)


def overview(result: Result, messages: Messages, sheets: Mapping[str, Sheet]) -> Board:
    """The overview, before the other sheets, which are given by the names under which ``contents`` has texts."""
    board = Board(messages("sheet.overview"), WIDTHS)
    row = _title(board, result, messages)
    row = _figures(board, row, result, messages)
    row = _zero_outs(board, row, result, messages)
    row = _not_audited(board, row, result, messages)
    row = _top_checks(board, row, result, messages)
    row = _targets(board, row, result, sheets["targets"].blocks[0].frame, messages)
    _contents(board, row, sheets, messages)
    return board


def _title(board: Board, result: Result, messages: Messages) -> int:
    run = result.run
    where = [
        messages("report.place_line", place=path.replace("/", " "), year=year, origin=origin, rows=f"{count:,}")
        for path, year, origin, count in run.places
    ]
    places = listing(where, messages, separator="\n") if where else messages("report.place_unknown")
    when = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    faint = Look(color=FAINT, lines=False, wrap=True)
    title = Look(size=18, bold=True, color=ACCENT, lines=False, wrap=True)
    board.line(1, report_title(result, messages), title)
    board.line(2, places, faint)
    board.line(3, messages("report.made", when=when, version=run.version, run=run.id), faint)
    personal = "report.unmasked" if run.unmasked else "report.masked"
    board.line(4, messages(personal), replace(faint, color=ALARM if run.unmasked else FAINT))
    band = replace(_BOLD, size=12, background=_HEADLINE_FILLS[headline(result)], lines=False)
    board.line(6, headline_text(result, messages), band, air=14)
    return 8


def _figures(board: Board, row: int, result: Result, messages: Messages) -> int:
    severities = result.findings.get_column("severity")
    share = result.flagged_households / result.households if result.households else "—"

    def large(kind: Kind, color: str = "") -> Look:
        return Look(16, bold=True, background=color, number_format=FORMATS[kind], horizontal="center")

    figures: list[tuple[str, object, Look]] = [
        (messages("report.figure_households"), result.households, large("count")),
        (messages("report.figure_flagged"), result.flagged_households, large("count")),
        (messages("report.figure_share"), share, large("share")),
        (messages("report.figure_findings"), result.findings.height, large("count")),
        *(
            (word, (severities == name).sum(), large("count", SEVERITY_FILLS[name]))
            for name, word in severity_words(messages).items()
        ),
        (messages("report.figure_unassessed"), result.unassessed.height, large("count")),
    ]
    board.figures(row, figures)
    return row + 3


def _section(board: Board, row: int, title: str, headings: Mapping[str, int], messages: Messages) -> int:
    return board.section(row, messages(title), [(messages(f"column.{name}"), span) for name, span in headings.items()])


def _zero_outs(board: Board, row: int, result: Result, messages: Messages) -> int:
    headings = {
        "zero_item": 2,
        "verdict": 1,
        "zero_subjects": 1,
        "zero_people": 1,
        "zero_gap": 1,
        "assessed": 1,
        "unassessable": 1,
    }
    row = _section(board, row, "report.zero_outs", headings, messages)
    for zero_out in zero_outs(result):
        row = _zero_out(board, row, zero_out, messages)
    return row + 1


def _zero_out(board: Board, row: int, zero_out: ZeroOut, messages: Messages) -> int:
    name = messages(f"zero_out.{zero_out.name}")
    if zero_out.unreckoned:
        name += messages("report.unreckoned", n=zero_out.unreckoned)
    items = [
        Item(name, 2, _BOLD),
        Item(
            messages(f"verdict.{zero_out.verdict}"),
            1,
            replace(_BOLD, background=_VERDICT_FILLS[zero_out.verdict]),
        ),
        right(messages(f"report.count_{zero_out.table}", n=f"{zero_out.subjects:,}"), _BOLD),
        figure(zero_out.people, "count", _BOLD),
        figure(zero_out.gap, "amount", _BOLD),
        Item(None),
        figure(zero_out.unassessed, "count", _BOLD),
    ]
    board.row(row, items)
    if not zero_out.checks.height:
        board.row(row + 1, [Item(None), Item(messages("report.no_check_of_clause"), LAST - 1)])
        return row + 2
    for number, check in enumerate(zero_out.checks.iter_rows(named=True), start=row + 1):
        board.row(number, _check_of_zero_out(check, messages))
    return row + 1 + zero_out.checks.height


def _check_of_zero_out(check: Mapping[str, object], messages: Messages) -> list[Item]:
    state = str(check["state"])
    said = Item(section(messages, "check_state")[state], 1, replace(_FAINT, color=_STATE_COLORS.get(state, FAINT)))
    items = [Item(check["code"], 1, _FAINT), Item(check["title"], 1, _FAINT), said]
    if state in ("skipped", "error"):
        return [*items, Item(check["reason"], LAST - 3, _FAINT)]
    flagged, assessed, left = (figure(check[name], "count", _FAINT) for name in ("flagged", "assessed", "unassessable"))
    return [*items, flagged, Item(None), Item(None), assessed, left]


def _not_audited(board: Board, row: int, result: Result, messages: Messages) -> int:
    left = unaudited(result)
    reasons = [
        messages("report.reason_count", reason=reason or messages("report.no_reason"), n=count)
        for reason, count in left.reasons.iter_rows()
    ]
    rows = (
        ("skipped", left.skipped, listing(reasons, messages, TOP_REASONS, separator="\n")),
        ("errors", left.errors, messages("report.see_coverage")),
        ("unassessed", left.unassessed, messages("report.see_unassessed")),
        ("unread", left.unread, messages("report.see_issues")),
        ("pending", left.pending, messages("report.see_pending")),
    )
    headings = {"left_item": 2, "left_count": 1, "left_reason": LAST - 3}
    row = _section(board, row, "report.not_audited", headings, messages)
    for name, count, why in rows:
        color = "" if not count else RED if name == "errors" else YELLOW
        number = figure(count, "count", replace(PLAIN, bold=bool(count), background=color))
        board.row(row, [Item(messages(f"report.item_{name}"), 2), number, Item(why if count else None, LAST - 3)])
        row += 1
    return row + 1


def _top_checks(board: Board, row: int, result: Result, messages: Messages) -> int:
    headings = {"code": 1, "title": 2, "severity": 2, "flagged": 1, "assessed": 1, "unassessable": 1}
    row = _section(board, row, "report.top_checks", headings, messages)
    words = severity_words(messages)
    checks = result.checks.lazy().filter(pl.col("outcome") == "flagged")
    top = checks.sort("flagged", descending=True, maintain_order=True).head(TOP_CHECKS).collect()
    if not top.height:
        board.row(row, [Item(messages("report.no_findings"), LAST)])
        return row + 2
    for check in top.iter_rows(named=True):
        severity = check["severity"]
        items = [
            Item(check["code"]),
            Item(check["title"], 2),
            Item(words[severity], 2, Look(background=SEVERITY_FILLS[severity], horizontal="center")),
            *(figure(check[name], "count") for name in ("flagged", "assessed", "unassessable")),
        ]
        board.row(row, items)
        row += 1
    return row + 1


def _targets(board: Board, row: int, result: Result, shown: pl.DataFrame, messages: Messages) -> int:
    headings = {"code": 1, "title": 2, "place": 1, "year": 1, "measured": 1, "target": 1, "outcome": 1}
    row = _section(board, row, "report.targets", headings, messages)
    order = ["not_met", "error", "met", "reported", "unassessable", "skipped"]
    outcome = result.targets.get_column("outcome")
    ranked = shown.lazy().with_columns(outcome.cast(pl.Enum(order)).to_physical().alias("rank"), outcome.alias("state"))
    shown = ranked.sort("rank", maintain_order=True).collect()
    if not shown.height:
        board.row(row, [Item(messages("report.no_targets"), LAST)])
        return row + 2
    for target in shown.head(TOP_TARGETS).iter_rows(named=True):
        board.row(row, _target(target))
        row += 1
    if shown.height > TOP_TARGETS:
        board.row(row, [Item(messages("report.more_targets", n=shown.height - TOP_TARGETS), LAST)])
        row += 1
    return row + 1


def _target(target: Mapping[str, object]) -> list[Item]:
    look = Look(bold=True, background=_OUTCOME_FILLS[str(target["state"])], horizontal="center", wrap=True)
    place = str(target["place"] or "").split("/")[-1]
    head = [Item(target["code"]), Item(target["title"], 2), Item(place)]
    said = Item(target["outcome"], 1, look)
    if target["measured"] is None and target["message"]:
        return [*head, Item(target["message"], 3), said]
    figures = [right(in_unit(target[name], target["unit"])) for name in ("measured", "target")]
    return [*head, figure(target["year"], "number"), *figures, said]


def _contents(board: Board, row: int, sheets: Mapping[str, Sheet], messages: Messages) -> None:
    row = _section(board, row, "report.contents", {"contents_sheet": 2, "contents_text": LAST - 2}, messages)
    link = replace(_BOLD, color=ACCENT)
    for name, sheet in sheets.items():
        board.row(row, [Item(sheet.title, 2, link), Item(messages(f"contents.{name}"), LAST - 2)])
        board.link(row, 1, f"'{sheet.title}'!A1")
        row += 1
