"""What the last run that was finished was about: for telling what has changed, and what belongs to nothing any more."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from incomeaudit.batch.folder import Folder
from incomeaudit.batch.store import WORK

_LAST = f"{WORK}/last.json"


@dataclass(frozen=True, slots=True)
class FileState:
    """How a file stood at the end of a run."""

    status: str
    reason: str = ""
    taken: str = ""
    """Key of its kept tables; empty for none."""
    judged: str = ""
    """Key of its audit; empty for none."""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to, for its exit status, its log and the line that is said when nothing has changed."""

    run: str = ""
    households: int = 0
    flagged_households: int = 0
    findings: int = 0
    across: int = 0
    """Matters that the checks across files found."""
    errors: int = 0
    """Checks and targets in error."""
    sheets_failed: int = 0
    severities: tuple[str, ...] = ()
    """Of findings, in files and across them, and of targets not met."""


@dataclass(frozen=True, slots=True)
class Last:
    """A finished run."""

    rollup: str
    """Key of the roll-up."""
    files: Mapping[str, FileState]
    summary: Summary = Summary()


def read_last(folder: Folder) -> Last:
    """The last finished run; an empty one where there was none, or its note is damaged."""
    try:
        noted = json.loads(folder.read(_LAST) or b"{}")
        summary = noted["summary"]
        return Last(
            noted["rollup"],
            {name: FileState(**state) for name, state in noted["files"].items()},
            Summary(**summary | {"severities": tuple(summary["severities"])}),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Last("", {})


def write_last(folder: Folder, last: Last) -> None:
    """Note a finished run. Raises ``Problem("store_unwritable")``."""
    noted = {
        "rollup": last.rollup,
        "files": {name: asdict(state) for name, state in last.files.items()},
        "summary": asdict(last.summary),
    }
    folder.write(_LAST, json.dumps(noted).encode("ascii"))
