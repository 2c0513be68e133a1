"""What came of a file at a stage, as it is noted and told."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import polars as pl

from incomeaudit.batch.store import Mark
from incomeaudit.messages import Messages, Problem
from incomeaudit.messages.where import where_of

PASSING = frozenset((
    "file_missing", "file_not_permitted", "file_unreadable", "file_changed", "over_seconds", "over_memory",
    "reader_crashed", "reader_fault", "store_unwritable", "report_open", "report_disk_full", "report_unwritable",
    "report_folder", "report_no_folder", "worker_died", "internal", "kept_damaged", "no_fsspec",
    "address_unreachable",
))  # fmt: skip
"""Problems that may be gone the next time with the same file: they are tried anew, the others are kept."""
NO_ROSTER = frozenset({"no_table", "template_unfilled", "no_rows"})
"""Problems of files that hold no roster at all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be audited."""

    key: str
    """Of the text in the message catalogs."""
    reason: str
    """The text, in the language of the run."""

    @property
    def passing(self) -> bool:
        """Whether it may be otherwise the next time."""
        return self.key in PASSING


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker tells of one file."""

    name: str
    noted: Mark
    """What stands in the stage's ``done.json``; with a failure nothing but that."""
    failure: Failure | None = None


def attempt(name: str, work: Callable[[], Mark], messages: Messages) -> Outcome:
    """Do a stage of one file. Whatever goes wrong with it is its own outcome; no file stops another."""
    try:
        return Outcome(name, work())
    except Problem as problem:
        return failed(name, Failure(problem.key, messages.problem(problem)))
    except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001  (said in the roll-up, with its place)
        text = messages("problem.internal", error=type(error).__name__, where=where_of(error))
        return failed(name, Failure("internal", text))


def failed(name: str, failure: Failure) -> Outcome:
    """The outcome of a file that failed."""
    return Outcome(name, {"failure": asdict(failure)}, failure)


def recalled(name: str, noted: Mark) -> Outcome:
    """The outcome that was noted in an earlier run."""
    failure = noted.get("failure")
    return Outcome(name, noted, Failure(**failure) if failure else None)
