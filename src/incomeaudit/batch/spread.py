"""Spreading the files of a run over workers: what every way of doing it offers, and processes of this machine."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Protocol, TypeVar

from incomeaudit.batch.bench import clear_bench
from incomeaudit.batch.errand import Errand, Judge, Take
from incomeaudit.batch.outcome import Failure, Outcome, failed
from incomeaudit.messages import Messages

Task = TypeVar("Task", Take, Judge)
Work = Callable[[Errand, Task], Outcome]
_PATIENCE = 5.0
"""Seconds for a worker with nothing to do to end by itself."""
_TRIES = 2
"""Times that a file is given to a worker which dies over it."""


class Spread(Protocol):
    """Workers, wherever they are."""

    @property
    def width(self) -> int:
        """How many files are worked on at one time."""

    def each(self, work: Work[Task], errand: Errand, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcome of each task, as they come. A worker that dies costs at most the file it was at."""

    def stop(self) -> None:
        """Let go of the workers, whatever they are doing."""


def worker_died(name: str, errand: Errand) -> Outcome:
    """The outcome of a file over which workers have died."""
    return failed(name, Failure("worker_died", Messages(errand.options.lang)("problem.worker_died", file=name)))


class Processes:
    """Worker processes of this machine, started when there is work for them."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._workers: list[_Worker] = []
        self._at_work: set[_Worker] = set()

    @property
    def width(self) -> int:
        """Number of processes at most."""
        return self._width

    def each(self, work: Work[Task], errand: Errand, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcome of each task, as they come."""
        waiting = deque((task, 1) for task in tasks)
        at_work: dict[_Worker, tuple[Task, int]] = {}
        while waiting or at_work:
            for worker in self._idle(len(waiting)):
                task, tries = waiting.popleft()
                at_work[worker] = task, tries
                self._at_work.add(worker)
                worker.give(work, errand, task)
            by_pipe = {worker.pipe: worker for worker in at_work}
            for pipe in wait(list(by_pipe)):
                assert isinstance(pipe, Connection)
                worker = by_pipe[pipe]
                task, tries = at_work.pop(worker)
                self._at_work.discard(worker)
                outcome = worker.answer()
                if outcome is not None:
                    yield outcome
                    continue
                self._workers.remove(worker)
                if tries < _TRIES:
                    waiting.append((task, tries + 1))
                else:
                    yield worker_died(task.name, errand)

    def _idle(self, wanted: int) -> "list[_Worker]":
        idle = [worker for worker in self._workers if worker not in self._at_work]
        for _ in range(min(wanted - len(idle), self._width - len(self._workers))):
            worker = _Worker(self._width)
            self._workers.append(worker)
            idle.append(worker)
        return idle[:wanted]

    def stop(self) -> None:
        """End the processes at once: what they were at has not been marked as done and is made again."""
        for worker in self._workers:
            worker.end(0.0 if worker in self._at_work else _PATIENCE)
        self._workers.clear()
        self._at_work.clear()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, width: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        # So many files at a time use the processors better than one with many threads.
        threads = max(1, (os.cpu_count() or 1) // width)
        self._process = context.Process(target=_serve, args=(theirs,), name="incomeaudit-worker")
        before = os.environ.get("POLARS_MAX_THREADS")
        os.environ["POLARS_MAX_THREADS"] = before or str(threads)
        try:
            self._process.start()
        finally:
            if before is None:
                del os.environ["POLARS_MAX_THREADS"]
        theirs.close()

    def give(self, work: Work[Task], errand: Errand, task: Task) -> None:
        """Hand over a task. A process that has died is noticed when its answer is waited for."""
        try:
            self.pipe.send((work, errand, task))
        except OSError:
            return

    def answer(self) -> Outcome | None:
        """What the process says of its task; None where it has died."""
        try:
            outcome = self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            return None
        assert isinstance(outcome, Outcome)
        return outcome

    def end(self, patience: float = 0.0) -> None:
        """End the process: with ``patience`` seconds in which it can end by itself what it has started."""
        self.pipe.close()
        self._process.join(patience)
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection) -> None:
    """What a worker process does: one task after another, until the pipe is closed."""
    # Ctrl-C reaches the whole group; whoever started us decides what becomes of us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)  # as in cli.main: many small objects, hardly any cycles
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        while True:
            work, errand, task = pipe.recv()
            pipe.send(work(errand, task))
    except (EOFError, OSError):
        clear_bench()  # whoever started us wants no more, or has ended


def _end_with_parent() -> None:
    """A worker whose run was killed must not write into what the next run is writing."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
