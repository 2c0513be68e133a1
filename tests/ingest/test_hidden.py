"""Hidden rows, columns and sheets: read and said so, or left out and said so."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_sheet import addressed, kinds, read_rows, said, sheet_of, values

HOUSEHOLDS = ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入"]
ROWS: list[Sequence[object]] = [
    ["花名册"],
    HOUSEHOLDS,
    ["H1", "张三", "大坑村", 2, 8000],
    ["H2", "李四", "大坑村", 3, 7000],
    [],
    ["H3", "王五", "小坑村", 1, 9000],
    ["合计", None, None, 6],
]


def test_hidden_rows_are_read_and_said() -> None:
    found = read_rows(sheet_of(ROWS, hidden_rows=[1, 4, 5, 6, 7, 900]))
    assert values(found)["household_id"] == ["H1", "H2", "H3"]
    [issue] = said(found, "hidden_rows")
    assert (issue["level"], issue["row"]) == ("info", 4)
    assert "2" in str(issue["message"])
    assert "第 4、6 行" in str(issue["message"])
    assert not kinds(found)


def test_hidden_rows_left_out_shift_no_address() -> None:
    found = read_rows(sheet_of(ROWS, hidden_rows=[4, 5]), visible_only=True)
    assert found.frames[0]["_row"].to_list() == [3, 6]
    assert values(found)["household_id"] == ["H1", "H3"]
    assert [issue["row"] for issue in said(found, "hidden_rows_left_out")] == [4]
    assert not said(found, "hidden_rows")


def test_nothing_is_said_of_hidden_rows_without_data() -> None:
    assert not kinds(read_rows(sheet_of(ROWS, hidden_rows=[1, 2, 5, 7])), "info") & {"hidden_rows"}


def test_an_error_in_a_hidden_row_is_no_issue_when_it_is_left_out() -> None:
    sheet = sheet_of(ROWS, hidden_rows=[4], lost=[(4, "E", "error_cell", "#N/A")])
    assert [issue["cell"] for issue in said(read_rows(sheet), "error_cell")] == ["E4"]
    assert not said(read_rows(sheet, visible_only=True), "error_cell")


def test_hidden_columns_are_read_and_said() -> None:
    found = read_rows(sheet_of(ROWS, hidden_columns=["D", "C", "Z"]))
    assert values(found)["members"] == [2, 3, 1]
    [issue] = said(found, "hidden_columns")
    assert issue["level"] == "info"
    assert "C、D列" in str(issue["message"])


def test_hidden_columns_left_out_keep_the_others_letters() -> None:
    found = read_rows(sheet_of(ROWS, hidden_columns=["C"]), visible_only=True)
    assert found.parts[0].letters == {
        "household_id": "A",
        "head_name": "B",
        "members": "D",
        "per_capita_income": "E",
    }
    assert "village" not in found.frames[0].columns
    assert "C列" in str(said(found, "hidden_columns_left_out")[0]["message"])
    assert not said(found, "columns_without_header")


def test_a_hidden_column_may_carry_the_name_of_a_group() -> None:
    rows = [
        ["户编号", "户主", None, "家庭人口数", "人均可支配收入"],
        [None, "姓名", "身份证号", None, None],
        ["H1", "张三", "331123197001011234", 2, 8000],
    ]
    found = read_rows(sheet_of(rows, hidden_columns=["B"]), visible_only=True)
    assert found.parts[0].letters["head_id"] == "C"
    assert "head_name" not in found.parts[0].letters


def test_members_keep_the_household_whose_row_is_hidden() -> None:
    head = ["户编号", "家庭人口数", "人均可支配收入", "姓名", "与户主关系"]
    rows = [
        head,
        ["H1", 2, 8000, "张三", "户主"],
        [None, None, None, "赵六", "配偶"],
        ["H2", 1, 7000, "李四", "户主"],
    ]
    found = read_rows(sheet_of(rows, hidden_rows=[2]), visible_only=True)
    household, people = values(found, 0), values(found, 1)
    assert household["household_id"] == ["H2"]
    assert (people["household_id"], people["name"]) == (["H1", "H2"], ["赵六", "李四"])
    assert [frame["_row"].to_list() for frame in found.frames] == [[4], [3, 4]]


def test_a_value_merged_over_a_hidden_row_counts_for_those_below() -> None:
    rows = [HOUSEHOLDS, ["H1", "张三", "大坑村", 2, 8000], ["H2", "李四", None, 3, 7000]]
    found = read_rows(sheet_of(rows, merges=["C2:C3"], hidden_rows=[2]), visible_only=True)
    assert values(found)["village"] == ["大坑村"]


def test_a_hidden_sheet() -> None:
    found = read_rows(sheet_of(ROWS, visible=False))
    assert (found.parts[0].rows, [issue["level"] for issue in said(found, "hidden_sheet")]) == (3, ["info"])
    found = read_rows(sheet_of(ROWS, visible=False), visible_only=True)
    assert not found.parts
    assert [issue["level"] for issue in said(found, "hidden_sheet_left_out")] == ["info"]


def test_a_sheet_of_which_all_is_hidden_is_not_clean() -> None:
    found = read_rows(sheet_of(ROWS, hidden_rows=[3, 4, 6]), visible_only=True)
    assert found.parts[0].rows == 0
    assert "empty_table" in kinds(found)


@pytest.mark.parametrize("visible_only", [False, True])
def test_a_form_with_hidden_labels(visible_only: bool) -> None:
    rows = [
        ["户编号", "H1", "户主姓名", "张三"],
        ["家庭人口数", 2, "劳动力人数", 1],
        ["住房安全", "是", "人均可支配收入", 9000],
        ["工资性收入", 5000, "转移净收入", 300],
    ]
    found = read_rows(sheet_of(rows, hidden_rows=[3]), visible_only=visible_only)
    assert ("per_capita_income" in found.parts[0].letters) is not visible_only
    assert found.parts[0].cells["transfer_income"] == "D4"
    [issue] = said(found, "hidden_rows_left_out" if visible_only else "hidden_rows")
    assert issue["row"] == 3
    found = read_rows(sheet_of(rows, hidden_columns=["D"]))
    assert "D列" in str(said(found, "hidden_columns")[0]["message"])


@given(st.sets(st.integers(1, 40)), st.sets(st.sampled_from("CDE")))
def test_what_is_left_is_as_it_was(hidden_rows: set[int], hidden_columns: set[str]) -> None:
    rows = [HOUSEHOLDS, *([f"H{n}", "张三", "大坑村", n % 5 + 1, 8000 + n] for n in range(2, 30))]
    sheet = sheet_of(rows, hidden_rows=sorted(hidden_rows), hidden_columns=sorted(hidden_columns))
    whole = addressed(read_rows(sheet))
    if len(hidden_columns) < 3:
        kept = addressed(read_rows(sheet, visible_only=True))
        assert kept == {
            (field, cell): value
            for (field, cell), value in whole.items()
            if cell[0] not in hidden_columns and int(cell[1:]) not in hidden_rows
        }
