"""A batch that is going on: started, watched through its log, and disturbed."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.batch.support import command

PATIENCE = 120.0
"""Seconds until a run that does not get on is given up."""


@contextmanager
def going(folder: Path, out: Path, log: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A run in a group of processes of its own, which is killed if it is still there in the end."""
    process = subprocess.Popen(
        [*command(folder, out, "--log-file", str(log), *more)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def events(log: Path) -> list[dict[str, object]]:
    """What a log says so far."""
    if not log.exists():
        return []
    lines = log.read_text("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


def wait_for(log: Path, event: str, count: int = 1) -> None:
    """Wait until a log has so many events of a kind."""
    until = time.monotonic() + PATIENCE
    while sum(each["event"] == event for each in events(log)) < count:
        assert time.monotonic() < until, f"no {event} within {PATIENCE} s: {events(log)}"
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    """Processes that a process has started, and those that these have, by Linux's own account."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def wait_for_end(family: list[int]) -> None:
    """Wait until all of some processes have ended."""
    until = time.monotonic() + PATIENCE / 4
    while left := [pid for pid in family if alive(pid)]:
        assert time.monotonic() < until, f"{left} did not end"
        time.sleep(0.02)


def workers(pid: int) -> list[int]:
    """Worker processes of a run."""
    return [child for child in children(pid) if b"multiprocessing.spawn" in Path(f"/proc/{child}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    """Whether a process still runs."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
