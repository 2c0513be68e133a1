"""Targets: sums over sums, for the places that the data really cover."""

import polars as pl
import pytest

from .build import audit, dataset, household


def target(result, code, place):
    return result.targets.filter((pl.col("code") == code) & (pl.col("place") == place)).row(0, named=True)


SUICHANG = "浙江省/丽水市/遂昌县"


def growth(rows, *places):
    return audit(dataset(household=rows, place=list(places)), select=("ZJ032",))


def test_growth_is_of_sums_not_of_averages():
    rows = [
        household(household_id="A", members=1, income=20000.0, per_capita_income=20000.0),
        household(household_id="B", members=9, income=90000.0, per_capita_income=10000.0),
    ]
    found = target(growth(rows, {"place": "遂昌县", "year": 2020, "prior_low_income": 10000.0}), "ZJ032", SUICHANG)
    assert found["numerator"] == 110000
    assert found["denominator"] == 10
    assert found["measured"] == pytest.approx(0.1, abs=1e-9)
    assert found["outcome"] == "met", "exactly at the target is met"


def test_one_yuan_less_is_not_met():
    rows = [household(members=1, income=10999.0, per_capita_income=10999.0)]
    found = target(growth(rows, {"place": "遂昌县", "year": 2020, "prior_low_income": 10000.0}), "ZJ032", SUICHANG)
    assert found["outcome"] == "not_met"


def test_without_a_base_it_is_not_assessable():
    found = target(growth([household()], {"place": "遂昌县", "year": 2020}), "ZJ032", SUICHANG)
    assert found["outcome"] == "unassessable"
    assert "2019" in found["reason"]


def test_rows_that_lack_a_figure_are_left_out_and_said():
    rows = [household(household_id="A"), household(household_id="B", income=None, per_capita_income=None)]
    found = target(growth(rows, {"place": "遂昌县", "year": 2020, "prior_low_income": 5000.0}), "ZJ032", SUICHANG)
    assert (found["rows"], found["left_out"]) == (2, 1)
    assert "1" in found["reason"]
    assert found["outcome"] == "met"


def test_a_base_from_the_roster_needs_every_row():
    rows = [
        household(household_id="A", prior_per_capita_income=8000.0),
        household(household_id="B", prior_per_capita_income=9000.0),
    ]
    whole = target(audit(dataset(household=rows), select=("ZJ032",)), "ZJ032", SUICHANG)
    assert whole["base"] == 8500
    rows[1]["prior_per_capita_income"] = None
    holed = target(audit(dataset(household=rows), select=("ZJ032",)), "ZJ032", SUICHANG)
    assert holed["outcome"] == "unassessable"


def test_one_county_does_not_make_its_city():
    one = growth([household()], {"place": "遂昌县", "year": 2020, "prior_low_income": 5000.0})
    assert set(one.targets.drop_nulls("place")["place"]) == {SUICHANG}
    two = growth([household(), household(county="松阳县", household_id="B")])
    assert {"浙江省/丽水市", SUICHANG, "浙江省/丽水市/松阳县"} <= set(two.targets["place"])


def test_the_share_of_weak_villages_that_rose():
    base = {"county": "遂昌县", "year": 2020, "weak": True, "township": "云溪乡"}
    risen = [base | {"village": f"甲{n}村", "total_income": 200000.0, "operating_income": 100000.0} for n in range(3)]
    others = [base | {"village": f"乙{n}村", "total_income": 199999.99, "operating_income": 5e5} for n in range(7)]
    strong = [base | {"village": "丙村", "weak": False, "total_income": 9e6, "operating_income": 9e6}]
    found = target(audit(dataset(village=risen + others + strong)), "ZJ023", SUICHANG)
    assert found["measured"] == pytest.approx(0.3)
    assert found["outcome"] == "met"
    fewer = target(audit(dataset(village=risen[1:] + others + strong)), "ZJ023", SUICHANG)
    assert fewer["outcome"] == "not_met"


def test_a_village_whose_answer_is_open_is_left_out():
    base = {"county": "遂昌县", "year": 2020, "weak": True, "village": "甲村"}
    rows = [
        base | {"total_income": None, "operating_income": 5e5},
        base | {"total_income": None, "operating_income": 1.0},
    ]
    found = target(audit(dataset(village=rows)), "ZJ023", SUICHANG)
    assert (found["rows"], found["left_out"]) == (2, 1), "a village far below on one figure has not risen"
