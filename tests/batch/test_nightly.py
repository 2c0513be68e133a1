"""The crontab line, the systemd units and the bare surroundings of docs/nightly, tried out as they are written."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.support import command, results, run, write_roster
from tests.batch.test_faults import needs_mount, small_disk

NIGHTLY = Path(__file__).parents[2] / "docs" / "nightly"
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C", "SHELL": "/bin/sh"}
"""All that cron gives; not even a home."""


@pytest.fixture
def rosters(tmp_path: Path) -> Path:
    write_roster(tmp_path / "rosters" / "妙高.xlsx", "妙高街道", range(40), income=7900)
    write_roster(tmp_path / "rosters" / "云峰.xlsx", "云峰街道", range(40, 60))
    return tmp_path / "rosters"


def cron_command() -> str:
    """What cron hands to the shell: the line without its times and its user."""
    (line,) = [
        line for line in (NIGHTLY / "incomeaudit.cron").read_text("utf-8").splitlines() if re.match(r"[\d*]", line)
    ]
    assert "%" not in line, "cron makes line breaks of them"
    *times, user, shell = line.split(None, 6)
    assert (len(times), user) == (5, "incomeaudit")
    return shell


def service() -> dict[str, str]:
    lines = (NIGHTLY / "incomeaudit.service").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


@pytest.fixture
def srv(tmp_path: Path, rosters: Path) -> Iterator[list[str]]:
    """The words before a command which let it see /srv and /opt as the documents have them, and nobody else."""
    place = tmp_path / "srv" / "incomeaudit"
    (place / "results").mkdir(parents=True)
    (place / "log").mkdir()
    shutil.move(rosters, place / "rosters")
    opt = tmp_path / "opt" / "incomeaudit" / "bin"
    opt.mkdir(parents=True)
    (opt / "incomeaudit").write_text(f'#!/bin/sh\nexec {sys.executable} -m incomeaudit "$@"\n')
    (opt / "incomeaudit").chmod(0o755)
    mounts = f'mount --bind {tmp_path}/srv /srv && mount --bind {tmp_path}/opt /opt && exec "$@"'
    return ["unshare", "--mount", "/bin/sh", "-c", mounts, "sh"]


@needs_mount
def test_the_crontab_line(srv: list[str], tmp_path: Path) -> None:
    nightly = [*srv, "/bin/sh", "-c", cron_command()]
    first = subprocess.run(nightly, env=BARE, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=300)
    assert (first.returncode, first.stderr) == (1, b""), first.stderr
    mail = first.stdout.decode("utf-8")
    assert "妙高.xlsx" in mail
    second = subprocess.run(nightly, env=BARE, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=300)
    assert (second.returncode, second.stdout, second.stderr) == (1, b"", b"")
    log = tmp_path / "srv/incomeaudit/log/batch.jsonl"
    assert [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()] == [
        *["start", "take", "take", "audit", "audit", "done"],
        *["start", "done"],
    ]
    assert log.stat().st_mode & 0o777 == 0o600


@needs_mount
def test_the_service(srv: list[str], tmp_path: Path) -> None:
    words = shlex.split(service()["ExecStart"])
    done = subprocess.run([*srv, *words], env={"PATH": BARE["PATH"]}, capture_output=True, check=False, timeout=300)
    assert str(done.returncode) in service()["SuccessExitStatus"].split(), done.stderr
    assert (tmp_path / "srv/incomeaudit/results/审计汇总.xlsx").exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in ("incomeaudit.service", "incomeaudit.timer"):
        text = (NIGHTLY / unit).read_text("utf-8")
        # Whether the program and its user are installed on this machine is no matter of the units.
        text = re.sub(r"^User=.*\n", "", text, flags=re.M).replace("/opt/incomeaudit/bin/incomeaudit", "/bin/true")
        (tmp_path / unit).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.glob("incomeaudit.*")))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not [line for line in (done.stdout + done.stderr).splitlines() if "incomeaudit." in line], done.stderr
    when = re.search("OnCalendar=(.*)", (NIGHTLY / "incomeaudit.timer").read_text()) or pytest.fail("no OnCalendar")
    assert subprocess.run(["systemd-analyze", "calendar", when[1]], capture_output=True, check=False).returncode == 0


def test_the_documents_show_the_files_as_they_are() -> None:
    assert cron_command() in (NIGHTLY.parent / "nightly.md").read_text("utf-8")


def test_no_home_no_terminal_no_locale(rosters: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        command(rosters, tmp_path / "out"), env=BARE, capture_output=True, stdin=subprocess.DEVNULL, check=False,
        start_new_session=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "妙高" in done.stdout.decode("utf-8")
    run(rosters, tmp_path / "usual")
    assert results(tmp_path / "out") == results(tmp_path / "usual")


@needs_mount
def test_a_small_tmpdir(rosters: Path, tmp_path: Path) -> None:
    write_roster(rosters / "大.xlsx", "大柘镇", range(100, 5100), income=7900)
    with small_disk(tmp_path / "tmp", 16 << 10) as small:
        done = run(rosters, tmp_path / "out", env={"TMPDIR": str(small)})
        assert done.returncode == 1, done.stderr
        assert list(small.iterdir()) == []


def test_the_log_can_be_moved_away(rosters: Path, tmp_path: Path) -> None:
    log = tmp_path / "batch.jsonl"
    run(rosters, tmp_path / "out", "--log-file", str(log))
    log.rename(tmp_path / "batch.jsonl.1")
    run(rosters, tmp_path / "out", "--log-file", str(log))
    assert [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()] == ["start", "done"]


def test_nothing_of_a_household_in_the_log(rosters: Path, tmp_path: Path) -> None:
    log = tmp_path / "batch.jsonl"
    (rosters / "坏.xlsx").write_bytes(b"PK\x03\x04")
    run(rosters, tmp_path / "out", "--log-file", str(log))
    text = log.read_text("utf-8")
    assert "坏.xlsx" in text
    assert not re.search(r"王\d|331123\d{6}", text)
