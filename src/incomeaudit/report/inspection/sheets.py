"""Every sheet of the files: the tables found on it, or why it was not read."""

from collections.abc import Iterator
from dataclasses import dataclass

from incomeaudit.auditing.outlook import Outlook
from incomeaudit.ingest.model import Column, Input, Part
from incomeaudit.messages import Messages

SURENESS = ("told", "exact", "known", "derived", "none")
"""How surely a column was taken for its field, surest first: the user's mapping says so; the header is the field's own
name; a usual name, or one with its group; a header whose figures had to be turned (inverted, before costs, last year's
of a pair); not taken for any field."""

_SURENESS = {
    "mapping": "told",
    "refused": "told",
    "exact": "exact",
    "alias": "known",
    "inverted": "derived",
    "gross": "derived",
    "prior_year": "derived",
}
_KINDS = {"not_a_worksheet": "other"}
_HIDDEN = "hidden_sheet"


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """One sheet of one file."""

    file: str
    name: str
    visible: bool
    kind: str
    """``worksheet``, or ``other`` for charts and macros."""
    parts: tuple[Part, ...]
    reason: str = ""
    """Why it was not read; empty where it was."""


def sureness(column: Column) -> str:
    """How surely a column was taken for its field: one of ``SURENESS``."""
    said = _SURENESS.get(column.how, "none")
    return "known" if said == "exact" and column.grouped else said


def sheets_of(seen: Outlook, file: Input, messages: Messages) -> Iterator[SheetSeen]:
    """The sheets of one file, in its order."""
    called = {file.path.name, str(file.path)}
    said = [row for row in seen.dataset.issues.iter_rows(named=True) if row["file"] in called and row["row"] is None]
    for name in file.sheets:
        parts = tuple(part for part in seen.dataset.parts if part.file in called and part.sheet == name)
        own = [row for row in said if row["sheet"] == name]
        kinds = {row["kind"] for row in own}
        reasons = [row["message"] for row in own if row["kind"] != _HIDDEN and row["field"] is None]
        yield SheetSeen(
            file=file.path.name,
            name=name,
            visible=not any(kind.startswith(_HIDDEN) for kind in kinds),
            kind=next((_KINDS[kind] for kind in kinds if kind in _KINDS), "worksheet"),
            parts=parts,
            reason="" if parts else next(iter(reasons), messages("inspect.not_asked")),
        )
