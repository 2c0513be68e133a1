"""What a corpus run found, as tables for a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus_runs import Run

LONGEST = 10
"""How many of the slowest and of the largest runs are shown."""
MOST = 100
"""How many faults are shown; the JSON has them all."""


def print_run(console: Console, runs: Sequence[Run], files: int) -> None:
    """Faults first, then statuses by suffix, the slowest and the largest runs, and the totals."""
    faulty = [run for run in runs if run.faults]
    if faulty:
        rows = [(fault.kind, run.command, run.file, fault.detail) for run in faulty for fault in run.faults]
        _print(console, "Faults", ("kind", "command", "file", "detail"), sorted(rows)[:MOST])
        if len(rows) > MOST:
            print_line(console, f"… and {len(rows) - MOST} more faults")
    _print_statuses(console, runs)
    for title, key in (("Slowest", _seconds), ("Largest", _peak)):
        first = sorted(runs, key=key, reverse=True)[:LONGEST]
        _print(console, title, ("seconds", "MiB", "command", "file"), [_figures(run) for run in first])
    kinds = Counter(fault.kind for run in runs for fault in run.faults)
    each = "".join(f", {kind} {count}" for kind, count in sorted(kinds.items()))
    print_line(console, f"{files} files, {len(runs)} runs, {len(faulty)} of them with a fault{each}")


def print_messages(console: Console, runs: Iterable[Run]) -> None:
    """What users would have read, most often first, with the file's name taken out; of several lines the last."""
    said: Counter[tuple[str, str]] = Counter()
    for run in runs:
        said.update((_label(run.status), _without_name(line, run.file)) for line in run.lines[-1:])
    rows = [(str(count), status, line) for (status, line), count in said.most_common()]
    _print(console, "Messages", ("count", "status", "line"), rows)


def print_line(console: Console, text: str) -> None:
    """One line that is neither wrapped nor coloured nor taken for markup."""
    console.print(Text(text), soft_wrap=True)


def _without_name(line: str, file: str) -> str:
    """Without the file's name, and without the name of its only sheet where that is the file's."""
    name = PurePosixPath(file)
    return line.replace(name.name, "FILE").replace(name.stem, "STEM")


def _print_statuses(console: Console, runs: Sequence[Run]) -> None:
    counts: Counter[tuple[str, str, str]] = Counter()
    for run in runs:
        counts[PurePosixPath(run.file).suffix.lower() or "(none)", run.command, _label(run.status)] += 1
    statuses = sorted({status for _, _, status in counts})
    rows = [
        (suffix, command, *(str(counts[suffix, command, status] or "") for status in statuses))
        for suffix, command in sorted({(suffix, command) for suffix, command, _ in counts})
    ]
    _print(console, "Exit statuses", ("suffix", "command", *statuses), rows)


def _print(console: Console, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=title, title_justify="left", show_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
    console.print()


def _figures(run: Run) -> tuple[str, str, str, str]:
    return f"{run.seconds:.2f}", "" if run.peak is None else f"{run.peak:.0f}", run.command, run.file


def _label(status: int | None) -> str:
    return "ended" if status is None else str(status)


def _seconds(run: Run) -> float:
    return run.seconds


def _peak(run: Run) -> float:
    return run.peak or 0.0
