"""Place and year of a row: option, column, title, header, sheet, file; said in the report."""

import pytest

from incomeaudit.ingest.model import Evidence
from incomeaudit.messages import Problem

from .build import audit, dataset, flagged, household


def bare(**values):
    row = household(per_capita_income=1.0, **values)
    del row["county"], row["year"]
    return row


def said(kind, value, origin):
    return Evidence(kind, value, origin, 0, "A1")


def test_the_title_says_what_the_rows_do_not():
    clues = [said("year", "2020", "title"), said("place", "浙江省/丽水市/遂昌县", "title")]
    result = audit(dataset(household=[bare()], evidence=clues))
    assert result.run.places == (("浙江省/丽水市/遂昌县", 2020, "地区取自表标题，年度取自表标题", 1),)
    assert flagged(result, "ZJ002")


def test_the_nearer_origin_wins():
    clues = [said("year", "2022", "file"), said("year", "2020", "sheet")]
    assert audit(dataset(household=[bare()], evidence=clues)).run.places[0][1] == 2020


def test_two_years_in_one_title_settle_nothing():
    clues = [said("year", "2022", "title"), said("year", "2020", "title")]
    with pytest.raises(Problem) as caught:
        audit(dataset(household=[bare()], evidence=clues))
    assert caught.value.key == "year_unknown"


def test_without_a_place_the_province_is_taken_and_said():
    result = audit(dataset(household=[bare()], evidence=[said("year", "2020", "file")]))
    place, year, origin, rows = result.run.places[0]
    assert (place, year, rows) == ("浙江省", 2020, 1)
    assert "默认" in origin


def test_an_option_overrides_and_a_county_inside_stays():
    rows = [household(), household(county="海盐县", household_id="B")]
    places = {place for place, *_ in audit(dataset(household=rows), place="丽水市").run.places}
    assert places == {"浙江省/丽水市/遂昌县", "浙江省/丽水市"}
    assert audit(dataset(household=rows), year=2022).run.places[0][1] == 2022


def test_an_unknown_place_suggests():
    with pytest.raises(Problem) as caught:
        audit(dataset(household=[household()]), place="遂畅县")
    assert caught.value.key == "place_unknown"
    assert "遂昌县" in str(caught.value)


def test_a_place_in_the_data_that_nobody_knows_is_an_issue():
    result = audit(dataset(household=[household(county="无此县")]))
    assert "place_not_known" in result.issues["kind"].to_list()
    assert result.run.places[0][0] == "浙江省"
