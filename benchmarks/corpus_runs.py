"""One file given to one command of the program, and what is wrong with how that went."""

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from watched import Watched, watch

REPORT = "报告.xlsx"
ALLOWED = {"check": (0, 1, 2), "inspect": (0, 2)}
"""Exit statuses of each command; 2 is for what could not be done, with one line that says why."""
ARGUMENTS = {
    "check": ("--place", "遂昌县", "--year", "2020", "-o", REPORT, "--quiet"),
    "inspect": (),
}
"""What each command is given beside the file; the report's name is put into the folder of the run."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How files are run."""

    program: tuple[str, ...]
    seconds: float
    memory: float
    internal: tuple[re.Pattern[str], ...]
    """How the program says that something in itself broke, in each language."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be: what kind, and the detail to find it by."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run and what is wrong with it."""

    file: str
    """Relative to the folder, with forward slashes."""
    command: str
    status: int | None
    seconds: float
    peak: float | None
    lines: tuple[str, ...]
    """On standard error."""
    faults: tuple[Fault, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def run_file(path: Path, file: str, command: str, setting: Setting) -> Run:
    """Run one command over one file, in a folder of its own that is gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="corpus-"))
    try:
        cwd, scratch, out, streams = (place / name for name in ("cwd", "tmp", "out", "streams"))
        for folder in (cwd, scratch, out, streams):
            folder.mkdir()
        words = [str(out / word) if word == REPORT else word for word in ARGUMENTS[command]]
        before = path.stat()
        watched = watch(
            [*setting.program, command, str(path), *words],
            folder=cwd,
            streams=streams,
            env=_environment(scratch),
            seconds=setting.seconds,
            memory=setting.memory,
        )
        after = path.stat()
        faults = [*_ending(watched, command, setting), *_saying(watched, setting)]
        if command == "check":
            faults += _report(watched, out / REPORT)
        if not (watched.timed_out or watched.over_memory):
            kept = {out / REPORT} if command == "check" else set()
            faults += _left_behind([cwd, scratch, out], kept)
        if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
            faults.append(Fault("input changed", f"{before.st_size} -> {after.st_size} bytes"))
        lines = tuple(watched.err.splitlines())
        return Run(file, command, watched.status, watched.seconds, watched.peak, lines, tuple(faults))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _environment(scratch: Path) -> dict[str, str]:
    """As outside, but temporary files go to a folder that is looked at afterwards, and lines are not broken."""
    temporary = {name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP")}
    return {**os.environ, **temporary, "INCOMEAUDIT_DEBUG": "", "COLUMNS": "1000"}


def _ending(watched: Watched, command: str, setting: Setting) -> Iterator[Fault]:
    if watched.timed_out:
        yield Fault("time-out", f"over {setting.seconds:g} s")
    if watched.over_memory or (watched.peak or 0) > setting.memory:
        yield Fault("memory", f"{watched.peak:.0f} MiB, limit {setting.memory:g}")
    if watched.strays:
        yield Fault("stray process", f"{watched.strays} left running")
    if watched.status is None:
        return
    if watched.status < 0:
        yield Fault("signal", f"{-watched.status}: {_last(watched.err)}")
    elif watched.status not in ALLOWED[command]:
        yield Fault("status", f"{watched.status}: {_last(watched.err)}")


def _saying(watched: Watched, setting: Setting) -> Iterator[Fault]:
    said = watched.err + "\n" + watched.out
    for mark in ("Traceback (most recent call last)", "panicked at", "Fatal Python error"):
        if mark in said:
            yield Fault("traceback", _last(watched.err) or mark)
            break
    for line in said.splitlines():
        if any(text.search(line) for text in setting.internal):
            yield Fault("internal error", line[:300])
            break
    for warning in re.findall(r"^.*\b\w+Warning: .*$", watched.err, re.MULTILINE)[:1]:
        yield Fault("warning", warning)
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", watched.err):
        yield Fault("control characters", ascii(_last(watched.err)))
    lines = watched.err.splitlines()
    if watched.status == 2 and (len(lines) != 1 or not lines[0].strip()):
        yield Fault("not one line", f"{len(lines)} lines on stderr: {_last(watched.err)}")


def _report(watched: Watched, path: Path) -> Iterator[Fault]:
    """A report that is there is whole; it is there whenever the status says that it is."""
    if not path.exists():
        if watched.status in (0, 1):
            yield Fault("no report", f"status {watched.status}")
        return
    try:
        with zipfile.ZipFile(path) as archive:
            whole = archive.testzip() is None and "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        whole = False
    if not whole:
        yield Fault("broken report", f"status {watched.status}, {path.stat().st_size} bytes")


def _left_behind(folders: list[Path], kept: set[Path]) -> Iterator[Fault]:
    left = [path.name for folder in folders for path in sorted(folder.rglob("*")) if path not in kept]
    if left:
        yield Fault("left behind", ", ".join(left[:5]))


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
