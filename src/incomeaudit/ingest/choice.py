"""Which files are read, how they are called, and which of their sheets are read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from incomeaudit.ingest.reader import Job
from incomeaudit.messages import Problem

Sheets = Mapping[Path, frozenset[str]]
"""Names of sheets by the resolved path of their file."""

NONE: Sheets = {}


def jobs_of(paths: Sequence[Path], only: Sheets = NONE, without: Sheets = NONE) -> tuple[Job, ...]:
    """What is to be read of some files: all their sheets, or ``only`` some, and none of those ``without`` which.

    A file is called by its name, or by its path where two names are alike. Raises ``Problem("file_given_twice")``.
    """
    names = [path.name for path in paths]
    jobs: dict[Path, Job] = {}
    for path in paths:
        file = path.name if names.count(path.name) == 1 else str(path)
        if path in jobs:
            raise Problem("file_given_twice", file=file, first=jobs[path].file)
        whole = path.resolve() if only or without else path
        jobs[path] = Job(path, file, only.get(whole), without.get(whole, frozenset()))
    return tuple(jobs.values())


def sheets_named(paths: Sequence[Path]) -> tuple[tuple[Path, ...], Sheets]:
    """Files, and the sheets asked for of those written as ``roster.xlsx#2019``; a # in a file's name is left alone."""
    files: dict[Path, None] = {}
    named: dict[Path, frozenset[str]] = {}
    for path in paths:
        before, mark, sheet = str(path).rpartition("#")
        if not mark or path.exists():
            files[path] = None
            continue
        file = Path(before)
        files[file] = None
        named[file.resolve()] = named.get(file.resolve(), frozenset()) | {sheet}
    return tuple(files), named


def jobs_and_count(paths: Sequence[Path], previous: Sequence[Path]) -> tuple[tuple[Job, ...], int]:
    """What is to be read for an audit: the files and after them last year's; and how many the files are.

    A sheet of the files that is named as last year's (``roster.xlsx#2019``) is not read as this year's.
    """
    last_year, sheets = sheets_named(previous)
    files = jobs_of(paths, without=sheets)
    # Beside last year's roster nothing can be audited in slices.
    files = files if last_year else tuple(replace(job, in_slices=True) for job in files)
    return (*files, *jobs_of(last_year, only=sheets)), len(files)
