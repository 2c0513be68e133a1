"""Writing a report so that a reader never meets half of one."""

import errno
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from incomeaudit.messages import Problem

LOCK_NAMES = (".~lock.{name}#", "~${name}", ".~{name}")
"""What LibreOffice, Excel and WPS put beside a file while they hold it open."""

_SHOWN = 40
_SUFFIX = ".incomeaudit.tmp"
_LEFT = re.compile(rf"\..{{1,{_SHOWN}}}\.[a-z0-9_]{{8}}{re.escape(_SUFFIX)}", re.DOTALL)


@contextmanager
def safe_write(path: Path, *, private: bool = True) -> Iterator[BinaryIO]:
    """A binary file that becomes ``path`` when the block ends well, and vanishes when it does not.

    The bytes go to a file of mode 0600 in the same directory (a report holds personal data; what holds none is not
    ``private`` and gets the mode that files usually have), are forced to the disk and then take the place of ``path``
    in one step, so an earlier report stays whole until the new one is. A symbolic link is followed.

    Until then the file is called ``.NAME.xxxxxxxx.incomeaudit.tmp``: the first forty characters of the target's name
    and eight at random. It vanishes however the block ends; only a process that is killed leaves it, for ``leftovers``.

    Raises ``Problem`` with ``path``: ``report_open`` where a spreadsheet program holds the file,
    ``report_folder`` where the target is a folder, ``report_no_folder`` where its folder is missing or goes missing,
    ``report_disk_full``, and ``report_unwritable`` for whatever else the system refuses.
    """
    # Not Path.resolve, which raises RuntimeError on a loop of links.
    target = Path(os.path.realpath(path))
    try:
        _refuse(path, target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:_SHOWN]}.", suffix=_SUFFIX, dir=target.parent)
    except OSError as error:
        raise _problem(path, target, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            beside.chmod(_usual_mode())
        beside.replace(target)
    except OSError as error:
        raise _problem(path, target, error) from error
    finally:
        # What keeps a file from being written (a folder that is gone, a disk that turned read-only) can keep it from
        # being removed; what is to be said is the first of the two.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[Path]:
    """The files of a folder that processes which were killed while writing left there, by name.

    Also those that a process is writing at this moment: only for who knows that none is. Raises ``Problem`` with
    ``path``: ``report_no_folder``, or ``report_unwritable`` where the folder cannot be read.
    """
    try:
        return sorted(entry for entry in folder.iterdir() if _LEFT.fullmatch(entry.name) and not entry.is_dir())
    except OSError as error:
        raise _problem(folder, folder / "_", error) from error


@contextmanager
def safe_write_or_stdout(path: Path | None) -> Iterator[BinaryIO]:
    """The same, or standard output where ``path`` is None."""
    if path is not None:
        with safe_write(path) as file:
            yield file
        return
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def ensure_writable(path: Path, inputs: Sequence[Path] = ()) -> None:
    """Raise what ``safe_write`` would raise for ``path``, as far as it can be told before there is anything to write.

    Raises ``Problem("report_is_input")`` where the report would take the place of one of ``inputs``.
    """
    target = Path(os.path.realpath(path))
    if target in {Path(os.path.realpath(file)) for file in inputs}:
        raise Problem("report_is_input", path=path)
    try:
        _refuse(path, target)
    except OSError as error:
        raise _problem(path, target, error) from error


def _usual_mode() -> int:
    mask = os.umask(0o077)  # it can only be asked for by setting it
    os.umask(mask)
    return 0o666 & ~mask


def _refuse(path: Path, target: Path) -> None:
    if target.is_dir():
        raise Problem("report_folder", path=path)
    if not target.parent.is_dir():
        raise Problem("report_no_folder", path=path, folder=target.parent)
    for lock in LOCK_NAMES:
        beside = target.with_name(lock.format(name=target.name))
        if beside.exists():
            raise Problem("report_open", path=path, lock=beside.name)
    # Replacing a file asks for no right to the file itself; one that was made read-only is meant to stay.
    if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
        raise Problem("report_unwritable", path=path, reason=os.strerror(errno.EACCES))


def _problem(path: Path, target: Path, error: OSError) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem("report_disk_full", path=path)
    # A folder that a network drive or another program took away in the meantime.
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not target.parent.is_dir():
        return Problem("report_no_folder", path=path, folder=target.parent)
    # Windows refuses to replace a file that a program holds open, with the same error as for a missing right.
    if os.name == "nt" and isinstance(error, PermissionError) and path.exists():
        return Problem("report_open", path=path, lock=path.name)
    return Problem("report_unwritable", path=path, reason=error.strerror or type(error).__name__)
