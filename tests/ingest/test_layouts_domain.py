"""How the sheets look that counties send: one fixture for each line of it, through the installed command."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.cli.conftest import COMMAND

Rows = Sequence[Sequence[object]]
HEAD = ["户编号", "户主姓名", "行政村", "家庭人口数", "人均可支配收入"]
ONE = ["H1", "张三", "大坑村", 2, 8000]
TWO = ["H2", "李四", "大坑村", 3, 7000]
THREE = ["H3", "王五", "小坑村", 1, 9000]
FIELDS = {"A": "household_id", "B": "head_name", "C": "village", "D": "members", "E": "per_capita_income"}


def book(path: Path, sheets: Mapping[str, Rows], finish: Callable[[Worksheet], None] | None = None) -> Path:
    """Write a workbook; ``finish`` merges, hides and formats on the first sheet."""
    written = openpyxl.Workbook()
    written.remove(written.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = written.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
    if finish is not None:
        finish(written.worksheets[0])
    written.save(path)
    return path


def inspect(path: Path, *words: str) -> dict[str, Any]:
    """What ``incomeaudit inspect`` says of a file."""
    asked = [str(COMMAND), "inspect", str(path), "--format", "json", *words]
    done = subprocess.run(asked, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def columns(table: dict[str, Any]) -> dict[str, str]:
    return {column["column"]: column["field"] for column in table["columns"] if column["field"]}


def rows_of(answer: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    return [(table["table"], table["first_row"], table["last_row"], table["rows"]) for table in answer["tables"]]


def said(answer: dict[str, Any], *levels: str) -> set[str]:
    return {issue["kind"] for issue in answer["issues"] if issue["level"] in (levels or ("warning", "error"))}


def merged(*ranges: str) -> Callable[[Worksheet], None]:
    def finish(sheet: Worksheet) -> None:
        for cells in ranges:
            sheet.merge_cells(cells)

    return finish


def test_a_title_over_all_columns_and_a_row_of_unit_and_date(tmp_path: Path) -> None:
    rows = [["遂昌县2020年低收入农户花名册"], ["填报单位：妙高街道", None, "日期：2021年1月", None, "单位：万元"], HEAD]
    answer = inspect(book(tmp_path / "名册.xlsx", {"Sheet1": [*rows, [*ONE[:4], 0.8]]}, merged("A1:E1", "A2:B2")))
    [table] = answer["tables"]
    assert (table["header_rows"], columns(table)) == ([3], FIELDS)
    assert table["titles"] == ["遂昌县2020年低收入农户花名册", "填报单位：妙高街道", "日期：2021年1月", "单位：万元"]
    assert {column["column"]: column["conversion"] for column in table["columns"]}["E"] == "×10000"
    assert answer["places"][0]["year"] == 2020
    assert "遂昌县" in answer["places"][0]["place"]


def test_a_header_of_two_rows_with_groups(tmp_path: Path) -> None:
    rows = [
        ["花名册"],
        ["户编号", "户主", None, "收入情况（元）", None, None],
        [None, "姓名", "身份证号", "工资性收入", "经营净收入", "人均可支配收入"],
        ["H1", "张三", "331123197001011234", 1, 2, 3],
    ]
    answer = inspect(book(tmp_path / "r.xlsx", {"农户": rows}, merged("A1:F1", "A2:A3", "B2:C2", "D2:F2")))
    [table] = answer["tables"]
    assert table["header_rows"] == [2, 3]
    assert columns(table) == {
        "A": "household_id",
        "B": "head_name",
        "C": "head_id",
        "D": "wage_income",
        "E": "business_income",
        "F": "per_capita_income",
    }


def test_a_header_of_three_rows_and_a_row_of_column_numbers(tmp_path: Path) -> None:
    rows = [
        ["花名册"],
        ["户编号", "基本情况", None, "收入情况", None, None],
        [None, "户主", "家庭人口数", "2020年", None, "2019年"],
        [None, None, None, "工资性收入", "人均可支配收入", "人均可支配收入"],
        ["甲", "乙", "1", "2", "3", "4"],
        ["H1", "张三", 2, 5000, 8000, 7000],
    ]
    ranges = ["A2:A4", "B2:C2", "D2:F2", "B3:B4", "C3:C4", "D3:E3"]
    answer = inspect(book(tmp_path / "r.xlsx", {"农户": rows}, merged(*ranges)))
    [table] = answer["tables"]
    assert table["header_rows"] == [2, 3, 4]
    assert (table["first_row"], table["rows"]) == (6, 1)
    assert {"E": "per_capita_income", "F": "prior_per_capita_income"}.items() <= columns(table).items()


@pytest.mark.parametrize("numbers", [["1", "2", "3", "4", "5"], ["A", "B", "C", "D", "E"]])
def test_column_numbers_or_letters_under_the_header(tmp_path: Path, numbers: list[object]) -> None:
    answer = inspect(book(tmp_path / "r.xlsx", {"农户": [["花名册"], [], HEAD, numbers, ONE, TWO]}))
    assert rows_of(answer) == [("household", 5, 6, 2)]
    assert not said(answer)


def test_blank_rows_totals_per_village_and_notes_at_the_end(tmp_path: Path) -> None:
    rows = [
        ["花名册"], HEAD, ONE, TWO, ["大坑村小计", None, None, 5], [], THREE, ["小计", None, None, 1], ["合计", None, None, 6],
        [], ["填表人：王某", None, "审核人：李某", None, "2021年1月"], ["注：本表一式三份"],
    ]  # fmt: skip
    answer = inspect(book(tmp_path / "r.xlsx", {"农户": rows}))
    assert rows_of(answer) == [("household", 3, 7, 3)]
    assert {"subtotals_dropped", "notes_at_end"} <= said(answer, "info")
    assert "第 5、8、9 行" in next(i["message"] for i in answer["issues"] if i["kind"] == "subtotals_dropped")
    assert not said(answer)


def test_a_sheet_for_each_township_and_other_tables_in_the_workbook(tmp_path: Path) -> None:
    sheets = {
        "妙高街道": [["花名册"], HEAD, ONE],
        "云峰街道": [HEAD, TWO, THREE],
        "家庭成员": [["户编号", "姓名", "与户主关系"], ["H1", "张三", "户主"]],
        "村集体经济": [["行政村", "年总收入"], ["大坑村", 120000]],
    }
    answer = inspect(book(tmp_path / "r.xlsx", sheets))
    assert [(table["sheet"], table["table"], table["rows"]) for table in answer["tables"]] == [
        ("妙高街道", "household", 1),
        ("云峰街道", "household", 2),
        ("家庭成员", "member", 1),
        ("村集体经济", "village", 1),
    ]


def test_several_tables_below_each_other(tmp_path: Path) -> None:
    rows = [
        ["遂昌县2020年低收入农户情况"], ["一、农户"], HEAD, ONE, TWO, ["合计", None, None, 5], ["填表人：王某"],
        [], ["二、家庭成员"], ["户编号", "姓名", "与户主关系"], ["H1", "张三", "户主"], ["H1", "赵六", "配偶"],
        [], ["三、村集体经济（单位：万元）"], ["行政村", "年总收入"], ["大坑村", 12],
    ]  # fmt: skip
    answer = inspect(book(tmp_path / "r.xlsx", {"情况": rows}, merged("A1:E1", "A9:E9")))
    assert rows_of(answer) == [("household", 4, 5, 2), ("member", 11, 12, 2), ("village", 16, 16, 1)]
    assert [table["header_rows"] for table in answer["tables"]] == [[3], [10], [15]]
    assert "several_tables" in said(answer, "info")
    assert not said(answer)


def test_several_tables_beside_each_other(tmp_path: Path) -> None:
    members = [["户编号", "姓名", "与户主关系"], ["H1", "张三", "户主"], ["H1", "赵六", "配偶"]]
    rows = [[*left, None, *right] for left, right in zip([HEAD, ONE, TWO], members, strict=True)]
    answer = inspect(book(tmp_path / "r.xlsx", {"情况": rows}))
    assert rows_of(answer) == [("household", 2, 3, 2), ("member", 2, 3, 2)]
    assert columns(answer["tables"][1]) == {"G": "household_id", "H": "name", "I": "relation"}


@pytest.mark.parametrize("way", ["repeated", "merged", "on the head's row"])
def test_household_columns_over_their_members(tmp_path: Path, way: str) -> None:
    head = ["户编号", "行政村", "家庭人口数", "人均可支配收入", "姓名", "与户主关系"]
    own = ["H1", "大坑村", 2, 8000]
    below = own if way == "repeated" else [None] * 4
    rows = [head, [*own, "张三", "户主"], [*below, "赵六", "配偶"], ["H2", "小坑村", 1, 7000, "李四", "户主"]]
    finish = merged("A2:A3", "B2:B3", "C2:C3", "D2:D3") if way == "merged" else None
    answer = inspect(book(tmp_path / "r.xlsx", {"花名册": rows}, finish))
    assert rows_of(answer) == [("household", 2, 4, 2), ("member", 2, 4, 3)]
    assert not said(answer)


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True


def test_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"农户": [["花名册"], HEAD, ONE, TWO, THREE], "旧表": [HEAD, ONE]}, hide)
    whole = openpyxl.load_workbook(path)
    whole["旧表"].sheet_state = "hidden"
    whole.save(path)
    answer = inspect(path)
    assert rows_of(answer) == [("household", 3, 5, 3), ("household", 2, 2, 1)]
    assert {"hidden_rows", "hidden_columns", "hidden_sheet"} <= said(answer, "info")
    answer = inspect(path, "--visible-only")
    assert rows_of(answer) == [("household", 3, 5, 2)]
    assert columns(answer["tables"][0]) == {letter: field for letter, field in FIELDS.items() if letter != "C"}
    assert {"hidden_rows_left_out", "hidden_columns_left_out", "hidden_sheet_left_out"} <= said(answer, "info")


def form(number: int, income: object, water: str = "是") -> Rows:
    return [
        ["低收入农户家庭情况登记表"],
        ["填报单位：妙高街道", None, None, None, None, "单位：元"],
        ["户编号", f"H{number}", "户主姓名", "张三", "年度", 2020],
        ["县", "遂昌县", "乡镇", "妙高街道", "行政村", "大坑村"],
        ["家庭人口数", 2, "吃不愁", "是", "人均可支配收入", income],
        ["家庭成员情况"],
        ["姓名", "与户主关系", "性别", "健康状况", "备注"],
        ["张三", "户主", "男", "健康"],
        ["赵六", "配偶", "女", "健康"],
        ["住房安全", "是", "饮水安全", water, "联系电话", "13800000000"],
        ["填表人：王某"],
    ]


def test_a_form_of_one_household_on_each_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "一户一表.xlsx", {"张三": form(1, 9000), "李四": form(2, 7000)}, merged("A1:F1", "A6:F6"))
    answer = inspect(path)
    assert [(table["sheet"], table["table"], table["rows"]) for table in answer["tables"]] == [
        ("张三", "household", 1),
        ("张三", "member", 2),
        ("李四", "household", 1),
        ("李四", "member", 2),
    ]
    fields = columns(answer["tables"][0])
    assert {"B3": "household_id", "F5": "per_capita_income", "D10": "water"}.items() <= fields.items()
    assert answer["places"][0]["year"] == 2020
    assert not said(answer)


def test_a_finding_on_a_form_points_to_the_values_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "一户一表.xlsx", {"张三": form(1, 9000), "李四": form(2, 7000), "王五": form(3, "九千多", "否")}
    )
    asked = [str(COMMAND), "check", str(path), "--format", "json", "--select", "ZJ"]
    done = subprocess.run(asked, capture_output=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr.decode("utf-8")
    answer = json.loads(done.stdout)
    poor = [found for found in answer["findings"] if found["source"]["field"] == "per_capita_income"]
    assert poor
    assert {(f["source"]["sheet"], f["source"]["row"], f["source"]["cell"]) for f in poor} == {("李四", 5, "F5")}
    water = [found["source"] for found in answer["findings"] if found["source"]["cell"] == "D10"]
    assert {(source["sheet"], source["row"]) for source in water} == {("王五", 10)}
    [lost] = [issue for issue in answer["issues"] if issue["kind"] == "unreadable_cell"]
    assert (lost["source"]["sheet"], lost["source"]["row"], lost["source"]["cell"]) == ("王五", 5, "F5")
    floor = next(check for check in answer["checks"] if check["code"] == poor[0]["code"])
    assert (floor["assessed"], floor["unassessable"]) == (2, 1), "what cannot be read is not assessed"
    assert all(found["subject"]["id"] != "H1" for found in answer["findings"])
