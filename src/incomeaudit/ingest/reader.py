"""Files to sheets of strings: read in a child process, one file ahead of what the caller is at."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from incomeaudit.ingest.files.book import SheetEntry
from incomeaudit.ingest.options import AS_IT_IS, ReadOptions
from incomeaudit.ingest.process import Answer, ReadingProcess
from incomeaudit.messages import Problem

_TRIES = 3
"""Times that a password is asked for."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read, and what of it."""

    path: Path
    file: str
    """How the file is called in parts and issues."""
    only: frozenset[str] | None = None
    """Names of the sheets to read; None for all."""
    without: frozenset[str] = frozenset()
    """Names of sheets to leave out."""
    in_slices: bool = False
    """Whether a large table may come in slices."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that has been opened."""

    job: Job
    format: str
    sha256: str
    bytes: int
    date1904: bool
    sheets: tuple[SheetEntry, ...]
    sliced: bool = False
    """Whether its only sheet comes in slices, each of them as if it were a sheet."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A sheet as the child process delivered it: streams of Arrow, or why there is none."""

    entry: SheetEntry
    letters: tuple[str, ...] | None = None
    """None for a chart sheet and the like, which hold no cells."""
    hidden_columns: tuple[str, ...] = ()
    streams: tuple[bytearray, ...] = ()
    """Cells, lost cells, merges and hidden rows."""
    problem: Problem | None = None
    start: int = 1
    """The row of the file that is the first here."""


class Reader:
    """Reads files in the order given. The first is begun at once, each other one while that before it is taken up."""

    def __init__(
        self,
        jobs: Sequence[Job],
        options: ReadOptions = AS_IT_IS,
        process: ReadingProcess | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """``process`` is one that has been started already; a new one is started in place of one that is not usable.

        It is ended with the reader. With ``keep`` it is left running for the next reader, if it has answered all that
        it was asked; whoever gave it sees by ``ReadingProcess.usable`` whether it is, and ends it in the end.
        """
        if process is not None and not process.usable:
            process.end()
            process = None
        self._jobs = jobs
        self._options = options
        self._number = 0
        self._process = process
        self._kept = process if keep else None
        self._unanswered = 0
        self._asked: tuple[int, int] | None = None
        self._passwords = list(options.passwords)
        self._left = 0.0
        if jobs:
            self._ask(0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and (self._process is not self._kept or self._unanswered):
            self._process.end()

    def open_next(self) -> tuple[Workbook, Iterator[Loaded]]:
        """The next file, and its sheets one at a time. Raises ``Problem``.

        The sheets must have been taken up before the file after it is opened.
        """
        number, self._number = self._number, self._number + 1
        self._left = float(self._options.limits.seconds)
        workbook = self._opened(number, 0)
        return workbook, self._sheets(number, workbook)

    def _ask(self, number: int, first: int) -> None:
        self._process = self._process or ReadingProcess()
        job = self._jobs[number]
        self._process.ask(
            {
                "path": str(job.path),
                "file": job.file,
                "limits": asdict(self._options.limits),
                "passwords": self._passwords,
                "only": None if job.only is None else sorted(job.only),
                "without": sorted(job.without),
                "first": first,
                "slices": [self._options.slice_rows, self._options.large_text_mb << 20] if job.in_slices else None,
            }
        )
        self._asked = number, first
        self._unanswered += 1

    def _opened(self, number: int, first: int) -> Workbook:
        """Wait for a file to be open, and have the one after it begun."""
        job, tries = self._jobs[number], 0
        while True:
            if self._asked != (number, first):
                self._ask(number, first)
            try:
                message, _ = self._heard(job)
            except _Died as died:
                raise died.problem from died
            self._asked = None
            if message["kind"] == "book":
                break
            self._unanswered -= 1
            problem = Problem(message["key"], **message["values"])
            tries += 1
            if problem.key not in ("password_needed", "password_wrong") or tries > _TRIES or not self._more(job):
                raise problem
        if number + 1 < len(self._jobs):
            self._ask(number + 1, 0)
        elif self._process is not None and self._process is not self._kept:
            self._process.ask_no_more()
        return Workbook(
            job,
            message["format"],
            message["sha256"],
            message["bytes"],
            message["date1904"],
            tuple(SheetEntry(**entry) for entry in message["sheets"]),
            message["sliced"],
        )

    def _more(self, job: Job) -> bool:
        """Whether a person has given another password."""
        given = self._options.ask(job.file) if self._options.ask else None
        if given:
            self._passwords.append(given)
        return bool(given)

    def _sheets(self, number: int, workbook: Workbook) -> Iterator[Loaded]:
        job = self._jobs[number]
        loading: int | None = None
        while True:
            try:
                message, pieces = self._heard(job)
            except _Died as died:
                if loading is None:
                    raise died.problem from died
                # The sheet it was at is lost, and with it the process; the others are not.
                yield Loaded(workbook.sheets[loading], problem=died.problem)
                if loading + 1 == len(workbook.sheets):
                    return
                self._opened(number, loading + 1)
                loading = None
                continue
            if message["kind"] == "end":
                self._unanswered -= 1
                return
            if message["kind"] == "loading":
                loading = message["number"]
                continue
            loading = None
            if workbook.sliced:
                self._left = float(self._options.limits.seconds)
            yield _loaded(workbook.sheets[message["number"]], message, pieces)
            del pieces  # the next one takes as much

    def _heard(self, job: Job) -> Answer:
        """The next answer about a file. Raises ``_Died`` where there will be none."""
        assert self._process is not None
        began = time.monotonic()
        try:
            answer = self._process.answer(self._left)
        except TimeoutError as error:
            self._abandon()
            problem = Problem("over_seconds", file=job.file, limit=self._options.limits.seconds)
            raise problem from error
        self._left -= time.monotonic() - began
        if answer is not None and answer[0]["kind"] not in ("memory", "fault"):
            return answer
        if answer is not None and answer[0]["kind"] == "fault":
            problem = Problem("reader_fault", file=job.file, error=answer[0]["error"], where=answer[0]["where"])
        elif answer is not None or self._process.ran_out_of_memory():
            problem = Problem("over_memory", file=job.file, limit=self._options.limits.memory_mb)
        else:
            problem = Problem("reader_crashed", file=job.file)
        self._abandon()
        raise _Died(problem)

    def _abandon(self) -> None:
        if self._process is not None:
            self._process.end()
        self._process = self._asked = None
        self._unanswered = 0


def _loaded(entry: SheetEntry, message: Mapping[str, Any], pieces: Sequence[bytearray]) -> Loaded:
    if message["kind"] == "failed":
        return Loaded(entry, problem=Problem(message["key"], **message["values"]))
    if message["letters"] is None:
        return Loaded(entry)
    letters, hidden = tuple(message["letters"]), tuple(message["hidden_columns"])
    return Loaded(entry, letters, hidden, tuple(pieces), start=message["start"])


class _Died(Exception):
    """The reading process has ended before it had answered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem
