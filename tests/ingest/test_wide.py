"""Sheets with one row a member give households and members."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from books import book, issues, read_books
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incomeaudit.ingest.model import Dataset

HEAD = ["户编号", "行政村", "家庭人口数", "人均可支配收入", "姓名", "身份证号", "与户主关系", "健康状况"]


def member(name: str, relation: str, *household: object) -> list[object]:
    return [*(household or (None, None, None, None)), name, "331123197001011234", relation, "健康"]


REPEATED = [
    HEAD,
    member("张三", "户主", "H1", "大坑村", 2, 8000),
    member("张妻", "配偶", "H1", "大坑村", 2, 8000),
    member("李四", "户主", "H2", "大坑村", 1, 7000),
]
BLANK_BELOW = [
    HEAD,
    member("张三", "户主", "H1", "大坑村", 2, 8000),
    member("张妻", "配偶"),
    member("李四", "户主", "H2", "大坑村", 1, 7000),
]


def assert_two_households(data: Dataset) -> None:
    household, people = data.tables["household"], data.tables["member"]
    assert household["household_id"].to_list() == ["H1", "H2"]
    assert household["village"].to_list() == ["大坑村", "大坑村"]
    assert household["members"].to_list() == [2, 1]
    assert household["per_capita_income"].to_list() == [8000.0, 7000.0]
    assert household["_row"].to_list() == [2, 4]
    assert people["household_id"].to_list() == ["H1", "H1", "H2"]
    assert people["name"].to_list() == ["张三", "张妻", "李四"]
    assert people["_row"].to_list() == [2, 3, 4]
    assert [part.table for part in data.parts] == ["household", "member"]
    assert {part.sheet for part in data.parts} == {"花名册"}


@pytest.mark.parametrize(
    ("rows", "merges"),
    [(REPEATED, []), (BLANK_BELOW, []), (BLANK_BELOW, [f"{letter}2:{letter}3" for letter in "ABCD"])],
    ids=["repeated", "blank below", "merged"],
)
def test_household_columns_repeated_blank_or_merged(
    tmp_path: Path, rows: list[list[object]], merges: list[str]
) -> None:
    data = read_books(book(tmp_path / "r.xlsx", rows, merges=merges))
    assert_two_households(data)
    assert not data.issues.filter(level="warning").height


def test_each_part_says_what_belongs_to_the_other(tmp_path: Path) -> None:
    household, people = read_books(book(tmp_path / "r.xlsx", REPEATED)).parts
    assert household.letters == {"household_id": "A", "village": "B", "members": "C", "per_capita_income": "D"}
    assert people.letters == {"household_id": "A", "name": "E", "id_number": "F", "relation": "G", "health": "H"}
    assert [column.how for column in household.columns] == [*["exact"] * 4, *["repeated"] * 4]
    assert [column.how for column in people.columns] == ["exact", *["repeated"] * 3, "exact", "alias", "exact", "exact"]
    assert {column.table for column in people.columns if column.how == "repeated"} == {"household"}
    assert (household.rows, people.rows) == (2, 3)


def test_figures_on_the_heads_row_only(tmp_path: Path) -> None:
    rows = [
        HEAD,
        member("张妻", "配偶", "H1", "大坑村", None, None),
        member("张三", "户主", "H1", "大坑村", 2, 8000),
        member("李四", "户主", "H2", "大坑村", 1, 7000),
    ]
    household = read_books(book(tmp_path / "r.xlsx", rows)).tables["household"]
    assert household["_row"].to_list() == [3, 4]
    assert household["per_capita_income"].to_list() == [8000.0, 7000.0]


def test_a_household_that_contradicts_itself_is_said(tmp_path: Path) -> None:
    rows = [HEAD, member("张三", "户主", "H1", "大坑村", 2, 8000), member("张妻", "配偶", "H1", "大坑村", 2, 9000)]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["per_capita_income"].to_list() == [8000.0]
    [said] = issues(data, "household_differs")
    assert (said["cell"], said["level"], said["field"], said["text"]) == ("D3", "warning", "per_capita_income", "9000")


def test_one_number_in_two_villages_is_two_households(tmp_path: Path) -> None:
    rows = [HEAD, member("张三", "户主", "1", "大坑村", 1, 8000), member("李四", "户主", "1", "小坑村", 1, 7000)]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["village"].to_list() == ["大坑村", "小坑村"]


def test_a_household_in_two_places_of_the_sheet_is_one(tmp_path: Path) -> None:
    rows = [*REPEATED, member("张子", "之子", "H1", "大坑村", 2, 8000)]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2"]
    assert data.tables["member"]["household_id"].to_list() == ["H1", "H1", "H2", "H1"]


def test_a_second_head_without_a_number_is_a_household_of_its_own(tmp_path: Path) -> None:
    rows = [HEAD, member("张三", "户主", "H1", "大坑村", 1, 8000), member("李四", "户主", None, "大坑村", 1, 7000)]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["household_id"].to_list() == ["H1", None]
    assert data.tables["household"]["per_capita_income"].to_list() == [8000.0, 7000.0]
    assert data.tables["member"]["household_id"].to_list() == ["H1", None]


def without_number(
    rows: Sequence[Sequence[object]], heading: Sequence[str], lead: Sequence[Sequence[object]]
) -> list[list[object]]:
    """The same sheet with other columns in place of 户编号."""
    return [[*heading, *rows[0][1:]], *([*start, *row[1:]] for start, row in zip(lead, rows[1:], strict=True))]


def test_without_numbers_the_heads_id_tells_households_apart(tmp_path: Path) -> None:
    ids = ["331123197001011234", "331123197001011234", "331123197001015678"]
    rows = without_number(REPEATED, ["户主身份证号"], [[text] for text in ids])
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["head_id"].to_list() == [ids[0], ids[2]]
    assert data.tables["household"]["_row"].to_list() == [2, 4]


def test_without_ids_place_and_name_tell_households_apart(tmp_path: Path) -> None:
    rows = without_number(BLANK_BELOW, ["户主姓名"], [["张三"], [None], ["李四"]])
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["head_name"].to_list() == ["张三", "李四"]


def test_two_neighbours_of_one_name_are_two_households(tmp_path: Path) -> None:
    rows = without_number(REPEATED, ["户主姓名"], [["张三"], ["张三"], ["张三"]])
    assert read_books(book(tmp_path / "r.xlsx", rows)).tables["household"]["_row"].to_list() == [2, 4]


def test_without_names_each_head_begins_a_household(tmp_path: Path) -> None:
    rows = [[*row[1:]] for row in BLANK_BELOW]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["_row"].to_list() == [2, 4]
    assert data.tables["household"]["members"].to_list() == [2, 1]


@pytest.mark.parametrize("below", [[None, None], [2, 8000]])
def test_without_heads_a_household_begins_where_its_columns_are_filled_anew(
    tmp_path: Path, below: list[object]
) -> None:
    rows = [
        ["家庭人口数", "人均可支配收入", "人口编号", "姓名"],
        [2, 8000, "1", "张三"],
        [*below, "2", "张妻"],
        [1, 7000, "3", "李四"],
    ]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["_row"].to_list() == [2, 4]
    assert data.tables["member"].height == 3


def test_a_group_and_its_sub_header_together_say_more_than_the_place(tmp_path: Path) -> None:
    rows = [
        ["户编号", "姓名", "与户主关系", "户主", "家庭人口数"],
        [None, None, None, "身份证号", None],
        ["H1", "张三", "户主", "331123197001011234", 1],
    ]
    household, people = read_books(book(tmp_path / "r.xlsx", rows)).parts
    assert household.letters["head_id"] == "D"
    assert "id_number" not in people.letters


def test_a_group_says_whose_a_header_is(tmp_path: Path) -> None:
    rows = [
        ["户编号", "农户信息", None, None, "家庭成员信息", None, None, None],
        [None, "身份证号", "是否享受低保", "家庭人口数", "姓名", "身份证号", "与户主关系", "是否享受低保"],
        ["H1", "331123197001011234", "是", 1, "张三", "331123197001011234", "户主", "否"],
    ]
    household, people = read_books(book(tmp_path / "r.xlsx", rows)).parts
    assert (household.letters["head_id"], household.letters["on_dibao"]) == ("B", "C")
    assert (people.letters["id_number"], people.letters["dibao"]) == ("F", "H")


def test_without_groups_the_place_says_whose_a_header_is(tmp_path: Path) -> None:
    header = ["户编号", "是否享受低保", "家庭人口数", "姓名", "身份证号", "与户主关系"]
    rows = [header, ["H1", "是", 1, "张三", "331123197001011234", "户主"]]
    household, people = read_books(book(tmp_path / "r.xlsx", rows)).parts
    assert household.letters["on_dibao"] == "B"
    assert "head_id" not in household.letters
    assert people.letters["id_number"] == "E"


def test_a_field_the_household_has_already_is_the_members(tmp_path: Path) -> None:
    header = ["户编号", "户主身份证号", "身份证号", "家庭人口数", "姓名", "与户主关系"]
    rows = [header, ["H1", "331123197001011234", "331123197001015678", 1, "张三", "户主"]]
    household, people = read_books(book(tmp_path / "r.xlsx", rows)).parts
    assert household.letters["head_id"] == "B"
    assert people.letters["id_number"] == "C"


def test_facts_about_the_head_do_not_make_a_sheet_of_members(tmp_path: Path) -> None:
    header = ["户编号", "姓名", "身份证号", "健康状况", "家庭人口数", "人均可支配收入"]
    rows = [
        header,
        ["H1", "张三", "331123197001011234", "健康", 2, 8000],
        ["H2", "李四", "331123197001015678", "残疾", 2, 8000],
    ]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert list(data.tables) == ["household"]
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2"]


def test_households_of_a_member_list_are_not_counted_twice(tmp_path: Path) -> None:
    sheets = {
        "农户": [
            ["户编号", "行政村", "家庭人口数", "人均可支配收入"],
            ["H1", "大坑村", 2, 8000],
            ["H2", "大坑村", 1, 7000],
        ],
        "家庭成员": [
            ["户编号", "行政村", "农户类型", "姓名", "与户主关系"],
            ["H1", "大坑村", "低保", "张三", "户主"],
            ["H2", "大坑村", "低保", "李四", "户主"],
            ["H3", "大坑村", "低保", "王五", "户主"],
        ],
    }
    data = read_books(book(tmp_path / "r.xlsx", sheets))
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2", "H3"]
    assert data.tables["household"]["members"].to_list() == [2, 1, None]
    assert data.tables["member"].height == 3
    [said] = issues(data, "households_listed_elsewhere")
    assert (said["level"], said["sheet"]) == ("info", "家庭成员")
    assert "2" in str(said["message"])


def test_numbers_that_begin_anew_in_each_village(tmp_path: Path) -> None:
    sheets = {
        "农户": [["户编号", "行政村", "家庭人口数"], ["1", "大坑村", 2], ["1", "小坑村", 1]],
        "家庭成员": [
            ["户编号", "行政村", "农户类型", "姓名", "与户主关系"],
            ["1", "大坑村", "低保", "张三", "户主"],
            ["1", "远坑村", "低保", "王五", "户主"],
        ],
    }
    household = read_books(book(tmp_path / "r.xlsx", sheets)).tables["household"]
    assert household["village"].to_list() == ["大坑村", "小坑村", "远坑村"]


@st.composite
def households(draw: st.DrawFn) -> list[tuple[str, int, list[str]]]:
    """Household number, income and names of its members, the head first."""
    count = draw(st.integers(1, 5))
    return [
        (f"H{number}", draw(st.integers(0, 99999)), [f"人{number}{at}" for at in range(draw(st.integers(1, 4)))])
        for number in range(count)
    ]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=households(), way=st.sampled_from(["repeated", "merged", "blank"]), kept=st.sampled_from(["id", "all"]))
def test_however_the_household_columns_stand(
    tmp_path: Path, drawn: list[tuple[str, int, list[str]]], way: str, kept: str
) -> None:
    rows: list[list[object]] = [["户编号", "家庭人口数", "人均可支配收入", "姓名", "与户主关系"]]
    merges: list[str] = []
    first_rows: list[int] = []
    for number, income, names in drawn:
        first_rows.append(len(rows) + 1)
        for at, name in enumerate(names):
            shown = at == 0 or way == "repeated"
            head = [number if shown or (kept == "id" and way == "blank") else None]
            rest = [len(names), income] if shown else [None, None]
            rows.append([*head, *rest, name, "户主" if at == 0 else "其他"])
        if way == "merged" and len(names) > 1:
            merges += [f"{letter}{first_rows[-1]}:{letter}{len(rows)}" for letter in "ABC"]
    data = read_books(book(tmp_path / "r.xlsx", rows, merges=merges))
    household, people = data.tables["household"], data.tables["member"]
    assert household["household_id"].to_list() == [number for number, _, _ in drawn]
    assert household["per_capita_income"].to_list() == [float(income) for _, income, _ in drawn]
    assert household["_row"].to_list() == first_rows
    assert people.select("household_id", "name").rows() == [
        (number, name) for number, _, names in drawn for name in names
    ]
    assert people["_row"].to_list() == list(range(2, len(rows) + 1))
