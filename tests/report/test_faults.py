"""Reports and disks that fill up, folders that vanish, processes that are killed: with the real fault."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.report.as_json import write_json
from incomeaudit.report.safe_write import leftovers, safe_write
from incomeaudit.report.tabular import write_csv, write_parquet
from incomeaudit.report.workbook import write_excel
from tests.report.builders import large_result
from tests.report.full_disk import MIB, make_read_only, small_disk

WRITERS = {
    "报告.xlsx": lambda result, path: write_excel(result, path, Messages("zh")),
    "报告.json": lambda result, path: write_json(result, path, Messages("zh")),
    "疑点.csv": write_csv,
    "疑点.parquet": write_parquet,
}

BLOCK = 4096


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def key_of(call):
    with pytest.raises(Problem) as caught:
        call()
    for lang in LANGUAGES:
        assert "\n" not in Messages(lang).problem(caught.value)
    return caught.value.key


@pytest.fixture(scope="module")
def large():
    return large_result(3_000, 4_000)


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk") as folder:
        yield folder


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("room", [0, 1, 5, 12])
def test_a_disk_that_fills_up_keeps_the_old_report_and_nothing_else(disk, large, name, room):
    """With room for so many blocks: none for anything, for a beginning, for most of it."""
    path, ballast = disk / name, disk / "ballast"
    path.write_bytes(b"old")
    ballast.write_bytes(bytes(MIB - (room + 1) * BLOCK))
    assert key_of(lambda: WRITERS[name](large, path)) == "report_disk_full"
    assert path.read_bytes() == b"old"
    assert names(disk) == ["ballast", name]


@pytest.mark.parametrize("name", WRITERS)
def test_on_a_disk_with_room_again_it_is_written(disk, large, name):
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(MIB - 2 * BLOCK))
    assert key_of(lambda: WRITERS[name](large, disk / name)) == "report_disk_full"
    ballast.unlink()
    write_csv(large_result(5, 5), disk / "疑点.csv")
    assert names(disk) == ["疑点.csv"]


def test_a_disk_that_is_full_at_the_last_moment(disk):
    """The bytes reach the disk only when the file is closed: that, too, is a full disk."""
    path = disk / "报告.xlsx"
    (disk / "ballast").write_bytes(bytes(MIB - BLOCK))

    def write():
        with safe_write(path) as file:
            file.write(bytes(2 * BLOCK - 1))

    assert key_of(write) == "report_disk_full"
    assert names(disk) == ["ballast"]


def test_a_disk_that_is_read_only(disk):
    make_read_only(disk)
    assert key_of(lambda: write_csv(large_result(5, 5), disk / "疑点.csv")) == "report_unwritable"
    assert names(disk) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to become another user")
def test_a_folder_of_somebody_else(tmp_path):
    """As an ordinary user, in a process of its own."""
    folder = tmp_path / "out"
    folder.mkdir(mode=0o755)
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from incomeaudit.messages import Problem\n"
        "from incomeaudit.report.safe_write import safe_write\n"
        "folder = os.open(sys.argv[1], os.O_RDONLY)\nos.fchdir(folder)\nos.setgid(65534)\nos.setuid(65534)\n"
        "try:\n    with safe_write(Path('a.xlsx')) as file:\n        file.write(b'x')\n"
        "except Problem as problem:\n    print(problem.key)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["report_unwritable"]
    assert names(folder) == []


@pytest.mark.skipif(os.name != "posix", reason="a folder that is in use cannot be taken away elsewhere")
def test_a_folder_that_vanishes_while_its_report_is_written(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()

    def write():
        with safe_write(folder / "报告.xlsx") as file:
            file.write(b"half")
            shutil.rmtree(folder)

    assert key_of(write) == "report_no_folder"
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="a folder that is in use cannot be taken away elsewhere")
def test_a_folder_that_a_file_takes_the_place_of(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()

    def write():
        with safe_write(folder / "报告.xlsx") as file:
            file.write(b"half")
            shutil.rmtree(folder)
            folder.write_bytes(b"")

    assert key_of(write) == "report_no_folder"


@pytest.mark.skipif(os.name != "posix", reason="limits are of POSIX")
def test_a_limit_on_the_size_of_files(tmp_path):
    program = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from incomeaudit.messages import Problem\n"
        "from incomeaudit.report.safe_write import safe_write\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n    with safe_write(Path(sys.argv[1])) as file:\n        file.write(bytes(100_000))\n"
        "except Problem as problem:\n    print(problem.key)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "a.xlsx")]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split() == [
        "report_unwritable"
    ]
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that nothing can catch")
def test_what_a_killed_process_leaves_is_found_and_nothing_else(tmp_path):
    path = tmp_path / ("遂昌县低收入农户花名册" * 5 + "-审计报告.xlsx")
    path.write_bytes(b"old")
    program = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from incomeaudit.report.safe_write import safe_write\n"
        "with safe_write(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half')\n    file.flush()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    for other in (".报告.tmp", ".报告.abcdefgh.tmp", "报告.abcdefgh.incomeaudit.tmp", ".报告.ABCDEFGH.incomeaudit.tmp"):
        (tmp_path / other).touch()
    (tmp_path / ".a.abcdefgh.incomeaudit.tmp").mkdir()
    (left,) = leftovers(tmp_path)
    assert left.read_bytes() == b"half"
    assert left.stat().st_mode & 0o777 == 0o600


def test_leftovers_of_a_folder_that_is_not_there(tmp_path):
    assert leftovers(tmp_path) == []
    assert key_of(lambda: leftovers(tmp_path / "无")) == "report_no_folder"


def test_a_file_that_is_being_written_counts_as_left(tmp_path):
    with safe_write(tmp_path / "a"):
        (left,) = leftovers(tmp_path)
        assert left.name.startswith(".a.")
    assert leftovers(tmp_path) == []
