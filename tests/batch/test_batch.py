"""A folder through the installed command: reports, roll-up, exit statuses, and what is done again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.batch.support import kept, results, run, timeless, write_figures, write_roster


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two townships of one county, one household below 8000 yuan."""
    write_roster(tmp_path / "县" / "妙高.xlsx", "妙高街道", range(1, 6))
    write_roster(tmp_path / "县" / "乡" / "云峰.xlsx", "云峰街道", range(6, 9))
    write_roster(tmp_path / "县" / "新路湾.xlsx", "新路湾镇", [9], income=7999.99)
    return tmp_path / "县"


def rollup(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "审计汇总.json").read_text("utf-8"))
    return content


def states(out: Path) -> dict[str, str]:
    return {file["file"]: file["status"] for file in rollup(out)["files"]}


def test_a_report_a_file_and_a_roll_up(folder: Path, tmp_path: Path) -> None:
    done = run(folder, tmp_path / "out")
    assert (done.returncode, done.stderr.count("Traceback")) == (1, 0), done.stderr
    assert set(results(tmp_path / "out")) == {
        "审计汇总.json",
        "审计汇总.xlsx",
        "报告/乡/云峰-审计报告.xlsx",
        "报告/妙高-审计报告.xlsx",
        "报告/新路湾-审计报告.xlsx",
    }
    whole = rollup(tmp_path / "out")
    assert (whole["summary"]["households"], whole["summary"]["flagged_households"]) == (9, 1)
    floor = next(check for check in whole["checks"] if check["code"] == "ZJ002")
    assert (floor["outcome"], floor["in_scope"], floor["flagged"], floor["flagged_in"], floor["passed_in"]) == (
        "flagged",
        9,
        1,
        1,
        2,
    )
    assert [file["report"] for file in whole["files"]] == [
        "报告/乡/云峰-审计报告.xlsx",
        "报告/妙高-审计报告.xlsx",
        "报告/新路湾-审计报告.xlsx",
    ]


def test_a_report_is_that_of_check(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    alone = tmp_path / "alone.xlsx"
    subprocess.run(
        [sys.executable, "-m", "incomeaudit", "check", "新路湾.xlsx", "-o", str(alone), "-q"], cwd=folder, check=False
    )
    assert timeless(alone) == timeless(tmp_path / "out" / "报告" / "新路湾-审计报告.xlsx")


def test_private_to_their_owner(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_nothing_is_done_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = {
        path: (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in out.rglob("*")
        if path.is_file() and path.name not in {"lock", "last.json"}
    }
    again = run(folder, out)
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in before}
    assert again.returncode == 1
    assert before == after
    assert "没有变化" in again.stdout


def test_one_changed_file_is_done_again(folder: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    run(folder, out)
    untouched = (out / "报告/妙高-审计报告.xlsx").stat().st_mtime_ns
    write_roster(folder / "新路湾.xlsx", "新路湾镇", [9], income=8000)
    assert run(folder, out, "--log-file", str(tmp_path / "log")).returncode == run(folder, fresh).returncode
    assert results(out) == results(fresh)
    assert (out / "报告/妙高-审计报告.xlsx").stat().st_mtime_ns == untouched
    events = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    assert [(event["event"], event.get("file")) for event in events] == [
        ("start", None),
        ("take", "新路湾.xlsx"),
        ("audit", "新路湾.xlsx"),
        ("done", None),
    ]


def test_other_options_are_another_audit(folder: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    run(folder, out)
    done = run(folder, out, "--set", "zj-2020.income_floor=10000")
    assert rollup(out)["summary"]["flagged_households"] == 9
    assert done.returncode == run(folder, fresh, "--set", "zj-2020.income_floor=10000").returncode
    assert results(out) == results(fresh)


def test_a_file_that_is_gone_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    run(folder, out)
    (folder / "乡" / "云峰.xlsx").unlink()
    run(folder, out)
    run(folder, fresh)
    assert results(out) == results(fresh)
    assert [name for name in kept(out) if "done.json" in name] == [name for name in kept(fresh) if "done.json" in name]


def test_a_report_that_was_removed_is_written_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = results(out)
    (out / "报告/妙高-审计报告.xlsx").unlink()
    (out / "审计汇总.xlsx").unlink()
    run(folder, out)
    assert results(out) == before


def test_bad_files_do_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "空.xlsx").write_bytes(b"")
    openpyxl.Workbook().save(folder / "无表.xlsx")
    (folder / "说明.docx").write_bytes(b"x")
    out = tmp_path / "out"
    done = run(folder, out)
    assert done.returncode == 3, done.stderr
    found = states(out)
    assert {name for name, status in found.items() if status == "audited"} == {
        "乡/云峰.xlsx",
        "妙高.xlsx",
        "新路湾.xlsx",
    }
    assert all(found[name] in {"failed", "not_a_roster"} for name in ("坏.xlsx", "空.xlsx", "无表.xlsx"))
    assert all(file["reason"] for file in rollup(out)["files"] if file["status"] != "audited")
    assert any("说明.docx" in issue["message"] for issue in rollup(out)["issues"])
    assert run(folder, out).returncode == 3


def test_all_files_bad_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "县").mkdir()
    (tmp_path / "县" / "坏.xlsx").write_bytes(b"x")
    assert run(tmp_path / "县", tmp_path / "out").returncode == 2


def test_figures_of_one_file_count_for_the_others(folder: Path, tmp_path: Path) -> None:
    """1.5 times last year's standard of 9000 is what JX/LS lines are reckoned from: with it more checks can run."""
    out = tmp_path / "out"
    run(folder, out)
    without = {check["code"] for check in rollup(out)["checks"] if check["outcome"] == "skipped"}
    write_figures(folder / "县级参数.xlsx")
    run(folder, out)
    having = {check["code"] for check in rollup(out)["checks"] if check["outcome"] == "skipped"}
    assert having < without
    assert states(out)["县级参数.xlsx"] == "figures"
    (folder / "县级参数.xlsx").rename(tmp_path / "参数.xlsx")
    run(folder, out, "--facts", str(tmp_path / "参数.xlsx"))
    assert {check["code"] for check in rollup(out)["checks"] if check["outcome"] == "skipped"} == having


def test_the_same_content_twice_counts_once(folder: Path, tmp_path: Path) -> None:
    (folder / "副本.xlsx").write_bytes((folder / "新路湾.xlsx").read_bytes())
    out = tmp_path / "out"
    run(folder, out)
    assert rollup(out)["summary"]["households"] == 9
    assert sorted(states(out).items())[0] == ("乡/云峰.xlsx", "audited")
    assert states(out)["新路湾.xlsx"] == "repeated"


@pytest.mark.parametrize("options", [("--include", "没有*"), ("--exclude", "*.xlsx")])
def test_nothing_to_audit(folder: Path, tmp_path: Path, options: tuple[str, str]) -> None:
    done = run(folder, tmp_path / "out", *options)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "没有可审计的表格文件" in done.stderr


def test_changes_for_a_mail(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(folder, out, "--changed-only", "--quiet")
    assert "妙高.xlsx" in first.stdout
    assert run(folder, out, "--changed-only", "--quiet").stdout == ""
    write_roster(folder / "妙高.xlsx", "妙高街道", range(1, 6), income=7000)
    (folder / "新路湾.xlsx").write_bytes(b"broken")
    (folder / "乡" / "云峰.xlsx").unlink()
    third = run(folder, out, "--changed-only", "--quiet")
    assert third.stderr == ""
    for name in ("妙高.xlsx", "新路湾.xlsx", "乡/云峰.xlsx"):
        assert name in third.stdout
    assert "王" not in third.stdout
    assert run(folder, out, "--changed-only", "--quiet").stdout == ""


def test_codes_across_files_can_be_chosen(folder: Path, tmp_path: Path) -> None:
    write_roster(folder / "又.xlsx", "云峰街道", range(6, 9), income=8500)
    out = tmp_path / "out"
    run(folder, out)
    assert {finding["code"] for finding in rollup(out)["across"]} == {"ID002"}
    run(folder, out, "--select", "ZJ,ID001")
    assert rollup(out)["across"] == []
    outcomes = {check["code"]: check["outcome"] for check in rollup(out)["across_checks"]}
    assert (outcomes["ID002"], outcomes["ID001"]) == ("skipped", "passed")
    run(folder, out, "--ignore", "ID")
    assert rollup(out)["across"] == []
    refused = run(folder, out, "--select", "XX")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
