"""A folder on this machine, or one that many machines reach, behind one small interface."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from incomeaudit.batch.discover import Found, discover
from incomeaudit.batch.patterns import Patterns
from incomeaudit.messages import Problem
from incomeaudit.report.safe_write import leftovers, safe_write

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


class Folder(Protocol):
    """What a batch asks of the folders it reads and writes. Names are paths from the folder on, with slashes."""

    @property
    def address(self) -> str:
        """What another process makes the same folder from: see ``folder_at``."""

    def find(self, patterns: Patterns, without: "Folder") -> Found:
        """The files to be audited; ``without`` is the output folder, which may lie within this one. Raises Problem."""

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Write a private file, whole or not at all. Raises ``Problem``."""

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""

    def children(self, name: str) -> list[str]:
        """Names of what lies in a folder, in order; none where there is no such folder."""

    def remove(self, name: str) -> None:
        """Remove a file or a folder with all that is in it; nothing where there is none."""

    def tidy(self) -> None:
        """Remove what a run that was killed has left half-written."""

    def here(self, name: str) -> AbstractContextManager[Path]:
        """A path of this machine under which a file can be read. Raises OSError where it cannot."""

    def put(self, name: str) -> AbstractContextManager[Path]:
        """A path of this machine to write a file to; when the block ends well, it stands under its name."""


def folder_at(address: str) -> Folder:
    """The folder at a path, or at an address that fsspec knows: ``s3://…``, ``sftp://…``.

    Raises ``Problem("no_fsspec")`` where the address needs a package that is not installed.
    """
    if "://" not in address:
        return LocalFolder(Path(address))
    from incomeaudit.batch.remote import remote_folder  # noqa: PLC0415  (the cluster extra)

    return remote_folder(address)


class LocalFolder:
    """A folder of this machine, or a share that looks like one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def address(self) -> str:
        """The path."""
        return str(self.path)

    def find(self, patterns: Patterns, without: Folder) -> Found:
        """The files to be audited."""
        return discover(self.path, patterns, without.path if isinstance(without, LocalFolder) else None)

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a private file beside and rename it."""
        target = self.path / name
        try:
            _make_private(target.parent)
        except OSError as error:
            raise unwritable(target, error) from error
        with safe_write(target) as file:
            file.write(data)

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return (self.path / name).is_file()

    def children(self, name: str) -> list[str]:
        """Names of what lies in a folder, in order."""
        try:
            return sorted(path.name for path in (self.path / name).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def remove(self, name: str) -> None:
        """Remove a file or a folder with all that is in it."""
        path = self.path / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove the temporary files of writers that were killed."""
        for folder, _, _ in os.walk(self.path):
            for left in leftovers(Path(folder)):
                left.unlink(missing_ok=True)

    @contextmanager
    def here(self, name: str) -> Iterator[Path]:
        """The file itself."""
        yield self.path / name

    @contextmanager
    def put(self, name: str) -> Iterator[Path]:
        """The file itself, in folders that are made where they are missing. Raises ``Problem("store_unwritable")``."""
        target = self.path / name
        try:
            _make_private(target.parent)
        except OSError as error:
            raise unwritable(target.parent, error) from error
        yield target


def unwritable(path: Path | str, error: OSError) -> Problem:
    """What the user is told where the output folder refuses something."""
    return Problem("store_unwritable", path=path, error=error.strerror or type(error).__name__)


def _make_private(folder: Path) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(PRIVATE_FOLDER, exist_ok=True)
