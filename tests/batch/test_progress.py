"""What a batch tells on its way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from incomeaudit.batch.expected import expected
from incomeaudit.batch.outcome import Failure, Outcome, failed
from incomeaudit.cli.progress import Lines
from incomeaudit.messages import Messages, Problem


def ticking(*moments: float) -> Iterator[float]:
    yield from moments
    while True:
        yield moments[-1]


def test_lines_not_too_often(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    lines = Lines(Messages("zh"), lambda: now[0])
    lines.begin("take", 100, 7)
    for number in range(100):
        now[0] += 0.5
        lines.file("take", Outcome(f"{number}", {"rows": {"household": 200, "member": 300}}))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "读取：100 个文件待处理，7 个没有变化"
    assert len(said) == 1 + 5
    assert said[1] == "读取 20/100　1,000 行/秒　约剩 0:40"
    assert said[-1] == "读取 100/100　1,000 行/秒　约剩 0:00"


def test_failures_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(Messages("en"), iter(ticking(0.0, 0.0, 0.0, 5.0)).__next__)
    lines.begin("audit", 1, 0)
    lines.file("audit", failed("a", Failure("broken_file", "a: broken")))
    assert "1 failed" in capsys.readouterr().err


def test_expected_townships(tmp_path: Path) -> None:
    listed = tmp_path / "乡镇.txt"
    listed.write_text("﻿妙高街道\n\n# 说明\n  云峰街道 \n妙高街道\n", "utf-8")
    assert expected(["新路湾镇", f"@{listed}"]) == ("新路湾镇", "妙高街道", "云峰街道")


@pytest.mark.parametrize("content", [None, "妙高".encode("gb18030")])
def test_a_list_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    listed = tmp_path / "乡镇.txt"
    if content is not None:
        listed.write_bytes(content)
    with pytest.raises(Problem, match="乡镇清单"):
        expected([f"@{listed}"])
