"""The files of a folder that are to be audited, and those that are left out, each with its reason."""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from incomeaudit.batch.patterns import Patterns
from incomeaudit.ingest.files.suffix import SUFFIXES
from incomeaudit.messages import Problem

KNOWN = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
REPORT_MARK = "-审计报告"
"""What stands at the end of a report's name, before its suffix."""
_ENOUGH = 65_536
"""Bytes of a workbook's properties that are looked at."""
_LOCKS = ("~$", ".~")
"""How the names of lock files begin that Excel, WPS and LibreOffice put beside a workbook."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not audited."""

    name: str
    """Path from the audited folder on, with slashes."""
    kind: str
    """lock, hidden, report, excluded, other (no kind of spreadsheet), link_out (a link out of the folder), link_again
    (a link to what lies in it), link_broken, or unreadable (a folder that cannot be listed)."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds, in the order of paths."""

    files: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def discover(root: Path, patterns: Patterns, without: Path | None = None) -> Found:
    """Walk a folder. ``without`` is the output folder, which may lie within it.

    Links are not followed: what they lead to lies in the folder itself, or not within it.
    Raises ``Problem("batch_no_folder")``, ``Problem("batch_folder_unreadable")``.
    """
    if not root.is_dir():
        raise Problem("batch_no_folder", folder=root)
    walk = _Walk(Path(os.path.realpath(root)), patterns, without and Path(os.path.realpath(without)))
    try:
        files = sorted(walk.folder(walk.root, ""))
    except OSError as error:
        raise Problem("batch_folder_unreadable", folder=root, error=error.strerror or type(error).__name__) from error
    return Found(tuple(files), tuple(sorted(walk.skipped, key=lambda skipped: skipped.name)))


class _Walk:
    def __init__(self, root: Path, patterns: Patterns, without: Path | None) -> None:
        self.root = root
        self.skipped: list[Skipped] = []
        self._patterns = patterns
        self._without = without

    def folder(self, folder: Path, prefix: str) -> Iterator[str]:
        """The files under a folder. Raises OSError where it cannot be listed."""
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        for entry in listed:
            name = f"{prefix}{entry.name}"
            if entry.is_symlink():
                self._link(Path(entry.path), name)
            elif entry.is_dir():
                yield from self._below(entry, name)
            elif self._is_wanted(entry, name):
                yield name

    def _below(self, entry: os.DirEntry[str], name: str) -> Iterator[str]:
        if self._without is not None and Path(os.path.realpath(entry.path)) == self._without:
            return
        if entry.name.startswith("."):
            self._skip(name, "hidden")
        elif self._patterns.leaves_out(name):
            self._skip(name, "excluded")
        else:
            try:
                yield from self.folder(Path(entry.path), f"{name}/")
            except OSError as error:
                self._skip(name, "unreadable", error.strerror or type(error).__name__)

    def _link(self, link: Path, name: str) -> None:
        """A link that leads out of the folder is not followed; one that stays in it leads to what is found anyway."""
        target = Path(os.path.realpath(link))
        if not target.exists():
            self._skip(name, "link_broken")
        else:
            self._skip(name, "link_again" if target.is_relative_to(self.root) else "link_out")

    def _is_wanted(self, entry: os.DirEntry[str], name: str) -> bool:
        kind = kind_of_name(name, self._patterns)
        if not kind and not entry.is_file():
            kind = "other"
        if not kind and _is_report(Path(entry.path)):
            kind = "report"
        if kind:
            self._skip(name, kind)
        return not kind

    def _skip(self, name: str, kind: str, reason: str = "") -> None:
        self.skipped.append(Skipped(name, kind, reason))


def kind_of_name(name: str, patterns: Patterns) -> str:
    """Why a file is left out, as far as its name tells; empty where it is taken."""
    path = PurePosixPath(name)
    if path.name.startswith(_LOCKS):
        return "lock"
    if path.name.startswith("."):
        return "hidden"
    if not patterns.takes(name):
        return "excluded"
    if path.suffix.lower() not in KNOWN:
        return "other"
    return "report" if path.stem.endswith(REPORT_MARK) else ""


def _is_report(path: Path) -> bool:
    """Whether a workbook says of itself that this program wrote it as a report, whatever it is called by now."""
    if path.suffix.lower() != ".xlsx":
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as properties:
            said = properties.read(_ENOUGH)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False  # whatever it is, it is no report of ours; reading it will say what is wrong with it
    return b"<dc:creator>incomeaudit " in said and b"<dc:identifier>" in said
