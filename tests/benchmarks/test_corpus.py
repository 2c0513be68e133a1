"""The corpus run sees what must not be, and the mutants that it is fed are the same every time."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from incomeaudit.messages import Messages

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
HEADERS = ("县", "年度", "户编号", "户主姓名", "家庭人口数", "人均可支配收入", "吃不愁")
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc to see memory and children")
ENDS_WELL = "import sys\nprint('坏文件', file=sys.stderr)\nsys.exit(2)\n"


def run(program: str, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / program), *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A roster, a roster with a finding, one that breaks off, a letter."""
    folder = tmp_path / "files"
    (folder / "县里").mkdir(parents=True)
    for name, income in (("clean", 9_000), ("poor", 7_000)):
        book = openpyxl.Workbook()
        book.worksheets[0].append(list(HEADERS))
        book.worksheets[0].append(["遂昌县", 2020, "H1", "王某", 3, income, "是"])
        book.save(folder / f"{name}.xlsx")
    whole = (folder / "clean.xlsx").read_bytes()
    (folder / "县里" / "残.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "信.doc").write_text("尊敬的同志：", "utf-8")
    return folder


def corpus(folder: Path, *words: str | Path) -> tuple[int, list[dict[str, object]], str]:
    """Exit status, runs and tables of a corpus run."""
    out = folder.parent / "runs.json"
    done = run("corpus.py", folder, "--json", out, *words)
    assert out.exists(), done.stderr
    return done.returncode, json.loads(out.read_text("utf-8")), done.stdout


def kinds(run_: Mapping[str, object]) -> list[str]:
    faults = run_["faults"]
    assert isinstance(faults, list)
    return [fault["kind"] for fault in faults]


def test_good_and_broken_files_are_no_faults(files: Path) -> None:
    status, runs, tables = corpus(files, "--list-messages")
    assert status == 0, tables
    statuses = {(item["file"], item["command"]): item["status"] for item in runs}
    assert statuses == {
        ("clean.xlsx", "check"): 0, ("clean.xlsx", "inspect"): 0, ("poor.xlsx", "check"): 1, ("poor.xlsx", "inspect"): 0,
        ("信.doc", "check"): 2, ("信.doc", "inspect"): 2, ("县里/残.xlsx", "check"): 2, ("县里/残.xlsx", "inspect"): 2,
    }  # fmt: skip
    assert [item["file"] for item in runs] == sorted(str(item["file"]) for item in runs)
    assert all(float(str(item["seconds"])) > 0.1 for item in runs)
    assert "4 files, 8 runs, 0 of them with a fault" in tables
    assert "FILE" in tables and "信.doc：" not in tables


@pytest.fixture
def fake(files: Path) -> Callable[[str], list[str | Path]]:
    """Puts a script in place of the program, for ``check`` over a single file."""
    for path in [*files.rglob("*")]:
        if path.is_file() and path.name != "clean.xlsx":
            path.unlink()

    def words(source: str) -> list[str | Path]:
        script = files.parent / "fake.py"
        script.write_text(source, "utf-8")
        return ["--command", script, "--commands", "check"]

    return words


FAULTS = {
    "signal": "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n",
    "traceback": "raise SystemExit(1 // 0)\n",
    "status": "import sys\nsys.exit(3)\n",
    "no report": "import sys\nsys.exit(1)\n",
    "broken report": (
        "import sys\nfrom pathlib import Path\n"
        "Path(sys.argv[sys.argv.index('-o') + 1]).write_bytes(b'PK')\nsys.exit(1)\n"
    ),
    "not one line": ENDS_WELL.replace("坏文件", "一行\\n又一行"),
    "internal error": ENDS_WELL.replace("坏文件", Messages("zh")("problem.internal", error="KeyError", where="x:1")),
    "warning": ENDS_WELL.replace("坏文件", "x.py:1: UserWarning: odd"),
    "control characters": ENDS_WELL.replace("坏文件", "坏\\x1b[31m文件"),
    "left behind": "import tempfile\ntempfile.mkstemp()\n" + ENDS_WELL,
    "input changed": "import sys\nopen(sys.argv[2], 'ab').write(b'x')\n" + ENDS_WELL,
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_kind_of_fault_is_reported(files: Path, fake: Callable[[str], list[str | Path]], kind: str) -> None:
    if kind == "signal" and sys.platform == "win32":
        pytest.skip("there are no signals on Windows")
    status, runs, tables = corpus(files, *fake(FAULTS[kind]), "--keep", files.parent / "kept")
    assert status == 1
    assert kind in kinds(runs[0])
    assert kind in tables and "1 of them with a fault" in tables
    assert (files.parent / "kept" / "clean.xlsx").exists()


def test_a_problem_in_one_line_is_no_fault(files: Path, fake: Callable[[str], list[str | Path]]) -> None:
    status, runs, _ = corpus(files, *fake(ENDS_WELL))
    assert (status, kinds(runs[0]), runs[0]["lines"]) == (0, [], ["坏文件"])


WITH_A_CHILD = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {child!r}], start_new_session={alone})
time.sleep({sleep})
print("坏文件", file=sys.stderr)
sys.exit(2)
"""


@ON_LINUX
@pytest.mark.parametrize("alone", [False, True])
def test_a_hang_is_ended_with_all_children(
    files: Path, fake: Callable[[str], list[str | Path]], alone: bool, tmp_path: Path
) -> None:
    mark = tmp_path / "alive"
    child = f"import time\nwhile True:\n    open({str(mark)!r}, 'w').write(str(time.time()))\n    time.sleep(0.02)"
    source = WITH_A_CHILD.format(child=child, alone=alone, sleep=100)
    status, runs, _ = corpus(files, *fake(source), "--seconds", "1.5")
    assert (status, kinds(runs[0]), runs[0]["status"]) == (1, ["time-out"], None)
    assert 1.5 <= float(str(runs[0]["seconds"])) < 20
    last = mark.read_text()
    assert not any(_changes(mark, last) for _ in range(5))


def _changes(mark: Path, last: str) -> bool:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(0.05)"], check=True)
    return mark.read_text() != last


@ON_LINUX
def test_a_child_left_running_is_a_fault(files: Path, fake: Callable[[str], list[str | Path]]) -> None:
    source = WITH_A_CHILD.format(child="import time; time.sleep(100)", alone=False, sleep=0.3)
    status, runs, _ = corpus(files, *fake(source))
    assert (status, kinds(runs[0])) == (1, ["stray process"])


EATS = "import time\nheld = bytearray(300 << 20)\nheld[::4096] = bytes(len(held[::4096]))\ntime.sleep(0.2)\n"


@ON_LINUX
def test_memory_counts_the_children_too(files: Path, fake: Callable[[str], list[str | Path]]) -> None:
    source = WITH_A_CHILD.format(child=EATS, alone=False, sleep=1.5)
    assert corpus(files, *fake(source), "--memory", "250")[1][0]["status"] is None
    status, runs, _ = corpus(files, *fake(source))
    assert (status, kinds(runs[0])) == (0, [])
    assert 300 < float(str(runs[0]["peak"])) < 500


@ON_LINUX
def test_a_burst_of_memory_is_seen_though_it_is_over_at_once(
    files: Path, fake: Callable[[str], list[str | Path]]
) -> None:
    status, runs, _ = corpus(files, *fake(EATS.replace("time.sleep(0.2)", "del held") + ENDS_WELL), "--memory", "250")
    assert (status, kinds(runs[0])) == (1, ["memory"])


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_mutants_are_as_many_as_asked_for_and_the_same_every_time(files: Path, tmp_path: Path) -> None:
    (files / "户.csv").write_bytes("县,户编号\n遂昌县,1\n".encode("gb18030"))
    made = {}
    for name, words in {"a": (), "again": (), "other": ("--seed", "2"), "more": ("--count", "130")}.items():
        done = run("mutants.py", files, tmp_path / name, "--count", "100", *words)
        assert done.returncode == 0, done.stderr
        made[name] = digests(tmp_path / name)
    assert (len(made["a"]), len(made["more"])) == (100, 130)
    assert made["a"] == made["again"] != made["other"]
    assert made["a"].items() <= made["more"].items()
    sources = set(digests(files.parent / "files" / "县里").values()) | {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in files.iterdir() if path.is_file()
    }
    assert not sources & set(made["a"].values())
    stem, mutation, number = next(iter(made["a"])).rpartition(".")[0].split("__")
    assert stem and mutation and number.startswith("1-")


def test_mutants_of_a_workbook_reach_the_parsers(files: Path, tmp_path: Path) -> None:
    """Members that were changed are packed anew: what is a zip at all has right checksums in nine of ten."""
    for path in [*files.rglob("*")]:
        if path.is_file() and path.name != "clean.xlsx":
            path.unlink()
    run("mutants.py", files, tmp_path / "out", "--count", "60")
    inner = [
        path
        for path in (tmp_path / "out").iterdir()
        if path.name.split("__")[1] in ("odd_number", "far_cell", "member_flip")
    ]
    assert inner
    for path in inner:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
