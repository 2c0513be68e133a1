"""Counts and outcomes: nothing that could not be judged may look like a pass."""

from dataclasses import replace

import polars as pl
import pytest

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import load_setting
from incomeaudit.messages import Problem

from .build import FIRST_ROW, audit, dataset, flagged, household, outcome


def test_counts_add_up():
    rows = [
        household(household_id="A", per_capita_income=7999.99),
        household(household_id="B", per_capita_income=8000.0),
        household(household_id="C", per_capita_income=None, income=None),
    ]
    found = outcome(audit(dataset(household=rows)), "ZJ002")
    assert (found["in_scope"], found["assessed"], found["flagged"], found["unassessable"]) == (3, 2, 1, 1)
    assert found["outcome"] == "flagged"


def test_a_row_that_cannot_be_judged_is_listed_with_what_it_lacks():
    result = audit(dataset(household=[household(), household(household_id="C", per_capita_income=None, income=None)]))
    row = result.unassessed.filter(pl.col("codes").list.contains("ZJ002")).row(0, named=True)
    assert row["subject_id"] == "C"
    assert row["row"] == FIRST_ROW + 1
    assert {"per_capita_income", "income"} <= set(row["missing"])
    assert "net_income" not in row["missing"], "a column that the roster never had is not what a row lacks"


def test_a_missing_column_skips_before_the_run_and_says_which():
    found = outcome(audit(dataset(household=[household()])), "ZJ011")
    assert found["outcome"] == "skipped"
    assert "吃不愁" in str(found["reason"])
    assert found["in_scope"] == 0


def test_a_check_that_could_judge_no_row_is_no_pass():
    result = audit(dataset(household=[household(per_capita_income=None, income=None)]))
    found = outcome(result, "ZJ002")
    assert found["outcome"] == "skipped"
    assert found["unassessable"] == 1


def test_an_unreadable_cell_is_neither_blank_nor_a_pass():
    rows = [household(food=None), household(household_id="B", food=None), household(household_id="C", food=True)]
    result = audit(dataset(household=rows, unreadable=[("household", 0, "food")]))
    assert flagged(result, "ZJ051") == [FIRST_ROW + 1], "only the cell that is really blank is not verified"
    assert outcome(result, "ZJ051")["unassessable"] == 1


def test_an_unreadable_status_is_not_taken_for_listed():
    rows = [household(status=None, food=False), household(household_id="B", status=None, food=False)]
    result = audit(dataset(household=rows, unreadable=[("household", 0, "status")]))
    assert flagged(result, "ZJ011") == [FIRST_ROW + 1]
    assert outcome(result, "ZJ011")["unassessable"] == 1


def test_a_document_speaks_of_its_own_place_and_years():
    rows = [household(), household(county="海盐县", household_id="B"), household(year=2021, household_id="C")]
    rows = [row | {"per_capita_income": 1.0} for row in rows]
    result = audit(dataset(household=rows))
    assert flagged(result, "ZJ002") == [FIRST_ROW, FIRST_ROW + 1]
    assert outcome(result, "ZJ002")["in_scope"] == 2


def test_before_a_demand_begins_rows_are_out_of_scope():
    rows = [household(per_capita_income=9000.0), household(household_id="B", year=2022, per_capita_income=9999.99)]
    result = audit(dataset(household=rows))
    assert flagged(result, "LS011") == [FIRST_ROW + 1]
    assert outcome(result, "LS011")["in_scope"] == 1
    alone = outcome(audit(dataset(household=rows[:1])), "LS011")
    assert alone["outcome"] == "skipped"
    assert "2022-01-01" in str(alone["reason"])


def test_without_last_years_standard_the_line_is_not_made_up():
    found = outcome(audit(dataset(household=[household()])), "LS001")
    assert found["outcome"] == "skipped"
    assert "2019" in str(found["reason"])
    assert "低保" in str(found["reason"])


def test_every_county_has_its_own_line():
    places = [
        {"place": "遂昌县", "year": 2019, "dibao_standard": 8000.0},
        {"place": "松阳县", "year": 2019, "dibao_standard": 6000.0},
    ]
    rows = [
        household(per_capita_income=12000.0),
        household(county="松阳县", household_id="B", per_capita_income=9000.01),
        household(county="云和县", household_id="C", per_capita_income=99999.0),
    ]
    result = audit(dataset(household=rows, place=places))
    assert flagged(result, "LS001") == [FIRST_ROW + 1]
    assert outcome(result, "LS001")["unassessable"] == 1, "云和 gave no standard"


def test_a_city_gives_its_standard_to_its_counties():
    places = [{"place": "丽水市", "year": 2019, "dibao_standard": 8000.0}]
    result = audit(dataset(household=[household(per_capita_income=12000.01)], place=places))
    assert flagged(result, "LS001") == [FIRST_ROW]


def test_two_figures_for_one_place_are_an_issue_and_neither_is_used():
    places = [
        {"place": "遂昌县", "year": 2019, "dibao_standard": 8000.0},
        {"place": "遂昌县", "year": 2019, "dibao_standard": 8100.0},
    ]
    result = audit(dataset(household=[household()], place=places))
    assert "fact_conflict" in result.issues["kind"].to_list()
    assert outcome(result, "LS001")["outcome"] == "skipped"


def test_last_years_row_of_the_place_table_is_not_audited():
    places = [
        {"place": "遂昌县", "year": 2019, "dibao_standard": 5000.0},
        {"place": "遂昌县", "year": 2020, "dibao_standard": 7999.99},
    ]
    result = audit(dataset(household=[household()], place=places))
    assert flagged(result, "ZJ031") == [FIRST_ROW + 1]
    assert outcome(result, "ZJ031")["in_scope"] == 1


def test_no_year_anywhere_is_said_in_one_line():
    row = household()
    del row["year"]
    with pytest.raises(Problem) as caught:
        audit(dataset(household=[row]))
    assert caught.value.key == "year_unknown"


def test_rows_without_a_year_are_an_issue_not_a_pass():
    rows = [household(per_capita_income=1.0), household(household_id="B", year=None, per_capita_income=1.0)]
    result = audit(dataset(household=rows))
    assert flagged(result, "ZJ002") == [FIRST_ROW]
    issue = result.issues.filter(pl.col("kind") == "rows_without_year").row(0, named=True)
    assert issue["row"] == FIRST_ROW + 1


def test_a_broken_check_is_an_error_and_leaves_the_others_alone(monkeypatch):
    from incomeaudit.auditing import judge as module

    real = module._verdicts

    def broken(number, item, speaks):
        columns = list(real(number, item, speaks))
        return [*columns, pl.col("no such column").alias("more")] if item.entry.code == "ZJ002" else columns

    monkeypatch.setattr(module, "_verdicts", broken)
    result = audit(dataset(household=[household(food=False)]))
    assert outcome(result, "ZJ002")["outcome"] == "error"
    assert outcome(result, "ZJ011")["outcome"] == "flagged"


@pytest.mark.parametrize(
    ("options", "ran"),
    [
        ({"select": ("ZJ",)}, {"ZJ002", "ZJ011"}),
        ({"select": ("ZJ",), "ignore": ("ZJ01",)}, {"ZJ002"}),
        ({"ignore": ("ZJ0",)}, set()),
        ({"select": ("ZJ011",), "ignore": ("ZJ",)}, {"ZJ011"}),
    ],
)
def test_select_and_ignore_go_by_the_longest_prefix(options, ran):
    result = audit(dataset(household=[household(food=False, per_capita_income=1.0)]), **options)
    assert {"ZJ002", "ZJ011"} & set(result.findings["code"]) == ran
    everything = load_setting(Options()).rulebook.checks
    assert result.checks.height == len(everything), "what was not selected is still listed"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"select": ("XX",)}, "code_unknown"),
        ({"ignore": ("ZJ9",)}, "code_unknown"),
        ({"policies": ("zj-1999",)}, "policy_unknown"),
    ],
)
def test_unknown_names_are_problems(options, key):
    from incomeaudit.auditing.options import Options
    from incomeaudit.auditing.plan import look_at_options
    from incomeaudit.auditing.setting import load_setting

    wanted = Options(**options)
    with pytest.raises(Problem) as caught:
        look_at_options(wanted, load_setting(wanted).rulebook)
    assert caught.value.key == key


def test_a_named_policy_is_applied_out_of_its_term():
    row = household(year=2023, per_capita_income=7000.0)
    assert flagged(audit(dataset(household=[row])), "ZJ002") == []
    assert flagged(audit(dataset(household=[row]), policies=("zj-2020",)), "ZJ002") == [FIRST_ROW]


def test_an_unreadable_figure_is_not_replaced_by_another():
    rows = [household(per_capita_income=None), household(household_id="B", per_capita_income=None)]
    result = audit(dataset(household=rows, unreadable=[("household", 0, "per_capita_income")]))
    found = outcome(result, "ZJ002")
    assert (found["assessed"], found["unassessable"]) == (1, 1), (
        "a blank falls back to income ÷ members, 约8000 does not"
    )


def test_the_same_household_in_two_years_is_no_duplicate():
    rows = [household(household_id="331123101000001"), household(household_id="331123101000001", year=2021)]
    assert flagged(audit(dataset(household=rows)), "DQ012") == []


def test_a_check_that_speaks_of_no_row_is_no_pass():
    found = outcome(audit(dataset(household=[household(status="已退出", food=False)])), "ZJ011")
    assert (found["outcome"], found["in_scope"]) == ("skipped", 0)


def test_a_sheet_without_the_column_has_not_left_it_blank():
    """Two sheets of one table, of which the second has no column 吃不愁."""
    whole = dataset(household=[household(food=True), household(household_id="B", food=None)])
    lacking = dataset(household=[household(household_id="C", per_capita_income=None)])
    first, second = whole.tables["household"], lacking.tables["household"]
    second = second.with_columns(pl.lit(1, dtype=pl.UInt32).alias("_part"))
    both = replace(
        whole,
        tables={"household": pl.concat([first, second], how="diagonal")},
        parts=(*whole.parts, *lacking.parts),
    )
    result = audit(both)
    assert flagged(result, "ZJ051") == [FIRST_ROW + 1]
    assert outcome(result, "ZJ051")["unassessable"] == 1
    assert outcome(result, "ZJ002")["assessed"] == 3, "a computed figure takes what the sheet has"


def test_last_years_roster_is_held_against_this_years():
    gone = household(household_id="331123101000009", per_capita_income=9000.0)
    before = [household(household_id="331123101000001", per_capita_income=4000.0), gone]
    now = [household(household_id="331123101000001", per_capita_income=8000.01)]
    result = audit(dataset(household=now, previous=[row | {"year": 2019} for row in before]))
    assert flagged(result, "DQ021") == [FIRST_ROW + 1]
    assert flagged(result, "DQ023") == [FIRST_ROW]
    growth = result.targets.filter((pl.col("code") == "ZJ032") & (pl.col("level") == "county")).row(0, named=True)
    assert growth["base"] == pytest.approx((30000.0 + 30000.0) / 6), "income as declared for the household, both years"


def test_a_short_number_is_the_household_s_of_its_own_village():
    homes = [household(household_id=number, village=village) for number, village in (("1", "石门村"), ("1", "竹坑村"))]
    homes.append(household(household_id="2", village="竹坑村"))
    loans = [
        {"household_id": number, "village": village, "principal": amount, "subsidised": True}
        for number, village, amount in (("1", "石门村", 60_000), ("1", "竹坑村", 100_001), ("2", "竹坑村", 100_001))
    ]
    asked = {"policies": ("lanxi-2023",)}
    told = audit(dataset(household=homes, loan=loans), **asked)
    assert flagged(told, "LX182") == [5, 6]
    # Nobody knows which of the two households took out the first two loans; the third has a number of its own.
    silent = [{name: value for name, value in loan.items() if name != "village"} for loan in loans]
    result = audit(dataset(household=homes, loan=silent), **asked)
    assert flagged(result, "LX182") == [6]
    assert outcome(result, "LX182")["unassessable"] == 2


def test_a_standard_that_cannot_be_read_is_not_the_city_s():
    places = [
        {"place": name, "year": 2019, "dibao_standard": standard}
        for name, standard in (("遂昌县", None), ("丽水市", 9000.0))
    ]
    rows = [household(status="未在册", per_capita_income=10_000)]
    assert flagged(audit(dataset(household=rows, place=places)), "LS002") == [4]  # blank: the city's stands in
    lost = audit(dataset(household=rows, place=places, unreadable=[("place", 0, "dibao_standard")]))
    assert outcome(lost, "LS002")["unassessable"] == 1
    assert flagged(lost, "LS002") == []
