"""What each file of a folder holds, told by its digest."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from incomeaudit.batch.folder import Folder
from incomeaudit.batch.outcome import Failure, Outcome, failed
from incomeaudit.messages import Messages

_READERS = 4
"""Files read at one time: a network folder answers several as fast as one."""
_PIECE = 1 << 20


def digests(
    folder: Folder, names: Sequence[str], elsewhere: Mapping[str, Path], messages: Messages
) -> tuple[dict[str, str], dict[str, Outcome]]:
    """SHA-256 of every file, and the outcomes of those that cannot be read.

    ``elsewhere`` are files that do not lie in the folder, by their names.
    """

    def one(name: str) -> str | Outcome:
        try:
            if name in elsewhere:
                return digest_of(elsewhere[name])
            with folder.here(name) as path:
                return digest_of(path)
        except OSError as error:
            return failed(name, _unread(name, error, messages))

    with ThreadPoolExecutor(_READERS) as pool:
        found = dict(zip(names, pool.map(one, names), strict=True))
    return (
        {name: digest for name, digest in found.items() if isinstance(digest, str)},
        {name: outcome for name, outcome in found.items() if isinstance(outcome, Outcome)},
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            made.update(piece)
    return made.hexdigest()


def _unread(name: str, error: OSError, messages: Messages) -> Failure:
    if isinstance(error, FileNotFoundError):
        key, text = "file_missing", messages("problem.file_missing", file=name)
    elif isinstance(error, PermissionError):
        key, text = "file_not_permitted", messages("problem.file_not_permitted", file=name)
    else:
        reason = error.strerror or type(error).__name__
        key, text = "file_unreadable", messages("problem.file_unreadable", file=name, reason=reason)
    return Failure(key, text)
