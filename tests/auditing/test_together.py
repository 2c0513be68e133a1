"""Findings of many checks are put into words together: no check's findings may depend on what the others flag."""

from unittest import mock

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from incomeaudit.auditing import findings
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import load_setting

from .build import audit, dataset, flagged, household

SETTING = load_setting(Options())

PACK = """
format = 1

[document]
id = "own-2020"
title = {{ zh = "示例", en = "Example" }}
number = "1"
issuer = "示例"
place = "浙江省"
issued = 2020-01-01
in_force = {{ from = 2020-01-01, to = 2020-12-31 }}

[[clause]]
id = "own-2020/one"
at = "一"
kind = "household"
demand = {{ zh = "示例。", en = "Example." }}
state = "encoded"
"""

CHECK = """
[[check]]
code = "{code}"
title = {{ zh = "示例", en = "Example" }}
clauses = ["own-2020/one"]
table = "household"
severity = "notice"
violation = "{violation}"
actual = "{actual}"
message = {{ zh = "{{actual}}", en = "{{actual}}" }}
remedy = {{ zh = "核实。", en = "Verify." }}

[[check.case]]
given = {{ food = false }}
year = 2020
expect = "flagged"
"""


@pytest.fixture
def own(tmp_path):
    """A function that audits with a pack of checks, given as code, condition and figure."""

    def run(checks, rows):
        path = tmp_path / "own.toml"
        texts = [CHECK.format(code=code, violation=violation, actual=actual) for code, violation, actual in checks]
        path.write_text(PACK.format() + "".join(texts), "utf-8")
        return audit(dataset(household=rows), packs=(path,), select=("XX",))

    return run


def households(draw_from):
    values = st.fixed_dictionaries(
        {
            "household_id": st.sampled_from(["H1", "H2", "H3"]),
            "per_capita_income": st.sampled_from([None, 1000.0, 7999.99, 12000.0]),
            "income": st.sampled_from([None, 3000.0, 36000.0]),
            "members": st.sampled_from([None, 1, 3]),
            "food": st.sampled_from([True, False, None]),
            "housing": st.sampled_from([True, False, None]),
            "phone": st.sampled_from([None, "13900000000", "1"]),
            "county": st.sampled_from(["遂昌县", "松阳县"]),
        }
    )
    return st.lists(values.map(lambda row: household(**row)), min_size=1, max_size=draw_from)


@settings(deadline=None, max_examples=25)
@given(rows=households(8), together=st.integers(1, 12))
def test_it_does_not_matter_how_many_are_put_into_words_at_once(rows, together):
    data = dataset(household=rows)
    whole = audit_dataset(data, Options(), SETTING)
    with mock.patch.object(findings, "TOGETHER", together):
        in_portions = audit_dataset(data, Options(), SETTING)
    assert_frame_equal(in_portions.findings, whole.findings)
    counted = dict(whole.findings.group_by("code").len().iter_rows())
    said = whole.checks.filter(pl.col("flagged") > 0)
    assert counted == dict(said.select("code", "flagged").iter_rows())


def test_what_one_check_reckons_need_not_go_with_the_rows_of_another(own):
    rows = [household(household_id="A", phone="42", food=True), household(household_id="B", phone="无", food=False)]
    checks = [("XX001", "phone = '42'", "CAST(phone AS BIGINT) + 1"), ("XX002", "NOT food", "phone")]
    found = own(checks, rows).findings
    assert found.select("code", "subject_id", "actual", "actual_text", "message").rows() == [
        ("XX001", "A", 43.0, "43", "43"),
        ("XX002", "B", None, "无", "无"),
    ]


def test_an_aggregate_speaks_of_the_whole_table(own):
    rows = [household(household_id=f"H{n}", members=n, food=n > 2) for n in (1, 2, 9)]
    result = own([("XX001", "NOT food", "AVG(members)")], rows)
    assert len(flagged(result, "XX001")) == 2
    assert result.findings["actual"].to_list() == [4.0, 4.0]


def test_texts_alone_are_a_figure_for_every_row(own):
    rows = [household(household_id=f"H{n}", food=False) for n in range(3)]
    found = own([("XX001", "NOT food", "'吃不饱'"), ("XX002", "NOT food", "food")], rows).findings
    assert found.group_by("code", "actual_text", maintain_order=True).len().rows() == [
        ("XX001", "吃不饱", 3),
        ("XX002", "否", 3),
    ]
