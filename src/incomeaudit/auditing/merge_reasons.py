"""In how many audits something was not judged, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from incomeaudit.messages import Messages

_TOLD = 3
"""Reasons that are told, the commonest first."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Audits that did not judge a check or target, all for one reason."""

    kind: str
    """As in SKIP_SCHEMA, or none_in_scope."""
    reason: str
    units: int
    rows: int
    """Rows of the table that were not looked at."""


def reasons_told(tallies: Sequence[Tally], table: str, messages: Messages, *, unjudged: str, of: int) -> list[str]:
    """One clause a kind, what is gravest first; nothing where there is none.

    ``table`` is the title of the check's table; ``unjudged`` the text under ``[merge]`` for what lacks something;
    ``of`` the number of all audits.
    """
    if [(tally.kind, tally.units) for tally in tallies] == [("elsewhere", of)]:
        return [tallies[0].reason]
    told: list[str] = []
    for kind in ("error", "lacking", "no_table", "none_in_scope", "elsewhere"):
        same = [tally for tally in tallies if tally.kind == kind]
        if same:
            values = {"units": sum(tally.units for tally in same), "rows": sum(tally.rows for tally in same)}
            why = _commonest(same, messages)
            key = unjudged if kind == "lacking" else kind
            told.append(messages(f"merge.{key}", **values, table=table, why=why))
    return told


def joined(clauses: Sequence[str], messages: Messages) -> str:
    """Clauses as one text."""
    return ("；" if messages.lang == "zh" else "; ").join(filter(None, clauses))


def _commonest(tallies: Sequence[Tally], messages: Messages) -> str:
    if len(tallies) == 1:
        return tallies[0].reason
    ranked = sorted(tallies, key=lambda tally: (-tally.units, tally.reason))
    told = [messages("merge.counted", reason=tally.reason, units=tally.units) for tally in ranked[:_TOLD]]
    if len(ranked) > _TOLD:
        told.append(messages("merge.further", reasons=len(ranked) - _TOLD))
    return ("，" if messages.lang == "zh" else ", ").join(told)
