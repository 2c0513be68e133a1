"""A folder at an address that fsspec knows: an object store, an SFTP server, a share that is not mounted."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from incomeaudit.batch.discover import Found, Skipped, kind_of_name
from incomeaudit.batch.folder import Folder
from incomeaudit.batch.patterns import Patterns
from incomeaudit.messages import Problem

try:
    import fsspec
except ImportError as error:
    raise Problem("no_fsspec", package="fsspec") from error


def remote_folder(address: str) -> "RemoteFolder":
    """The folder at an address. Raises ``Problem("address_unreachable")``, ``Problem("no_fsspec")``."""
    try:
        system, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise Problem("no_fsspec", package=str(error)) from error
    except (OSError, ValueError) as error:
        raise Problem("address_unreachable", address=address, error=type(error).__name__) from error
    return RemoteFolder(address, system, str(root).rstrip("/"))


class RemoteFolder:
    """A folder behind fsspec. A file is fetched to be read and sent when it is whole."""

    def __init__(self, address: str, system: Any, root: str) -> None:
        self._address = address
        self._system = system
        self._root = root

    @property
    def address(self) -> str:
        """The address it was made from."""
        return self._address

    def find(self, patterns: Patterns, without: Folder) -> Found:
        """The files to be audited, as ``discover`` finds them in a folder of this machine."""
        try:
            paths = sorted(self._system.find(self._root))
        except OSError as error:
            raise Problem("address_unreachable", address=self._address, error=type(error).__name__) from error
        files: list[str] = []
        skipped: list[Skipped] = []
        for path in paths:
            name = str(path)[len(self._root) :].lstrip("/")
            if f"{self._address.rstrip('/')}/{name}".startswith(f"{without.address.rstrip('/')}/"):
                continue
            kind = _kind(name, patterns)
            if kind:
                skipped.append(Skipped(name, kind))
            else:
                files.append(name)
        return Found(tuple(files), tuple(skipped))

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        try:
            return bytes(self._system.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Send a file. Raises ``Problem("store_unwritable")``."""
        try:
            self._system.makedirs(str(PurePosixPath(self._path(name)).parent), exist_ok=True)
            self._system.pipe_file(self._path(name), data)
        except OSError as error:
            raise self._unwritable(name, error) from error

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return bool(self._system.isfile(self._path(name)))

    def children(self, name: str) -> list[str]:
        """Names of what lies in a folder, in order."""
        try:
            listed = self._system.ls(self._path(name), detail=False, refresh=True)
        except FileNotFoundError:
            return []
        return sorted(PurePosixPath(str(path)).name for path in listed)

    def remove(self, name: str) -> None:
        """Remove a file or a folder with all that is in it."""
        try:
            self._system.rm(self._path(name), recursive=True)
        except FileNotFoundError:
            return

    def tidy(self) -> None:
        """Nothing: a file stands there whole or not at all."""

    @contextmanager
    def here(self, name: str) -> Iterator[Path]:
        """A copy of the file, which is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="incomeaudit-") as folder:
            copy = Path(folder) / PurePosixPath(name).name
            self._system.get_file(self._path(name), str(copy))
            yield copy

    @contextmanager
    def put(self, name: str) -> Iterator[Path]:
        """A file that is sent when it has been written. Raises ``Problem("store_unwritable")``."""
        with tempfile.TemporaryDirectory(prefix="incomeaudit-") as folder:
            fresh = Path(folder) / PurePosixPath(name).name
            yield fresh
            try:
                self._system.makedirs(str(PurePosixPath(self._path(name)).parent), exist_ok=True)
                self._system.put_file(str(fresh), self._path(name))
            except OSError as error:
                raise self._unwritable(name, error) from error

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _unwritable(self, name: str, error: OSError) -> Problem:
        reason = error.strerror or type(error).__name__
        return Problem("store_unwritable", path=f"{self._address}/{name}", error=reason)


def _kind(name: str, patterns: Patterns) -> str:
    """Why a file is left out; empty where it is taken."""
    path = PurePosixPath(name)
    if any(step.startswith(".") for step in path.parts[:-1]):
        return "hidden"
    if any(patterns.leaves_out(str(parent)) for parent in path.parents if str(parent) != "."):
        return "excluded"
    return kind_of_name(name, patterns)
