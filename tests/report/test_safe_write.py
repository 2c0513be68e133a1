import errno
import os
import stat
from pathlib import Path

import pytest

from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.report.safe_write import LOCK_NAMES, ensure_writable, safe_write, safe_write_or_stdout


def write(path, content=b"new"):
    with safe_write(path) as file:
        file.write(content)


def key_of(call):
    with pytest.raises(Problem) as caught:
        call()
    for lang in LANGUAGES:
        assert "\n" not in Messages(lang).problem(caught.value)
    return caught.value.key


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_the_file_holds_what_was_written_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "报告.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write(path)
    assert path.read_bytes() == b"new"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["报告.xlsx"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_old_report_stays_whole_when_writing_breaks_off(tmp_path, error):
    path = tmp_path / "报告.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(error), safe_write(path) as file:
        file.write(b"half")
        raise error
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["报告.xlsx"]


def test_nothing_is_left_where_there_was_nothing(tmp_path):
    with pytest.raises(RuntimeError), safe_write(tmp_path / "报告.xlsx") as file:
        file.write(b"half")
        raise RuntimeError
    assert names(tmp_path) == []


def test_a_folder_is_no_report(tmp_path):
    assert key_of(lambda: write(tmp_path)) == "report_folder"
    assert names(tmp_path) == []


def test_a_folder_that_is_missing_is_named(tmp_path):
    assert key_of(lambda: write(tmp_path / "无" / "报告.xlsx")) == "report_no_folder"
    assert names(tmp_path) == []


@pytest.mark.parametrize("lock", LOCK_NAMES)
def test_a_report_that_is_open_elsewhere_is_left_alone(tmp_path, lock):
    path = tmp_path / "报告.xlsx"
    path.write_bytes(b"old")
    (tmp_path / lock.format(name=path.name)).touch()
    assert key_of(lambda: write(path)) == "report_open"
    assert key_of(lambda: ensure_writable(path)) == "report_open"
    assert path.read_bytes() == b"old"


def test_something_that_is_no_file_is_not_replaced(tmp_path):
    pipe = tmp_path / "报告.xlsx"
    os.mkfifo(pipe)
    assert key_of(lambda: write(pipe)) == "report_unwritable"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_name_that_is_too_long_is_a_problem_and_no_crash(tmp_path):
    assert key_of(lambda: write(tmp_path / ("长" * 300))) == "report_unwritable"


def test_a_link_that_leads_nowhere_gives_way_to_the_report(tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    first.symlink_to(second)
    second.symlink_to(first)
    write(first)
    assert first.read_bytes() == b"new"


def test_a_link_is_followed(tmp_path):
    real, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write(link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_full_disk_is_said_in_plain_words(tmp_path):
    def fill():
        with safe_write(tmp_path / "报告.xlsx"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert key_of(fill) == "report_disk_full"
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_not_replaced():
    assert key_of(lambda: write(Path("/dev/full"))) == "report_unwritable"


def test_a_report_never_takes_the_place_of_an_input(tmp_path):
    roster = tmp_path / "名册.xlsx"
    roster.touch()
    link = tmp_path / "link.xlsx"
    link.symlink_to(roster)
    assert key_of(lambda: ensure_writable(roster, [roster])) == "report_is_input"
    assert key_of(lambda: ensure_writable(link, [roster])) == "report_is_input"
    ensure_writable(tmp_path / "报告.xlsx", [roster])


def test_no_path_means_standard_output(capfdbinary):
    with safe_write_or_stdout(None) as file:
        file.write("审计".encode())
    assert capfdbinary.readouterr().out.decode() == "审计"
