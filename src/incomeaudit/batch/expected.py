"""The townships of which there should be a file, as a user gives them."""

from collections.abc import Sequence
from pathlib import Path

from incomeaudit.messages import Problem


def expected(words: Sequence[str]) -> tuple[str, ...]:
    """Names of townships, each once: the words themselves, and the lines of files that are given as ``@list.txt``.

    Raises ``Problem("expect_unreadable")`` for a list that cannot be read as UTF-8 text.
    """
    names: dict[str, None] = {}
    for word in words:
        for name in _lines(Path(word[1:])) if word.startswith("@") else [word]:
            if name.strip() and not name.lstrip().startswith("#"):
                names[name.strip()] = None
    return tuple(names)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise Problem("expect_unreadable", file=path, error=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise Problem("expect_unreadable", file=path, error="UTF-8") from error
