"""A password asked for on a terminal."""

import os
import sys
from pathlib import Path

import pytest

from .make import PASSWORD
from .test_command import COMMAND

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")


def on_a_terminal(*words: str | Path, typed: list[str]) -> tuple[int, str]:
    """Run the command on a terminal of its own and type a line at each question; its status and all it showed."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(COMMAND, [str(COMMAND), *map(str, words)])
    shown, answered = b"", 0
    while True:
        try:
            piece = os.read(terminal, 4_096)
        except OSError:  # the other side has been closed
            break
        if not piece:
            break
        shown += piece
        if shown.count("打开密码：".encode()) > answered and answered < len(typed):
            os.write(terminal, typed[answered].encode() + b"\n")
            answered += 1
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")


def test_the_password_is_asked_for_and_not_shown(corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "报告.xlsx"
    status, shown = on_a_terminal(
        "check", corpus / "agile.xlsx", "--place", "遂昌县", "--year", "2020", "-o", report, typed=["不对", PASSWORD]
    )
    assert status == 1
    assert report.exists()
    assert shown.count("agile.xlsx 的打开密码：") == 2
    assert PASSWORD not in shown


def test_nobody_who_knows_it(corpus: Path) -> None:
    status, shown = on_a_terminal("inspect", corpus / "rc4.xls", typed=[""])
    assert status == 2
    assert "--password-file" in shown
