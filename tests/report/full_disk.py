"""A real file system of one MiB, for what happens when a disk is full or turns read-only."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MIB = 1 << 20


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """``folder`` as a file system of one MiB; the test is skipped, visibly, where nobody may mount one."""
    folder.mkdir()
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs mount")
    if made.returncode:
        pytest.skip(f"needs the right to mount a file system: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """Turn the disk read-only under who writes to it, as a system does with one that fails."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True, capture_output=True)
