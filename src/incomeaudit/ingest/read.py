"""Files to one data set."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from incomeaudit.ingest.assemble import assemble
from incomeaudit.ingest.choice import EVERY_SHEET, Choice
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.load import Begun, Workbook, taken_up
from incomeaudit.ingest.match import HeaderIndex, build_index
from incomeaudit.ingest.model import Dataset, Evidence, Input, Part
from incomeaudit.ingest.open import sheets_of
from incomeaudit.ingest.sheet import read_sheet
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import Vocabulary


def read(
    paths: Sequence[Path],
    vocabulary: Vocabulary | Callable[[], Vocabulary],
    messages: Messages,
    choice: Choice = EVERY_SHEET,
    begun: Begun | None = None,
) -> Dataset:
    """Read workbooks, or the sheets of them that were chosen, as parts of one data set.

    The vocabulary is first needed when a sheet has been loaded; a function that gives it is called beside the loading.
    ``begun`` is the loading of the first file, where it was begun before. Several sheets of one table are put one
    below the other, in the order of files, sheets and rows. Raises ``Problem`` for a file that cannot be read, a file
    given twice, a chosen sheet that is not there, two columns for one field, or when no sheet of any file has a table.
    """
    parts: list[Part] = []
    frames: list[pl.DataFrame] = []
    issues: list[pl.DataFrame] = []
    evidence: list[Evidence] = []
    inputs: list[Input] = []
    nearest: list[str] = []
    seen: dict[str, str] = {}
    # The index is needed when the first sheet has been read; the parser leaves the interpreter free until then.
    with ThreadPoolExecutor(1) as beside:
        index = beside.submit(_prepare, vocabulary)
        for path, file in _called(paths).items():
            workbook, loading = taken_up(begun, path, file)
            begun = None  # it was the first file's
            if workbook.sha256 in seen:
                raise Problem("file_given_twice", file=file, first=seen[workbook.sha256])
            seen[workbook.sha256] = file
            inputs.append(_input(workbook))
            chosen = choice.of(path, file, inputs[-1].sheets)
            for entry, sheet in sheets_of(workbook, loading, chosen):
                desk = Desk(file, entry.name, index.result(), messages, len(parts))
                if sheet is None:
                    issues.append(desk.say("not_a_worksheet", "info"))
                    continue
                found = read_sheet(desk, sheet)
                del sheet  # its strings are not needed any more, and the next sheet takes as much
                nearest.append(found.nearest)
                parts += found.parts
                frames += found.frames
                issues += found.issues
                evidence += found.evidence
    if not parts:
        raise _no_table(inputs, nearest, messages)
    return assemble(parts, frames, issues, evidence, inputs, index.result().vocabulary, messages)


def _prepare(vocabulary: Vocabulary | Callable[[], Vocabulary]) -> HeaderIndex:
    import rapidfuzz.process  # noqa: F401, PLC0415  (nearly every roster has a column that wants suggestions)

    return build_index(vocabulary() if callable(vocabulary) else vocabulary)


def _called(paths: Sequence[Path]) -> Mapping[Path, str]:
    """How each file is called: by its name, or by its path where two names are alike."""
    names = [path.name for path in paths]
    called: dict[Path, str] = {}
    for path in paths:
        file = path.name if names.count(path.name) == 1 else str(path)
        if path in called:
            raise Problem("file_given_twice", file=file, first=called[path])
        called[path] = file
    return called


def _input(workbook: Workbook) -> Input:
    sheets = tuple(entry.name for entry in workbook.container.sheets)
    return Input(workbook.path, workbook.sha256, len(workbook.data), sheets)


def _no_table(inputs: Sequence[Input], nearest: Sequence[str], messages: Messages) -> Problem:
    near = next((text for text in nearest if text), "") or messages("issue.none_near")
    files = "、".join(source.path.name for source in inputs)
    return Problem("no_table", files=files, sheets=sum(len(source.sheets) for source in inputs), nearest=near)
