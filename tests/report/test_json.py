import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from incomeaudit.messages import Messages
from incomeaudit.report.as_json import schema, to_json, write_json
from tests.report.builders import clean_result, empty_result, hostile_result, large_result, small_result

ZH = Messages("zh")


def document(made):
    return json.loads(to_json(made, ZH))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(schema()))


@pytest.mark.parametrize("make", [small_result, empty_result, clean_result, hostile_result])
def test_every_result_meets_the_schema(make):
    validator = jsonschema.Draft202012Validator(
        json.loads(schema()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(document(make()))] == []


def test_the_keys_of_the_contract():
    made = document(small_result())
    assert {"tool", "run", "inputs", "summary", "checks", "targets", "findings", "issues"} <= set(made)
    assert {"name", "version"} == set(made["tool"])
    assert {"id", "options"} <= set(made["run"])
    assert {"path", "sha256", "sheets"} <= set(made["inputs"][0])
    assert {"households", "flagged_households", "findings", "by_severity", "by_check"} == set(made["summary"])
    counts = {"in_scope", "assessed", "flagged", "unassessable"}
    assert {"code", "title", "clauses", "outcome", "reason"} | counts <= set(made["checks"][0])
    assert {"code", "clauses", "place", "year", "measured", "target", "outcome", "reason"} <= set(made["targets"][0])
    finding = made["findings"][0]
    assert {"code", "clauses", "severity", "subject", "place", "message"} <= set(finding)
    assert {"actual", "expected", "gap", "source", "fingerprint"} <= set(finding)
    assert {"table", "id", "name"} == set(finding["subject"])
    assert {"county", "township", "village"} <= set(finding["place"])
    assert {"file", "sheet", "row", "cell"} <= set(finding["source"])
    assert {"kind", "message", "source"} <= set(made["issues"][0])
    assert {"file", "sheet", "row", "cell", "text"} == set(made["issues"][0]["source"])


def test_figures_are_numbers_and_the_rest_is_text():
    findings = document(small_result())["findings"]
    first = findings[0]
    assert (first["actual"], first["expected"], first["gap"], first["gap_household"]) == (7899.5, 8000, 100.5, 201)
    housing = next(row for row in findings if row["code"] == "ZJ015")
    assert (housing["actual"], housing["expected"], housing["gap"]) == ("否", "是", None)
    blank = (
        small_result()
        .findings.head(1)
        .with_columns(
            pl.lit(None, dtype=pl.Float64).alias("actual"), pl.lit(None, dtype=pl.String).alias("actual_text")
        )
    )
    assert document(replace(small_result(), findings=blank))["findings"][0]["actual"] is None


def test_what_json_cannot_write_is_null():
    made = small_result()
    odd = made.findings.with_columns(pl.lit(math.nan).alias("gap"), pl.lit(math.inf).alias("gap_household"))
    assert {row["gap"] for row in document(replace(made, findings=odd))["findings"]} == {None}


def test_the_summary_counts():
    summary = document(small_result())["summary"]
    assert summary == {
        "households": 2000,
        "flagged_households": 7,
        "findings": 12,
        "by_severity": {"critical": 9, "major": 2, "notice": 1},
        "by_check": {"DQ031": 1, "LX101": 2, "ZJ002": 5, "ZJ015": 3, "ZJ021": 1},
    }


def test_rows_keep_the_order_of_the_frames():
    made = large_result(200, 240)
    findings = document(made)["findings"]
    assert [row["fingerprint"] for row in findings] == made.findings.get_column("fingerprint").to_list()
    assert [row["source"]["row"] for row in findings] == made.findings.get_column("row").to_list()


def test_zero_outs_have_a_verdict():
    zero_outs = document(empty_result())["zero_outs"]
    assert [row["verdict"] for row in zero_outs] == ["unassessable"] * 3
    assert zero_outs[0]["verdict_text"] == "不能判定"
    assert zero_outs[0]["reasons"] == ["没有读到“农户”表"]


def test_options_of_every_kind_can_be_written():
    made = small_result()
    options = {"packs": (Path("a.toml"),), "day": date(2020, 1, 1), "n": 1, "on": True, "none": None, "set": {"x": 1.5}}
    said = document(replace(made, run=replace(made.run, options=options)))["run"]["options"]
    assert said == {"packs": ["a.toml"], "day": "2020-01-01", "n": 1, "on": True, "none": None, "set": {"x": 1.5}}
    assert list(said) == sorted(said)


def test_only_the_time_of_the_run_tells_two_documents_apart():
    made = small_result()
    later = replace(made, run=replace(made.run, started=datetime(2027, 1, 1, tzinfo=UTC), seconds=2.0))
    assert to_json(made, ZH) == to_json(small_result(), ZH)
    differing = [
        (one, other)
        for one, other in zip(to_json(made, ZH).splitlines(), to_json(later, ZH).splitlines(), strict=True)
        if one != other
    ]
    assert len(differing) == 1
    assert differing[0][0].startswith('"run"')


def test_files_and_standard_output_say_the_same(tmp_path, capfdbinary):
    made = small_result()
    write_json(made, tmp_path / "r.json", ZH)
    write_json(made, None, ZH)
    assert (tmp_path / "r.json").read_bytes() == capfdbinary.readouterr().out == to_json(made, ZH).encode()
