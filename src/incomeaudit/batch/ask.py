"""What a caller may ask of a batch."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Protocol

from incomeaudit.auditing.options import Options
from incomeaudit.batch.outcome import Outcome
from incomeaudit.batch.patterns import Patterns


@dataclass(frozen=True, slots=True)
class Ask:
    """Options of one batch; the defaults are those of ``incomeaudit batch``."""

    source: str
    """The folder that is audited: a path, or an address that fsspec knows."""
    out: str
    """The output folder, likewise."""
    options: Options = field(default_factory=Options)
    """Of every single audit."""
    patterns: Patterns = field(default_factory=Patterns)
    facts: tuple[Path, ...] = ()
    """Further files with figures of counties, which count for all files."""
    expect: tuple[str, ...] = ()
    """Townships of which there should be a file: 妙高街道, or 遂昌县/妙高街道."""
    jobs: int = 0
    """Processes; 0 for as many as there are processors for this one."""
    cluster: str = ""
    """Address of a Dask scheduler, whose workers then take the files."""
    lock: Path | None = None
    """The lock's file, where it is not to lie in the output folder."""
    wait: bool = False
    """Wait for another run on the output folder to end."""

    @property
    def root(self) -> str:
        """The name of the folder that is audited, the same wherever it is reached from."""
        return PurePath(self.source.rstrip("/")).name or self.source


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Progress(Protocol):
    """What is told of a run while it goes on."""

    def waiting(self, lock: Path) -> None:
        """Another run holds the lock, and this one waits for it."""

    def begin(self, stage: str, total: int, kept: int) -> None:
        """A stage (take or audit) begins with so many files to do; ``kept`` are done since an earlier run."""

    def file(self, stage: str, outcome: Outcome) -> None:
        """A file is done."""

    def end(self, stage: str) -> None:
        """A stage is done."""

    def step(self, name: str) -> None:
        """A step of the whole begins: hash, across, rollup."""


def names_of(facts: Sequence[Path]) -> dict[str, Path]:
    """The names of the files of ``--facts`` among the others, and where they lie; two of one name are told apart."""
    names: dict[str, Path] = {}
    for path in facts:
        name, number = f"--facts/{path.name}", 1
        while name in names:
            number += 1
            name = f"--facts/{number}/{path.name}"
        names[name] = path.absolute()
    return names
