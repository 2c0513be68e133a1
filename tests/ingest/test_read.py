"""Workbooks to one data set: tables, addresses, issues and evidence."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from books import book, issues, read_books

from incomeaudit.ingest.context import years_in
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.model import ISSUE_SCHEMA, PART, ROW
from incomeaudit.ingest.units import money_unit_of_title
from incomeaudit.messages import Problem
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.dtypes import dtype_of

HEAD = ["户编号", "户主姓名", "户主身份证号", "家庭人口数", "人均可支配收入", "住房安全", "建档日期"]
ONE = ["H1", "张三", "331123197001011234", 2, 8000, "是", "2020年5月1日"]
TWO = ["H2", "李四", "331123197001015678", "3人", "7,000.50元", "否", date(2019, 3, 2)]


def test_a_frame_holds_typed_columns_in_the_vocabularys_order(tmp_path: Path) -> None:
    household = read_books(
        book(tmp_path / "r.xlsx", [list(reversed(HEAD)), list(reversed(ONE)), list(reversed(TWO))])
    ).tables["household"]
    fields = load_vocabulary().tables["household"].fields
    assert household.columns[:2] == [PART, ROW]
    assert household.columns[2:] == [name for name in fields if name in household.columns]
    assert household.schema[PART] == household.schema[ROW] == pl.UInt32
    assert all(household.schema[name] == dtype_of(fields[name].type) for name in household.columns[2:])
    assert household["members"].to_list() == [2, 3]
    assert household["per_capita_income"].to_list() == [8000.0, 7000.5]
    assert household["housing"].to_list() == [True, False]
    assert household["registered_on"].to_list() == [date(2020, 5, 1), date(2019, 3, 2)]


def test_a_field_that_no_sheet_has_is_no_column(tmp_path: Path) -> None:
    household = read_books(book(tmp_path / "r.xlsx", [HEAD, ONE])).tables["household"]
    assert "wage_income" not in household.columns


def test_a_cell_that_cannot_be_read_is_an_error_with_its_address(tmp_path: Path) -> None:
    rows = [["花名册"], HEAD, ONE, ["H2", "李四", "331123197001015678", "两口子", "待定" * 30, "不清楚", "去年"]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    found = issues(data, "unreadable_cell")
    assert [(said["field"], said["cell"]) for said in found] == [
        ("members", "D4"),
        ("per_capita_income", "E4"),
        ("housing", "F4"),
        ("registered_on", "G4"),
    ]
    for said in found:
        assert (said["level"], said["table"], said["part"], said["row"]) == ("error", "household", 0, 4)
        assert (said["file"], said["sheet"]) == ("r.xlsx", "花名册")
        assert len(str(said["text"])) <= 40
        assert str(said["cell"]) in str(said["message"])
        assert str(said["text"]) in str(said["message"])
    assert data.tables["household"].row(1, named=True)["per_capita_income"] is None
    assert data.issues.schema == ISSUE_SCHEMA


def test_personal_numbers_and_names_are_masked(tmp_path: Path) -> None:
    rows = [HEAD, ONE, ["H2", "#N/A", "3.31123E+17", 1, 1, "是", None]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    lost = {said["field"]: said for said in data.issues.filter(level="error").to_dicts()}
    assert "3.31123E+17" not in str(lost["head_id"])
    columns = {column.field: column for column in data.parts[0].columns}
    assert columns["head_name"].examples == ("张*",)
    assert columns["head_id"].examples == ("331123**********34",)
    assert columns["per_capita_income"].examples == ("8000", "1")
    assert columns["housing"].examples == ("是",)
    assert columns["registered_on"].examples == ("2020-05-01",)


def test_notes_are_said_once_a_column(tmp_path: Path) -> None:
    rows = [HEAD, *([f"H{n}", "张三", None, 1, 1, "是", "2020"] for n in range(5))]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    [said] = issues(data, "date_year_only")
    assert (said["field"], said["cell"], said["level"]) == ("registered_on", "G2", "info")
    assert "5" in str(said["message"])


def test_words_that_name_nobody_are_blank_where_names_are_wanted(tmp_path: Path) -> None:
    waiting = ["待定", "暂无", "未落实", "未安排", "无", "—", "/", "没有"]
    head = ["户编号", "户主姓名", "结对干部", "帮扶单位", "结对党支部", "帮扶举措", "家庭人口数"]
    rows = [[f"H{number}", "待定", *[word] * 4, 2] for number, word in enumerate([*waiting, "王建国"])]
    of_villages = [
        ["行政村", "结对单位", "一村一计", "村集体年总收入"],
        ["大坑村", "待　定", "暂 无", 9],
        ["小坑村", "水利局", "种茶", 9],
    ]
    data = read_books(book(tmp_path / "r.xlsx", {"花名册": [head, *rows], "村": of_villages}))
    household, village = data.tables["household"], data.tables["village"]
    nobody = [None] * len(waiting)
    for name in ("cadre", "cadre_unit", "paired_branch", "assistance"):
        assert household[name].to_list() == [*nobody, "王建国"]
    assert household["head_name"].to_list() == ["待定"] * 9, "a name is not judged"
    assert village["paired_unit"].to_list() == [None, "水利局"]
    assert village["plan"].to_list() == [None, "种茶"]
    assert issues(data, "unreadable_cell") == []


def test_monthly_standards_become_yearly_and_that_is_said(tmp_path: Path) -> None:
    rows = [["县（市、区）", "年度", "农村低保标准（元/月）", "低保边缘月收入线"], ["遂昌县", 2020, 810, 1215]]
    data = read_books(book(tmp_path / "r.xlsx", {"县级参数": rows}))
    assert data.tables["place"].select("place", "year", "dibao_standard", "dibao_edge_line").rows() == [
        ("遂昌县", 2020, 9720.0, 14580.0)
    ]
    assert [(said["field"], said["level"]) for said in issues(data, "converted")] == [
        ("dibao_standard", "info"),
        ("dibao_edge_line", "info"),
    ]
    assert {column.field: column.conversion for column in data.parts[0].columns}["dibao_standard"] == "×12"


def test_wan_yuan_is_converted_and_that_is_said(tmp_path: Path) -> None:
    rows = [["行政村", "年总收入（万元）", "经营性收入（元）"], ["大坑村", 12.345, 100]]
    data = read_books(book(tmp_path / "r.xlsx", {"村集体经济": rows}))
    assert data.tables["village"]["total_income"].to_list() == [123450.0]
    assert data.tables["village"]["operating_income"].to_list() == [100.0]
    [said] = issues(data, "converted")
    assert "×10000" in str(said["message"])


@pytest.mark.parametrize(("cells", "shares"), [([95, 100], [0.95, 1.0]), ([0.95, 1], [0.95, 1.0])])
def test_a_share_under_a_header_in_per_cent(tmp_path: Path, cells: list[float], shares: list[float]) -> None:
    rows = [["县", "年度", "入学率（%）"], ["遂昌县", 2020, cells[0]], ["松阳县", 2020, cells[1]]]
    data = read_books(book(tmp_path / "r.xlsx", {"县级参数": rows}))
    assert data.tables["place"]["enrolment_rate"].to_list() == pytest.approx(shares)


def test_an_inverted_header_turns_yes_into_no(tmp_path: Path) -> None:
    rows = [["户编号", "是否危房户", "家庭人口数"], ["H1", "是", 1], ["H2", "否", 1]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    assert data.tables["household"]["housing"].to_list() == [False, True]
    column = data.parts[0].columns[1]
    assert (column.how, column.conversion) == ("inverted", "inverted")


def test_income_before_costs_is_marked(tmp_path: Path) -> None:
    gross = read_books(book(tmp_path / "a.xlsx", [["户编号", "生产经营性收入", "家庭人口数"], ["H1", 5, 1]]))
    net = read_books(book(tmp_path / "b.xlsx", [["户编号", "经营净收入", "家庭人口数"], ["H1", 5, 1]]))
    assert gross.tables["household"]["business_income_gross"].to_list() == [True]
    assert gross.parts[0].columns[1].how == "gross"
    assert "business_income_gross" not in gross.parts[0].letters
    assert net.tables["household"]["business_income_gross"].to_list() == [False]


def test_a_village_merged_over_its_households_counts_for_all(tmp_path: Path) -> None:
    rows = [
        ["行政村", "户编号", "家庭人口数", "工资性收入"],
        ["大坑村", "H1", 1, 100],
        [None, "H2", 2, None],
        [None, "H3", 3, 300],
        ["小坑村", "H4", 4, 400],
        [None, "H5", 5, 500],
    ]
    data = read_books(book(tmp_path / "r.xlsx", rows, merges=["A2:A4", "D2:D3"]))
    assert data.tables["household"]["village"].to_list() == ["大坑村"] * 3 + ["小坑村", None]
    # What two households have together is nobody's knowledge.
    assert data.tables["household"]["wage_income"].to_list() == [100.0, None, 300.0, 400.0, 500.0]
    [said] = issues(data, "merged_filled")
    assert said["level"] == "info"


def test_sheets_of_one_table_and_several_tables(tmp_path: Path) -> None:
    sheets = {
        "妙高街道": [["花名册"], HEAD, ONE],
        "云峰街道": [[*HEAD, "工资性收入"], [*TWO, 5000]],
        "家庭成员": [["户编号", "姓名", "与户主关系"], ["H1", "张三", "户主"]],
        "县级参数": [["县", "年度", "低保标准"], ["遂昌县", 2020, 9720]],
    }
    data = read_books(book(tmp_path / "r.xlsx", sheets))
    assert list(data.tables) == ["household", "member", "place"]
    household = data.tables["household"]
    assert household.select(PART, ROW, "household_id", "wage_income").rows() == [
        (0, 3, "H1", None),
        (1, 2, "H2", 5000.0),
    ]
    assert [(part.sheet, part.table) for part in data.parts] == [
        ("妙高街道", "household"),
        ("云峰街道", "household"),
        ("家庭成员", "member"),
        ("县级参数", "place"),
    ]
    assert data.tables["place"][PART].to_list() == [3]


def test_a_summary_by_township_is_not_read_as_households(tmp_path: Path) -> None:
    summary = [["乡镇", "户数", "人数", "人均可支配收入"], ["妙高街道", 100, 230, 9000]]
    data = read_books(book(tmp_path / "r.xlsx", {"花名册": [HEAD, ONE], "汇总": summary}))
    assert data.tables["household"].height == 1
    [said] = issues(data, "summary_sheet")
    assert (said["level"], said["sheet"]) == ("warning", "汇总")


def test_lists_of_options_are_not_read_as_members(tmp_path: Path) -> None:
    options = [["与户主关系", "健康状况", "劳动能力"], ["户主", "健康", "普通劳动力"], ["配偶", "残疾", "无劳动力"]]
    data = read_books(book(tmp_path / "r.xlsx", {"花名册": [HEAD, ONE], "Sheet2": options}, hidden=["Sheet2"]))
    assert list(data.tables) == ["household"]
    assert issues(data, "option_lists")[0]["level"] == "info"
    # Without names and numbers, but for the eye: a roster from which they were taken out.
    data = read_books(book(tmp_path / "s.xlsx", {"成员": options}))
    assert data.tables["member"].height == 2


def test_several_files_are_parts_of_one_data_set(tmp_path: Path) -> None:
    first = book(tmp_path / "农户.xlsx", [HEAD, ONE])
    second = book(tmp_path / "成员.xlsx", [["户编号", "姓名", "与户主关系"], ["H1", "张三", "户主"]])
    data = read_books(first, second)
    assert [part.file for part in data.parts] == ["农户.xlsx", "成员.xlsx"]
    assert [source.path for source in data.inputs] == [first, second]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
    first = book(tmp_path / "甲" / "r.xlsx", [HEAD, ONE])
    second = book(tmp_path / "乙" / "r.xlsx", [HEAD, TWO])
    assert [part.file for part in read_books(first, second).parts] == [str(first), str(second)]


def test_a_file_given_twice_is_refused(tmp_path: Path) -> None:
    first = book(tmp_path / "r.xlsx", [HEAD, ONE])
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(first.read_bytes())
    for second in (copy, first):
        with pytest.raises(Problem) as caught:
            read_books(first, second)
        assert caught.value.key == "file_given_twice"


def test_households_listed_twice_are_said(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, ONE, TWO, ONE]))
    assert data.tables["household"].height == 3
    [said] = issues(data, "household_listed_twice")
    assert (said["level"], said["cell"], said["row"]) == ("warning", "A4", 4)


def test_one_household_in_two_years_or_villages_is_not_listed_twice(tmp_path: Path) -> None:
    years = {"2020年": [HEAD, ONE], "2021年": [HEAD, ONE]}
    assert not issues(read_books(book(tmp_path / "a.xlsx", years)), "household_listed_twice")
    villages = [["行政村", "户编号", "家庭人口数"], ["大坑村", "1", 2], ["小坑村", "1", 2]]
    assert not issues(read_books(book(tmp_path / "b.xlsx", villages)), "household_listed_twice")


def test_years_and_places_around_the_table_are_listed(tmp_path: Path) -> None:
    header = [*HEAD[:4], "2020年人均可支配收入"]
    rows = [["遂昌县2020年低收入农户花名册"], ["填报日期：2021年1月15日"], header, ONE[:5]]
    data = read_books(book(tmp_path / "丽水市遂昌县2021年1月.xlsx", {"2019年": rows}))
    county = "浙江省/丽水市/遂昌县"
    assert [(said.kind, said.value, said.origin, said.where) for said in data.evidence] == [
        ("year", "2020", "title", "2019年!A1"),
        ("place", county, "title", "2019年!A1"),
        ("year", "2020", "header", "2019年!E3"),
        ("year", "2019", "sheet", "2019年"),
        ("year", "2021", "file", "丽水市遂昌县2021年1月.xlsx"),
        ("place", county, "file", "丽水市遂昌县2021年1月.xlsx"),
    ]
    assert {said.part for said in data.evidence} == {0}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020年低收入农户花名册", (2020,)),
        ("二〇二〇年度花名册", (2020,)),
        ("2018—2020年对比", (2018, 2020)),
        ("２０２０年", (2020,)),
        ("遂昌2020", (2020,)),
        ("浙政办发〔2018〕12号", ()),
        ("填报日期：2021年1月15日", ()),
        ("2020年花名册  制表时间：2021.1.15", (2020,)),
        ("2021-01-15 00:00:00", ()),
        ("联系电话 05782020123", ()),
        ("20210115导出", ()),
        ("户均8000元", ()),
    ],
)
def test_years_in_a_text(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("填报单位：妙高街道 单位：元", "元"),
        ("单 位: 人、万元", "万元"),
        ("填报单位：民政局", None),
        ("单位：人", None),
    ],
)
def test_the_money_unit_in_a_title(text: str, unit: str | None) -> None:
    found = money_unit_of_title(text)
    assert (found.text if found else None) == unit


def test_issues_about_a_part_find_their_cell(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, ONE]))
    frame = issue_frame(
        data.parts, kind="k", level="error", message="m", table="household", field="members", part=0, row=2
    )
    assert frame.schema == ISSUE_SCHEMA
    assert frame.select("file", "sheet", "cell").row(0) == ("r.xlsx", "花名册", "D2")
    assert issue_frame(()).is_empty()


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = book(
        tmp_path / "r.xlsx", {"甲": [HEAD, ONE, TWO, ["H3", "王五", "x", "y", "z", "w", "v"]], "乙": [["天气"]]}
    )
    first, second = read_books(path), read_books(path)
    assert first.parts == second.parts
    assert first.evidence == second.evidence
    assert first.issues.equals(second.issues)
    assert first.tables["household"].equals(second.tables["household"])


def test_issues_are_said_in_the_users_language(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ["H1", "张三", None, 1, "待定", "是", None]])
    message = issues(read_books(path, lang="en"), "unreadable_cell")[0]["message"]
    assert message == "E2: “Disposable income per head” cannot be read from “待定”"
