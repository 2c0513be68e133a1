"""Findings: whom, how much, which cell, and a fingerprint that survives sorting."""

from datetime import date

import polars as pl

from incomeaudit.auditing.households import by_household
from incomeaudit.auditing.result import FINDING_SCHEMA

from .build import FIRST_ROW, audit, dataset, household, outcome


def only(result, code):
    return result.findings.filter(pl.col("code") == code).row(0, named=True)


def test_the_finding_says_how_much_and_where():
    found = only(audit(dataset(household=[household(per_capita_income=7600.5, members=4)])), "ZJ002")
    assert (found["actual"], found["expected"], found["gap"], found["gap_household"]) == (7600.5, 8000, 399.5, 1598)
    assert found["cell"] == f"J{FIRST_ROW}"
    assert found["field"] == "per_capita_income"
    assert "399.50" in found["message"]
    assert (found["city"], found["county"], found["township"]) == ("丽水市", "遂昌县", "云溪乡")


def test_the_cell_is_that_of_the_figure_really_used():
    row = household(per_capita_income=None, income=3000.0, members=3)
    found = only(audit(dataset(household=[row])), "ZJ002")
    assert found["actual"] == 1000
    assert found["field"] == "income"


def test_a_yes_and_no_is_worded():
    found = only(audit(dataset(household=[household(food=False)])), "ZJ011")
    assert found["actual"] is None
    assert found["actual_text"] == "否"
    english = only(audit(dataset(household=[household(food=False)]), lang="en"), "ZJ011")
    assert english["actual_text"] == "no"


def test_the_fingerprint_survives_sorting_and_new_columns():
    rows = [household(household_id=f"H{n}", per_capita_income=7000.0 + n) for n in range(5)]
    there = audit(dataset(household=rows)).findings.filter(pl.col("code") == "ZJ002")
    back = audit(dataset(household=[row | {"phone": "1"} for row in reversed(rows)])).findings
    back = back.filter(pl.col("code") == "ZJ002")
    prints = ("subject_id", "fingerprint")
    assert sorted(there.select(prints).iter_rows()) == sorted(back.select(prints).iter_rows())
    assert there["fingerprint"].n_unique() == 5


def test_fingerprints_differ_by_check_and_by_county():
    rows = [household(per_capita_income=1.0, food=False), household(county="松阳县", per_capita_income=1.0)]
    prints = audit(dataset(household=rows)).findings["fingerprint"]
    assert prints.n_unique() == len(prints)


def test_the_same_household_twice_has_two_fingerprints():
    rows = [household(per_capita_income=1.0), household(per_capita_income=1.0)]
    prints = audit(dataset(household=rows)).findings.filter(pl.col("code") == "ZJ002")["fingerprint"]
    assert prints.n_unique() == 2


def test_an_id_number_that_serves_as_household_id_is_masked():
    row = household(head_id="331123196001010018", per_capita_income=1.0)
    del row["household_id"]
    data = dataset(household=[row])
    assert only(audit(data), "ZJ002")["subject_id"] == "331123**********18"
    assert only(audit(data, unmask=True), "ZJ002")["subject_id"] == "331123196001010018"


def test_the_worst_stand_first_and_the_order_is_the_same_every_time():
    rows = [household(household_id=f"H{n}", per_capita_income=7000.0, poverty_cause=None, food=False) for n in range(9)]
    first, second = audit(dataset(household=rows)).findings, audit(dataset(household=rows)).findings
    assert first.equals(second)
    severities = first["severity"].to_list()
    assert severities == sorted(severities, key=["critical", "major", "notice"].index)
    assert first.schema == FINDING_SCHEMA


def test_a_clean_roster_gives_an_empty_frame_of_the_same_shape():
    result = audit(dataset(household=[household()]), select=("ZJ002",))
    assert result.findings.height == 0
    assert result.findings.schema == FINDING_SCHEMA


def test_no_division_by_nobody():
    rows = [household(household_id=f"H{n}", members=n, per_capita_income=None) for n in (0, -2)]
    result = audit(dataset(household=rows))
    found = result.findings.filter(pl.col("code") == "DQ011")
    assert found["actual"].to_list() == [0, -2]
    assert result.findings.filter(pl.col("code") == "ZJ002").height == 0


def test_a_member_s_finding_is_its_household_s():
    homes = [household(food=False), household(household_id="H2", township="白沙镇", village="竹坑村", head_name="李某")]
    people = [
        {"household_id": number, "name": name, "birth_date": date(2010, 5, 1), "student": "非在校生"}
        for number, name in (("H1", "王小某"), ("H2", "李小某"), ("H9", "陈小某"))
    ]
    result = audit(dataset(household=homes, member=people))
    out_of_school = result.findings.filter(pl.col("code") == "ZJ101")
    told = out_of_school.select("subject_name", "head_name", "township", "village").rows()
    assert told == [("王小某", "王某", "云溪乡", "石门村"), ("李小某", "李某", "白沙镇", "竹坑村")]
    assert result.flagged_households == 2
    by_township = {row["township"]: row for row in result.townships.iter_rows(named=True)}
    assert {name: row["flagged_households"] for name, row in by_township.items()} == {"云溪乡": 1, "白沙镇": 1}
    assert by_township["云溪乡"]["findings"] == result.findings.filter(pl.col("township") == "云溪乡").height
    rows = by_household(result.findings).select("household", "table").unique().rows()
    assert len({key for key, _ in rows}) == 2
    assert {table for _, table in rows} == {"household", "member"}


def test_a_number_of_two_villages_tells_nothing_of_a_member_s_home():
    homes = [
        household(household_id="1", village=village, head_name=head)
        for village, head in (("石门村", "王某"), ("竹坑村", "李某"))
    ]
    people = [{"household_id": "1", "name": "王小某", "birth_date": date(2010, 5, 1), "student": "非在校生"}]
    result = audit(dataset(household=homes, member=people))
    assert outcome(result, "ZJ101")["unassessable"] == 1
    assert result.unassessed.filter(pl.col("table") == "member")["village"].to_list() == [None]
