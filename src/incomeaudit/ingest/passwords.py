"""The passwords that a user gives for encrypted workbooks."""

from pathlib import Path

from incomeaudit.messages import Problem

_LARGEST = 64 << 10
"""Bytes. What is larger is no list of passwords but the wrong file."""


def read_passwords(path: Path) -> tuple[str, ...]:
    """The passwords in a text file, one a line, in its order.

    The file is UTF-8, with or without a mark at its start. Lines that are blank are left out; blanks within a
    password, before it and after it are kept, because they may belong to it. Raises ``Problem`` where the file is
    missing, may not be read, is too large for a list of passwords, is not UTF-8 or holds no password.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Problem("password_file_missing", file=str(path)) from error
    except OSError as error:
        raise Problem("password_file_unread", file=str(path), reason=error.strerror or type(error).__name__) from error
    if len(content) > _LARGEST:
        raise Problem("password_file_large", file=str(path), limit=_LARGEST >> 10)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("password_file_encoding", file=str(path)) from None  # the cause would carry the content
    passwords = tuple(line.rstrip("\r") for line in text.split("\n") if line.strip())
    if not passwords:
        raise Problem("password_file_empty", file=str(path))
    return passwords
