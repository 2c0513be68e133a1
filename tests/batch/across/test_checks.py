"""All checks together: what they say, where, in which order, and what is left open."""

import re

import polars as pl
import pytest

from incomeaudit.batch.across.entry import SEVERITY, across
from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.report.rollup.model import ACROSS_CHECK_SCHEMA, ACROSS_SCHEMA

from .rows import SONGYANG, SUICHANG, frame, row

NUMBER = "33112319600101001X"
LONG, OTHER = "331123101000001", "331123101000002"


@pytest.fixture
def run(tmp_path):
    """Keep registers as a batch does, a file each, and hold them against each other."""

    def hold(*expect, lang="zh", unmask=False, **registers):
        paths = {}
        for name, rows in registers.items():
            files = dict.fromkeys(str(one.get("file")) for one in rows)
            for number, file in enumerate(files):
                path = tmp_path / f"{name}-{number}.parquet"
                frame(name, [one for one in rows if str(one.get("file")) == file]).write_parquet(path)
                paths.setdefault(name, []).append(path)
        return across(paths, expect, Messages(lang), unmask=unmask)

    return hold


def outcome(found, code):
    return found.checks.filter(pl.col("code") == code).row(0, named=True)


def said(found, code):
    return found.findings.filter(pl.col("code") == code)["message"].to_list()


def person(**values):
    return row(id_number=NUMBER, **values)


def two_places(**other):
    return [person(), person(**{"household_id": OTHER, "file": "乙.xlsx"} | other)]


@pytest.mark.parametrize(
    ("other", "widest"),
    [
        ({"file": "甲.xlsx", "row": 9}, "本文件的另一户"),
        ({}, "另一文件的另一户"),
        ({"township": "白沙镇"}, "另一乡镇的另一户"),
        ({"county": SONGYANG}, "另一县（市、区）的另一户"),
    ],
)
def test_a_person_in_two_households_is_told_how_far_apart_they_lie(run, other, widest):
    head, member = two_places(**other)
    found = run(household=[head], member=[member])
    told = {(one["file"], one["row"]): one["message"] for one in found.findings.iter_rows(named=True)}
    spots = [(one["file"], one["row"]) for one in (head, member)]
    for here, (file, at) in zip(spots, reversed(spots), strict=True):
        assert widest in told.pop(here)[:60]
        assert f"{file} › 农户!G{at}" in found.findings.filter(file=here[0], row=here[1])["message"][0]
    assert not told
    assert outcome(found, "ID001")["flagged"] == 2
    assert outcome(found, "ID002")["outcome"] == "passed"


def test_a_head_of_two_households_is_one_matter(run):
    households = [person(), person(household_id=OTHER, row=6)]
    wife = [
        row(person=2, household_id=number, row=20 + at, sheet="家庭成员") for at, number in enumerate((LONG, OTHER))
    ]
    found = run(household=households, member=wife)
    assert outcome(found, "ID001")["outcome"] == "passed"
    assert outcome(found, "ID002")["flagged"] == 2
    assert found.findings["group"].to_list() == [1, 1]
    assert "另一户编号" in said(found, "ID002")[0]


def test_a_head_who_is_a_member_elsewhere_is_in_two_households(run):
    assert outcome(run(household=[person()], member=[person(household_id=OTHER)]), "ID001")["flagged"] == 2


@pytest.mark.parametrize("other", [{"year": 2021}, {"household_id": LONG}, {"person": 2}])
def test_another_year_the_same_household_or_somebody_else_is_no_finding(run, other):
    head, member = two_places(**other)
    assert outcome(run(household=[head], member=[member]), "ID001")["outcome"] == "passed"


def test_rows_without_number_year_or_household_are_left_open(run):
    rows = [row(person=None), row(year=None), row(household_id=None, home=None), row()]
    checked = outcome(run(member=rows), "ID001")
    assert (checked["in_scope"], checked["assessed"], checked["unassessable"]) == (4, 1, 3)
    assert checked["reason"] == "1 行没有可用的身份证号；1 行没有年度；1 行没有写明是哪一户"


def test_one_village_name_in_two_townships_is_two_villages(run):
    rows = [row(household_id="1"), row(household_id="1", township="白沙镇", person=2, row=6)]
    found = run(household=rows, roster_village=rows, village=[row(township="白沙镇", sheet="村")])
    assert outcome(found, "ID002")["outcome"] == "passed"
    assert outcome(found, "RG002")["unassessable"] == 1
    assert outcome(found, "RG003")["outcome"] == "passed"


def test_a_long_list_of_places_is_counted(run):
    rows = [row(row=5 + at) for at in range(8)]
    messages = said(run(household=rows), "ID002")
    assert len(messages) == 8
    assert "G6、" in messages[0]
    assert "G10 等 7 处" in messages[0]
    assert "G5、" in messages[7]
    assert "G11" not in messages[0]


def test_a_row_without_a_cell_is_named_by_its_number(run):
    rows = [row() | {"cell": None}, row(row=6)]
    assert "农户!第 5 行" in said(run(household=rows), "ID002")[1]


def test_personal_numbers_are_masked_unless_asked_for(run):
    rows = {"household": two_places()[:1], "member": two_places()[1:]}
    hidden, shown = run(**rows), run(**rows, unmask=True)
    assert NUMBER not in str(hidden.findings.to_dicts())
    assert hidden.findings["subject"].unique().to_list() == ["331123**********1X"]
    assert shown.findings["subject"].unique().to_list() == [NUMBER]
    assert hidden.findings["fingerprint"].to_list() == shown.findings["fingerprint"].to_list()


def test_a_household_numbered_by_its_heads_id_is_masked(run):
    rows = [row(household_id="331123196001010018", row=at) for at in (5, 6)]
    assert "331123196001010018" not in str(run(household=rows).findings.to_dicts())


def test_fingerprints_survive_sorting_and_are_each_ones_own(run):
    rows = [row(row=5 + at, person=at // 2, household_id=f"33112310100000{at // 2}") for at in range(6)]
    there = run(household=rows).findings
    back = run(household=[one | {"row": 50 - one["row"]} for one in reversed(rows)]).findings
    assert there["fingerprint"].n_unique() == 6
    assert set(there["fingerprint"]) == set(back["fingerprint"])


def test_files_in_another_order_give_the_same(run):
    rows = [row(file=file, row=at) for at in (5, 6) for file in ("甲.xlsx", "乙.xlsx", "丙.xlsx")]
    there, back = run(household=rows), run(household=rows[::-1])
    assert there.findings.equals(back.findings)
    assert there.checks.equals(back.checks)
    assert there.findings["file"].to_list() == sorted(there.findings["file"].to_list())


def test_a_household_in_another_countys_roster_only(run):
    found = run(
        household=[row(), row(county=SONGYANG, household_id=OTHER)], naming=[row(table="loan", household_id=OTHER)]
    )
    assert said(found, "RG001") == [f"户编号 {OTHER} 不在本县（市、区）该年度的花名册中，而列在 松阳县。"]


def test_a_county_without_a_roster_is_left_open(run):
    found = run(household=[row()], naming=[row(table="loan", county=SONGYANG, household_id=OTHER)], settled=[])
    checked = outcome(found, "RG001")
    assert (checked["outcome"], checked["unassessable"]) == ("skipped", 1)
    assert "1 行所在的县（市、区）没有花名册" in checked["reason"]


def test_what_files_settled_themselves_counts(run):
    settled = [{"table": "visit", "year": 2020, "rows": 7}]
    found = outcome(run(household=[row()], settled=settled, naming=[row(table="visit")]), "RG001")
    assert (found["in_scope"], found["assessed"], found["outcome"]) == (8, 8, "passed")


def test_villages_of_one_side_only(run):
    lived = [row(households=12), row(village="竹坑村", households=3)]
    listed = [row(sheet="村"), row(sheet="村", village="上坑村", row=6)]
    found = run(roster_village=lived, village=listed)
    assert said(found, "RG002") == ["3 户农户所在的“竹坑村”，不在该乡镇的村集体经济表中。"]
    assert said(found, "RG003") == ["村集体经济表列有“上坑村”，该年度花名册中没有一户住在这个村。"]


def test_a_listed_village_is_left_open_where_a_household_says_no_village(run):
    lived = [row(households=12), row(village=None, households=1)]
    checked = outcome(run(roster_village=lived, village=[row(village="上坑村")]), "RG003")
    assert (checked["outcome"], checked["unassessable"]) == ("skipped", 1)


ROSTERS = [
    row(township="云溪乡", households=3) | {"township_key": "云溪"},
    row(township=None, file="遂昌县/妙高街道/名册.xlsx", households=2),
]


@pytest.mark.parametrize(
    ("word", "missing"),
    [
        ("云溪乡", False), ("遂昌县/云溪乡", False), ("浙江省/丽水市/遂昌县/云溪乡", False), ("遂昌县云溪乡", False), ("云溪镇", False),
        ("妙高街道", False), ("遂昌县/妙高街道", False), ("遂昌县", False),
        ("白沙镇", True), ("遂昌县/白沙镇", True), ("松阳县/云溪乡", True), ("松阳县", True),
    ],
)  # fmt: skip
def test_places_that_should_have_a_roster(run, word, missing):
    found = run(word, roster_village=ROSTERS)
    assert outcome(found, "RG004")["outcome"] == ("flagged" if missing else "passed")
    assert found.findings.filter(pl.col("code") == "RG004").height == missing


def test_a_city_means_its_counties(run):
    found = run("丽水市", roster_village=ROSTERS).findings.filter(pl.col("code") == "RG004")
    assert "遂昌县" not in found["subject"].to_list()
    assert {"松阳县", "莲都区", "龙泉市"} <= set(found["subject"])
    assert found["group"].n_unique() == found.height == 8


def test_a_county_is_expected_under_the_name_of_its_day(run):
    linan = "浙江省/杭州市/临安区"
    rosters = [row(county=linan, year=2016, households=1)]
    assert outcome(run("临安市", roster_village=rosters), "RG004")["outcome"] == "passed"
    assert outcome(run("临安区", roster_village=rosters), "RG004")["outcome"] == "passed"


def test_a_county_that_nobody_knows_is_a_problem(run):
    with pytest.raises(Problem) as caught:
        run("遂畅县/云溪乡", roster_village=ROSTERS)
    assert caught.value.key == "expect_county_unknown"


def test_without_a_list_nothing_is_expected(run):
    checked = outcome(run(roster_village=ROSTERS), "RG004")
    assert (checked["outcome"], checked["in_scope"]) == ("skipped", 0)
    assert "--expect" in checked["reason"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_at_all_is_skipped_and_in_shape(run, lang):
    found = run(lang=lang)
    assert found.findings.schema == ACROSS_SCHEMA
    assert found.checks.schema == ACROSS_CHECK_SCHEMA
    assert found.checks["code"].to_list() == list(SEVERITY)
    assert set(found.checks["outcome"]) == {"skipped"}
    assert found.checks["reason"].null_count() == 0


def test_english_has_no_chinese_but_names(run):
    found = run("白沙镇", household=[row(), row(row=6)], roster_village=[row(households=1)], lang="en")
    for told in found.findings.iter_rows(named=True):
        text = told["message"] + told["remedy"] + told["title"]
        for name in ("王某", "甲.xlsx", "农户", "白沙镇", "石门村"):
            text = text.replace(name, "")
        assert not re.search("[一-鿿]", text)


def test_matters_are_numbered_through(run):
    rows = [row(row=5 + at, household_id=number, person=at) for at, number in enumerate([LONG, OTHER, LONG, OTHER])]
    found = run(household=rows, naming=[row(table="visit", household_id="331123101000009", place=SUICHANG)]).findings
    assert found["group"].to_list() == [1, 1, 2, 2, 3]
    assert found["row"].to_list() == [5, 7, 6, 8, 5]
