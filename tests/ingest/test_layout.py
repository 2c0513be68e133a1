"""Where the table is on a sheet, which rows are data, and what is said of the others."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from books import book, issues, read_books
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incomeaudit.ingest.address import letter, position
from incomeaudit.messages import Problem

HEAD = ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入"]
ONE = ["H1", "张三", "大坑村", 2, 8000]
TWO = ["H2", "李四", "大坑村", 3, 7000]


def test_letters_of_columns() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(position(letter(index)) == index for index in range(1000))


def test_title_rows_are_kept_and_rows_keep_excels_numbers(tmp_path: Path) -> None:
    rows = [["遂昌县2020年低收入农户花名册"], ["填报单位：妙高街道", None, None, "单位：元"], [], HEAD, ONE, [], TWO]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    part = data.parts[0]
    assert part.titles == ("遂昌县2020年低收入农户花名册", "填报单位：妙高街道", "单位：元")
    assert (part.header_rows, part.first_row, part.last_row, part.rows) == ((4,), 5, 7, 2)
    assert data.tables["household"]["_row"].to_list() == [5, 7]
    assert data.tables["household"]["per_capita_income"].to_list() == [8000.0, 7000.0]


def test_blank_columns_on_the_left_count(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [[], [None, None, *HEAD], [None, None, *ONE]]))
    assert data.parts[0].letters["household_id"] == "C"
    assert data.parts[0].letters["per_capita_income"] == "G"
    assert data.tables["household"]["_row"].to_list() == [3]


def test_groups_over_sub_headers(tmp_path: Path) -> None:
    rows = [
        ["低收入农户收入情况表"],
        ["户编号", "户主", None, "收入情况（万元）", None, "备注"],
        [None, "姓名", "身份证号", "工资性收入", "财产净收入", None],
        ["H1", "张三", "331123197001011234", 1.2, 0.3, "无"],
    ]
    data = read_books(book(tmp_path / "r.xlsx", rows, merges=["A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3"]))
    part = data.parts[0]
    assert part.header_rows == (2, 3)
    assert part.letters == {
        "household_id": "A",
        "head_name": "B",
        "head_id": "C",
        "wage_income": "D",
        "property_income": "E",
    }
    assert [column.header for column in part.columns][3:] == [
        "收入情况（万元）/工资性收入",
        "收入情况（万元）/财产净收入",
        "备注",
    ]
    assert data.tables["household"]["wage_income"].to_list() == [12000.0]


def test_groups_above_sub_headers_that_need_none_are_no_titles(tmp_path: Path) -> None:
    rows = [
        ["遂昌县2020年花名册"],
        ["遂昌县农业农村局", None, None, "2020年12月"],
        ["序号", "基本情况", None, "收入情况（元）", None],
        [None, "户编号", "家庭人口数", "人均可支配收入", "工资性收入"],
        [1, "H1", 2, 8000, 5000],
    ]
    part = read_books(book(tmp_path / "r.xlsx", rows, merges=["A3:A4", "B3:C3", "D3:E3"])).parts[0]
    assert part.header_rows == (3, 4)
    assert part.titles == ("遂昌县2020年花名册", "遂昌县农业农村局", "2020年12月")
    assert [column.header for column in part.columns][:2] == ["序号", "基本情况/户编号"]
    assert part.columns[0].how == "unknown"


def test_three_header_rows(tmp_path: Path) -> None:
    rows = [
        ["户编号", "收入情况", None, None, None],
        [None, "2019年", "2020年", None, None],
        [None, "人均可支配收入", "人均可支配收入", "工资性收入", "家庭人口数"],
        ["H1", 7000, 8000, 5000, 2],
    ]
    letters = read_books(book(tmp_path / "r.xlsx", rows)).parts[0].letters
    assert (letters["prior_per_capita_income"], letters["per_capita_income"]) == ("B", "C")
    assert (letters["wage_income"], letters["members"]) == ("D", "E")


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3", "4", "5"],
        [1, 2, 3, 4, 5],
        ["A", "B", "C", "D", "E"],
        ["甲", "乙", "丙", 1, "2=1×3"],
        ["①", "②", "③", "④", "⑤"],
    ],
)
def test_a_row_of_column_numbers_is_dropped(tmp_path: Path, numbers: Sequence[object]) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, numbers, ONE]))
    assert data.tables["household"]["_row"].to_list() == [3]
    assert not data.issues.filter(level="error").height


def test_a_row_of_units_below_the_names_counts(tmp_path: Path) -> None:
    data = read_books(
        book(tmp_path / "r.xlsx", [HEAD, [None, None, None, "（人）", "（万元）"], ["H1", "张三", "村", 2, 0.8]])
    )
    assert data.tables["household"]["per_capita_income"].to_list() == [8000.0]
    assert data.tables["household"]["members"].to_list() == [2]


def test_the_unit_above_the_table_counts_for_money(tmp_path: Path) -> None:
    header = [*HEAD, "工资性收入（元）"]
    data = read_books(
        book(tmp_path / "r.xlsx", [["花名册"], ["单位：万元"], header, ["H1", "张三", "村", 2, 0.8, 5000]])
    )
    household = data.tables["household"]
    assert household["per_capita_income"].to_list() == [8000.0]
    assert household["wage_income"].to_list() == [5000.0]
    assert household["members"].to_list() == [2]
    [said] = issues(data, "converted")
    assert (said["field"], said["level"]) == ("per_capita_income", "info")
    assert {column.letter: column.conversion for column in data.parts[0].columns}["E"] == "×10000"


@pytest.mark.parametrize(
    "subtotal",
    [
        ["小计", None, None, 5, 15000],
        [None, "合 计", None, 5, 15000],
        [None, None, "大坑村小计", 5, 15000],
        ["总计：", None, None, 5, 15000],
        ["合计（2户）", None, None, 5, 15000],
        [None, None, "本页合计", 5, 15000],
        ["全县合计", None, None, 5, 15000],
        [None, None, "累计", 5, 15000],
    ],
)
def test_subtotals_are_dropped_and_counted(tmp_path: Path, subtotal: Sequence[object]) -> None:
    data = read_books(
        book(tmp_path / "r.xlsx", [HEAD, ONE, TWO, subtotal, ["H3", "王五", "设计村", 1, 9000], subtotal])
    )
    assert data.tables["household"]["_row"].to_list() == [2, 3, 5]
    [said] = issues(data, "subtotals_dropped")
    assert (said["level"], said["row"], said["sheet"]) == ("info", 4, "花名册")
    assert "2" in str(said["message"])
    assert "4、6" in str(said["message"])


def test_a_subtotal_in_a_column_that_is_not_known(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [["序号", *HEAD], [1, *ONE], ["合计", None, None, None, 2, 8000]]))
    assert data.tables["household"]["household_id"].to_list() == ["H1"]


@pytest.mark.parametrize(
    "note",
    [
        "填表人：王某",
        "审核人",
        "制 表：王某",
        "负责人：",
        "注：1.本表一式三份",
        "说明：见附件",
        "备注:无",
        "单位负责人（签字）：",
    ],
)
def test_data_end_at_the_notes(tmp_path: Path, note: str) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, ONE, TWO, [], [note, None, "审核人：李某"], ["联系电话：0578"]]))
    assert data.tables["household"]["_row"].to_list() == [2, 3]
    [said] = issues(data, "notes_at_end")
    assert (said["row"], said["level"]) == (5, "info")
    assert not issues(data, "data_after_notes")


def test_data_below_the_notes_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    rows = [HEAD, ONE, TWO, ["填表人：王某"], ["H3", "王五", "大坑村", 1, 9000]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["_row"].to_list() == [2, 3]
    [said] = issues(data, "data_after_notes")
    assert (said["level"], said["row"]) == ("warning", 5)


def test_a_header_repeated_on_each_page_is_dropped(tmp_path: Path) -> None:
    rows = [["低收入农户花名册"], HEAD, ONE, ["低收入农户花名册"], HEAD, TWO]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["_row"].to_list() == [3, 6]
    [said] = issues(data, "headers_repeated")
    assert "4、5" in str(said["message"])
    assert not data.issues.filter(level="error").height


def test_a_header_of_two_rows_repeated(tmp_path: Path) -> None:
    top = ["户编号", "户主姓名", "收入", None]
    below = [None, None, "工资性收入", "财产净收入"]
    rows = [top, below, ["H1", "张三", 1, 2], top, below, ["H2", "李四", 3, 4]]
    data = read_books(book(tmp_path / "r.xlsx", rows, merges=["A1:A2", "B1:B2", "C1:D1"]))
    assert data.tables["household"]["_row"].to_list() == [3, 6]


def test_a_line_with_one_cell_is_said(tmp_path: Path) -> None:
    rows = [HEAD, ONE, [None, None, "小坑村"], TWO, ["H9"]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2", "H9"]
    [said] = issues(data, "rows_stray")
    assert (said["level"], said["row"]) == ("warning", 3)


def test_lines_prepared_and_left_empty_are_no_households(tmp_path: Path) -> None:
    header = [*HEAD, "工资性收入", "家庭可支配收入"]
    rows = [
        ["序号", *header],
        [1, *ONE, 5000, 16000],
        [2],
        [3, None, None, None, None, None, 0, 0],
        [4, "H2", None, None, 0, 0],
    ]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2"]
    [said] = issues(data, "rows_unfilled")
    assert (said["level"], said["row"]) == ("info", 3)
    assert "3、4" in str(said["message"])


def test_a_column_without_a_header_is_said(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, [*ONE, None, "无表头"], TWO]))
    [said] = issues(data, "columns_without_header")
    assert said["level"] == "info"
    assert "G列" in str(said["message"])


def test_data_below_the_notes_of_a_narrow_table(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [["户编号", "家庭人口数"], ["H1", 2], ["说明：以上"], ["H2", 3]]))
    assert issues(data, "data_after_notes")[0]["row"] == 4


def test_formulas_copied_below_the_data_are_no_households(tmp_path: Path) -> None:
    rows = [HEAD, ONE, [None, None, None, None, "=F3/D3"], [None, None, None, None, "#DIV/0!"]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["_row"].to_list() == [2]
    [said] = issues(data, "rows_only_formulas")
    assert (said["level"], said["row"]) == ("warning", 3)


def test_a_sheet_without_a_table_is_named_with_the_nearest_headers(tmp_path: Path) -> None:
    data = read_books(
        book(
            tmp_path / "r.xlsx", {"花名册": [HEAD, ONE], "天气": [["日期", "健康状况况", "气温"], [1, 2, 3]], "空": []}
        )
    )
    [said] = issues(data, "no_table")
    assert (said["level"], said["sheet"]) == ("warning", "天气")
    assert "健康状况况 → 健康状况" in str(said["message"])
    assert issues(data, "blank_sheet")[0]["sheet"] == "空"


def test_no_table_anywhere_is_a_problem(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"甲": [["日期", "家庭人口数数"], [1, 2]], "乙": []})
    with pytest.raises(Problem) as caught:
        read_books(path)
    assert caught.value.key == "no_table"
    assert "家庭人口数数 → 家庭人口数" in str(caught.value)
    assert "r.xlsx" in str(caught.value)


def test_fields_that_tell_no_table_are_not_taken_for_one(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        read_books(
            book(tmp_path / "r.xlsx", [["乡镇", "行政村", "户编号", "户主姓名", "联系电话"], ["a", "b", "c", "d", "e"]])
        )


def test_an_empty_table_is_said(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD]))
    assert data.tables["household"].height == 0
    assert "per_capita_income" in data.tables["household"].columns
    [said] = issues(data, "empty_table")
    assert (said["level"], said["sheet"]) == ("warning", "花名册")
    assert data.parts[0].rows == 0


def test_the_sheet_name_decides_between_tables(tmp_path: Path) -> None:
    # 经营性收入 is a village's operating income and a household's income before costs.
    rows = [["行政村", "经营性收入", "住房安全", "相对薄弱村"], ["大坑村", 1, "是", "否"]]
    assert read_books(book(tmp_path / "a.xlsx", {"村集体经济": rows})).parts[0].table == "village"
    assert read_books(book(tmp_path / "b.xlsx", {"农户": rows})).parts[0].table == "household"


def test_values_in_a_data_row_that_look_like_headers_do_not_mislead(tmp_path: Path) -> None:
    header = ["户编号", "户主姓名", "救助类别", "帮扶措施", "家庭人口数"]
    data = read_books(
        book(tmp_path / "r.xlsx", [header, ["H1", "张三", "低保", "临时救助", 2], ["H2", "李四", "低保", "危房", 3]])
    )
    assert data.parts[0].header_rows == (1,)
    assert data.tables["household"].height == 2


NAMES = {
    "household_id": ["户编号", "户 号", "1.户编号", "档案号"],
    "head_name": ["户主姓名", "户主", "户主\n姓名", "*户主姓名"],
    "village": ["行政村", "村", "村名"],
    "members": ["家庭人口数", "家庭人口", "家庭人口数（人）", "家庭人口："],
    "per_capita_income": ["人均可支配收入", "2020年人均可支配收入（元）", "人均可支配收入\n(元)"],
    "wage_income": ["工资性收入", "工资性收入（元）", "①工资性收入"],
}
INCOMES = ("wage_income", "per_capita_income")


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[object]], dict[str, list[object]], list[int], dict[str, str]]:
    """Rows of a sheet; the values they hold by field; their row numbers; the fields' letters."""
    fields = draw(st.permutations(list(NAMES)))
    left = draw(st.integers(0, 2))
    blank: list[object] = [None] * left
    rows: list[list[object]] = [
        [*blank, text] for text in draw(st.lists(st.sampled_from(["花名册", "单位：元", "2020年统计表"]), max_size=3))
    ]
    header: list[object] = [*blank, *(draw(st.sampled_from(NAMES[name])) for name in fields)]
    if draw(st.booleans()):
        # Incomes side by side below one group, everything else reaching down over both rows.
        fields = [name for name in fields if name not in INCOMES] + list(INCOMES)
        header = [*blank, *(draw(st.sampled_from(NAMES[name])) for name in fields)]
        rows.append([*header[: -len(INCOMES)], "收入情况", None])
        rows.append([*[None] * (len(header) - len(INCOMES)), *header[-len(INCOMES) :]])
    else:
        rows.append(header)
    if draw(st.booleans()):
        rows.append([*blank, *range(1, len(fields) + 1)])
    values: dict[str, list[object]] = {name: [] for name in fields}
    numbers: list[int] = []
    count = draw(st.integers(1, 6))
    for serial in range(count):
        row: dict[str, object] = {
            "household_id": f"H{serial:03}",
            "head_name": draw(st.sampled_from(["张三", "李四", "欧阳娜"])),
            "village": draw(st.sampled_from(["大坑村", "设计村"])),
            "members": draw(st.integers(1, 9)),
            "per_capita_income": draw(st.integers(0, 10**7)) / 100,
            "wage_income": draw(st.one_of(st.none(), st.integers(0, 10**7).map(lambda fen: fen / 100))),
        }
        rows.append([*blank, *(row[name] for name in fields)])
        numbers.append(len(rows))
        for name in fields:
            values[name].append(row[name])
        between = draw(st.sampled_from(["", "", "blank", "subtotal"]))
        if between == "blank":
            rows.append([])
        elif between == "subtotal":
            total: dict[str, object] = {"village": draw(st.sampled_from(["小计", "大坑村小计", "合计"])), "members": 12}
            rows.append([*blank, *(total.get(name) for name in fields)])
    if draw(st.booleans()):
        rows += [[], [*blank, "填表人：王某", None, "审核人：李某"]]
    return rows, values, numbers, {name: letter(left + at) for at, name in enumerate(fields)}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layouts())
def test_whatever_the_layout_values_and_addresses_come_back(
    tmp_path: Path, drawn: tuple[list[list[object]], dict[str, list[object]], list[int], dict[str, str]]
) -> None:
    rows, values, numbers, letters = drawn
    data = read_books(book(tmp_path / "r.xlsx", rows))
    household = data.tables["household"]
    assert household["_row"].to_list() == numbers
    assert data.parts[0].letters == letters
    for name, expected in values.items():
        assert household[name].to_list() == expected, name
    assert not data.issues.filter(level="error").height


@pytest.mark.parametrize("total", ["大坑村小计", "妙高街道合计", "第三组小计", "全县合计"])
def test_a_subtotal_in_the_column_of_numbers(tmp_path: Path, total: str) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, ONE, TWO, [total, None, None, 5, 15000]]))
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2"]
    assert issues(data, "subtotals_dropped")[0]["row"] == 4


def test_notes_that_fill_most_columns_of_a_narrow_table_end_it(tmp_path: Path) -> None:
    rows = [HEAD, ONE, TWO, ["填表人：王某", None, "审核人：李某", None, "2021年1月"], ["审核日期：2021年1月"]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H2"]
    assert issues(data, "notes_at_end")[0]["row"] == 4
    assert not issues(data, "data_after_notes")
