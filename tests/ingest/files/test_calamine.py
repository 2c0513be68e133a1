"""What calamine throws, and what is made of it."""

import pytest

from incomeaudit.ingest.files.calamine import as_problem
from incomeaudit.messages import Problem


class PanicException(BaseException):
    """What a parser written in Rust throws; no Exception."""


def test_a_parser_that_panics() -> None:
    with pytest.raises(Problem) as caught, as_problem("r.xlsx"):
        raise PanicException("index out of bounds")
    assert caught.value.key == "broken_file"


def test_an_interruption_is_not_taken_for_a_broken_file() -> None:
    with pytest.raises(KeyboardInterrupt), as_problem("r.xlsx"):
        raise KeyboardInterrupt
