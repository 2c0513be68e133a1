"""A batch from a folder to its roll-up."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from incomeaudit.auditing.plan import look_at_options
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.batch.across.chosen import chosen
from incomeaudit.batch.across.entry import SEVERITY, Across, across
from incomeaudit.batch.ask import Ask, Progress, names_of, processors
from incomeaudit.batch.changes import changes_since
from incomeaudit.batch.content import digests
from incomeaudit.batch.discover import Found
from incomeaudit.batch.errand import Errand, errand_of
from incomeaudit.batch.folder import Folder, folder_at
from incomeaudit.batch.last import FileState, Last, Summary, read_last, write_last
from incomeaudit.batch.lock import held, lock_of
from incomeaudit.batch.rollup import Matter, roll_up
from incomeaudit.batch.spread import Processes, Spread
from incomeaudit.batch.stages import Log, Stages, places_of
from incomeaudit.batch.states import states_of, sure_of
from incomeaudit.batch.store import ROLLUPS, digest, stage_place, sweep
from incomeaudit.batch.take import REGISTERS
from incomeaudit.messages import Problem
from incomeaudit.report.rollup.as_json import write_rollup_json
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.workbook import write_rollup


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to."""

    rollup: RollUp | None
    """None where nothing has changed and the roll-up of the run before still stands."""
    files: Mapping[str, FileState]
    """How every file stands, by name."""
    summary: Summary
    changes: pl.DataFrame
    """Since the last run that was finished, after CHANGE_SCHEMA."""
    read: int
    """Files that were read in this run."""
    audited: int
    """Files that were audited in this run."""


def run_batch(ask: Ask, version: str, progress: Progress, log: Log) -> Batch:
    """Audit a folder of files as one whole.

    Raises ``Problem`` where the run cannot be done at all: no such folder, nothing in it, an output folder that cannot
    be written or is in use, a scheduler that does not answer. Files that fail are outcomes, not errors.
    """
    source, out = folder_at(ask.source), folder_at(ask.out)
    if "://" not in ask.out and os.path.realpath(ask.out) == os.path.realpath(ask.source):
        raise Problem("batch_out_is_source", out=ask.out)
    setting = load_setting(ask.options)
    look_at_options(ask.options, setting.rulebook, SEVERITY)
    lock = ask.lock or lock_of(ask.out)
    with held(lock, ask.out, wait=ask.wait, waiting=lambda: progress.waiting(lock)):
        found = source.find(ask.patterns, without=out)
        if not found.files:
            raise Problem("batch_no_files", folder=ask.source, skipped=len(found.skipped))
        errand = errand_of(source.address, out.address, ask.options, setting, version)
        with _spread(ask, version) as spread:
            return _Run(ask, errand, setting, out, progress, log, spread).whole(source, found)


@contextmanager
def _spread(ask: Ask, version: str) -> Iterator[Spread]:
    """The workers, let go of at the end however that comes."""
    spread: Spread
    if ask.cluster:
        from incomeaudit.batch.cluster import Cluster  # noqa: PLC0415  (the cluster extra)

        spread = Cluster(ask.cluster, version)
    else:
        spread = Processes(ask.jobs or processors())
    try:
        yield spread
    finally:
        spread.stop()


@dataclass(frozen=True, slots=True)
class _Run:
    ask: Ask
    errand: Errand
    setting: Setting
    out: Folder
    progress: Progress
    log: Log
    spread: Spread

    def whole(self, source: Folder, found: Found) -> Batch:
        """Everything from the files' digests to the note of a finished run."""
        started, clock = datetime.now(UTC), time.perf_counter()
        self.out.tidy()
        elsewhere = names_of(self.ask.facts)
        self.progress.step("hash")
        contents, unread = digests(source, [*elsewhere, *found.files], elsewhere, self.setting.messages)
        stages = Stages(self.errand, self.out, self.spread, self.progress, self.log)
        once, twice = _once_each(contents)
        taken, read = stages.take_all(once, elsewhere)
        judged, audited = stages.judge_all(taken)
        files = states_of(taken, judged, unread, twice, found.skipped, self.setting.messages)
        before = read_last(self.out)
        key = digest(self.errand.judging, self.ask.root, self.ask.expect, sure_of(files), found.skipped, contents)
        # In this order each step may be the last of a run that is killed: the next one finds what it needs to go on.
        stale = self._remove_reports(before, files)
        matter = Matter(
            self.ask, self.setting, self.errand.version, key, files, contents, taken, judged, found.skipped, stale
        )
        changes = changes_since(before.files, files, self.out)
        rollup, summary = None, before.summary
        if before.rollup != key or not all(self.out.has(name) for name in ROLLUPS):
            rollup, summary = self._bring_together(matter, started, clock)
        write_last(self.out, Last(key, files, summary))
        sweep(self.out, places_of(taken, judged))
        return Batch(rollup, files, summary, changes, read, audited)

    def _bring_together(self, matter: Matter, started: datetime, clock: float) -> tuple[RollUp, Summary]:
        self.progress.step("across")
        found = self._across(matter)
        self.progress.step("rollup")
        rollup = roll_up(matter, found, self.out, started)
        rollup = replace(rollup, run=replace(rollup.run, seconds=time.perf_counter() - clock))
        workbook, as_json = ROLLUPS
        with self.out.put(workbook) as path:
            write_rollup(rollup, path, self.setting.messages)
        with self.out.put(as_json) as path:
            write_rollup_json(rollup, path, self.setting.messages)
        return rollup, _summary(rollup)

    def _across(self, matter: Matter) -> Across:
        """The checks across files, over the registers that each file has kept."""
        registers: dict[str, list[Path]] = {}
        with ExitStack() as open_files:
            for name, state in matter.files.items():
                if not state.judged:
                    continue
                key, outcome = matter.taken[name]
                under = f"{stage_place(name, 'take', key)}/{REGISTERS}"
                for register in outcome.noted.get("registers", ()):
                    path = open_files.enter_context(self.out.here(f"{under}/{register}.parquet"))
                    registers.setdefault(register, []).append(path)
            try:
                found = across(registers, self.ask.expect, self.setting.messages, unmask=self.ask.options.unmask)
            except (OSError, pl.exceptions.ComputeError) as error:
                raise Problem("registers_damaged", out=self.ask.out) from error
        return chosen(found, self.ask.options, self.setting.messages)

    def _remove_reports(self, before: Last, files: Mapping[str, FileState]) -> tuple[str, ...]:
        """Remove the reports of files that are gone or could not be audited: they would pass for today's.

        Gives those that could not be removed.
        """
        standing = {state.report for state in files.values()}
        stale = sorted({state.report for state in before.files.values() if state.report} - standing)
        left: list[str] = []
        for report in stale:
            try:
                self.out.remove(report)
            except OSError:
                left.append(report)
        return tuple(left)


def _once_each(contents: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Files of one content: the first in the order of names counts, the others are named with it."""
    first: dict[str, str] = {}
    twice: dict[str, str] = {}
    for name, sha256 in contents.items():
        if sha256 in first:
            twice[name] = first[sha256]
        else:
            first[sha256] = name
    return {name: sha256 for sha256, name in first.items()}, twice


def _summary(rollup: RollUp) -> Summary:
    unmet = rollup.targets.filter(pl.col("outcome") == "not_met").get_column("severity")
    severities = {*unmet, *rollup.across.get_column("severity")}
    for name in ("critical", "major", "notice"):
        if rollup.files.get_column(name).sum():
            severities.add(name)
    return Summary(
        run=rollup.run.id,
        households=rollup.households,
        flagged_households=rollup.flagged_households,
        findings=int(rollup.files.get_column("findings").sum()),
        across=rollup.across.get_column("group").n_unique(),
        errors=int(rollup.files.get_column("errors").sum())
        + rollup.across_checks.filter(pl.col("outcome") == "error").height,
        sheets_failed=int(rollup.files.get_column("sheets_failed").sum()),
        severities=tuple(sorted(severities)),
    )
