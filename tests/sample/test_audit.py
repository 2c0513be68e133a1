"""The auditor against the truth file: nothing missing, nothing extra, every source the planted cell.

The truth is written by the generator from what it planted; the auditor knows nothing of it.
"""

import json
from pathlib import Path

import polars as pl
import pytest

import incomeaudit
from incomeaudit.auditing.result import Result
from incomeaudit.sample import make_sample

COUNTIES = [
    ("遂昌县", 2020, 200, 1),
    ("海盐县", 2020, 200, 2),
    ("海盐县", 2022, 200, 3),
    ("遂昌县", 2022, 200, 4),
    ("庆元县", 2018, 120, 5),
    ("平湖市", 2021, 300, 6),
    ("淳安县", 2020, 600, 7),
    ("兰溪市", 2023, 200, 8),
]
SHIPPED = sorted((Path(__file__).parents[2] / "sample_data").glob("*/truth.json"))


def same(result: Result, truth: dict[str, object]) -> None:
    """``result`` is of a run with every check and target; those that ran are those that the truth speaks of."""
    assert {row["code"] for row in result.checks.iter_rows(named=True) if row["outcome"] != "skipped"} == {
        *truth["checks"]
    }
    found = result.findings.select("code", "table", "sheet", "row", "cell").rows()
    planted = [tuple(item[key] for key in ("code", "table", "sheet", "row", "cell")) for item in truth["findings"]]
    assert sorted(found) == sorted(planted)
    figures = {(row["code"], row["cell"]): row for row in result.findings.iter_rows(named=True)}
    for item in truth["findings"]:
        row = figures[item["code"], item["cell"]]
        for name in ("actual", "gap", "gap_household"):
            if name in item:
                expected = item[name]
                said = row[name] if isinstance(expected, int | float) else row[f"{name}_text"]
                assert said == pytest.approx(expected) if isinstance(expected, float) else said == expected, item
    open_rows = {row["code"]: row["unassessable"] for row in result.checks.iter_rows(named=True)}
    for code, count in truth["unassessable"].items():
        assert open_rows[code] == count, code
    targets = result.targets.filter(pl.col("outcome") != "skipped").select("code", "place", "outcome").rows()
    assert sorted(targets) == sorted((item["code"], item["place"], item["outcome"]) for item in truth["targets"])
    measured = {(row["code"], row["place"]): row["measured"] for row in result.targets.iter_rows(named=True)}
    for item in truth["targets"]:
        assert measured[item["code"], item["place"]] == pytest.approx(item["measured"], abs=1e-6)
    lost = result.issues.filter(pl.col("kind") == "unreadable_cell").select("sheet", "cell", "text").rows()
    assert sorted(lost) == sorted((item["sheet"], item["cell"], item["text"]) for item in truth["issues"])


@pytest.mark.parametrize(("place", "year", "households", "seed"), COUNTIES)
def test_findings_equal_the_truth(tmp_path, place, year, households, seed):
    made = make_sample(tmp_path, place, year, households=households, seed=seed)
    truth = json.loads(made.truth.read_text("utf-8"))
    same(incomeaudit.audit(made.workbook), truth)


@pytest.mark.parametrize("truth", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_samples_too(truth):
    said = json.loads(truth.read_text("utf-8"))
    same(incomeaudit.audit(truth.with_name(said["workbook"])), said)


def test_three_samples_are_shipped():
    assert len(SHIPPED) == 3
