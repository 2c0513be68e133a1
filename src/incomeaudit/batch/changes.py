"""What has changed since the last finished run, file by file."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.batch.folder import Folder
from incomeaudit.batch.judge import FOUND
from incomeaudit.batch.kept import load_frame
from incomeaudit.batch.last import FileState
from incomeaudit.batch.store import stage_place
from incomeaudit.report.rollup.changes import CHANGE_SCHEMA
from incomeaudit.report.wording import path_text


def changes_since(before: Mapping[str, FileState], now: Mapping[str, FileState], out: Folder) -> pl.DataFrame:
    """One row a file of the last run or this one, after CHANGE_SCHEMA, in the order of names.

    Findings are told apart by their fingerprints, so that a sorted roster has none that is new.
    """
    rows = [_row(name, before.get(name), now.get(name), out) for name in sorted({*before, *now})]
    return pl.DataFrame(rows, schema=CHANGE_SCHEMA)


def _row(name: str, before: FileState | None, now: FileState | None, out: Folder) -> dict[str, object]:
    same = before == now
    old = {} if same else _fingerprints(name, before, out)
    fresh = {} if same else _fingerprints(name, now, out)
    return {
        "file": path_text(name),
        "before_status": before.status if before else None,
        "status": now.status if now else None,
        "reason": (now.reason or None) if now else None,
        "new": _less(fresh, old),
        "gone": _less(old, fresh),
        "open": sum(fresh.values()),
    }


def _fingerprints(name: str, state: FileState | None, out: Folder) -> dict[str, int]:
    """How often each finding stands there; nothing for a file that was not audited."""
    if state is None or not state.judged:
        return {}
    frame = load_frame(out, f"{stage_place(name, 'audit', state.judged)}/{FOUND}")
    return dict(frame.group_by("fingerprint").len().iter_rows())


def _less(some: Mapping[str, int], others: Mapping[str, int]) -> int:
    return sum(max(count - others.get(mark, 0), 0) for mark, count in some.items())
