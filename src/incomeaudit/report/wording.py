"""Words for what the result's frames hold as codes: severities, states, tables, fields, places."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import polars as pl

from incomeaudit.auditing.result import Result, Run
from incomeaudit.messages import Messages
from incomeaudit.messages.catalog import read_catalog
from incomeaudit.report.verdicts import headline, unaudited
from incomeaudit.rulebook.model import SEVERITIES
from incomeaudit.vocabulary import load_vocabulary


def severity_words(messages: Messages) -> dict[str, str]:
    """Severity to its word, worst first."""
    return {severity: messages(f"report_severity.{severity}") for severity in SEVERITIES}


def section(messages: Messages, name: str) -> dict[str, str]:
    """All texts of a section of the catalog that is a list of words, by their name."""
    return dict(_section(messages.lang, name))


@cache
def _section(lang: str, name: str) -> Mapping[str, str]:
    prefix = f"{name}."
    texts = {key.removeprefix(prefix): text for key, text in read_catalog(lang).items() if key.startswith(prefix)}
    return MappingProxyType(texts)


def in_unit(value: object, unit: object) -> str:
    """A figure with its unit, ``97.50 %``; a number of people or projects, which has none, without decimals."""
    if not isinstance(value, float | int):
        return "—"
    digits = 0 if not unit and value == int(value) else 2
    return f"{value:,.{digits}f} {unit or ''}".strip().replace(" %", "%")


def said(column: str, words: Mapping[str, str]) -> pl.Expr:
    """A column of codes in words; a code without a word stays as it is."""
    return pl.col(column).replace(words)


@cache
def table_titles(lang: str) -> dict[str, str]:
    """Table id to title."""
    return {table.id: table.title[lang] for table in load_vocabulary().tables.values()}


@cache
def field_titles(lang: str) -> dict[str, dict[str, str]]:
    """By table, field id to title: its own fields, what is derived for it, then the other tables' fields.

    A check of one table may look at facts and sums of another, so a field that a row lacks can be any.
    """
    vocabulary = load_vocabulary()
    everywhere: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    for table in vocabulary.tables.values():
        own[table.id] = {field.id: field.title[lang] for field in table.fields.values()}
        own[table.id] |= {field.id: field.title[lang] for field in vocabulary.derived.get(table.id, {}).values()}
        everywhere = own[table.id] | everywhere
    return {table: everywhere | titles for table, titles in own.items()}


def document_titles(result: Result) -> dict[str, str]:
    """Document id to title, of the documents whose clauses the result holds."""
    clauses = result.clauses
    return dict(zip(clauses.get_column("document"), clauses.get_column("document_title"), strict=True))


def path_text(path: Path | str) -> str:
    """A path as text; bytes of a file name that are no UTF-8 are shown as ``?``."""
    return str(path).encode("utf-8", "replace").decode()


def place_and_years(run: Run, messages: Messages) -> tuple[str, str]:
    """The place and the years that a report is about, each in a few words.

    The place is named by its last step where all rows lie in one, otherwise the commonest is named with the
    number of the others. Both are empty where nothing is known.
    """
    rows: dict[str, int] = {}
    for path, _, _, count in run.places:
        rows[path] = rows.get(path, 0) + count
    if not rows:
        return "", ""
    most = max(rows, key=lambda path: rows[path])
    name = most.rsplit("/", maxsplit=1)[-1]
    place = name if len(rows) == 1 else messages("report.place_and_others", place=name, others_and_one=len(rows))
    years = sorted({year for _, year, _, _ in run.places})
    return place, messages("report.list_comma").join(str(year) for year in years)


def report_title(result: Result, messages: Messages) -> str:
    """Place, year and what the document is."""
    place, years = place_and_years(result.run, messages)
    return messages("report.title", place=place, years=years) if place else messages("report.title_plain")


def headline_text(result: Result, messages: Messages) -> str:
    """The one sentence that says how the audit came out, and that it is not complete where it is not."""
    left = unaudited(result)
    sentence = messages(
        f"report.headline_{headline(result)}",
        findings=f"{result.findings.height:,}",
        households=f"{result.flagged_households:,}",
        all=f"{result.households:,}",
    )
    if left.complete:
        return sentence
    parts = {"skipped": left.skipped, "errors": left.errors, "unassessed": left.unassessed, "unread": left.unread}
    counted = [messages(f"report.left_{name}", n=f"{count:,}") for name, count in parts.items() if count]
    return sentence + messages("report.left", counted=messages("report.list_comma").join(counted))


def listing(texts: Sequence[str], messages: Messages, shown: int = 3, *, separator: str = "") -> str:
    """The first few of some texts, and how many more there are."""
    joined = (separator or messages("report.list_comma")).join(texts[:shown])
    more = len(texts) - shown
    return messages("report.and_more", listed=joined, more=more) if more > 0 else joined
