"""A real Dask scheduler with two workers on loopback: the same bytes as alone, also when a worker dies."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.batch.going import going, wait_for
from tests.batch.support import results, run, write_figures, write_roster

PATIENCE = 60.0


@dataclass(frozen=True)
class Cluster:
    """A scheduler's address and its workers' processes."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def started(*words: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words], stdout=said, stderr=said, start_new_session=True, cwd=log.parent
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def address_in(file: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return str(json.loads(file.read_text())["address"])
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    told = tmp_path / "scheduler.json"
    host = ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as stack:
        stack.enter_context(
            started("scheduler", *host, "--port", "0", "--scheduler-file", str(told), log=tmp_path / "scheduler.log")
        )
        address = address_in(told)
        one = ("worker", address, *host, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
        workers = [stack.enter_context(started(*one, log=tmp_path / f"worker{n}.log")) for n in range(2)]
        yield Cluster(address, tuple(workers))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        write_roster(
            tmp_path / "县" / f"乡{number}.xlsx", f"第{number}乡", range(number * 40, number * 40 + 60), income=7900
        )
    write_figures(tmp_path / "县" / "参数.xlsx")
    (tmp_path / "县" / "坏.xlsx").write_bytes(b"x")
    return tmp_path / "县"


def test_the_same_bytes_as_alone(folder: Path, tmp_path: Path, cluster: Cluster) -> None:
    far = run(folder, tmp_path / "far", "--cluster", cluster.address)
    near = run(folder, tmp_path / "near")
    assert (far.returncode, near.returncode) == (3, 3), far.stderr
    assert results(tmp_path / "far") == results(tmp_path / "near")
    # What one has kept the other goes on with.
    assert "0 个文件待处理" in run(folder, tmp_path / "far").stderr


def test_a_worker_that_dies_is_survived(folder: Path, tmp_path: Path, cluster: Cluster) -> None:
    log = tmp_path / "log"
    with going(folder, tmp_path / "far", log, "--cluster", cluster.address) as process:
        wait_for(log, "take", 2)
        os.killpg(cluster.workers[0].pid, signal.SIGKILL)
        process.communicate()
    assert process.returncode == 3
    assert cluster.workers[0].wait() == -signal.SIGKILL
    run(folder, tmp_path / "near")
    assert results(tmp_path / "far") == results(tmp_path / "near")


def test_addresses_that_fsspec_knows(folder: Path, tmp_path: Path, cluster: Cluster) -> None:
    """``file://`` goes the way of every address: fetched to be read, sent when whole."""
    done = subprocess.run(
        [sys.executable, "-m", "incomeaudit", "batch", f"file://{folder}", "--out", f"file://{tmp_path}/far", "--cluster", cluster.address],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    run(folder, tmp_path / "near")
    assert results(tmp_path / "far") == results(tmp_path / "near")


def test_no_scheduler(folder: Path, tmp_path: Path) -> None:
    done = run(folder, tmp_path / "out", "--cluster", "tcp://127.0.0.1:9")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "没有 Dask 调度器应答" in done.stderr


@pytest.mark.parametrize("address", ["not an address", "tcp://"])
def test_no_address(folder: Path, tmp_path: Path, address: str) -> None:
    done = run(folder, tmp_path / "out", "--cluster", address)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
