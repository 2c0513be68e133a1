"""What is otherwise than last time, as a text for a mail. Nothing of any household: file names, reasons, numbers."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.messages import Messages
from incomeaudit.report.rollup.wording import reason_of
from incomeaudit.report.wording import section

CHANGE_SCHEMA = pl.Schema(
    {
        "file": pl.String(),  # path within the folder that was audited
        "before_status": pl.String(),  # after model.Status; null for a file that was not there last time
        "status": pl.String(),  # null for a file that is there no longer
        "reason": pl.String(),  # why it failed or holds no table
        "new": pl.UInt32(),  # findings that last time's run did not have
        "gone": pl.UInt32(),  # findings of last time's run that are there no longer
        "open": pl.UInt32(),  # findings as they stand now
    }
)
"""One row a file of this run or the last, in the order of paths."""

SHOWN = 100
"""Files that are named under one heading; the rest are counted."""

_UNAUDITED = ("failed", "not_a_roster")

_LINES = {
    "failed": "reason",
    "no_roster": "reason",
    "found": "counts",
    "gone": "counts",
    "turned": "turned",
    "added": "open",
    "vanished": "file",
    "still": "reason",
}
"""The headings in their order, and what stands in the lines below each."""


def changes_text(changes: pl.DataFrame, messages: Messages) -> str:
    """Plain text on ``changes``, after CHANGE_SCHEMA; empty where nothing changed.

    A file stands under one heading, the gravest that fits. Files that were not audited last time either are no change,
    but stand at the end of a text that there is anyhow.
    """
    sorted_out = changes.with_columns(_heading().alias("heading"))
    if not sorted_out.get_column("heading").is_in(list(_LINES)[:-1]).any():
        return ""
    blocks = []
    for heading, kind in _LINES.items():
        files = sorted_out.filter(pl.col("heading") == heading)
        if not files.height:
            continue
        lines = [messages(f"rollup.changes_{heading}", n=f"{files.height:,}")]
        for file in files.head(SHOWN).iter_rows(named=True):
            lines.append("  " + _line(kind, file, messages))
        if files.height > SHOWN:
            lines.append("  " + messages("rollup.terminal_more", n=f"{files.height - SHOWN:,}"))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _heading() -> pl.Expr:
    """Under which heading a file stands; null where it is as it was."""
    before, now = pl.col("before_status"), pl.col("status")
    known = before.is_not_null() & now.is_not_null()
    same = before.eq_missing(now)
    return (
        pl.when(now.is_in(_UNAUDITED) & same)
        .then(pl.lit("still"))
        .when(now == "failed")
        .then(pl.lit("failed"))
        .when(now == "not_a_roster")
        .then(pl.lit("no_roster"))
        .when(known & ~same)
        .then(pl.lit("turned"))
        .when(known & (pl.col("new") > 0))
        .then(pl.lit("found"))
        .when(known & (pl.col("gone") > 0))
        .then(pl.lit("gone"))
        .when(before.is_null() & now.is_not_null())
        .then(pl.lit("added"))
        .when(before.is_not_null() & now.is_null())
        .then(pl.lit("vanished"))
    )


def _line(kind: str, file: Mapping[str, object], messages: Messages) -> str:
    words = section(messages, "rollup_status")
    said = {
        "file": _in_one_line(str(file["file"])),
        "reason": _in_one_line(reason_of(str(file["file"]), file["reason"], messages)),
        "before": words.get(str(file["before_status"]), ""),
        "now": words.get(str(file["status"]), ""),
        **{name: f"{file[name] or 0:,}" for name in ("new", "gone", "open")},
    }
    return messages(f"rollup.changes_{kind}_line", **said)


def _in_one_line(text: str) -> str:
    """A text without line breaks, which the name of a file may hold."""
    return " ".join(text.splitlines())
