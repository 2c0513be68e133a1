"""Faults of disks and files, made for real: what fails says so, and nothing is half-written or lost."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from tests.batch.going import going, wait_for
from tests.batch.support import command, results, run, timeless, write_roster
from tests.batch.test_batch import rollup, states

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_mount = pytest.mark.skipif(not IS_ROOT and not os.environ.get("CI"), reason="mounting asks for root")
LIKE_A_USER = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
"""Root may do anything with files; without these two rights it may what their modes say, like everybody else."""


@contextmanager
def small_disk(path: Path, kib: int) -> Iterator[Path]:
    """A disk of its own, of that size."""
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(path)], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def as_user(folder: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a batch without root's rights over files."""
    before = LIKE_A_USER if IS_ROOT else ()
    return subprocess.run(
        [*before, *command(folder, out, *more)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(4):
        write_roster(
            tmp_path / "县" / f"乡{number}.xlsx", f"第{number}乡", range(number * 40, number * 40 + 40), income=7900
        )
    return tmp_path / "县"


@needs_mount
@pytest.mark.parametrize("kib", [60, 180, 300])
def test_disk_full(folder: Path, tmp_path: Path, kib: int) -> None:
    with small_disk(tmp_path / "disk", kib) as disk:
        out = disk / "out"
        done = run(folder, out)
        assert done.returncode in {2, 3}, done.stdout
        assert "Traceback" not in done.stderr
        assert "空间" in done.stderr + done.stdout or "space" in done.stderr + done.stdout
        assert not list(disk.rglob("*.tmp"))
        for path in out.rglob("*.xlsx"):
            openpyxl.load_workbook(path).close()
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        assert run(folder, out).returncode == 1
        run(folder, tmp_path / "fresh")
        assert results(out) == results(tmp_path / "fresh")


@needs_mount
def test_a_full_disk_leaves_the_last_roll_up_whole(folder: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 50_000) as disk:
        out = disk / "out"
        run(folder, out)
        before = {path: timeless(path) for path in out.glob("审计汇总.*")}
        write_roster(folder / "乡9.xlsx", "第九乡", range(900, 2900), income=7000)
        used = sum(path.stat().st_blocks * 512 for path in disk.rglob("*"))
        subprocess.run(["mount", "-o", f"remount,size={used // 1024 + 120}k", str(disk)], check=True)
        done = run(folder, out)
        assert done.returncode in {2, 3}
        for path, content in before.items():
            assert timeless(path) == content or "乡9.xlsx" in states(out)


def test_an_output_folder_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o500)
    done = as_user(folder, out)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "无法写入" in done.stderr
    assert list(out.iterdir()) == []


def test_an_output_folder_that_is_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = run(folder, tmp_path / "out")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_a_report_folder_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = results(out)
    (out / "报告").chmod(0o500)
    write_roster(folder / "乡0.xlsx", "第0乡", range(40), income=7800)
    done = as_user(folder, out)
    assert done.returncode == 3
    assert states(out)["乡0.xlsx"] == "failed"
    assert states(out)["乡1.xlsx"] == "audited"
    (out / "报告").chmod(0o700)
    assert as_user(folder, out).returncode == 1
    assert states(out)["乡0.xlsx"] == "audited"
    assert set(results(out)) == set(before)


def test_a_file_without_permission(folder: Path, tmp_path: Path) -> None:
    (folder / "乡1.xlsx").chmod(0)
    done = as_user(folder, tmp_path / "out")
    assert done.returncode == 3
    (reason,) = [file["reason"] for file in rollup(tmp_path / "out")["files"] if file["file"] == "乡1.xlsx"]
    assert "权限" in reason
    (folder / "乡1.xlsx").chmod(0o600)
    assert as_user(folder, tmp_path / "out").returncode == 1


def test_a_folder_without_permission(folder: Path, tmp_path: Path) -> None:
    write_roster(folder / "锁" / "乡7.xlsx", "第七乡", range(700, 740))
    (folder / "锁").chmod(0)
    try:
        done = as_user(folder, tmp_path / "out")
    finally:
        (folder / "锁").chmod(0o700)
    assert done.returncode == 3
    assert states(tmp_path / "out")["锁/"] == "failed"


def test_a_file_that_vanishes_while_the_run_goes_on(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with going(folder, tmp_path / "out", log) as process:
        wait_for(log, "take")
        (folder / "乡3.xlsx").unlink()
        process.communicate()
    assert process.returncode == 3
    assert states(tmp_path / "out")["乡3.xlsx"] == "failed"
    assert states(tmp_path / "out")["乡2.xlsx"] == "audited"


def test_a_file_that_changes_while_the_run_goes_on(folder: Path, tmp_path: Path) -> None:
    log, out = tmp_path / "log", tmp_path / "out"
    with going(folder, out, log) as process:
        wait_for(log, "take")
        write_roster(folder / "乡3.xlsx", "第三乡", range(300, 340), income=7000)
        process.communicate()
    assert process.returncode == 3
    (reason,) = [file["reason"] for file in rollup(out)["files"] if file["file"] == "乡3.xlsx"]
    assert "正在变化" in reason
    assert run(folder, out).returncode == 1
    run(folder, tmp_path / "fresh")
    assert results(out) == results(tmp_path / "fresh")


@needs_mount
def test_a_read_only_input_folder(folder: Path, tmp_path: Path) -> None:
    seen = tmp_path / "只读"
    seen.mkdir()
    subprocess.run(["mount", "--bind", str(folder), str(seen)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(seen)], check=True)
        assert run(seen, tmp_path / "out").returncode == 1
    finally:
        subprocess.run(["umount", "--lazy", str(seen)], check=True)


def test_kept_data_that_was_damaged_is_made_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = results(out)
    for path in (out / ".incomeaudit").rglob("tables/household.parquet"):
        path.write_bytes(b"damaged")
    (out / "报告" / "乡1-审计报告.xlsx").unlink()
    assert run(folder, out).returncode == 3
    assert "损坏" in next(file["reason"] for file in rollup(out)["files"] if file["file"] == "乡1.xlsx")
    assert run(folder, out).returncode == 1
    assert results(out) == before


def test_damaged_registers_are_said(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = results(out)
    for path in (out / ".incomeaudit").rglob("registers/*.parquet"):
        path.write_bytes(b"damaged")
    (out / "审计汇总.xlsx").unlink()
    done = run(folder, out, "--quiet")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    shutil.rmtree(out / ".incomeaudit")
    assert run(folder, out).returncode == 1
    assert results(out) == before


def test_a_file_that_is_half_saved_is_not_taken_for_broken(folder: Path, tmp_path: Path) -> None:
    """What was wrong with half of a file is not kept as what is wrong with the whole one."""
    log, out = tmp_path / "log", tmp_path / "out"
    whole = (folder / "乡3.xlsx").read_bytes()
    with going(folder, out, log) as process:
        wait_for(log, "take")
        (folder / "乡3.xlsx").write_bytes(whole[:2000])
        process.communicate()
    (reason,) = [file["reason"] for file in rollup(out)["files"] if file["file"] == "乡3.xlsx"]
    assert "正在变化" in reason
    (folder / "乡3.xlsx").write_bytes(whole)
    assert run(folder, out).returncode == 1
