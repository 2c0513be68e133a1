"""The auditor against the truth file: nothing missing, nothing extra, every source the planted cell.

The truth is written by the generator from what it planted; the auditor knows nothing of it.
"""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import incomeaudit
from incomeaudit.auditing.result import Result
from incomeaudit.sample import make_sample

COUNTIES = [
    ("淳安县", 2020, 600, 1),
    ("遂昌县", 2020, 200, 2),
    ("遂昌县", 2020, 200, 3),
    ("遂昌县", 2022, 200, 4),
    ("海盐县", 2020, 200, 5),
    ("海盐县", 2020, 200, 6),
    ("海盐县", 2022, 200, 7),
    ("平湖市", 2021, 200, 8),
    ("庆元县", 2018, 200, 9),
    ("永嘉县", 2018, 200, 10),
    ("永嘉县", 2020, 200, 11),
    ("永嘉县", 2020, 200, 12),
    ("乐清市", 2017, 200, 13),
    ("兰溪市", 2023, 200, 14),
    ("兰溪市", 2023, 200, 15),
]
SHIPPED = sorted((Path(__file__).parents[2] / "sample_data").glob("*/truth.json"))
AGAINST_LAST_YEAR = {"DQ021", "DQ022", "DQ023", "DQ024"}
"""What cannot be asked without last year's roster."""

Truth = dict[str, Any]


def same(result: Result, truth: Truth) -> None:
    """``result`` is of a run with every check and target; those that ran are those that the truth speaks of."""
    checks = {row["code"]: row for row in result.checks.iter_rows(named=True) if row["outcome"] != "skipped"}
    assert checks.keys() == {*truth["checks"]}
    assert "error" not in {row["outcome"] for row in checks.values()}
    same_findings(result, truth)
    assert {code: row["unassessable"] for code, row in checks.items()} == truth["unassessable"]
    same_open_rows(result, truth)
    targets = result.targets.filter(pl.col("outcome") != "skipped").select("code", "place", "outcome").rows()
    assert sorted(targets) == sorted((item["code"], item["place"], item["outcome"]) for item in truth["targets"])
    measured = {(row["code"], row["place"]): row["measured"] for row in result.targets.iter_rows(named=True)}
    for item in truth["targets"]:
        if item["outcome"] != "unassessable":
            assert measured[item["code"], item["place"]] == pytest.approx(item["measured"], abs=1e-6)
    lost = result.issues.filter(pl.col("kind") == "unreadable_cell").select("sheet", "cell", "text").rows()
    assert sorted(lost) == sorted((item["sheet"], item["cell"], item["text"]) for item in truth["issues"])
    counts = truth["counts"]
    assert (result.households, result.flagged_households) == (counts["household_rows"], counts["flagged_households"])


def same_findings(result: Result, truth: Truth) -> None:
    """Each finding lies in its file at the planted cell, says whom it is about, and has the figures of the truth."""
    at = ("code", "table", "file", "sheet", "row", "cell", "subject_name")
    planted = [{**item, "file": file_of(item, truth)} for item in truth["findings"]]
    named = result.findings.with_columns(pl.col("subject_name").fill_null(""))
    assert sorted(named.select(at).rows()) == sorted(tuple(item[key] for key in at) for item in planted)
    figures = {(row["code"], row["file"], row["cell"]): row for row in result.findings.iter_rows(named=True)}
    for item in planted:
        row = figures[item["code"], item["file"], item["cell"]]
        # Of a household without number the audit shows the masked identity number of its head.
        assert row["subject_id"] == item["subject_id"] or (not item["subject_id"] and "*" in row["subject_id"])
        for name in ("actual", "gap", "gap_household"):
            if name in item:
                assert row[name] == pytest.approx(item[name]), item


def same_open_rows(result: Result, truth: Truth) -> None:
    """The checks that cannot be answered for a row are those of the truth."""
    rows = result.unassessed.select("table", "file", "sheet", "row", "codes").rows()
    said = {(table, file, sheet, row, code) for table, file, sheet, row, codes in rows for code in codes}
    assert said == {
        (item["table"], file_of(item, truth), item["sheet"], item["row"], code)
        for item in truth["unassessed"]
        for code in item["codes"]
    }


def file_of(item: Truth, truth: Truth) -> str:
    """The workbook in which something lies."""
    return str(truth["previous" if item["table"] == "previous" else "workbook"])


@pytest.mark.parametrize(("place", "year", "households", "seed"), COUNTIES)
def test_findings_equal_the_truth(tmp_path: Path, place: str, year: int, households: int, seed: int) -> None:
    made = make_sample(tmp_path, place, year, households=households, seed=seed)
    truth = json.loads(made.truth.read_text("utf-8"))
    same(incomeaudit.audit(made.workbook, previous=[made.previous]), truth)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_samples_too(path: Path) -> None:
    truth = json.loads(path.read_text("utf-8"))
    workbook, previous = (path.with_name(truth[name]) for name in ("workbook", "previous"))
    same(incomeaudit.audit(workbook, previous=[previous]), truth)


def test_a_sample_of_every_place_is_shipped() -> None:
    names = [path.parent.name for path in SHIPPED]
    assert names == ["haiyan-2020", "haiyan-2022", "lanxi-2023", "suichang-2020", "yongjia-2018"]


def without_last_year(truth: Truth) -> Truth:
    """What holds of a sample still when last year's roster is not at hand.

    Four checks are skipped, unreadable cells of that roster are not seen, and nobody can tell whether the share of
    those on the roster has become less (WZ003).
    """
    return {
        **truth,
        "checks": [code for code in truth["checks"] if code not in AGAINST_LAST_YEAR],
        "findings": [item for item in truth["findings"] if item["code"] not in AGAINST_LAST_YEAR],
        "unassessable": {code: rows for code, rows in truth["unassessable"].items() if code not in AGAINST_LAST_YEAR},
        "unassessed": [
            {**item, "codes": [code for code in item["codes"] if code not in AGAINST_LAST_YEAR]}
            for item in truth["unassessed"]
        ],
        "issues": [item for item in truth["issues"] if item["table"] != "previous"],
        "targets": [
            {**item, "outcome": "unassessable"} if item["code"] == "WZ003" else item for item in truth["targets"]
        ],
    }


def flagged(findings: list[Truth]) -> int:
    """Rows of households with a finding, and households of which only members have one; all have a number here."""
    rows = {(item["subject_id"], item["row"]) for item in findings if item["table"] == "household"}
    members = {item["subject_id"] for item in findings if item["table"] == "member"}
    return len(rows) + len(members - {number for number, _ in rows})


def test_the_truth_holds_without_last_years_roster(tmp_path: Path) -> None:
    made = make_sample(tmp_path, "永嘉县", 2018, seed=16)
    truth = json.loads(made.truth.read_text("utf-8"))
    kept = without_last_year(truth)
    kept["counts"] = {**truth["counts"], "flagged_households": flagged(kept["findings"])}
    assert flagged(truth["findings"]) == truth["counts"]["flagged_households"]
    assert len(kept["findings"]) < len(truth["findings"])
    assert "WZ003" in {item["code"] for item in truth["targets"]}
    same(incomeaudit.audit(made.workbook), kept)
