"""How files were understood, for people: sheet by sheet, then what is missing and what can be checked."""

from collections.abc import Sequence

import polars as pl
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from incomeaudit.auditing.outlook import Outlook
from incomeaudit.ingest.model import Column, Input, Part
from incomeaudit.messages import Messages
from incomeaudit.report.inspection.sheets import SheetSeen, sheets_of, sureness
from incomeaudit.vocabulary import Vocabulary, load_vocabulary

_STYLES = {"told": "cyan", "exact": "", "known": "", "derived": "yellow", "none": "bold yellow"}
_ISSUES = 20
_SHARES = (("letter", 1.0), ("header", 0.25), ("field", 0.1875), ("how", 0.15), ("examples", 1.0))
"""Columns, and what each may take of the terminal's width: of 80, enough is left for a masked identity number."""
_MANY = 8
"""Checks from which on those that cannot run for one reason are named by their codes alone."""


def print_inspection(seen: Outlook, console: Console, messages: Messages) -> None:
    """Sheet by sheet the tables and each column's field; then what is missing, and what can be checked."""
    vocabulary = load_vocabulary()
    told: set[str] = set()
    for file in seen.dataset.inputs:
        _print_file(file, console, messages)
        for sheet in sheets_of(seen, file, messages):
            _print_sheet(sheet, console, messages, vocabulary)
            told.add(sheet.reason)
    if any(column.field for part in seen.dataset.parts for column in part.columns):
        console.print(Text(messages("inspect.sureness"), "dim"))
        console.print()
    _print_issues(seen.issues.filter(~pl.col("message").is_in(list(told))), console, messages)
    for place, year, origin, rows in seen.places:
        line = messages("inspect.place", place=place.replace("/", " "), year=year, origin=origin, rows=f"{rows:,}")
        console.print(Text(line))
    if seen.obstacle:
        console.print(Text(seen.obstacle, style="bold red"))
        return
    _print_checks(seen, console, messages)
    _print_missing(seen, console, messages, vocabulary)


def _print_file(file: Input, console: Console, messages: Messages) -> None:
    said = messages("inspect.file", file=file.path.name, format=file.format or "–", sheets=len(file.sheets))
    console.print(Text(said, "bold underline"))
    console.print()


def _print_sheet(sheet: SheetSeen, console: Console, messages: Messages, vocabulary: Vocabulary) -> None:
    hidden = "" if sheet.visible else messages("inspect.hidden")
    console.print(Text.assemble((messages("inspect.sheet", sheet=sheet.name), "bold"), hidden))
    for part in sheet.parts:
        _print_part(part, console, messages, vocabulary)
    if sheet.reason:
        _indented(Text(sheet.reason, "yellow"), console)
    console.print()


def _print_part(part: Part, console: Console, messages: Messages, vocabulary: Vocabulary) -> None:
    columns = [column for column in part.columns if column.how != "repeated"]
    line = messages(
        "inspect.part",
        table=vocabulary.tables[part.table].title[messages.lang],
        header=_span(part.header_rows),
        data=_span((part.first_row, part.last_row)) if part.rows else "–",
        rows=f"{part.rows:,}",
        known=sum(column.field is not None for column in columns),
        columns=len(columns),
    )
    _indented(Text(line, "green"), console)
    for title in part.titles:
        _indented(Text(messages("inspect.title", text=_folded(title)), "dim"), console)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
    for name, share in _SHARES:
        table.add_column(Text(messages(f"inspect.{name}")), overflow="fold", max_width=int(share * console.width))
    for column in columns:
        table.add_row(*_cells(column, vocabulary, messages), style=_STYLES[sureness(column)])
    _indented(table, console)


def _span(rows: Sequence[int]) -> str:
    """Rows from the first to the last of some."""
    return f"{rows[0]}–{rows[-1]}" if rows[0] != rows[-1] else str(rows[0])


def _cells(column: Column, vocabulary: Vocabulary, messages: Messages) -> Sequence[Text]:
    how = messages(f"inspect.how_{column.how}")
    if column.grouped and column.how in {"exact", "alias"}:
        how = messages("inspect.how_group")
    if column.field is None:
        near = "、".join(column.suggestions)
        said = messages("inspect.near", near=near) if near else ""
        return [Text(text) for text in (column.letter, _folded(column.header), "–", how, said)]
    title = vocabulary.tables[column.table or ""].fields[column.field].title[messages.lang]
    turned = " ".join(word for word in column.conversion.split() if word != column.how)
    turned = turned.replace("inverted", messages("inspect.how_inverted"))
    texts = (column.letter, _folded(column.header), title, f"{how} {turned}".strip(), " · ".join(column.examples))
    return [Text(text) for text in texts]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _indented(shown: Text | Table, console: Console) -> None:
    console.print(Padding(shown, (0, 0, 0, 2), expand=False))


def _print_issues(issues: pl.DataFrame, console: Console, messages: Messages) -> None:
    if not issues.height:
        return
    console.print(Text(messages("inspect.issues", count=f"{issues.height:,}"), style="bold"))
    for row in issues.head(_ISSUES).iter_rows(named=True):
        where = "!".join(filter(None, (row["sheet"], row["cell"])))
        _indented(Text(f"{where}  {row['message']}"), console)
    if issues.height > _ISSUES:
        console.print(Text(messages("inspect.more", count=f"{issues.height - _ISSUES:,}")))
    console.print()


def _print_checks(seen: Outlook, console: Console, messages: Messages) -> None:
    checks = seen.checks
    ready = checks.filter(pl.col("reason") == "")
    console.print()
    console.print(Text(messages("inspect.ready", count=ready.height), style="bold"))
    _print_codes(ready, console)
    idle = checks.filter(pl.col("reason") != "")
    console.print()
    console.print(Text(messages("inspect.idle", count=idle.height), style="bold"))
    lacking = [code for codes in seen.missing["checks"] for code in codes]
    others = idle.filter(~pl.col("code").is_in(lacking))
    for (reason,), rows in others.group_by(["reason"], maintain_order=True):
        _indented(Text(messages("inspect.reason", reason=reason, count=rows.height)), console)
        if rows.height > _MANY:
            console.print(_further_in(Text(" ".join(rows["code"]), "dim")))
        else:
            _print_codes(rows, console, within=6)


def _print_codes(checks: pl.DataFrame, console: Console, within: int = 2) -> None:
    for row in checks.iter_rows(named=True):
        console.print(_further_in(Text(f"{row['code']}  {row['title']}", "dim" if within > 2 else ""), within))


def _further_in(shown: Text, within: int = 6) -> Padding:
    return Padding(shown, (0, 0, 0, within), expand=False)


def _print_missing(seen: Outlook, console: Console, messages: Messages, vocabulary: Vocabulary) -> None:
    """Which column or table to add, those first that alone let most checks run."""
    if not seen.missing.height:
        return
    console.print()
    console.print(Text(messages("inspect.missing"), style="bold"))
    for row in seen.missing.iter_rows(named=True):
        title = vocabulary.tables[row["table"]].title[messages.lang]
        what = "column" if row["field"] else "table"
        said = messages(f"inspect.missing_{what}", table=title, title=row["title"])
        count = messages("inspect.missing_count", count=len(row["alone"]))
        _indented(Text.assemble((said, "yellow"), count if row["alone"] else ""), console)
        _print_codes(seen.checks.filter(pl.col("code").is_in(row["alone"])), console, within=6)
        if together := [code for code in row["checks"] if code not in row["alone"]]:
            line = messages("inspect.missing_together", codes=" ".join(together))
            console.print(_further_in(Text(line, "dim")))
