"""Fields that are computed for all packs: what counts as blank, and what an unreadable cell leaves open."""

import pytest

from tests.auditing.build import FIRST_ROW, audit, dataset, flagged, household, outcome

LISHUI = ("lishui-2018",)
WENZHOU = ("wenzhou-2016",)
ITEMS = {"wage_income": 27000.0, "business_income": 3000.0, "property_income": 0.0, "transfer_income": 0.0}


def judged(result, code):
    """How many rows a check flags, passes and cannot judge."""
    found = outcome(result, code)
    return found["flagged"], found["assessed"] - found["flagged"], found["unassessable"]


def of_wenzhou(**values):
    return household(county="泰顺县", year=2020, **values)


# ---------------------------------------------------------------- members who have died


def test_a_roster_that_does_not_tell_of_health_has_no_dead():
    members = [{"household_id": "H1", "supplementary": False}]
    assert flagged(audit(dataset(household=[household()], member=members)), "ZJ103") == [FIRST_ROW]


def test_nothing_is_asked_for_who_has_died_and_an_unreadable_health_leaves_it_open():
    members = [
        {"household_id": "H1", "health": health, "supplementary": False} for health in (None, "健康", "死亡", None)
    ]
    result = audit(dataset(household=[household()], member=members, unreadable=[("member", 3, "health")]))
    assert flagged(result, "ZJ103") == [FIRST_ROW, FIRST_ROW + 1]
    assert judged(result, "ZJ103") == (2, 0, 1)


@pytest.mark.parametrize(
    ("health", "lost", "expected"),
    [
        (None, [], (1, 0, 0)),
        ("健康", [], (1, 0, 0)),
        ("死亡", [], (0, 0, 0)),
        (None, [("member", 0, "health")], (0, 0, 1)),
    ],
)
def test_whether_a_household_can_work_rests_on_its_living_members(health, lost, expected):
    able = {"household_id": "H1", "labour": "普通劳动力", "health": health}
    unable = {"household_id": "H1", "labour": "无劳动力", "health": None}
    home = household(year=2022, per_capita_income=9000.0)
    result = audit(dataset(household=[home], member=[able, unable], unreadable=lost), policies=LISHUI)
    assert judged(result, "LS024") == expected


def test_the_health_of_who_cannot_work_decides_nothing():
    member = {"household_id": "H1", "labour": "无劳动力", "health": None}
    home = household(year=2022, per_capita_income=9000.0)
    result = audit(dataset(household=[home], member=[member], unreadable=[("member", 0, "health")]), policies=LISHUI)
    assert judged(result, "LS024") == (0, 0, 0)


# ---------------------------------------------------------------- income before costs, and who works


def test_takings_that_may_or_may_not_be_before_costs_give_no_net_income():
    rows = [
        household(**ITEMS, business_income_gross=gross, business_cost=1000.0) for gross in (True, False, None, None)
    ]
    result = audit(dataset(household=rows, unreadable=[("household", 3, "business_income_gross")]))
    assert flagged(result, "DQ002") == [FIRST_ROW]
    assert judged(result, "DQ002") == (1, 2, 1)


@pytest.mark.parametrize(
    ("said", "lost", "expected"),
    [
        ({}, [], (1, 0, 0)),
        ({"work_months": 0.0}, [], (1, 0, 0)),
        ({"work_months": 0.5}, [], (0, 1, 0)),
        ({"work_place": "本县"}, [], (0, 1, 0)),
        ({"public_post": "护林员"}, [], (0, 1, 0)),
        ({}, ["work_months"], (0, 0, 1)),
        ({"work_months": 0.0}, ["work_place"], (0, 0, 1)),
        ({"work_months": 0.0}, ["public_post"], (0, 0, 1)),
        ({"work_place": "本县"}, ["work_months", "public_post"], (0, 1, 0)),
        ({"work_months": 6.0, "employed": False}, [], (1, 0, 0)),
        ({"work_months": 6.0}, ["employed"], (0, 0, 1)),
    ],
)
def test_who_works_is_known_to_be_without_work_only_where_all_is_known(said, lost, expected):
    blank = {"employed": None, "work_months": None, "work_place": None, "public_post": None}
    member = {"household_id": "H1", "labour": "普通劳动力", **blank, **said}
    unreadable = [("member", 0, name) for name in lost]
    result = audit(dataset(household=[of_wenzhou()], member=[member], unreadable=unreadable), policies=WENZHOU)
    assert judged(result, "WZ010") == expected


def test_columns_that_are_not_there_say_nothing_of_work():
    member = {"household_id": "H1", "labour": "普通劳动力", "work_months": 0.0}
    assert flagged(audit(dataset(household=[of_wenzhou()], member=[member]), policies=WENZHOU), "WZ010") == [FIRST_ROW]
