"""Files that are too large to be held, through the installed commands."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROWS = 200_050
"""A few more than a slice has."""


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "2020年花名册.parquet"
    n = pl.col("n")
    # The last row is the first household once more.
    same = pl.when(n == ROWS - 1).then(0).otherwise(n)
    pl.DataFrame(pl.int_range(ROWS, eager=True).alias("n")).select(
        pl.when(same < 150_000).then(pl.lit("遂昌县")).otherwise(pl.lit("松阳县")).alias("县"),
        pl.lit("云溪乡").alias("乡镇"),
        pl.format("{}村", same // 400).alias("行政村"),
        pl.format("H{}", same.cast(pl.String).str.zfill(7)).alias("户编号"),
        pl.lit("王某").alias("户主姓名"),
        pl.lit(3).alias("家庭人口数"),
        pl.when(n % 1_000 == 7).then(pl.lit("否")).otherwise(pl.lit("是")).alias("吃不愁"),
    ).write_parquet(path)
    return path


def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "incomeaudit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_check_and_batch_audit_every_row_and_leave_no_slices(
    roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setenv("TMP", str(place))
    checked = run("check", roster, "-o", tmp_path / "r.json", "--quiet")
    assert (checked.returncode, checked.stderr) == (1, "")
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    found = {row["code"]: row for row in result["checks"]}
    assert (found["ZJ011"]["in_scope"], found["ZJ011"]["flagged"]) == (ROWS, 201)
    rows = [row["source"]["row"] for row in result["findings"] if row["code"] == "ZJ011"]
    assert (rows[0], rows[-1]) == (9, 200_009)
    # One household in the first slice and one in the second bear one number.
    twice = [row["source"]["row"] for row in result["issues"] if row["kind"] == "household_listed_twice"]
    assert twice == [ROWS + 1]

    out = tmp_path / "out"
    batch = run("batch", roster.parent, "--out", out, "--quiet")
    assert (batch.returncode, batch.stderr) == (1, "")
    rollup = json.loads(next(out.glob("*.json")).read_text("utf-8"))
    own = {row["code"]: row for row in rollup["checks"]}
    assert (own["ZJ011"]["in_scope"], own["ZJ011"]["flagged"]) == (ROWS, 201)
    assert [*place.iterdir()] == []
    again = run("batch", roster.parent, "--out", out, "--quiet")
    assert again.returncode == 1


def test_a_second_table_beside_a_large_one_is_refused_in_one_line(roster: Path, tmp_path: Path) -> None:
    members = tmp_path / "成员.csv"
    members.write_text("户编号,姓名,与户主关系\nH0000001,王某,户主\n", encoding="utf-8")
    refused = run("check", roster, members, "-o", tmp_path / "r.xlsx")
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "r.xlsx").exists()
