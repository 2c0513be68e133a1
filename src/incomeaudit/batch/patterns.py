"""Which names patterns of a command line mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Patterns:
    """What is taken and what is left out.

    A pattern without a slash means the name of a file or of a folder on its way, one with a slash the path from the
    audited folder on; ``*`` stands for any characters, ``?`` for one, ``[…]`` for one of several. Capitals do not
    count, since they do not on Windows. ``exclude`` wins.
    """

    include: tuple[str, ...] = ()
    """Empty for everything."""
    exclude: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Whether a file, given by its path from the audited folder on, is taken."""
        return (not self.include or _any(self.include, name)) and not _any(self.exclude, name)

    def leaves_out(self, folder: str) -> bool:
        """Whether a folder is left out with all that is in it."""
        return _any(self.exclude, folder)


def _any(patterns: Sequence[str], name: str) -> bool:
    return any(_means(pattern, name) for pattern in patterns)


def _means(pattern: str, name: str) -> bool:
    pattern, name = pattern.lower().replace("\\", "/").strip("/"), name.lower()
    if "/" in pattern:
        return fnmatchcase(name, pattern)
    return any(fnmatchcase(step, pattern) for step in PurePosixPath(name).parts)
