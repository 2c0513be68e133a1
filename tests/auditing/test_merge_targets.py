"""Targets over several files: sums over sums, and what is not in them."""

from dataclasses import replace

import polars as pl
import pytest

from incomeaudit.auditing.merge_targets import merged_targets
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import TARGET_SCHEMA
from incomeaudit.auditing.setting import load_setting
from incomeaudit.auditing.sums import no_sums, stacked

from .build import dataset, household
from .merging import LISHUI, SONGYANG, SUICHANG, audits, sums_of, targets_of


def only(merged, code, place):
    return merged.rows.filter((pl.col("code") == code) & (pl.col("place") == place)).row(0, named=True)


def rich(**values):
    return household(members=1, income=20000.0, per_capita_income=20000.0, **values)


def poor(**values):
    return household(members=9, income=90000.0, per_capita_income=10000.0, **values)


BASE = {"place": "遂昌县", "year": 2020, "prior_low_income": 10000.0}


def growth(**units):
    return targets_of(audits({name: dataset(**tables) for name, tables in units.items()}), select=("ZJ032",))


def test_a_county_in_two_files_is_a_sum_over_a_sum_with_the_figures_of_a_third():
    merged = growth(a={"household": [rich()]}, b={"household": [poor()]}, c={"place": [BASE]})
    row = only(merged, "ZJ032", SUICHANG)
    assert (row["rows"], row["numerator"], row["denominator"], row["base"]) == (2, 110000, 10, 10000)
    assert row["measured"] == pytest.approx(0.1, abs=1e-9)
    assert row["outcome"] == "met", "exactly at the target; the average of the two files' averages would be 0.5"


def test_a_citys_figure_appears_when_two_counties_stand_side_by_side():
    results = audits({"a": dataset(household=[rich()]), "b": dataset(household=[poor(county="松阳县")])})
    assert all(LISHUI not in result.targets["place"].to_list() for result in results.values())
    merged = targets_of(results)
    row = only(merged, "ZJ032", LISHUI)
    assert (row["level"], row["numerator"], row["denominator"]) == ("city", 110000, 10)
    assert "2 个下级地区" in row["reason"]
    assert {only(merged, "ZJ032", place)["rows"] for place in (SUICHANG, SONGYANG)} == {1}


def test_growth_over_last_years_roster_is_the_sum_of_all_rosters():
    before = household(members=2, income=20000.0, per_capita_income=10000.0)
    merged = growth(
        a={"household": [rich()], "previous": [before | {"year": 2019}]},
        b={"household": [poor()], "previous": [before | {"year": 2019, "members": 8, "income": 90000.0}]},
    )
    row = only(merged, "ZJ032", SUICHANG)
    assert row["base"] == 11000
    assert row["measured"] == 0
    assert "上年花名册" in row["reason"]


def test_last_years_roster_of_one_file_is_no_base_for_two():
    before = household(year=2019)
    merged = growth(a={"household": [rich()], "previous": [before]}, b={"household": [poor()]})
    row = only(merged, "ZJ032", SUICHANG)
    assert (row["outcome"], row["base"], row["measured"]) == ("unassessable", None, None)
    assert "2 个文件中有 1 个没有上年花名册（2019 年）" in row["reason"]


def test_another_countys_roster_of_last_year_is_not_missed():
    merged = growth(
        a={"household": [rich()], "previous": [household(year=2019)]}, b={"household": [poor(county="松阳县")]}
    )
    assert only(merged, "ZJ032", SUICHANG)["base"] == 10000
    assert only(merged, "ZJ032", SONGYANG)["reason"].startswith("没有 2019 年的基数")
    assert "2 个文件中有 1 个没有上年花名册" in only(merged, "ZJ032", LISHUI)["reason"]


def test_rows_base_needs_every_row_of_every_file():
    whole = growth(
        a={"household": [rich(prior_per_capita_income=8000.0)]}, b={"household": [poor(prior_per_capita_income=9000.0)]}
    )
    assert only(whole, "ZJ032", SUICHANG)["base"] == 8900
    holed = growth(
        a={"household": [rich(prior_per_capita_income=8000.0)]}, b={"household": [poor(prior_per_capita_income=None)]}
    )
    assert only(holed, "ZJ032", SUICHANG)["outcome"] == "unassessable"


def test_figures_that_differ_between_files_are_not_used_and_reported():
    results = audits(
        {
            "a": dataset(household=[rich()], place=[BASE]),
            "b": dataset(household=[poor()], place=[BASE | {"prior_low_income": 10001.0}]),
        }
    )
    merged = targets_of(results)
    assert only(merged, "ZJ032", SUICHANG)["outcome"] == "unassessable"
    found = merged.conflicts.select("unit", "place", "year", "field", "value", "cell").rows()
    assert found == [
        ("a", SUICHANG, 2020, "prior_low_income", 10000.0, "C4"),
        ("b", SUICHANG, 2020, "prior_low_income", 10001.0, "C4"),
    ]


def test_figures_that_agree_are_one_figure():
    merged = growth(a={"household": [rich()], "place": [BASE]}, b={"household": [poor()], "place": [BASE]})
    assert only(merged, "ZJ032", SUICHANG)["base"] == 10000
    assert merged.conflicts.height == 0


def test_a_figure_that_cannot_be_read_gives_way_to_one_that_can():
    blank = {"place": "遂昌县", "year": 2020, "prior_low_income": None}
    lost = dataset(household=[rich()], place=[blank], unreadable=[("place", 0, "prior_low_income")])
    results = audits({"a": lost, "b": dataset(household=[poor()])})
    assert only(targets_of(results), "ZJ032", SUICHANG)["outcome"] == "unassessable"
    results |= audits({"c": dataset(place=[BASE])})
    assert only(targets_of(results), "ZJ032", SUICHANG)["base"] == 10000


def test_files_that_are_not_in_a_figure_are_told_with_it_and_with_no_other():
    bare = {name: value for name, value in household().items() if name != "members"}
    merged = growth(
        a={"household": [rich()]},
        b={"household": [bare, bare]},
        c={"household": [poor(county="松阳县")]},
        d={"village": [{"county": "遂昌县", "year": 2020, "village": "石门村"}]},
    )
    reason = only(merged, "ZJ032", SUICHANG)["reason"]
    assert "1 个文件（2 行）未计入：缺少列：" in reason
    assert "1 个文件没有“农户”表" in reason
    assert "未计入" not in only(merged, "ZJ032", SONGYANG)["reason"]
    assert "1 个文件（2 行）未计入" in only(merged, "ZJ032", LISHUI)["reason"]


def test_a_place_named_by_two_files_is_counted_once_in_its_own_table():
    figures = {"place": "遂昌县", "year": 2020, "processing_fees": 1000.0}
    other = {"place": "松阳县", "year": 2020, "processing_fees": 500.0}
    agreed = targets_of(audits({"a": dataset(place=[figures, other]), "b": dataset(place=[figures])}))
    assert only(agreed, "LS051", SUICHANG)["numerator"] == 1000
    assert only(agreed, "LS051", LISHUI)["numerator"] == 1500
    differing = targets_of(
        audits({"a": dataset(place=[figures, other]), "b": dataset(place=[figures | {"processing_fees": 1.0}])})
    )
    row = only(differing, "LS051", SUICHANG)
    assert (row["measured"], row["left_out"]) == (None, 1)
    assert "1 个地区在各文件中的数不一致" in row["reason"]
    assert only(differing, "LS051", LISHUI)["numerator"] == 500
    assert len(differing.conflicts) == 2


def test_nothing_measured_anywhere_is_skipped_with_the_reasons():
    merged = targets_of(audits({"a": dataset(household=[household()]), "b": dataset(household=[household()])}))
    row = merged.rows.filter(code="ZJ023").row(0, named=True)
    assert (row["outcome"], row["place"], row["reason"]) == ("skipped", None, "2 个文件没有“村集体经济”表")
    assert merged.rows.filter(code="JX011")["reason"][0].startswith("《"), "no file is of Jiaxing"


def test_every_target_has_a_row_even_of_no_file():
    setting = load_setting(Options())
    merged = merged_targets(stacked({"a": no_sums()}), Options(), setting)
    assert merged.rows.schema == TARGET_SCHEMA
    assert merged.rows["code"].to_list() == sorted(target.code for _, target in setting.rulebook.targets)
    assert set(merged.rows["reason"]) == {"没有可审计的文件"}


def test_a_target_that_breaks_is_an_error_and_leaves_the_others_alone(monkeypatch):
    from incomeaudit.auditing import sums_targets as module

    real = module._columns

    def broken(number, item, marks, last_year):
        if item.entry.code == "ZJ032":
            yield pl.col("no such column")
        yield from real(number, item, marks, last_year)

    monkeypatch.setattr(module, "_columns", broken)
    results = audits({"a": dataset(household=[rich()])})
    assert results["a"].targets.filter(code="ZJ032")["outcome"].to_list() == ["error"]
    assert results["a"].targets.filter(code="LS021", place=SUICHANG)["rows"].to_list() == [1]
    row = targets_of(results).rows.filter(code="ZJ032").row(0, named=True)
    assert row["outcome"] == "error"
    assert "no such column" in row["reason"]


def test_the_order_of_files_is_of_no_matter():
    results = audits(
        {
            "a": dataset(household=[rich(), poor(county="松阳县")], place=[BASE]),
            "b": dataset(household=[poor()], place=[BASE | {"prior_low_income": 9.0}]),
            "c": dataset(village=[{"county": "遂昌县", "year": 2020, "village": "石门村"}]),
        }
    )
    sums, setting = sums_of(results), load_setting(Options())
    turned = replace(sums, targets=sums.targets.reverse(), skipped=sums.skipped.reverse(), facts=sums.facts.reverse())
    first, second = (merged_targets(each, Options(), setting) for each in (sums, turned))
    assert first.rows.equals(second.rows)
    assert first.conflicts.equals(second.conflicts)
