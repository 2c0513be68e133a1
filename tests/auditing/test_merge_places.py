"""Townships, counties and cities over several files."""

import polars as pl
import pytest

from incomeaudit.auditing.merge_places import (
    MERGED_TOWNSHIP_SCHEMA,
    PLACE_SCHEMA,
    merged_places,
    merged_townships,
)

from .build import dataset, household
from .merging import audits, sums_of


@pytest.fixture
def sums():
    poor = household(household_id="P", members=9, income=9000.0, per_capita_income=1000.0)
    results = audits(
        {
            "a": dataset(
                household=[household(), poor], place=[{"place": "遂昌县", "year": 2020, "dibao_standard": 1.0}]
            ),
            "b": dataset(household=[household(members=1, income=50000.0, per_capita_income=50000.0)]),
            "c": dataset(household=[household(county="松阳县", township="玉岩镇")]),
            "d": dataset(household=[household(year=2019)]),
        }
    )
    return results, sums_of(results).townships


def test_a_township_in_two_files_has_a_sum_over_a_sum(sums):
    merged = merged_townships(sums[1])
    assert merged.schema == MERGED_TOWNSHIP_SCHEMA
    row = merged.filter(township="云溪乡", year=2020).row(0, named=True)
    assert (row["households"], row["people"], row["units"]) == (3, 13, 2)
    assert row["income_per_capita"] == pytest.approx((30000 + 9000 + 50000) / 13)
    assert row["flagged_households"] == sum(
        result.townships.filter(township="云溪乡")["flagged_households"].sum()
        for result in (sums[0]["a"], sums[0]["b"])
    )


def test_two_years_of_one_township_are_two_rows(sums):
    merged = merged_townships(sums[1])
    assert merged.filter(township="云溪乡").select("year", "households").rows() == [(2019, 1), (2020, 3)]


def test_counties_cities_and_the_whole_add_up(sums):
    places = merged_places(sums[1])
    assert places.schema == PLACE_SCHEMA
    of_2020 = places.filter(year=2020)
    assert of_2020.select("level", "city", "county", "households", "units").rows() == [
        ("whole", None, None, 4, 3),
        ("city", "丽水市", None, 4, 3),
        ("county", "丽水市", "松阳县", 1, 1),
        ("county", "丽水市", "遂昌县", 3, 2),
    ]
    for level in ("whole", "city", "county"):
        found = places.filter(level=level)["findings"].sum()
        assert found == sum(result.findings.height for result in sums[0].values()), level


def test_findings_of_the_county_itself_count_for_it_and_for_no_township(sums):
    results, totals = sums
    own = results["a"].findings.filter((pl.col("table") == "place") & pl.col("township").is_null()).height
    assert own, "a standard of one yuan is a finding about the county"
    county = merged_places(totals).filter(level="county", county="遂昌县", year=2020)["findings"].item()
    townships = merged_townships(totals).filter(county="遂昌县", year=2020)["findings"].sum()
    assert county - townships == own


def test_the_order_of_files_is_of_no_matter(sums):
    assert merged_places(sums[1]).equals(merged_places(sums[1].reverse()))
    assert merged_townships(sums[1]).equals(merged_townships(sums[1].reverse()))


def test_of_no_file_there_is_no_row(sums):
    assert merged_places(sums[1].clear()).is_empty()
    assert merged_townships(sums[1].clear()).is_empty()
