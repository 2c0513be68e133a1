"""Example rows and sheets that only explain, in the template and in forms of a county's own."""

import pytest
from tests.ingest.books import book, issues, read_books

from incomeaudit.ingest.template import FORM, GUIDE
from incomeaudit.messages import Problem

HEADER = ("户编号", "户主姓名", "户主身份证号", "家庭人口数", "人均可支配收入")
ROW = ("H1", "王某", "331123197001010010", 3, 9000)
EXAMPLE = ("示例01", "示例户主", "331123**********1X", 2, 13000)
HINT = (f"{FORM}：第 4 行是示例。",)
EXPLAINS = [(f"{GUIDE}：不作为数据读取。",), ("各列说明",)]


def names(dataset):
    return dataset.tables["household"]["head_name"].to_list()


def test_the_example_of_the_template_is_skipped_without_a_word(tmp_path):
    path = book(tmp_path / "a.xlsx", {"农户": [("农户",), HINT, HEADER, EXAMPLE, ROW]})
    dataset = read_books(path)
    assert names(dataset) == ["王某"]
    assert dataset.issues.is_empty()
    assert dataset.parts[0].first_row == 5


def test_an_example_in_a_countys_own_form_is_skipped_and_said(tmp_path):
    dataset = read_books(book(tmp_path / "a.xlsx", [("农户花名册",), HEADER, EXAMPLE, ROW]))
    assert names(dataset) == ["王某"]
    (said,) = issues(dataset, "examples_dropped")
    assert (said["level"], said["row"]) == ("info", 3)


def test_a_further_example_is_said_even_in_the_template(tmp_path):
    path = book(tmp_path / "a.xlsx", {"农户": [("农户",), HINT, HEADER, EXAMPLE, ROW, EXAMPLE]})
    assert issues(read_books(path), "examples_dropped")[0]["row"] == 6


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_a_row_with_one_name_of_its_own_is_no_example(tmp_path, changed):
    row = tuple(own if place == changed else shown for place, (own, shown) in enumerate(zip(ROW, EXAMPLE, strict=True)))
    path = book(tmp_path / "a.xlsx", {"农户": [("农户",), HINT, HEADER, row, ROW]})
    assert len(names(read_books(path))) == 2


def test_masked_numbers_alone_make_no_example(tmp_path):
    masked = ("H2", "李某", "331123**********1X", 2, 13000)
    assert names(read_books(book(tmp_path / "a.xlsx", [HEADER, ROW, masked]))) == ["王某", "李某"]


def test_an_unfilled_sheet_is_an_issue_where_it_is_not_the_templates(tmp_path):
    sheets = {"农户": [HEADER, ROW], "走访记录": [("走访记录",), ("户编号", "走访日期", "走访人")]}
    assert issues(read_books(book(tmp_path / "a.xlsx", sheets)), "empty_table")
    sheets["走访记录"].insert(1, HINT)
    dataset = read_books(book(tmp_path / "b.xlsx", sheets))
    assert dataset.issues.is_empty()
    assert list(dataset.tables) == ["household"]


def test_a_sheet_that_explains_is_skipped_only_where_it_holds_no_table(tmp_path):
    dataset = read_books(book(tmp_path / "a.xlsx", {"农户": [HEADER, ROW], "说明": EXPLAINS}))
    assert dataset.issues.is_empty()
    dataset = read_books(book(tmp_path / "b.xlsx", {"说明": [*EXPLAINS, HEADER, ROW]}))
    assert names(dataset) == ["王某"]
    plain = {"农户": [HEADER, ROW], "说明": EXPLAINS[1:]}
    assert issues(read_books(book(tmp_path / "c.xlsx", plain)), "no_table")


def test_nothing_filled_in_is_not_clean(tmp_path):
    path = book(tmp_path / "a.xlsx", {"农户": [("农户",), HINT, HEADER, EXAMPLE], "说明": EXPLAINS})
    with pytest.raises(Problem) as caught:
        read_books(path)
    assert caught.value.key == "template_unfilled"
