"""Several tables on one sheet, below and beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_sheet import INDEX, addressed, kinds, read_rows, said, sheet_of, values

from incomeaudit.ingest.address import letter, position
from incomeaudit.ingest.blocks import may_be_header
from incomeaudit.ingest.heading_rows import heading_rows

HOUSEHOLDS = ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入"]
H1 = ["H1", "张三", "大坑村", 2, 8000]
H2 = ["H2", "李四", "大坑村", 3, 7000]
H3 = ["H3", "王五", "小坑村", 1, 9000]
MEMBERS = ["户编号", "姓名", "与户主关系"]
M1 = ["H1", "张三", "户主"]
M2 = ["H1", "赵六", "配偶"]
VILLAGES = ["行政村", "年总收入", "经营性收入"]
V1 = ["大坑村", 120000, 90000]


@pytest.mark.parametrize("between", [[], [[]], [["二、家庭成员"]], [[], ["二、家庭成员"], []], [["填表人：王某"], []]])
def test_a_table_of_members_below_one_of_households(between: list[list[object]]) -> None:
    found = read_rows([["花名册"], HOUSEHOLDS, H1, H2, *between, MEMBERS, M1, M2])
    assert [part.table for part in found.parts] == ["household", "member"]
    assert values(found, 0)["household_id"] == ["H1", "H2"]
    assert values(found, 1)["name"] == ["张三", "赵六"]
    first = 6 + len(between)
    assert found.frames[1]["_row"].to_list() == [first, first + 1]
    assert found.parts[1].header_rows == (first - 1,)
    assert found.frames[1]["_part"].to_list() == [1, 1]
    assert not kinds(found)
    [issue] = said(found, "several_tables")
    assert (issue["level"], issue["row"]) == ("info", 2)
    assert f"2、{first - 1}" in str(issue["message"])


def test_the_table_with_fewer_columns_may_come_first() -> None:
    found = read_rows([["村集体经济"], VILLAGES, V1, [], ["花名册"], HOUSEHOLDS, H1, H2])
    assert [part.table for part in found.parts] == ["village", "household"]
    assert [part.titles for part in found.parts] == [("村集体经济",), ("花名册",)]
    assert found.frames[0]["_row"].to_list() == [3]
    assert found.frames[1]["_row"].to_list() == [7, 8]


def test_notes_of_the_upper_table_do_not_end_the_sheet() -> None:
    rows = [HOUSEHOLDS, H1, ["填表人：王某", None, "审核人：李某"], ["注：以上"], [], HOUSEHOLDS, H2, ["填表人：王某"]]
    found = read_rows(rows)
    assert [frame["household_id"].to_list() for frame in found.frames] == [["H1"], ["H2"]]
    assert not said(found, "data_after_notes")
    assert [issue["row"] for issue in said(found, "notes_at_end")] == [3, 8]


def test_data_below_notes_with_no_header_are_still_said() -> None:
    found = read_rows([HOUSEHOLDS, H1, H2, ["填表人：王某"], H3, [], MEMBERS, M1])
    assert [issue["row"] for issue in said(found, "data_after_notes")] == [5]
    assert values(found, 1)["name"] == ["张三"]


def test_one_table_for_each_village_with_its_own_title_and_total() -> None:
    rows = [
        ["遂昌县2020年低收入农户花名册"],
        ["大坑村"], HOUSEHOLDS, H1, H2, ["合计", None, None, 5],
        ["小坑村"], HOUSEHOLDS, H3, ["合计", None, None, 1],
    ]  # fmt: skip
    found = read_rows(rows)
    assert [part.titles for part in found.parts] == [("遂昌县2020年低收入农户花名册", "大坑村"), ("小坑村",)]
    assert [frame["_row"].to_list() for frame in found.frames] == [[4, 5], [9]]
    assert [issue["row"] for issue in said(found, "subtotals_dropped")] == [6, 10]
    years = {(item.part, item.value, item.where) for item in found.evidence if item.kind == "year"}
    assert years == {(0, "2020", "花名册!A1"), (1, "2020", "花名册!A1")}, "the sheet's title holds for all of it"


def test_a_titles_unit_and_year_are_its_tables() -> None:
    rows = [
        ["2019年遂昌县"], ["单位：元"], HOUSEHOLDS, H1,
        ["2020年松阳县", None, None, None, "单位：万元"], HOUSEHOLDS, ["H2", "李四", "大坑村", 3, 0.7],
        ["单位：元"], HOUSEHOLDS, H3,
    ]  # fmt: skip
    found = read_rows(rows)
    assert [frame["per_capita_income"].to_list() for frame in found.frames] == [[8000.0], [7000.0], [9000.0]]
    told = {kind: [item.value for item in found.evidence if item.kind == kind] for kind in ("year", "place")}
    assert told["year"] == ["2019", "2020", "2020"]
    assert [place.split("/")[-1] for place in told["place"]] == ["遂昌县", "松阳县", "松阳县"]


def test_a_unit_holds_for_the_same_table_further_down_and_for_no_other() -> None:
    wan = ["H2", "李四", "大坑村", 3, 0.7]
    found = read_rows(
        [["单位：万元"], HOUSEHOLDS, ["H1", "张三", "大坑村", 2, 0.8], ["小坑村"], HOUSEHOLDS, wan, [], VILLAGES, V1]
    )
    assert values(found, 1)["per_capita_income"] == [7000.0]
    assert values(found, 2)["total_income"] == [120000.0]
    [issue] = said(found, "unit_not_repeated")
    assert (issue["level"], issue["cell"]) == ("warning", "B8")
    stated = [
        ["单位：万元"],
        HOUSEHOLDS,
        ["H1", "张三", "大坑村", 2, 0.8],
        [],
        ["行政村", "年总收入（元）", "经营性收入（元）"],
        V1,
    ]
    assert not said(read_rows(stated), "unit_not_repeated")


def test_a_page_header_repeated_is_one_table() -> None:
    rows = [["花名册"], HOUSEHOLDS, H1, ["花名册"], HOUSEHOLDS, H2, HOUSEHOLDS, H3, ["花名册（第2页）"], HOUSEHOLDS, H3]
    found = read_rows(rows)
    assert [part.table for part in found.parts] == ["household"]
    assert found.frames[0]["_row"].to_list() == [3, 6, 8, 11]
    assert not said(found, "several_tables")


@pytest.mark.parametrize(
    "header",
    [
        ["户主姓名", "户编号", "行政村", "家庭人口数", "人均可支配收入"],
        ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入（万元）"],
        ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入", "工资性收入"],
        ["户编号", "户主姓名", "行政村", "家庭人口数", "住房安全"],
    ],
)
def test_the_same_table_with_other_columns_is_a_part_of_its_own(header: list[object]) -> None:
    rows = [HOUSEHOLDS, H1, header, ["李四" if header[0] == "户主姓名" else "H2", "H2", "大坑村", 3, 1, 5]]
    found = read_rows(rows)
    assert [part.header_rows for part in found.parts] == [(1,), (3,)]
    assert found.parts[1].letters["household_id"] == ("B" if header[0] == "户主姓名" else "A")
    assert found.frames[1]["_row"].to_list() == [4]


def test_blank_rows_inside_do_not_split_a_table() -> None:
    found = read_rows([HOUSEHOLDS, H1, [], [], H2, [], H3])
    assert len(found.parts) == 1
    assert found.frames[0]["_row"].to_list() == [2, 5, 7]


def test_a_lower_header_with_groups_keeps_them() -> None:
    groups = ["户编号", "户主", None, "收入情况（万元）", None, "家庭人口数"]
    names = [None, "姓名", "身份证号", "工资性收入", "财产净收入", None]
    row = ["H1", "张三", "331123197001011234", 1.2, 0.3, 2]
    found = read_rows([VILLAGES, V1, [], ["花名册"], groups, names, ["1", "2", "3", "4", "5", "6"], row])
    assert found.parts[1].header_rows == (5, 6)
    assert found.parts[1].letters["head_id"] == "C"
    assert values(found, 1)["wage_income"] == [12000.0]
    assert found.frames[1]["_row"].to_list() == [8]


def test_a_wide_table_below_another_gives_its_two_parts() -> None:
    wide = ["户编号", "家庭人口数", "人均可支配收入", "姓名", "与户主关系"]
    rows = [
        VILLAGES,
        V1,
        [],
        wide,
        ["H1", 2, 8000, "张三", "户主"],
        [None, None, None, "赵六", "配偶"],
        [],
        MEMBERS,
        M1,
    ]
    found = read_rows(rows)
    assert [part.table for part in found.parts] == ["village", "household", "member", "member"]
    assert [frame["_part"].unique().to_list() for frame in found.frames] == [[0], [1], [2], [3]]
    assert values(found, 2)["household_id"] == ["H1", "H1"]


def test_merged_cells_and_lost_ones_stay_in_their_table() -> None:
    rows = [
        HOUSEHOLDS,
        ["H1", "张三", "大坑村", 2, None],
        ["H2", "李四", None, 3, 7000],
        [],
        VILLAGES,
        ["小坑村", None, 3],
    ]
    lost = [(2, "E", "error_cell", "#N/A"), (6, "B", "error_cell", "#REF!")]
    found = read_rows(sheet_of(rows, merges=["C2:C3"], lost=lost))
    assert values(found, 0)["village"] == ["大坑村", "大坑村"]
    assert [(issue["cell"], issue["table"]) for issue in said(found, "error_cell")] == [
        ("E2", "household"),
        ("B6", "village"),
    ]


def test_a_header_far_below_notes() -> None:
    notes = [[f"第{number}条 低收入农户的认定办法"] for number in range(70)]
    found = read_rows([*notes, [], ["花名册"], HOUSEHOLDS, H1, [], MEMBERS, M1])
    assert [part.header_rows for part in found.parts] == [(73,), (76,)]
    assert found.frames[0]["_row"].to_list() == [74]
    assert found.parts[0].titles[-1] == "花名册"
    [issue] = said(found, "rows_above_table")
    assert issue["level"] == "warning"


def test_a_table_far_below_the_first() -> None:
    rows = [HOUSEHOLDS, *([f"H{n}", "张三", "大坑村", 2, 8000] for n in range(1000)), [], MEMBERS, M1]
    found = read_rows(rows)
    assert [part.rows for part in found.parts] == [1000, 1]
    assert found.frames[1]["_row"].to_list() == [1004]


def test_rows_of_texts_that_are_called_like_headers_are_rows() -> None:
    head = ["户编号", "补助项目", "发放方式", "补助金额", "村"]
    rows = [[f"H{number}", "临时救助", "户主", 500, "行政村"] for number in range(5)]
    found = read_rows(sheet_of([head, *rows], "补助发放"))
    assert [part.rows for part in found.parts] == [5]


def test_what_looks_like_a_header_of_no_table_is_said() -> None:
    found = read_rows([HOUSEHOLDS, H1, [], ["县", "乡镇", "行政村", "户编号"], ["遂昌县", "妙高街道", "大坑村", "H1"]])
    [issue] = said(found, "header_unplaced")
    assert (issue["level"], issue["row"]) == ("warning", 4)


# ------------------------------------------------------------------ side by side


def beside(left: Sequence[Sequence[object]], right: Sequence[Sequence[object]], gap: int = 1) -> list[list[object]]:
    width = max(len(row) for row in left)
    height = max(len(left), len(right))
    rows = []
    for number in range(height):
        own = list(left[number]) if number < len(left) else []
        other = list(right[number]) if number < len(right) else []
        rows.append([*own, *[None] * (width - len(own) + gap), *other])
    return rows


@pytest.mark.parametrize("gap", [1, 2])
def test_two_tables_side_by_side(gap: int) -> None:
    rows = beside([["花名册"], HOUSEHOLDS, H1, H2], [["家庭成员"], MEMBERS, M1, M2, ["H2", "李四", "户主"]], gap)
    found = read_rows(rows)
    assert [part.table for part in found.parts] == ["household", "member"]
    assert [part.titles for part in found.parts] == [("花名册",), ("家庭成员",)]
    assert found.parts[1].letters["household_id"] == letter(5 + gap)
    assert found.frames[0]["_row"].to_list() == [3, 4]
    assert found.frames[1]["_row"].to_list() == [3, 4, 5]
    assert not kinds(found)


def test_a_roster_printed_in_two_columns() -> None:
    found = read_rows(beside([HOUSEHOLDS, H1, H2], [HOUSEHOLDS, H3]))
    assert [frame["household_id"].to_list() for frame in found.frames] == [["H1", "H2"], ["H3"]]
    assert found.parts[1].letters["per_capita_income"] == "K"


def test_a_blank_column_inside_a_table_stays_inside() -> None:
    found = read_rows(beside([HOUSEHOLDS, H1, H2], [["工资性收入", "财产净收入"], [1, 2], [3, 4]]))
    assert len(found.parts) == 1
    assert values(found)["wage_income"] == [1.0, 3.0]


def test_members_beside_their_household_with_a_blank_column_are_a_wide_sheet() -> None:
    rows = beside(
        [["户编号", "家庭人口数", "人均可支配收入"], ["H1", 2, 8000]],
        [["姓名", "与户主关系"], ["张三", "户主"], ["赵六", "配偶"]],
    )
    found = read_rows(rows)
    assert [part.table for part in found.parts] == ["household", "member"]
    assert values(found, 1)["household_id"] == ["H1", "H1"]


# ------------------------------------------------------------------ by property


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


names = st.text("王李张陈林周吴徐孙马", min_size=2, max_size=3)
money = st.integers(0, 99999)
households = st.lists(
    st.tuples(names, st.sampled_from(["大坑村", "小坑村"]), st.integers(1, 9), money), min_size=1, max_size=6
)
people = st.lists(st.tuples(names, st.sampled_from(["户主", "配偶", "之子"])), min_size=1, max_size=6)
villages = st.lists(st.tuples(money, money), min_size=1, max_size=4)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    kind = draw(st.sampled_from(["household", "member", "village"]))
    if kind == "household":
        header = draw(st.permutations(HOUSEHOLDS))
        by_name = [dict(zip(HOUSEHOLDS, (f"H{n}", *row), strict=True)) for n, row in enumerate(draw(households))]
    elif kind == "member":
        header = draw(st.permutations(MEMBERS))
        by_name = [dict(zip(MEMBERS, (f"H{n}", *row), strict=True)) for n, row in enumerate(draw(people))]
    else:
        header = draw(st.permutations(VILLAGES))
        by_name = [dict(zip(VILLAGES, (f"村{n}村", *row), strict=True)) for n, row in enumerate(draw(villages))]
    return Table(tuple(header), tuple(tuple(row[name] for name in header) for row in by_name))


gaps = st.lists(
    st.sampled_from([(), (), ("附表",), ("填报单位：某局", None, "日期：2021年1月")]), min_size=0, max_size=2
)
ends = st.sampled_from([[], [], [["合计"]], [["填表人：王某"]], [["审核人：李某", None, "填表人：王某"], ["注：无"]]])


def shifted(cell: str, down: int, right: int) -> str:
    letters = cell.rstrip("0123456789")
    return f"{letter(position(letters) + right)}{int(cell.removeprefix(letters)) + down}"


@settings(max_examples=150)
@given(st.lists(st.tuples(gaps, tables(), ends), min_size=2, max_size=4), st.integers(0, 2))
def test_stacked_tables_read_as_on_sheets_of_their_own(
    parts: list[tuple[list[object], Table, list[list[object]]]], right: int
) -> None:
    rows: list[list[object]] = []
    wanted: dict[tuple[str, str], object] = {}
    for number, (gap, table, end) in enumerate(parts):
        if number:
            rows.append([])
        rows += [list(row) for row in gap]
        if number:
            rows.append([f"表{'一二三四'[number]}"])
        alone = addressed(read_rows([list(table.header), *map(list, table.rows)]))
        wanted |= {(name, shifted(cell, len(rows), right)): value for (name, cell), value in alone.items()}
        rows += [list(table.header), *map(list, table.rows), *end]
    found = read_rows([[*[None] * right, *row] for row in rows])
    assert addressed(found) == wanted
    assert len(found.parts) == len(parts)
    assert not kinds(found)


@settings(max_examples=100)
@given(tables(), st.integers(2, 4))
def test_a_header_repeated_between_rows_splits_nothing(table: Table, every: int) -> None:
    rows: list[list[object]] = [list(table.header)]
    for number, row in enumerate(table.rows):
        rows += [list(table.header)] if number and number % every == 0 else []
        rows.append(list(row))
    found = read_rows(rows)
    assert [part.rows for part in found.parts] == [len(table.rows)]


@settings(max_examples=100)
@given(tables(), st.integers(0, 400), st.integers(0, 3))
def test_lower_headers_are_found_among_many_rows(table: Table, above: int, spare: int) -> None:
    rows = [*([*H1, *["备注"] * spare] for _ in range(above)), [*table.header], *table.rows]
    cells = sheet_of(rows).cells
    found = heading_rows(cells, 0, lambda text: may_be_header(text, INDEX), tuple(INDEX.names))
    assert found == (above,)
