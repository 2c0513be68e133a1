"""The output folder: what each file gave, kept under the key of all that it depends on.

    OUT/审计汇总.xlsx, OUT/审计汇总.json     the roll-up
    OUT/报告/<path>-审计报告.xlsx           a report a file
    OUT/.incomeaudit/files/<id>/           what a file gave: take-<key>/ its tables, audit-<key>/ what its audit gave
    OUT/.incomeaudit/last.json             what the last run that was finished was about

A stage of a file counts when its ``done.json`` is there, which is written last. So a run may be killed at any moment:
what has no such mark is made again, what has one is whole.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Literal

from incomeaudit.batch.folder import Folder

WORK = ".incomeaudit"
REPORTS = "报告"
ROLLUPS = ("审计汇总.xlsx", "审计汇总.json")
FORMAT = 1
"""Goes up when the way in which things are kept changes; what was kept otherwise is made again."""

Stage = Literal["take", "audit"]
Mark = Mapping[str, Any]
_DONE = "done.json"


def place_of(name: str) -> str:
    """Where a file's things are kept, told by its path alone."""
    return f"{WORK}/files/{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"


def stage_place(name: str, stage: Stage, key: str) -> str:
    """Where a stage of a file is kept."""
    return f"{place_of(name)}/{stage}-{key[:24]}"


def done(folder: Folder, name: str, stage: Stage, key: str) -> Mark | None:
    """What a stage noted when it was done; None where it has not been, or not with this key."""
    return _whole(folder.read(f"{stage_place(name, stage, key)}/{_DONE}"), key)


def mark_done(folder: Folder, name: str, stage: Stage, key: str, noted: Mark) -> None:
    """Say that a stage is done. Raises ``Problem("store_unwritable")``."""
    # Plain ASCII, so that names which are not text on this system survive.
    text = json.dumps({**noted, "key": key}, default=str)
    folder.write(f"{stage_place(name, stage, key)}/{_DONE}", text.encode("ascii"))


def _whole(data: bytes | None, key: str) -> Mark | None:
    if data is None:
        return None
    try:
        noted = json.loads(data)
    except ValueError:
        return None  # a disk that lost it; the stage is made again
    return noted if isinstance(noted, dict) and noted.get("key") == key else None


def report_name(name: str) -> str:
    """Where a file's report stands in the output folder.

    ``花名册.xlsx`` has ``报告/花名册-审计报告.xlsx``; files of other kinds keep their suffix in the name, so that no
    two files share a report.
    """
    path = PurePosixPath(name)
    stem = path.stem if path.suffix == ".xlsx" else path.name
    return str(PurePosixPath(REPORTS, path.parent, f"{stem}-审计报告.xlsx"))


def digest(*parts: object) -> str:
    """One key of many things, the same for the same things."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def sweep(folder: Folder, used: frozenset[str]) -> None:
    """Remove what belongs to no stage in use: files that are gone, older contents, runs that were killed.

    ``used`` are places of stages as ``stage_place`` gives them.
    """
    units = {place.rpartition("/")[0] for place in used}
    for unit in folder.children(f"{WORK}/files"):
        place = f"{WORK}/files/{unit}"
        if place not in units:
            folder.remove(place)
            continue
        for stage in folder.children(place):
            if f"{place}/{stage}" not in used:
                folder.remove(f"{place}/{stage}")
