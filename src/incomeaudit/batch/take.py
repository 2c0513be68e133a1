"""The first stage: a file is read, and its tables are kept."""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import polars as pl

from incomeaudit.auditing.groups import group_rows
from incomeaudit.auditing.large_rows import large_rows
from incomeaudit.batch.across.registers import registers, registers_in_slices
from incomeaudit.batch.bench import Bench, bench
from incomeaudit.batch.content import digest_of
from incomeaudit.batch.errand import Errand, Take
from incomeaudit.batch.kept import keep_dataset, keep_frame
from incomeaudit.batch.outcome import Outcome, attempt
from incomeaudit.batch.store import Mark, mark_done, stage_place
from incomeaudit.ingest.model import Dataset
from incomeaudit.ingest.read import read_any
from incomeaudit.ingest.reader import Job, Reader
from incomeaudit.ingest.slices import Large
from incomeaudit.messages import Messages, Problem

REGISTERS = "registers"


def take(errand: Errand, task: Take) -> Outcome:
    """Read a file and keep it. Runs in a worker."""
    messages = Messages(errand.options.lang)
    outcome = attempt(task.name, lambda: _take(errand, task), messages)
    if outcome.failure is None or outcome.failure.passing:
        return outcome
    # What is wrong with the content will be wrong tomorrow: if it was that content, and no file being saved meanwhile.
    noting = attempt(task.name, lambda: _as_it_was(task, outcome.noted), messages)
    return noting if noting.failure is not None else outcome


def _as_it_was(task: Take, noted: Mark) -> Mark:
    """Note a failure, if the file still holds what it held when it was found."""
    try:
        with bench().source.here(task.path or task.name) as path:
            same = digest_of(path) == task.sha256
    except OSError:
        same = False  # it has vanished meanwhile
    if not same:
        raise Problem("file_changed", file=PurePosixPath(task.name).name)
    return _noted(task, noted)


def _noted(task: Take, noted: Mark) -> Mark:
    mark_done(bench().out, task.name, "take", task.key, noted)
    return noted


def _take(errand: Errand, task: Take) -> Mark:
    began = time.perf_counter()
    place = bench()
    place.lay_out(errand)
    setting = place.setting(errand)
    under = stage_place(task.name, "take", task.key)
    with TemporaryDirectory(prefix="incomeaudit-", ignore_cleanup_errors=True) as folder:
        found = _read(errand, task, place, Path(folder))
        place.out.remove(under)  # what a run that was killed may have left
        kept: Mapping[str, pl.DataFrame | pl.LazyFrame]
        if isinstance(found, Large):
            dataset = found.dataset
            kept = registers_in_slices(large_rows(found, errand.options, setting), task.name, Path(folder))
        else:
            dataset = found
            grouping = group_rows(dataset, setting.places, errand.options, setting.messages)
            kept = registers(dataset, grouping.tables, task.name)
        keep_dataset(found, place.out, under)
        for register, frame in kept.items():
            keep_frame(frame, place.out, f"{under}/{REGISTERS}/{register}.parquet")
    rows = {table: frame.height for table, frame in dataset.tables.items()}
    if isinstance(found, Large):
        rows[found.table] = found.height
    return _noted(
        task,
        {
            "rows": rows,
            "registers": list(kept),
            "figures_only": set(rows) == {"place"},
            "format": dataset.inputs[0].format,
            "bytes": dataset.inputs[0].bytes,
            "seconds": round(time.perf_counter() - began, 3),
        },
    )


def _read(errand: Errand, task: Take, place: Bench, folder: Path) -> Dataset | Large:
    file, options = PurePosixPath(task.name).name, errand.options.reading
    setting = place.setting(errand)
    with (
        place.source.here(task.path or task.name) as path,
        Reader((Job(path, file, in_slices=True),), options, place.process(), keep=True) as reader,
    ):
        found = read_any(reader, 1, setting.vocabulary, setting.messages, options, folder)
    dataset = found.dataset if isinstance(found, Large) else found
    if dataset.inputs[0].sha256 != task.sha256:
        raise Problem("file_changed", file=file)
    # Called by its path in the folder, wherever that was reached from: the same bytes on every machine.
    dataset = replace(dataset, inputs=(replace(dataset.inputs[0], path=Path(task.name)),))
    return replace(found, dataset=dataset) if isinstance(found, Large) else dataset
