"""A command in a process of its own, watched together with every process that it starts.

Time and memory are taken of the whole tree, and the whole tree is ended when it goes over one of its limits. Where
there is no ``/proc`` (Windows, macOS) memory is not measured, only said to be unknown.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

POLL = 0.04
"""Seconds between two looks at the tree; the time of a run is as exact as this."""
KEPT = 1 << 20
"""Bytes of either stream that are kept; what a program says beyond that nobody reads."""
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of a command."""

    status: int | None
    """Its exit status, negative for a signal; None where it was ended for being over a limit."""
    seconds: float
    """From start to end on the clock."""
    peak: float | None
    """MiB at most that the processes alive at one time had used, each counted with its own peak (``VmHWM``): never less
    than what they really took together, but for a rise in the last hundredth of a second. None where not measured."""
    out: str
    err: str
    timed_out: bool
    over_memory: bool
    strays: int
    """Processes of the tree that were still there when the command had ended; they were ended too."""


def watch(
    command: Sequence[str], *, folder: Path, streams: Path, env: Mapping[str, str], seconds: float, memory: float
) -> Watched:
    """Run a command in ``folder``; ``streams`` is a folder for its output. Limits are seconds and MiB."""
    out, err = streams / "stdout", streams / "stderr"
    started = time.monotonic()
    with out.open("wb") as out_file, err.open("wb") as err_file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out_file,
            stderr=err_file,
            start_new_session=True,
        )
    tree = _Tree(process.pid)
    timed_out = over_memory = False
    own_peak = None
    while True:
        tree.look()
        ended, own_peak = _ended(process)
        if ended:
            break
        timed_out = time.monotonic() - started > seconds
        over_memory = tree.peak > memory
        if timed_out or over_memory:
            tree.end()
            process.wait()
            break
        time.sleep(POLL)
    taken = time.monotonic() - started
    strays = 0 if timed_out or over_memory else tree.end()
    return Watched(
        status=None if timed_out or over_memory else process.returncode,
        seconds=taken,
        peak=max(tree.peak, own_peak or 0.0) if _PROC.is_dir() else None,
        out=_beginning(out),
        err=_beginning(err),
        timed_out=timed_out,
        over_memory=over_memory,
        strays=strays,
    )


def _ended(process: "subprocess.Popen[bytes]") -> tuple[bool, float | None]:
    """Whether the command has ended, and the largest peak in MiB of it and the children it waited for."""
    if not sys.platform.startswith("linux"):
        return process.poll() is not None, None
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    if not pid:
        return False, None
    process.returncode = os.waitstatus_to_exitcode(status)
    return True, usage.ru_maxrss / 1024


def _beginning(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(KEPT).decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A process as ``/proc/PID/stat`` tells it; pid and birth together name it for good."""

    pid: int
    parent: int
    session: int
    birth: int


@dataclass(slots=True)
class _Tree:
    """A process and all that it started, also those that left its session or lost their parent."""

    root: int
    peak: float = 0.0
    _born: dict[int, int] = field(default_factory=dict)

    def look(self) -> list[int]:
        """The members that live now; takes their memory."""
        living = self._members()
        self.peak = max(self.peak, sum(map(_peak_of, living)))
        return living

    def end(self) -> int:
        """End every member; returns how many there were besides the root."""
        if not _PROC.is_dir():
            _end_without_proc(self.root)
            return 0
        ended: set[int] = set()
        for _ in range(50):  # a process may be born while we look
            living = self._members()
            if not living:
                break
            for pid in living:
                _kill(pid)
            ended.update(living)
            time.sleep(POLL)
        return len(ended - {self.root})

    def _members(self) -> list[int]:
        there = list(_processes())
        found: dict[int, int] = {}
        for seen in there:
            if self.root in (seen.pid, seen.session) or self._born.get(seen.pid) == seen.birth:
                found[seen.pid] = seen.birth
        grown = True
        while grown:
            grown = False
            for seen in there:
                if seen.parent in found and seen.pid not in found:
                    found[seen.pid] = seen.birth
                    grown = True
        self._born |= found
        return list(found)


def _processes() -> Iterator[_Seen]:
    """All processes that are not zombies; nothing where there is no ``/proc``."""
    if not _PROC.is_dir():
        return
    for folder in _PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            text = (folder / "stat").read_text("utf-8", errors="replace")
        except OSError:  # it has ended meanwhile
            continue
        # The name before the last bracket may hold blanks and brackets of its own. Fields from proc(5).
        words = text.rpartition(")")[2].split()
        if words[0] not in "ZX":
            yield _Seen(int(folder.name), int(words[1]), int(words[3]), int(words[19]))


def _peak_of(pid: int) -> float:
    """The most memory in MiB that a process has held so far."""
    try:
        lines = (_PROC / str(pid) / "status").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    except ProcessLookupError:
        return


def _end_without_proc(root: int) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(root)], capture_output=True, check=False)
        return
    try:
        os.killpg(root, signal.SIGKILL)
    except ProcessLookupError:
        return
