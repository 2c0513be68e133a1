"""Exit statuses, and the one line that a problem gets."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from incomeaudit.messages import Messages, Problem
from incomeaudit.messages.where import where_of

CLEAN, FINDINGS, FAILED, PARTIAL = 0, 1, 2, 3
"""Nothing at or above ``--fail-on``; findings; the run could not be done; a batch of which some files failed."""


@contextmanager
def one_line(messages: Messages) -> Iterator[None]:
    """Turn whatever goes wrong into one line on standard error and exit status 2.

    A problem that the user can mend says what to do. A fault of the program says its kind and place in
    the code, but no value that it was working on: values may be a household's. ``INCOMEAUDIT_DEBUG=1``
    lets the traceback through.
    """
    try:
        yield
    except Problem as problem:
        fail(messages.problem(problem))
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        fail(messages("problem.interrupted"))
    except BrokenPipeError:
        # The reader of our output has left (``| head``); there is nobody to tell.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        raise typer.Exit(FAILED) from None
    except Exception as error:
        if os.environ.get("INCOMEAUDIT_DEBUG"):
            raise
        fail(messages("problem.internal", error=type(error).__name__, where=where_of(error)))


def fail(line: str) -> None:
    """Say one line on standard error and leave with status 2."""
    typer.echo(" ".join(line.splitlines()), err=True)
    raise typer.Exit(FAILED)
