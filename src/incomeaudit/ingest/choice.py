"""Which sheets of the files are read: all of them, one that was asked for by name, or all but such a one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from incomeaudit.messages import Problem


@dataclass(frozen=True)
class Choice:
    """Sheets by the resolved path of their file."""

    only: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    """Files of which just these sheets are read."""
    without: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    """Files of which these sheets are left out."""

    def of(self, path: Path, file: str, sheets: Sequence[str]) -> frozenset[str]:
        """The names of the sheets of one file that are read. Raises ``Problem("sheet_unknown")``."""
        asked = self.only.get(path.resolve(), frozenset())
        for name in sorted(asked - {*sheets}):
            raise Problem("sheet_unknown", file=file, sheet=name, known="、".join(sheets))
        return (asked or frozenset(sheets)) - self.without.get(path.resolve(), frozenset())


EVERY_SHEET = Choice()


def sheets_named(paths: Sequence[Path]) -> tuple[tuple[Path, ...], Mapping[Path, frozenset[str]]]:
    """Files, and the sheets asked for of those written as ``roster.xlsx#2019``; a # in a file's name is left alone."""
    files: dict[Path, None] = {}
    named: dict[Path, frozenset[str]] = {}
    for path in paths:
        before, mark, sheet = str(path).rpartition("#")
        if not mark or path.exists():
            files[path] = None
            continue
        file = Path(before)
        files[file] = None
        named[file.resolve()] = named.get(file.resolve(), frozenset()) | {sheet}
    return tuple(files), named
