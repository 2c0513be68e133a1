"""How a workbook was understood, for people and for programs."""

import json

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from incomeaudit.auditing.outlook import Outlook
from incomeaudit.ingest.model import Column, Part
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import Vocabulary, load_vocabulary

_SURE = frozenset({"exact", "alias", "inverted", "gross"})


def print_inspection(seen: Outlook, console: Console, messages: Messages) -> None:
    """Sheet by sheet the table found and each column's field; then what can be checked, and why the rest cannot."""
    vocabulary = load_vocabulary()
    for part in seen.dataset.parts:
        _print_part(part, console, messages, vocabulary)
    _print_issues(seen.issues, console, messages)
    for place, year, origin, rows in seen.places:
        console.print(messages("inspect.place", place=place.replace("/", " "), year=year, origin=origin, rows=rows))
    if seen.obstacle:
        console.print(Text(seen.obstacle, style="bold red"))
        return
    _print_checks(seen.checks, console, messages)


def _print_part(part: Part, console: Console, messages: Messages, vocabulary: Vocabulary) -> None:
    known = vocabulary.tables[part.table]
    console.rule(f"{part.file} › {part.sheet}", align="left")
    header = "、".join(map(str, part.header_rows))
    console.print(
        messages(
            "inspect.part",
            table=known.title[messages.lang],
            header=header,
            first=part.first_row,
            last=part.last_row,
            rows=part.rows,
        )
    )
    for title in part.titles:
        console.print(Text(messages("inspect.title", text=title), style="dim"))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("letter", "header", "field", "how", "conversion", "examples"):
        table.add_column(messages(f"inspect.{name}"), overflow="fold")
    for column in part.columns:
        if column.how == "repeated":
            continue
        table.add_row(*_cells(column, vocabulary, messages), style="" if column.field else "yellow")
    console.print(table)
    console.print()


def _cells(column: Column, vocabulary: Vocabulary, messages: Messages) -> tuple[str, ...]:
    said = messages(f"inspect.how_{column.how}")
    if column.field is None:
        near = "、".join(column.suggestions)
        return column.letter, column.header, "–", messages("inspect.near", near=near) if near else said, "", ""
    fields = vocabulary.tables[column.table or ""].fields
    title = fields[column.field].title[messages.lang]
    return column.letter, column.header, title, said, column.conversion, " · ".join(column.examples)


def _print_issues(issues: pl.DataFrame, console: Console, messages: Messages) -> None:
    if not issues.height:
        return
    console.print(Text(messages("inspect.issues", count=issues.height), style="bold"))
    for row in issues.head(20).iter_rows(named=True):
        where = "!".join(filter(None, (row["sheet"], row["cell"])))
        console.print(f"  {where}  {row['message']}", markup=False)
    if issues.height > 20:
        console.print(messages("inspect.more", count=issues.height - 20))
    console.print()


def _print_checks(checks: pl.DataFrame, console: Console, messages: Messages) -> None:
    ready = checks.filter(pl.col("reason") == "")
    console.print(Text(messages("inspect.ready", count=ready.height), style="bold"))
    for row in ready.iter_rows(named=True):
        console.print(f"  {row['code']}  {row['title']}", markup=False)
    idle = checks.filter(pl.col("reason") != "")
    if not idle.height:
        return
    console.print(Text(messages("inspect.idle", count=idle.height), style="bold"))
    for (reason,), rows in idle.group_by(["reason"], maintain_order=True):
        console.print(f"  {reason}", markup=False)
        for row in rows.iter_rows(named=True):
            console.print(f"      {row['code']}  {row['title']}", markup=False)


def inspection_json(seen: Outlook) -> str:
    """The same as JSON: inputs, tables with their columns, issues, places and checks."""
    answer = {
        "inputs": [
            {"path": str(file.path), "sha256": file.sha256, "sheets": list(file.sheets)} for file in seen.dataset.inputs
        ],
        "tables": [_part_json(part) for part in seen.dataset.parts],
        "places": [
            {"place": place, "year": year, "origin": origin, "rows": rows} for place, year, origin, rows in seen.places
        ],
        "obstacle": seen.obstacle or None,
        "checks": [
            {**row, "reason": row["reason"] or None, "ready": not row["reason"]} for row in seen.checks.to_dicts()
        ],
        "issues": seen.issues.drop("part").to_dicts(),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _part_json(part: Part) -> dict[str, object]:
    return {
        "file": part.file,
        "sheet": part.sheet,
        "table": part.table,
        "header_rows": list(part.header_rows),
        "first_row": part.first_row,
        "last_row": part.last_row,
        "rows": part.rows,
        "titles": list(part.titles),
        "columns": [
            {
                "column": column.letter,
                "header": column.header,
                "field": column.field,
                "how": column.how,
                "sure": column.how in _SURE,
                "conversion": column.conversion,
                "suggestions": list(column.suggestions),
                "examples": list(column.examples),
            }
            for column in part.columns
            if column.how != "repeated"
        ],
    }
