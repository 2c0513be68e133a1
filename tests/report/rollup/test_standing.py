from dataclasses import replace

import polars as pl
import pytest

from incomeaudit.report.rollup.standing import standing
from tests.report.rollup.builders import (
    all_failed,
    file,
    no_files,
    nothing_found,
    one_failed,
    rollup,
    typical,
)


@pytest.mark.parametrize(
    ("make", "headline"),
    [
        (typical, "found"),
        (nothing_found, "none_found"),
        (one_failed, "none_found_partly"),
        (all_failed, "none_audited"),
        (no_files, "no_files"),
        (lambda: rollup([file(1, "figures"), file(2, "not_a_roster")]), "no_files"),
    ],
)
def test_the_headline(make, headline):
    assert standing(make()).headline == headline


def without(made, frame, **values):
    changed = getattr(made, frame).with_columns(
        pl.lit(value).cast(getattr(made, frame).schema[name]).alias(name) for name, value in values.items()
    )
    return replace(made, **{frame: changed})


@pytest.mark.parametrize(
    ("frame", "values", "left"),
    [
        ("files", {"sheets_failed": 1}, "sheets"),
        ("files", {"unassessed": 2}, "unassessed"),
        ("files", {"unread": 1}, "unread"),
        ("checks", {"no_table_in": 1}, "some"),
        ("checks", {"unjudged_in": 1}, "some"),
        ("checks", {"error_in": 1}, "errors"),
        ("targets", {"outcome": "error"}, "errors"),
        ("across_checks", {"outcome": "skipped"}, "skipped"),
        ("across_checks", {"outcome": "error"}, "errors"),
        ("across_checks", {"unassessable": 1}, "across"),
    ],
)
def test_whatever_was_left_out_keeps_it_from_looking_clean(frame, values, left):
    state = standing(without(nothing_found(), frame, **values))
    assert state.headline == "none_found_partly"
    assert [name for name, count in state.left.counts.items() if count] == [left]


def test_an_issue_by_which_something_was_lost_does_too():
    made = replace(nothing_found(), issues=typical().issues)
    assert standing(made).left.lost == 1
    assert standing(made).headline == "none_found_partly"


def test_nothing_assessed_is_no_conclusion():
    state = standing(without(nothing_found(), "checks", assessed=0))
    assert state.headline == "nothing_assessed"


def test_a_finding_across_files_alone_is_a_finding():
    made = replace(nothing_found(), across=typical().across)
    assert standing(made).headline == "found"
    assert standing(made).matters == 3


def test_a_file_that_a_check_does_not_concern_is_not_left_out():
    assert standing(without(nothing_found(), "checks", skipped_in=1)).left.complete
