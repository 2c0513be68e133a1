"""Files to one data set."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import polars as pl

from incomeaudit.ingest.assemble import assemble
from incomeaudit.ingest.choice import jobs_of
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.files.suffix import suffix_fits
from incomeaudit.ingest.issues import issue
from incomeaudit.ingest.large import LargeRead, read_large
from incomeaudit.ingest.match import HeaderIndex, index_of
from incomeaudit.ingest.model import Dataset, Evidence, Input, Part
from incomeaudit.ingest.open import sheet_of
from incomeaudit.ingest.options import AS_IT_IS, ReadOptions
from incomeaudit.ingest.reader import Reader, Workbook
from incomeaudit.ingest.sheet import read_sheet
from incomeaudit.ingest.slices import Large
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import Vocabulary


def read(
    paths: Sequence[Path],
    vocabulary: Vocabulary | Callable[[], Vocabulary],
    messages: Messages,
    options: ReadOptions = AS_IT_IS,
) -> Dataset:
    """Read files as parts of one data set. As ``read_with``, with a reader of its own."""
    jobs = jobs_of(paths)
    with Reader(jobs, options) as reader:
        return read_with(reader, len(jobs), vocabulary, messages, options)


def read_with(
    reader: Reader,
    count: int,
    vocabulary: Vocabulary | Callable[[], Vocabulary],
    messages: Messages,
    options: ReadOptions = AS_IT_IS,
) -> Dataset:
    """Read the next ``count`` files of a reader, none of which comes in slices, as parts of one data set.

    As ``read_any``.
    """
    found = read_any(reader, count, vocabulary, messages, options, None)
    assert isinstance(found, Dataset)
    return found


def read_any(
    reader: Reader,
    count: int,
    vocabulary: Vocabulary | Callable[[], Vocabulary],
    messages: Messages,
    options: ReadOptions,
    folder: Path | None,
) -> Dataset | Large:
    """Read the next ``count`` files of a reader as parts of one data set.

    A file that comes in slices is kept in ``folder``, typed; there may be one, and it alone has rows of its table.

    The vocabulary is first needed when a sheet has been loaded; a function that gives it is called beside the loading.
    Several sheets of one table are put one below the other, in the order of files, sheets and rows. A sheet that
    cannot be read is an issue of kind ``sheet_failed``, the others are read. Raises ``Problem`` for a file that cannot
    be read, the same content twice, a chosen sheet that is not there, two columns for one field, or when no sheet of
    any file has a table; ``large_not_alone``, ``large_not_plain`` of a file that comes in slices.
    """
    parts: list[Part] = []
    frames: list[pl.DataFrame] = []
    issues: list[pl.DataFrame] = []
    evidence: list[Evidence] = []
    inputs: list[Input] = []
    nearest: list[str] = []
    unfilled = False
    failed: list[Problem] = []
    seen: dict[str, str] = {}
    large: LargeRead | None = None
    # The index is needed when the first sheet has been read; the reading process is at work until then.
    with ThreadPoolExecutor(1) as beside:
        index = beside.submit(_prepare, vocabulary)
        for _ in range(count):
            workbook, sheets = reader.open_next()
            file = workbook.job.file
            if workbook.sha256 in seen:
                raise Problem("file_given_twice", file=file, first=seen[workbook.sha256])
            seen[workbook.sha256] = file
            inputs.append(_input(workbook))
            issues += _about(workbook, messages)
            if workbook.sliced:
                if large is not None or folder is None:
                    raise Problem("large_not_alone", file=file)
                desk = Desk(file, workbook.sheets[0].name, index.result(), messages, len(parts), options)
                large = read_large(desk, sheets, folder)
                parts.append(large.part)
                frames.append(large.no_rows)
                issues += large.issues
                evidence += large.evidence
            for loaded in sheets:  # of which there are none left where they were slices
                desk = Desk(file, loaded.entry.name, index.result(), messages, len(parts), options)
                if loaded.problem is not None:
                    failed.append(loaded.problem)
                    issues.append(desk.say("sheet_failed", "error", reason=messages.problem(loaded.problem)))
                    continue
                if loaded.letters is None:
                    issues.append(desk.say("not_a_worksheet", "info"))
                    continue
                sheet = sheet_of(loaded, workbook.date1904, options.limits.text)
                del loaded  # its bytes are not needed any more, and the next sheet takes as much
                found = read_sheet(desk, sheet)
                del sheet
                nearest.append(found.nearest)
                unfilled = unfilled or found.unfilled
                parts += found.parts
                frames += found.frames
                issues += found.issues
                evidence += found.evidence
    if not parts:
        raise failed[0] if failed else _no_table(inputs, nearest, messages, unfilled=unfilled)
    dataset = assemble(parts, frames, issues, evidence, inputs, index.result().vocabulary, messages)
    return dataset if large is None else _in_slices(dataset, large)


def _in_slices(dataset: Dataset, large: LargeRead) -> Large:
    name = large.part.table
    table, others = dataset.tables[name], {other: rows for other, rows in dataset.tables.items() if other != name}
    if table.height:
        raise Problem("large_not_alone", file=large.part.file)
    return Large(replace(dataset, tables=others), name, table.schema, tuple(large.slices))


def _prepare(vocabulary: Vocabulary | Callable[[], Vocabulary]) -> HeaderIndex:
    import rapidfuzz.process  # noqa: F401, PLC0415  (nearly every roster has a column that wants suggestions)

    return index_of(vocabulary() if callable(vocabulary) else vocabulary)


def _about(workbook: Workbook, messages: Messages) -> list[pl.DataFrame]:
    """Issues about a whole file. Raises ``Problem("sheet_unknown")`` where a sheet that was asked for is not there."""
    job, names = workbook.job, [entry.name for entry in workbook.sheets]
    for name in sorted(job.only or ()):
        if name not in names:
            raise Problem("sheet_unknown", file=job.file, sheet=name, known="、".join(names))
    if suffix_fits(job.path.suffix, workbook.format):
        return []
    message = messages("issue.suffix_differs", suffix=job.path.suffix or "–", format=workbook.format)
    return [issue("suffix_differs", "info", message, file=job.file)]


def _input(workbook: Workbook) -> Input:
    sheets = tuple(entry.name for entry in workbook.sheets)
    return Input(workbook.job.path, workbook.sha256, workbook.bytes, sheets, workbook.format)


def _no_table(inputs: Sequence[Input], nearest: Sequence[str], messages: Messages, *, unfilled: bool) -> Problem:
    files = "、".join(source.path.name for source in inputs)
    if unfilled:
        return Problem("template_unfilled", files=files)
    near = next((text for text in nearest if text), "") or messages("issue.none_near")
    return Problem("no_table", files=files, sheets=sum(len(source.sheets) for source in inputs), nearest=near)
