import polars as pl

from incomeaudit.report.sheets.households import flagged_households
from tests.report.builders import below_floor, difference, findings_frame, pension_notice, unsafe_housing, weak_village

SEVERITIES = ["critical", "major", "notice"]


def rows_of(*findings):
    return flagged_households(findings_frame(findings), SEVERITIES).to_dicts()


def test_a_household_has_one_row_with_its_problems_worst_first():
    (row,) = rows_of(difference(2), unsafe_housing(2), below_floor(2, gap=100, members=4))
    assert row["problems"] == 3
    assert row["severity"] == "critical"
    assert row["codes"] == "ZJ002 ZJ015 LX101"
    assert [line[:3] for line in row["messages"].split("\n")] == ["1. ", "2. ", "3. "]
    assert row["head"] == "张某2"
    assert (row["gap"], row["gap_household"]) == (100, 400), "both from the finding with the largest household gap"
    assert row["cell"] == "H6"


def test_worst_then_most_problems_then_the_order_of_the_roster():
    rows = rows_of(difference(1), difference(8), below_floor(9), below_floor(5), unsafe_housing(9), unsafe_housing(3))
    assert [row["subject_id"] for row in rows] == ["H000009", "H000003", "H000005", "H000001", "H000008"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]


def test_members_stand_with_their_household_and_by_name():
    (row,) = rows_of(below_floor(4), pension_notice(4))
    assert row["head"] == "张某4"
    assert row["messages"].endswith("\n2. 李某4：养老金 85.00 元，疑为月数")


def test_members_of_one_household_come_together_without_a_finding_of_its_own():
    (row,) = rows_of(pension_notice(4), pension_notice(4) | {"subject_name": "李某五", "row": 90})
    assert row["head"] == "张某4"
    assert row["problems"] == 2


def test_two_rows_with_one_id_are_two_households_to_look_at():
    twice = below_floor(4) | {"row": 99, "cell": "H99"}
    assert [row["cell"] for row in rows_of(below_floor(4), twice)] == ["H8", "H99"]


def test_households_without_an_id_do_not_run_together():
    nameless = [below_floor(n) | {"subject_id": None} for n in (1, 6)]
    assert len(rows_of(*nameless)) == 2


def test_a_year_is_a_row_of_its_own():
    later = below_floor(4) | {"year": 2021, "row": 70}
    assert len(rows_of(below_floor(4), later)) == 2


def test_villages_are_no_households():
    assert rows_of(weak_village(1)) == []


def test_the_number_of_rows_is_the_number_of_flagged_rows_of_the_roster():
    findings = findings_frame([*(below_floor(n) for n in range(50)), *(unsafe_housing(n) for n in range(25, 90))])
    expected = findings.select(pl.struct("file", "sheet", "row").n_unique()).item()
    assert flagged_households(findings, SEVERITIES).height == expected == 90
