"""What keeps a file from being read, in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incomeaudit.messages import Problem


@contextmanager
def readable(path: Path, file: str) -> Iterator[None]:
    """Raise ``Problem`` in place of the system's errors while a file is read."""
    try:
        yield
    except FileNotFoundError as error:
        raise Problem("file_missing", file=file) from error
    except IsADirectoryError as error:
        raise Problem("file_is_folder", file=file) from error
    except PermissionError as error:
        if path.is_dir():  # Windows refuses to open a folder in these words
            raise Problem("file_is_folder", file=file) from error
        raise Problem("file_not_permitted", file=file) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Problem("file_unreadable", file=file, reason=reason) from error
