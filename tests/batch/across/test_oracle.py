"""The streamed checks against the same checks in plain Python, over registers of every shape."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from incomeaudit.batch.across.found import Found
from incomeaudit.batch.across.no_household import no_household
from incomeaudit.batch.across.same_household import same_household
from incomeaudit.batch.across.same_person import same_person
from incomeaudit.batch.across.villages import villages

from . import oracle
from .rows import SONGYANG, SUICHANG, Row, home, registers, row

LONG = ["331123101000001", "331123101000002", "331124101000003"]
PLACES = {
    "county": st.sampled_from([SUICHANG, SUICHANG, SONGYANG, None]),
    "township": st.sampled_from(["云溪乡", "云溪乡", "白沙镇", None]),
    "village": st.sampled_from(["石门村", "石门村", "竹坑村", None]),
    "year": st.sampled_from([2020, 2020, 2020, 2021, None]),
    "file": st.sampled_from(["甲.xlsx", "乙.xlsx", "丙/丁.xlsx"]),
}
ROW = st.fixed_dictionaries(
    {
        **PLACES,
        "household_id": st.sampled_from([*LONG, *LONG, "1", "1", "2", None]),
        "person": st.sampled_from([1, 2, 3, 4, 5, None]),
    }
)
ROWS = st.lists(ROW, max_size=12)
AT_ONCE = st.sampled_from([4, 1000])
MANY = settings(max_examples=60)


def rows(given: list[Row], **more: object) -> list[Row]:
    return [row(**one, row=5 + number, **more) for number, one in enumerate(given)]


def members(given: list[Row]) -> list[Row]:
    made = rows(given, sheet="家庭成员", role="member")
    return [one | {"home": home(one, head=False)} for one in made]


def spots(found: Found) -> oracle.Spots:
    return set(found.rows.select("file", "sheet", "row").iter_rows())


@MANY
@given(ROWS, AT_ONCE)
def test_households_listed_twice(some, at_once):
    made = rows(some)
    found = same_household(registers(at_once, household=made)).found
    expected = oracle.together(made)
    groups: dict[object, set[object]] = {}
    for matter, *spot in found.rows.select("matter", "file", "sheet", "row").iter_rows():
        groups.setdefault(matter, set()).add(tuple(spot))
    assert {frozenset(group) for group in groups.values()} == {
        frozenset(oracle.spot(one) for one in group) for group in expected
    }
    assert found.in_scope == len(made)
    assert found.unassessable == sum(one["year"] is None or one["home"] is None for one in made)


@MANY
@given(ROWS, ROWS, AT_ONCE)
def test_people_in_two_households(some, others, at_once):
    heads, people = rows(some, role="head"), members(others)
    scanned = registers(at_once, household=heads, member=people)
    found = same_person(scanned, same_household(scanned).labels)
    assert spots(found) == oracle.two_homes([*heads, *people], heads)
    assert found.rows.height == len(spots(found))
    known = [one for one in (*heads, *people) if None not in (one["person"], one["year"], one["home"])]
    assert found.in_scope - found.unassessable == len(known)


@MANY
@given(ROWS, ROWS, AT_ONCE)
def test_households_that_no_roster_lists(some, others, at_once):
    roster, naming = rows(some), rows(others, table="visit", sheet="走访")
    found = no_household(registers(at_once, household=roster, naming=naming))
    said = {oracle.spot(one): oracle.named(one, roster) for one in naming}
    assert {spot: f"rg001_{what}" for spot, what in said.items() if what in {"missing", "elsewhere"}} == {
        (file, sheet, at): what
        for file, sheet, at, what in found.rows.select("file", "sheet", "row", "said").iter_rows()
    }
    assert found.open == Counter(what for what in said.values() if what.startswith("open"))
    assert found.in_scope == len(naming)


@MANY
@given(st.lists(st.fixed_dictionaries(PLACES), max_size=10), st.lists(st.fixed_dictionaries(PLACES), max_size=10))
def test_villages_of_one_side_only(lived, listed):
    roster = rows(lived, households=1)
    table = [one for one in rows(listed, sheet="村") if one["village"] is not None]
    named, of_nobody = villages(registers(roster_village=roster, village=table))
    said = [one for one in roster if one["village"] is not None]
    unsaid = [one for one in roster if one["village"] is None]
    for found, expected in (
        (named, oracle.one_side(said, table)),
        (of_nobody, oracle.one_side(table, said, unsaid=unsaid)),
    ):
        assert set(found.rows.select("year", "place", "township", "village").iter_rows()) == {
            (year, county or "浙江省", township, village) for year, county, township, village in expected[0]
        }
        assert found.unassessable == expected[1]
