"""The installed command in a process of its own, and workbooks to give it."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

COMMAND = Path(sys.executable).with_name("incomeaudit.exe" if sys.platform == "win32" else "incomeaudit")


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str


def _run(*words: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> Answer:
    done = subprocess.run(
        [str(COMMAND), *map(str, words)], capture_output=True, timeout=120, cwd=cwd, env=env, check=False
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture(scope="session")
def run() -> Callable[..., Answer]:
    assert COMMAND.exists(), "the package is not installed; use make test"
    return _run


HEADERS = ("县", "年度", "户编号", "户主姓名", "家庭人口数", "人均可支配收入", "吃不愁")


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small workbook: ``roster(rows, headers=…, name=…)``."""

    def write(rows: Sequence[Sequence[object]], headers: Sequence[str] = HEADERS, name: str = "名册.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "农户"
        sheet.append(list(headers))
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


CLEAN = ("遂昌县", 2020, "H1", "王某", 3, 9000, "是")
POOR = ("遂昌县", 2020, "H2", "李某", 2, 7999.99, "是")
