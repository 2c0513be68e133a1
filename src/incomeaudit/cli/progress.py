"""What a batch tells while it goes on: bars on a terminal, plain lines elsewhere, nothing when quiet."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from incomeaudit.messages import Messages

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from incomeaudit.batch.outcome import Outcome

_EVERY = 10.0
"""Seconds between two plain lines of one stage."""


class Silent:
    """Tells nothing but that it waits."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def waiting(self, lock: Path) -> None:
        """Said even when quiet: a run that hangs without a word looks broken."""
        typer.echo(self._messages("batch.waiting", lock=lock), err=True)

    def begin(self, stage: str, total: int, kept: int) -> None:
        """Nothing."""

    def file(self, stage: str, outcome: "Outcome") -> None:
        """Nothing."""

    def end(self, stage: str) -> None:
        """Nothing."""

    def step(self, name: str) -> None:
        """Nothing."""


class Counted(Silent):
    """Keeps count of a stage: files, rows, time."""

    def __init__(self, messages: Messages, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(messages)
        self._clock = clock
        self._total = self._files = self._failed = self._rows = 0
        self._began = 0.0

    def begin(self, stage: str, total: int, kept: int) -> None:
        """Count from nothing."""
        self._total, self._files, self._failed, self._rows = total, 0, 0, 0
        self._began = self._clock()

    def file(self, stage: str, outcome: "Outcome") -> None:
        """Count a file."""
        self._files += 1
        self._failed += outcome.failure is not None
        self._rows += sum((outcome.noted.get("rows") or {}).values())

    @property
    def _speed(self) -> float:
        """Rows per second; of files where a stage counts no rows."""
        return (self._rows or self._files) / max(self._clock() - self._began, 1e-3)

    @property
    def _left(self) -> float:
        """Seconds that the rest will take, if it goes on like this."""
        return (self._total - self._files) * (self._clock() - self._began) / max(self._files, 1)

    def _line(self, stage: str) -> str:
        return self._messages(
            "batch.progress",
            stage=self._messages(f"batch.stage_{stage}"),
            files=self._files,
            total=self._total,
            speed=f"{self._speed:,.0f}",
            unit=self._messages("batch.rows_a_second" if self._rows else "batch.files_a_second"),
            left=_span(self._left),
            failed=self._messages("batch.failed_so_far", failed=self._failed) if self._failed else "",
        )


class Lines(Counted):
    """A line on standard error every few seconds, and one at the start and the end of a stage."""

    def __init__(self, messages: Messages, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(messages, clock)
        self._said = 0.0

    def begin(self, stage: str, total: int, kept: int) -> None:
        """Say what there is to do."""
        super().begin(stage, total, kept)
        self._said = self._clock()
        name = self._messages(f"batch.stage_{stage}")
        typer.echo(self._messages("batch.begin", stage=name, total=total, kept=kept), err=True)

    def file(self, stage: str, outcome: "Outcome") -> None:
        """Say how far it is, not too often."""
        super().file(stage, outcome)
        if self._clock() - self._said >= _EVERY or self._files == self._total:
            self._said = self._clock()
            typer.echo(self._line(stage), err=True)


class Bars(Counted):
    """A bar a stage, with files, rows per second and the time left."""

    def __init__(self, messages: Messages, console: "Console") -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        super().__init__(messages)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def waiting(self, lock: Path) -> None:
        """Beside the bars."""
        self._bars.console.print(self._messages("batch.waiting", lock=lock))

    def step(self, name: str) -> None:
        """What is done at the moment, where it is no matter of single files."""
        self._bars.start()
        for task in self._tasks.values():
            self._bars.update(task, visible=False)
        self._tasks[name] = self._bars.add_task(self._messages(f"batch.stage_{name}"), total=None, said="")

    def begin(self, stage: str, total: int, kept: int) -> None:
        """A new bar."""
        super().begin(stage, total, kept)
        self.step(stage)
        self._bars.update(self._tasks[stage], total=max(total, 1), completed=0 if total else 1)

    def file(self, stage: str, outcome: "Outcome") -> None:
        """Move it on."""
        super().file(stage, outcome)
        self._bars.update(self._tasks[stage], completed=self._files, said=self._line(stage))

    def close(self) -> None:
        """Take the bars off the screen."""
        self._bars.stop()


def _span(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return (
        f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
        if whole >= 3600
        else f"{whole // 60}:{whole % 60:02d}"
    )
