from dataclasses import replace

import polars as pl
import pytest

from incomeaudit.auditing.result import CHECK_SCHEMA
from incomeaudit.messages import Messages
from incomeaudit.report.verdicts import ZERO_OUTS, headline, unaudited, with_state, zero_outs
from incomeaudit.report.wording import headline_text, place_and_years
from tests.report.builders import (
    below_floor,
    check,
    clean_result,
    empty_result,
    finding,
    findings_frame,
    frame,
    result,
    small_result,
)

FLOOR = "zj-2020/zero-below-floor"


def with_checks(*rows, **changes):
    return result(findings_frame([]), households=100, checks=frame(rows, CHECK_SCHEMA), **changes)


def floor_of(made):
    return next(zero_out for zero_out in zero_outs(made) if zero_out.clause == FLOOR)


@pytest.mark.parametrize(
    ("outcome", "counts", "state"),
    [
        ("flagged", (9, 9, 1, 0), "flagged"),
        ("flagged", (9, 5, 1, 4), "flagged"),
        ("passed", (9, 9, 0, 0), "passed"),
        ("passed", (9, 8, 0, 1), "partly"),
        ("passed", (0, 0, 0, 0), "no_subject"),
        ("passed", (9, 0, 0, 9), "none_assessed"),
        ("skipped", (9, 0, 0, 9), "none_assessed"),
        ("skipped", (0, 0, 0, 0), "skipped"),
        ("error", (0, 0, 0, 0), "error"),
    ],
)
def test_only_what_was_assessed_in_full_counts_as_passed(outcome, counts, state):
    rows = frame([check("ZJ002", "…", FLOOR, counts, outcome=outcome)], CHECK_SCHEMA)
    assert with_state(rows).get_column("state").to_list() == [state]


def test_the_three_zero_outs_of_a_county_with_problems():
    guarantees, floor, villages = zero_outs(small_result())
    assert [zero_out.clause for zero_out in (guarantees, floor, villages)] == list(ZERO_OUTS)
    assert {zero_out.verdict for zero_out in (guarantees, floor, villages)} == {"not_cleared"}
    assert (guarantees.subjects, guarantees.unassessed, guarantees.people) == (3, 3, None)
    # Five households with gaps of 100.5 to 502.5 a head and 2, 3, 4, 1 and 2 members.
    assert (floor.subjects, floor.people, floor.gap) == (5, 12, 201 + 603 + 1206 + 402 + 1005)
    assert floor.reasons == ("缺少列：工资性收入、经营净收入、财产净收入、转移净收入",)
    assert (villages.table, villages.subjects, villages.gap) == ("village", 1, None)


def test_a_household_below_the_floor_twice_counts_once_with_the_larger_gap():
    declared, recomputed = below_floor(1, gap=100), below_floor(1, gap=300) | {"code": "ZJ003"}
    floor = floor_of(result(findings_frame([declared, recomputed]), households=9))
    assert (floor.subjects, floor.people, floor.gap) == (1, 3, 900)


def test_a_gap_without_members_gives_no_people():
    floor = floor_of(result(findings_frame([below_floor(1) | {"gap_household": None}]), households=9))
    assert (floor.subjects, floor.people, floor.gap, floor.unreckoned) == (1, None, None, 0)


def test_a_household_of_unknown_size_is_told_apart_from_the_sums():
    rows = [below_floor(1, gap=10, members=2), below_floor(2) | {"gap_household": None}]
    made = result(findings_frame(rows), households=9)
    floor = floor_of(made)
    assert (floor.subjects, floor.people, floor.gap, floor.unreckoned) == (2, 2, 20, 1)


def test_cleared_takes_every_check_and_every_household():
    passed = check("ZJ002", "…", FLOOR, (100, 100, 0, 0))
    assert floor_of(with_checks(passed)).verdict == "cleared"
    beside = {
        "skipped": check("ZJ003", "…", FLOOR, (0, 0, 0, 0), outcome="skipped", reason="缺少列"),
        "partly": check("ZJ003", "…", FLOOR, (100, 99, 0, 1)),
        "error": check("ZJ003", "…", FLOOR, (0, 0, 0, 0), outcome="error", reason="出错"),
    }
    for other in beside.values():
        assert floor_of(with_checks(passed, other)).verdict == "partly"


def test_nothing_assessed_is_never_cleared():
    skipped = check("ZJ002", "…", FLOOR, (0, 0, 0, 0), outcome="skipped", reason="没有读到“农户”表")
    empty = check("ZJ002", "…", FLOOR, (0, 0, 0, 0))
    assert floor_of(with_checks(skipped)).verdict == "unassessable"
    assert floor_of(with_checks(skipped)).reasons == ("没有读到“农户”表",)
    assert floor_of(with_checks(empty)).verdict == "unassessable"
    assert floor_of(with_checks()).verdict == "unassessable"


def test_a_row_that_one_check_could_not_judge_keeps_the_zero_out_open():
    made = clean_result()
    beside = replace(made, unassessed=small_result().unassessed)
    assert {zero_out.clause: zero_out.verdict for zero_out in zero_outs(beside)} == {
        "zj-2020/zero-guarantees": "partly",
        "zj-2020/zero-below-floor": "cleared",
        "zj-2020/zero-weak-villages": "cleared",
    }


def test_headlines():
    clean = clean_result()
    assert headline(clean) == "none_found"
    assert headline(small_result()) == "found"
    assert headline(empty_result()) == "nothing_assessed"
    assert headline(replace(clean, unassessed=small_result().unassessed)) == "none_found_partly"
    assert headline(replace(clean, issues=small_result().issues)) == "none_found_partly"


def test_the_headline_says_what_was_left_out():
    text = headline_text(small_result(), Messages("zh"))
    for part in ("2,000 户", "7 户有疑点", "12 条", "4 项检查未能执行", "3 行数据未能判定", "3 处数据没有读出"):
        assert part in text
    assert headline_text(clean_result(), Messages("zh")).endswith("没有发现疑点。")


def test_an_error_anywhere_is_counted():
    made = small_result()
    broken = made.targets.with_columns(pl.lit("error").alias("outcome"))
    assert unaudited(replace(made, targets=broken)).errors == 3
    assert not unaudited(replace(clean_result(), targets=broken)).complete


def test_reasons_come_commonest_first():
    assert unaudited(small_result()).reasons.get_column("checks").to_list() == [2, 1, 1]


def test_findings_of_other_clauses_do_not_touch_a_zero_out():
    other = finding("LS001", "…", "lishui-2018/identification-line", 1)
    made = result(findings_frame([other]), households=100)
    assert floor_of(made).subjects == 0


def test_several_places_are_named_by_the_commonest():
    run = replace(
        small_result().run,
        places=(("浙江省/丽水市/遂昌县", 2020, "", 10), ("浙江省/丽水市/松阳县", 2021, "", 40)),
    )
    assert place_and_years(run, Messages("zh")) == ("松阳县等 2 地", "2020、2021")
    assert place_and_years(empty_result().run, Messages("zh")) == ("", "")
