"""Cells as clerks leave them, through the installed command: what is read, and what is said of the rest."""

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .test_command import COMMAND

BASE = {
    "户编号": "H1",
    "户主姓名": "王甲",
    "户主身份证号": "33112319600302123X",
    "建档日期": "2018-05-01",
    "家庭人口数": 2,
    "人均可支配收入": 9000,
    "吃不愁": "是",
    "主要致贫原因": "因病",
}


def inspect(path: Path, *words: str) -> dict[str, Any]:
    done = subprocess.run(
        [COMMAND, "inspect", path, "--format", "json", *words], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def read(tmp_path: Path, cells: list[object], header: str, shown: str = "") -> tuple[list[str], list[dict[str, Any]]]:
    """Write a roster with these cells in one column; the values that were read of it, and the issues."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([shown or name if name == header else name for name in BASE])
    for number, cell in enumerate(cells, 1):
        sheet.append(
            [cell if name == header else f"H{number}" if name == "户编号" else value for name, value in BASE.items()]
        )
    book.save(tmp_path / "名册.xlsx")
    return found(inspect(tmp_path / "名册.xlsx", "--year", "2020"), header)


def found(answer: dict[str, Any], header: str) -> tuple[list[str], list[dict[str, Any]]]:
    place = list(BASE).index(header)
    return answer["tables"][0]["columns"][place]["examples"], answer["issues"]


def test_ids_kept_as_numbers_have_lost_digits(tmp_path: Path) -> None:
    ids: list[object] = [
        "33112319600302123X",
        331123196003021000,
        "331123195011032847",
        331123196003021234,
        "3.31123E+17",
    ]
    _, issues = read(tmp_path, ids, "户主身份证号")
    said = [(item["kind"], item["cell"]) for item in issues if item["field"] == "head_id"]
    assert ("unreadable_cell", "C6") in said
    [lost] = [item for item in issues if item["kind"] == "id_lost_digits"]
    assert lost["message"].count("3 个号码") == 1
    assert lost["cell"] == "C3"


@pytest.mark.parametrize(
    "written", ["'33112319600302123X", "33112319600302123x", "33112319600302123Ｘ", "331123 19600302 123X"]
)
def test_ids_with_apostrophes_blanks_and_other_x(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, [written], "户主身份证号") == (["331123**********3X"], [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("9,000.50", "9000.5"),
        ("￥9000", "9000"),
        ("9000元", "9000"),
        ("９０００", "9000"),
        (" 9000 ", "9000"),
        ("0.9万", "9000"),
    ],
)
def test_numbers_as_text(tmp_path: Path, written: str, value: str) -> None:
    assert read(tmp_path, [written], "人均可支配收入")[0] == [value]


@pytest.mark.parametrize(
    "written",
    ["2018.5", "201805", "2018/5/1", "2018年5月", "2018年5月1日", "20180501", 43221, datetime.date(2018, 5, 1)],
)
def test_dates_in_all_forms(tmp_path: Path, written: object) -> None:
    assert read(tmp_path, [written], "建档日期")[0] == ["2018-05-01"]


def test_days_that_count_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(list(BASE))
    for number, day in ((1, datetime.date(2018, 5, 1)), (2, 43221 - 1462)):
        sheet.append(
            [day if name == "建档日期" else f"H{number}" if name == "户编号" else value for name, value in BASE.items()]
        )
    book.save(tmp_path / "名册.xlsx")
    assert found(inspect(tmp_path / "名册.xlsx"), "建档日期")[0] == ["2018-05-01"]


def test_ten_thousands_of_yuan(tmp_path: Path) -> None:
    values, issues = read(tmp_path, [0.9], "人均可支配收入", "人均可支配收入（万元）")
    assert values == ["9000"]
    assert [item["kind"] for item in issues] == ["converted"]


@pytest.mark.parametrize("written", ["是", "有", "√", "Y", 1, True, "达标"])
def test_yes_in_all_forms(tmp_path: Path, written: object) -> None:
    assert read(tmp_path, [written], "吃不愁") == (["是"], [])


@pytest.mark.parametrize("written", ["否", "无", "×", "N", 0, False, "不达标"])
def test_no_in_all_forms(tmp_path: Path, written: object) -> None:
    assert read(tmp_path, [written], "吃不愁") == (["否"], [])


def test_rich_text_and_control_characters(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "名册.xlsx"))
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, list(BASE))
    sheet.write_row(1, 0, list(BASE.values()))
    sheet.write_rich_string(1, 7, bold, "因", "病")
    sheet.write_row(2, 0, ["H2", "李\u0007乙", *list(BASE.values())[2:]])
    book.close()
    answer = inspect(tmp_path / "名册.xlsx")
    values, issues = found(answer, "主要致贫原因")
    assert values == ["因病"]
    assert [(item["kind"], item["cell"]) for item in issues if item["field"] == "head_name"] == [
        ("control_characters", "B3")
    ]


def test_overlong_text_is_an_issue(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(BASE))
    sheet.append(["长" * 120 if name == "户主姓名" else value for name, value in BASE.items()])
    book.save(tmp_path / "名册.xlsx")
    answer = inspect(tmp_path / "名册.xlsx", "--max-text", "100")
    assert [(item["kind"], item["cell"]) for item in answer["issues"]] == [("overlong_text", "B2")]
    assert inspect(tmp_path / "名册.xlsx")["issues"] == []


def test_a_value_merged_over_rows_counts_for_each(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["行政村", *BASE])
    for number in range(1, 4):
        sheet.append(["大田村", *(f"H{number}" if name == "户编号" else value for name, value in BASE.items())])
    sheet.merge_cells("A2:A4")
    book.save(tmp_path / "名册.xlsx")
    answer = inspect(tmp_path / "名册.xlsx")
    assert [item["kind"] for item in answer["issues"]] == ["merged_filled"]


def test_yuan_a_month(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "县级参数"
    for row in (["县", "年度", "农村低保标准（元/月）"], ["遂昌县", 2019, 800], ["遂昌县", 2020, 850]):
        sheet.append(row)
    book.save(tmp_path / "县级参数.xlsx")
    answer = inspect(tmp_path / "县级参数.xlsx")
    column = answer["tables"][0]["columns"][2]
    assert (column["field"], column["conversion"], column["examples"]) == ("dibao_standard", "×12", ["9600", "10200"])
