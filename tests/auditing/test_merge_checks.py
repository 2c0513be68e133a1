"""Checks over several files: what was not judged anywhere is said, and never reads as a pass of all."""

from dataclasses import replace

import polars as pl
import pytest

from incomeaudit.auditing.merge_checks import MERGED_CHECK_SCHEMA, merged_checks
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import CHECK_SCHEMA
from incomeaudit.auditing.setting import load_setting
from incomeaudit.auditing.sums import stacked, stacked_frames

from .build import dataset, household
from .merging import audits, checks_of, sums_of

COUNTS = ("flagged_in", "passed_in", "skipped_in", "error_in", "unjudged_in", "no_table_in", "unseen")


def merged(units, code, **options):
    results = audits({name: dataset(**tables) for name, tables in units.items()}, **options)
    return checks_of(results, **options).filter(pl.col("code") == code).row(0, named=True)


def counts(row):
    return tuple(row[name] for name in COUNTS)


GOOD, POOR = household(per_capita_income=8000.0), household(per_capita_income=7999.99)
OPEN = household(per_capita_income=None, income=None)
BARE = {name: value for name, value in household().items() if name not in {"income", "per_capita_income"}}


def test_flagged_anywhere_is_flagged_and_rows_add_up():
    row = merged(
        {"a": {"household": [GOOD, POOR]}, "b": {"household": [GOOD]}, "c": {"household": [GOOD, OPEN]}}, "ZJ002"
    )
    assert row["outcome"] == "flagged"
    assert (row["in_scope"], row["assessed"], row["flagged"], row["unassessable"]) == (5, 4, 1, 1)
    assert counts(row) == (1, 2, 0, 0, 0, 0, 0)
    assert "1 行无法判定，缺：" in row["reason"]


def test_passed_in_all_needs_no_word():
    row = merged({"a": {"household": [GOOD]}, "b": {"household": [GOOD, GOOD]}}, "ZJ002")
    assert (row["outcome"], row["reason"], row["passed_in"], row["assessed"]) == ("passed", "", 2, 3)


def test_a_pass_says_in_which_files_nothing_was_judged():
    units = {"a": {"household": [GOOD]}, "b": {"household": [BARE, BARE]}, "c": {"household": [BARE]}}
    row = merged(units, "ZJ002")
    assert row["outcome"] == "passed"
    assert counts(row) == (0, 1, 2, 0, 2, 0, 3)
    assert row["reason"].startswith("2 个文件（3 行）不能判定：缺少列：")


def test_no_such_table_is_told_apart_from_a_column_that_lacks():
    village = {"county": "遂昌县", "year": 2020, "village": "石门村"}
    units = {
        "a": {"village": [village | {"total_income": 3e5, "operating_income": 2e5, "weak": False}]},
        "b": {"village": [village]},
        "c": {"household": [GOOD]},
    }
    row = merged(units, "ZJ021")
    assert counts(row)[2:] == (2, 0, 1, 1, 1)
    assert "1 个文件没有“村集体经济”表" in row["reason"]
    assert "1 个文件（1 行）不能判定：缺少列" in row["reason"]


def test_a_file_in_which_no_row_could_be_judged_is_no_pass():
    row = merged({"a": {"household": [GOOD]}, "b": {"household": [OPEN]}}, "ZJ002")
    assert (row["outcome"], row["passed_in"], row["skipped_in"], row["unjudged_in"]) == ("passed", 1, 1, 1)
    assert (row["in_scope"], row["unassessable"], row["unseen"]) == (2, 1, 0)
    assert "范围内没有一行可以判定" in row["reason"]
    assert "1 行无法判定，缺：" in row["reason"]


def test_skipped_everywhere_is_skipped():
    row = merged({"a": {"household": [BARE]}, "b": {"household": [OPEN]}}, "ZJ002")
    assert (row["outcome"], row["skipped_in"], row["unjudged_in"]) == ("skipped", 2, 2)


def test_what_does_not_speak_of_a_file_is_not_left_unjudged_there():
    elsewhere = household(county="海盐县", year=2021)
    row = merged({"a": {"household": [GOOD]}, "b": {"household": [elsewhere]}}, "ZJ002")
    assert (row["outcome"], row["skipped_in"], row["unjudged_in"]) == ("passed", 1, 0)
    assert "1 个文件不涉及：《" in row["reason"]


def test_what_was_not_asked_for_says_just_that():
    row = merged({"a": {"household": [GOOD]}, "b": {"household": [POOR]}}, "ZJ002", select=("ZJ011",))
    assert (row["outcome"], row["reason"]) == ("skipped", "未选择此项检查")


def test_the_commonest_reasons_come_first_and_the_rest_are_counted():
    units = {f"n{n}": {"household": [BARE]} for n in range(3)} | {"k": {"household": [household()]}}
    row = merged(units, "LS001")
    assert "3 个文件" in row["reason"]
    assert row["reason"].index("3 个文件）") < row["reason"].index("1 个文件）")


def test_an_error_stands_above_all_else():
    results = audits({"a": dataset(household=[POOR]), "b": dataset(household=[GOOD])})
    broken = results["b"].checks.with_columns(
        pl.when(code="ZJ002").then(pl.lit("error")).otherwise("outcome").alias("outcome"),
        pl.when(code="ZJ002").then(pl.lit("no such column")).otherwise("reason").alias("reason"),
    )
    row = checks_of(results | {"b": replace(results["b"], checks=broken)}).filter(code="ZJ002").row(0, named=True)
    assert (row["outcome"], row["error_in"], row["flagged_in"]) == ("error", 1, 1)
    assert row["reason"] == "1 个文件运行出错：no such column"


def test_every_check_of_the_rulebook_has_a_row_even_of_no_file():
    setting = load_setting(Options())
    none = merged_checks(stacked_frames({}, CHECK_SCHEMA), stacked({}), setting)
    assert none.schema == MERGED_CHECK_SCHEMA
    assert none["code"].to_list() == sorted(check.code for _, check in setting.rulebook.checks)
    assert set(none["outcome"]) == {"skipped"}
    assert set(none["reason"]) == {"没有可审计的文件"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_order_of_files_is_of_no_matter(lang):
    units = {"a": {"household": [GOOD, POOR]}, "b": {"household": [BARE]}, "c": {"household": [OPEN]}}
    results = audits({name: dataset(**tables) for name, tables in units.items()}, lang=lang)
    sums, setting = sums_of(results), load_setting(Options(lang=lang))
    checks = stacked_frames({name: result.checks for name, result in results.items()}, CHECK_SCHEMA)
    turned = replace(sums, skipped=sums.skipped.reverse(), lacking=sums.lacking.reverse())
    assert merged_checks(checks, sums, setting).equals(merged_checks(checks.reverse(), turned, setting))
    of_all = merged_checks(checks, sums, setting).select(pl.sum_horizontal(COUNTS[:4])).to_series()
    assert set(of_all) == {3}
