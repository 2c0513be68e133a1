import json
import math
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema
import polars as pl
import pytest

from incomeaudit.messages import Messages
from incomeaudit.report.rollup.as_json import rollup_json, rollup_schema, write_rollup_json
from tests.report.rollup.builders import (
    all_failed,
    file,
    hostile,
    long_names,
    many,
    no_files,
    nothing_found,
    one_failed,
    rollup,
    typical,
)

ZH = Messages("zh")


def repeated():
    return rollup([file(1), file(2, "repeated")])


def document(made):
    return json.loads(rollup_json(made, ZH))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(rollup_schema()))


@pytest.mark.parametrize(
    "make", [typical, nothing_found, one_failed, all_failed, no_files, long_names, hostile, repeated]
)
def test_every_rollup_meets_the_schema(make):
    validator = jsonschema.Draft202012Validator(
        json.loads(rollup_schema()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(document(make()))] == []


def test_the_keys_of_the_contract():
    keys = [
        "tool",
        "run",
        "root",
        "summary",
        "files",
        "checks",
        "targets",
        "places",
        "townships",
        "across",
        "across_checks",
        "values",
        "issues",
    ]
    assert list(document(typical())) == keys == list(json.loads(rollup_schema())["properties"])


def test_the_summary_counts():
    made = typical()
    summary = document(made)["summary"]
    assert summary["files"] == {"all": 20, "failed": 2, "not_a_roster": 1, "repeated": 0, "audited": 16, "figures": 1}
    assert summary["households"] == made.files.get_column("households").sum()
    assert summary["findings"] == sum(summary["by_severity"].values())
    assert summary["across"] == 3
    assert summary["targets"] == {"met": 1, "not_met": 3, "unassessable": 1}
    assert summary["complete"] is False
    assert summary["not_audited"]["failed"] == 2
    assert document(nothing_found())["summary"]["complete"] is True


def test_findings_across_files_have_the_form_of_those_within():
    row = document(typical())["across"][0]
    assert set(row["subject"]) == {"id", "name"}
    assert set(row["place"]) == {"city", "county", "township", "village"}
    assert set(row["source"]) == {"file", "sheet", "row", "cell"}


def test_rows_keep_the_order_of_the_frames():
    made = many(120, 3000)
    said = document(made)
    assert [row["file"] for row in said["files"]] == made.files.get_column("file").to_list()
    assert [row["group"] for row in said["across"]] == made.across.get_column("group").to_list()


def test_what_json_cannot_write_is_null():
    made = typical()
    odd = made.townships.with_columns(pl.lit(math.nan).alias("income_per_capita"))
    assert {row["income_per_capita"] for row in document(replace(made, townships=odd))["townships"]} == {None}


def test_only_the_time_of_the_run_tells_two_documents_apart():
    made = typical()
    later = replace(made, run=replace(made.run, started=datetime(2027, 1, 1, tzinfo=UTC), seconds=2.0))
    assert rollup_json(made, ZH) == rollup_json(typical(), ZH)
    pairs = zip(rollup_json(made, ZH).splitlines(), rollup_json(later, ZH).splitlines(), strict=True)
    differing = [one for one, other in pairs if one != other]
    assert [line[:6] for line in differing] == ['"run":']


def test_files_and_standard_output_say_the_same(tmp_path, capfdbinary):
    write_rollup_json(typical(), tmp_path / "r.json", ZH)
    write_rollup_json(typical(), None, ZH)
    assert (tmp_path / "r.json").read_bytes() == capfdbinary.readouterr().out == rollup_json(typical(), ZH).encode()
