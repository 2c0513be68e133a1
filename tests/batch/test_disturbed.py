"""Runs that are interrupted, killed or doubled, with real signals and real processes."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.batch.going import children, events, going, wait_for, wait_for_end, workers
from tests.batch.support import results, run, write_roster

KILLS = 5
"""Moments at which a run is killed here; benchmarks/kills.py takes fifty."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        write_roster(
            tmp_path / "县" / f"乡{number}.xlsx", f"第{number}乡", range(number * 40, number * 40 + 40), income=7900
        )
    return tmp_path / "县"


@pytest.fixture
def undisturbed(folder: Path, tmp_path: Path) -> dict[str, str]:
    assert run(folder, tmp_path / "undisturbed").returncode == 1
    return results(tmp_path / "undisturbed")


def test_killed_and_run_again(folder: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    rng = random.Random(5)
    out = tmp_path / "out"
    for kill in range(KILLS):
        log = tmp_path / f"log{kill}"
        with going(folder, out, log) as process:
            wait_for(log, "start")
            time.sleep(rng.uniform(0.3, 2.5))
            family = children(process.pid)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        # Workers end with their run, so that they write nothing into the next one.
        wait_for_end(family)
    assert run(folder, out).returncode == 1
    assert results(out) == undisturbed


def test_what_was_done_before_a_kill_is_not_done_again(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with going(folder, tmp_path / "out", log) as process:
        wait_for(log, "take", 3)
        os.kill(process.pid, signal.SIGKILL)
    before = {each["file"] for each in events(log) if each["event"] == "take"}
    again = tmp_path / "again"
    run(folder, tmp_path / "out", "--log-file", str(again))
    assert not before & {each["file"] for each in events(again) if each["event"] == "take"}


def test_a_worker_that_is_killed_costs_nothing(folder: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    log = tmp_path / "log"
    with going(folder, tmp_path / "out", log) as process:
        wait_for(log, "take", 2)
        os.kill(workers(process.pid)[0], signal.SIGKILL)
        process.communicate()
    assert process.returncode == 1
    assert results(tmp_path / "out") == undisturbed


def test_ctrl_c_keeps_what_is_done(folder: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    log, out = tmp_path / "log", tmp_path / "out"
    with going(folder, out, log) as process:
        wait_for(log, "take", 2)
        family = children(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert "再次运行会接着做" in said
    assert "Traceback" not in said
    wait_for_end(family)
    assert not list(out.rglob("*.tmp"))
    again = tmp_path / "again"
    assert run(folder, out, "--log-file", str(again)).returncode == 1
    assert sum(each["event"] == "take" for each in events(again)) <= 4
    assert results(out) == undisturbed


def test_a_second_run_leaves_or_waits(folder: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    log, out = tmp_path / "log", tmp_path / "out"
    with going(folder, out, log) as process:
        wait_for(log, "take")
        os.kill(process.pid, signal.SIGSTOP)
        second = run(folder, out)
        assert (second.returncode, len(second.stderr.splitlines())) == (2, 1)
        assert "另一次运行" in second.stderr
        with going(folder, out, tmp_path / "third", "--wait") as third:
            time.sleep(2)
            assert third.poll() is None
            os.kill(process.pid, signal.SIGCONT)
            _, said = third.communicate()
        process.communicate()
    assert "等它结束" in said
    assert (process.returncode, third.returncode) == (1, 1)
    assert not any(each["event"] == "take" for each in events(tmp_path / "third"))
    assert results(out) == undisturbed


def test_a_lock_elsewhere(folder: Path, tmp_path: Path) -> None:
    log, lock = tmp_path / "log", tmp_path / "锁"
    with going(folder, tmp_path / "out", log, "--lock", str(lock)) as process:
        wait_for(log, "take")
        os.kill(process.pid, signal.SIGSTOP)
        assert run(folder, tmp_path / "other", "--lock", str(lock)).returncode == 2
        os.kill(process.pid, signal.SIGCONT)
        process.communicate()
    assert run(folder, tmp_path / "out", "--lock", str(lock)).returncode == 1
