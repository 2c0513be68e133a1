"""The form of one household (一户一表): labels beside values, members in the middle."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_sheet import INDEX, addressed, kinds, read_rows, said, sheet_of, values

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.forms.find import find_forms

FORM: list[list[object]] = [
    ["低收入农户家庭情况登记表（一户一表）"],
    ["填报单位：妙高街道", None, None, None, None, "单位：元"],
    ["户编号", "H1", "户主姓名", "张三", "身份证号", "331123197001011234"],
    ["县", "遂昌县", "乡镇", "妙高街道", "行政村", "大坑村"],
    ["家庭人口数", 2, "劳动力人数", 1, "人均可支配收入", 9000],
    ["收入情况", "工资性收入", 12000, "经营净收入", 3000],
    [None, "财产净收入", 0, "转移净收入", 3000],
    ["家庭成员情况"],
    ["姓名", "与户主关系", "身份证号", "健康状况", "劳动能力", "备注"],
    ["张三", "户主", "331123197001011234", "健康", "普通劳动力"],
    ["李四", "配偶", "331123197101011234", "健康", "普通劳动力"],
    [],
    ["帮扶措施", "来料加工"],
    ["帮扶责任人", "姓名", "王某", "联系电话", "13900000000"],
    ["住房安全", "是", "饮水安全", "否", "吃不愁", "是"],
    ["填表人：赵某", None, "审核人：钱某"],
]


def test_a_form_is_a_household_in_one_row_and_its_members() -> None:
    found = read_rows(sheet_of(FORM, merges=["A1:F1", "A6:A7"]))
    assert [part.table for part in found.parts] == ["household", "member"]
    household, people = (values(found, number) for number in (0, 1))
    assert found.frames[0].height == 1
    assert {name: household[name][0] for name in ("household_id", "head_name", "head_id", "county", "village")} == {
        "household_id": "H1",
        "head_name": "张三",
        "head_id": "331123197001011234",
        "county": "遂昌县",
        "village": "大坑村",
    }
    assert [household[name] for name in ("members", "per_capita_income", "wage_income", "transfer_income")] == [
        [2],
        [9000.0],
        [12000.0],
        [3000.0],
    ]
    assert [household[name] for name in ("housing", "water", "food")] == [[True], [False], [True]]
    assert people["household_id"] == ["H1", "H1"], "members take the number of their household"
    assert people["name"] == ["张三", "李四"]
    assert found.frames[1]["_row"].to_list() == [10, 11]
    [issue] = said(found, "form_read")
    assert (issue["level"], issue["row"]) == ("info", 3)
    assert not kinds(found)


def test_each_value_has_the_address_of_its_own_cell() -> None:
    found = read_rows(sheet_of(FORM))
    part, people = found.parts
    assert [part.cell(name, 3) for name in ("household_id", "head_id", "members", "per_capita_income", "housing")] == [
        "B3",
        "F3",
        "B5",
        "F5",
        "B15",
    ]
    assert (people.cell("household_id", 11), people.cell("name", 11)) == ("B3", "A11")
    assert (part.first_row, part.last_row, part.rows) == (3, 15, 1)
    assert {column.letter: column.field for column in part.columns}["F5"] == "per_capita_income"


def test_labels_that_are_not_known_are_listed_and_the_helpers_phone_is_not_the_households() -> None:
    rows = [*FORM[:4], ["致贫经过", "因病", "人均可支配收人", 5], *FORM[4:]]
    part = read_rows(sheet_of(rows)).parts[0]
    unknown = {column.letter: column for column in part.columns if column.field is None}
    assert {cell: column.header for cell, column in unknown.items()} == {
        "B5": "致贫经过",
        "D5": "人均可支配收人",
        "E15": "帮扶责任人/联系电话",
    }
    assert "人均可支配收入" not in unknown["D5"].suggestions, "that label is there already"
    assert "phone" not in part.letters
    assert part.cell("cadre", 3) == "C15"


def test_units_beside_or_in_labels_and_titles() -> None:
    rows = [
        ["登记表"], ["单位：万元"],
        ["户编号", "H1", "户主姓名", "张三"],
        ["家庭人口数", 2, "人", "劳动力人数", 1],
        ["工资性收入", 1.2, None, "人均可支配收入（元）", 9000],
        ["财产净收入", 300, "元", "转移净收入", "3000元"],
    ]  # fmt: skip
    found = values(read_rows(rows))
    assert (found["members"], found["labourers"]) == ([2], [1])
    assert [found[name][0] for name in ("wage_income", "per_capita_income", "property_income", "transfer_income")] == [
        12000.0,
        9000.0,
        300.0,
        3000.0,
    ]


def test_blank_values_are_blank_and_take_nothing_from_the_next_label() -> None:
    rows = [list(row) for row in FORM]
    rows[2][3] = rows[3][1] = rows[4][5] = None
    found = read_rows(sheet_of(rows))
    household = values(found)
    assert [household[name] for name in ("head_name", "county", "per_capita_income")] == [[None]] * 3
    assert found.parts[0].cell("head_name", 3) == "D3"
    assert household["head_id"] == ["331123197001011234"]


def test_labels_merged_over_columns_leave_a_gap_before_their_values() -> None:
    rows = [[text for value in row for text in (value, None)] for row in FORM[:7]]
    found = read_rows(sheet_of(rows))
    assert values(found)["per_capita_income"] == [9000.0]
    assert found.parts[0].cell("per_capita_income", 3) == "K5"
    blank = [list(row) for row in rows]
    blank[2][2], blank[3][4] = None, "曾用名"  # H1 is missing, and 乡镇 gives way to a label that is not known
    again = values(read_rows(sheet_of(blank)))
    assert again["household_id"] == [None]
    assert again["head_name"] == ["张三"]
    assert "township" not in again


def test_a_value_that_cannot_be_read_or_is_not_there_is_an_error_at_its_cell() -> None:
    rows = [list(row) for row in FORM]
    rows[4][1], rows[4][5] = "两口子", None
    found = read_rows(sheet_of(rows, lost=[(5, "F", "error_cell", "#REF!")]))
    [unreadable], [error] = said(found, "unreadable_cell"), said(found, "error_cell")
    assert (unreadable["cell"], unreadable["row"], unreadable["part"], unreadable["field"]) == ("B5", 5, 0, "members")
    assert (error["cell"], error["row"], error["text"]) == ("F5", 5, "#REF!")
    assert values(found)["labourers"] == [1], "the cell after the error is not taken for its value"


def test_one_label_twice() -> None:
    found = read_rows([*FORM[:5], ["家庭人口", 3, "户主", "张三"], *FORM[5:]])
    [issue] = said(found, "form_label_twice")
    assert (issue["level"], issue["cell"]) == ("warning", "A6")
    assert values(found)["members"] == [2]


def test_a_figure_without_a_label_is_said() -> None:
    found = read_rows([*FORM[:5], ["1234", "工资性收入", 5], *FORM[6:]])
    [issue] = said(found, "form_cells_loose")
    assert (issue["level"], issue["cell"]) == ("warning", "A6")
    assert "1234" not in str(issue["message"])


def test_forms_below_each_other_are_a_household_each() -> None:
    second = [list(row) for row in FORM]
    second[2][1], second[2][3], second[9][0] = "H2", "王五", "王五"
    found = read_rows(sheet_of([*FORM, [], *second]))
    assert [part.table for part in found.parts] == ["household", "member"] * 2
    assert [frame["household_id"].to_list() for frame in found.frames] == [["H1"], ["H1", "H1"], ["H2"], ["H2", "H2"]]
    assert found.parts[2].cell("head_name", 20) == "D20"
    assert found.parts[2].titles == ("低收入农户家庭情况登记表（一户一表）", "填报单位：妙高街道", "单位：元")
    assert [frame["_part"][0] for frame in found.frames] == [0, 1, 2, 3]


def test_visits_and_loans_on_a_form_take_head_and_place_too() -> None:
    visits = [["走访记录"], ["走访日期", "走访人", "录入日期", "备注"], ["2020-05-01", "王某", "2020-05-02"]]
    found = read_rows(sheet_of([*FORM[:12], *visits]))
    assert [part.table for part in found.parts] == ["household", "member", "visit"]
    visit = values(found, 2)
    assert (visit["household_id"], visit["head_name"], visit["township"]) == (["H1"], ["张三"], ["妙高街道"])
    assert found.parts[2].cell("head_name", 15) == "D3"


def test_households_as_columns() -> None:
    labels = ["户编号", "户主姓名", "行政村", "家庭人口数", "劳动力人数", "人均可支配收入", "住房安全", "其他情况"]
    one = ["H1", "张三", "大坑村", 2, 1, 9000, "是", "无"]
    two = ["H2", "李四", "小坑村", 3, "不清楚", 7000, "否", None]
    rows = [
        ["低收入农户情况（一列一户）"],
        ["项目", "第一户", "第二户"],
        *map(list, zip(labels, one, two, strict=True)),
    ]
    found = read_rows(rows)
    assert [part.table for part in found.parts] == ["household", "household"]
    assert [values(found, n)["per_capita_income"] for n in (0, 1)] == [[9000.0], [7000.0]]
    assert [part.cell("per_capita_income", 3) for part in found.parts] == ["B8", "C8"]
    assert [issue["cell"] for issue in said(found, "unreadable_cell")] == ["C7"]
    assert [column.header for column in found.parts[0].columns if column.field is None] == ["其他情况"]
    remarked = [[*row, "按户口本填写"] for row in rows]
    [issue] = said(read_rows(remarked), "form_columns_unread")
    assert "D列" in str(issue["message"])


def test_labels_down_one_column() -> None:
    labels = ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入"]
    found = read_rows([*map(list, zip(labels, ["H1", "张三", "大坑村", 2, 9000], strict=True))])
    assert values(found)["members"] == [2]
    assert found.parts[0].cell("members", 1) == "B4"


# ------------------------------------------------------------------ what is no form

HEADERS = ["户编号", "户主姓名", "身份证号", "行政村", "家庭人口数", "人均可支配收入", "住房安全", "饮水安全"]


def test_a_list_that_explains_headers_is_no_form() -> None:
    meanings = ["县里给的编号", "户口本上的姓名", "十八位", "全称", "整数", "两位小数", "是或否", "是或否"]
    examples = ["H1", "张三", "331123197001011234", "大坑村", 2, 9000, "是", "是"]
    plain = [*map(list, zip(HEADERS, meanings, strict=True))]
    assert find_forms(sheet_of(plain), INDEX) is None
    shown = [["字段名称", "填写说明", "示例"], *map(list, zip(HEADERS, meanings, examples, strict=True))]
    assert find_forms(sheet_of(shown), INDEX) is None
    assert find_forms(sheet_of([*map(list, zip(HEADERS, examples, strict=True))], "填报说明"), INDEX) is None


@pytest.mark.parametrize("rows", [1, 2, 3, 30])
def test_a_roster_whose_every_other_header_is_not_known_is_no_form(rows: int) -> None:
    header = [text for name in HEADERS for text in (name, f"其他{name[:2]}情况")]
    found = read_rows(
        [["花名册"], header, *([f"H{n}", 1, "张三", 2, "x", 3, "大坑村", 4, 2, 5, 9000] for n in range(rows))]
    )
    assert [part.rows for part in found.parts] == [rows]
    assert not said(found, "form_read")


texts = st.one_of(
    st.sampled_from(["张三", "大坑村", "是", "否", "因病", "低保", "户主", "特困供养人员", "行政村", "临时救助", "无"]),
    st.integers(0, 99999).map(str),
    st.none(),
)


@settings(max_examples=200)
@given(st.data())
def test_a_roster_is_never_a_form(data: st.DataObject) -> None:
    known = [head for field in INDEX.vocabulary.tables["household"].fields.values() for head in field.headers[:2]]
    unknown = ["备注", "其他情况", "曾用名", "说明", "核实人"]
    header = data.draw(st.lists(st.sampled_from([*known, *unknown]), min_size=3, max_size=12, unique=True))
    depth = data.draw(st.integers(0, 2))
    groups = [
        [data.draw(st.sampled_from([None, "基本情况", "收入情况", *known])) for _ in header] for _ in range(depth)
    ]
    titles = data.draw(st.lists(st.sampled_from([["花名册"], ["填报单位：某局", None, "单位：元"], []]), max_size=3))
    body = data.draw(st.lists(st.lists(texts, min_size=len(header), max_size=len(header)), min_size=1, max_size=8))
    assert find_forms(sheet_of([*titles, *groups, header, *body]), INDEX) is None


@st.composite
def forms(draw: st.DrawFn) -> tuple[list[list[object]], list[list[object]], int]:
    """A household as a form, the same as a roster of one row, and how many labels stand in a row of the form."""
    named = {"户编号": "H1", "户主姓名": draw(st.text("王李张陈", min_size=2, max_size=3))}
    more = {
        "行政村": st.sampled_from(["大坑村", "小坑村"]),
        "家庭人口数": st.integers(1, 9),
        "劳动力人数": st.integers(0, 9),
        "工资性收入": st.integers(0, 99999),
        "转移净收入": st.integers(0, 99999),
        "人均可支配收入": st.decimals(0, 99999, places=2).map(str),
        "住房安全": st.sampled_from(["是", "否"]),
        "饮水安全": st.sampled_from(["达标", "未达标"]),
        "主要致贫原因": st.sampled_from(["因病", "因残", "缺技术"]),
        "建档日期": st.sampled_from(["2020年5月1日", "2019-03-02"]),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(more)), min_size=6, max_size=10, unique=True))
    record = named | {label: draw(more[label]) for label in chosen}
    order = draw(st.permutations(sorted(record)))
    across = draw(st.integers(1, 3))
    gap = draw(st.integers(0, 1))
    titles: list[list[object]] = draw(st.lists(st.sampled_from([["登记表"], [], ["填报日期：2021年1月"]]), max_size=2))
    rows: list[list[object]] = list(titles)
    for at in range(0, len(order), across):
        pairs = [[*[None] * gap, label, record[label], *[None] * gap] for label in order[at : at + across]]
        rows.append([text for pair in pairs for text in pair])
    return rows, [order, [record[label] for label in order]], across


@settings(max_examples=150)
@given(
    forms(),
    st.lists(st.tuples(st.text("王李张陈", min_size=2, max_size=3), st.sampled_from(["户主", "配偶"])), max_size=3),
)
def test_a_form_reads_back_as_the_roster_of_one_row(
    form: tuple[list[list[object]], list[list[object]], int], people: Sequence[tuple[str, str]]
) -> None:
    rows, roster, _ = form
    at = len(rows)
    if people:
        rows = [*rows, ["家庭成员"], ["姓名", "与户主关系", "健康状况"], *([*person, "健康"] for person in people)]
    found = read_rows(rows)
    plain = values(read_rows(roster))
    assert values(found) == plain
    places = {
        str(text): f"{letter(c)}{r + 1}"
        for r, row in enumerate(rows[:at])
        for c, text in enumerate(row)
        if text is not None
    }
    heads = {column.field: column.header for column in found.parts[0].columns}
    for field, cell in found.parts[0].cells.items():
        label = places[heads[field] or ""]
        assert (cell[1:], ord(cell[0])) == (label[1:], ord(label[0]) + 1), "the value stands right of its label"
    assert [part.table for part in found.parts] == ["household", "member"][: 2 if people else 1]
    if people:
        assert values(found, 1)["name"] == [name for name, _ in people]
        assert set(values(found, 1)["household_id"]) == {"H1"}
        assert addressed(found)["member.name", f"A{at + 3}"] == people[0][0]


def test_labels_and_values_in_one_cell() -> None:
    rows = [
        ["登记表"],
        ["户编号：H1", None, "户主姓名：张三"],
        ["家庭人口数：2", "劳动力人数: 1"],
        ["人均可支配收入（元）：9000", "住房安全：是"],
    ]
    found = read_rows(rows)
    assert values(found)["per_capita_income"] == [9000.0]
    assert found.parts[0].cells["head_name"] == "C2"
    assert found.parts[0].titles == ("登记表",)


def test_a_form_that_nobody_filled_in() -> None:
    blank = [
        [text if isinstance(text, str) and number % 2 == 0 else None for number, text in enumerate(row)]
        for row in FORM[2:5]
    ]
    people = [["家庭成员情况"], ["姓名", "与户主关系", "身份证号", "健康状况"], [], []]
    found = read_rows([["登记表"], *blank, *people, ["住房安全", None, "饮水安全"], ["填表人："]])
    assert not found.parts
    assert [issue["level"] for issue in said(found, "form_blank")] == ["info"]


def test_a_roster_whose_answers_are_called_like_headers_is_no_form() -> None:
    head = ["户编号", "户主姓名", "家庭人口数", "人均可支配收入", "主要收入来源"]
    answers = ["养老金", "低保金", "公益岗位", "住房安全", "饮水安全"]
    rows = [[f"H{n}", f"张{n}", 2, 9000, answers[n % len(answers)]] for n in range(60)]
    sheet = sheet_of([["2020年低收入农户花名册"], head, *rows])
    assert find_forms(sheet, INDEX) is None
    assert read_rows(sheet).frames[0].height == 60


def test_a_roster_below_what_is_said_of_its_village_is_a_roster() -> None:
    above = [["行政村", "大坑村", "户数", 2], ["乡镇", "妙高街道", "户主", "王某"], ["劳动力", 5, "家庭人口", 9], []]
    found = read_rows([*above, HEADERS, ["H1", "张三", None, "大坑村", 2, 9000, "是", "是"]])
    assert [part.header_rows for part in found.parts] == [(5,)]
    assert values(found)["household_id"] == ["H1"]
