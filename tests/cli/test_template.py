"""``incomeaudit template`` as it is installed: written, filled in, inspected, audited."""

import json

import openpyxl
import pytest

HOUSEHOLD = {
    "户编号": "SC0001",
    "户主姓名": "王某",
    "县（市、区）": "遂昌县",
    "乡镇（街道）": "云峰街道",
    "行政村": "甲村",
    "年度": 2020,
    "农户类型": "低保",
    "家庭人口数（人）": 3,
    "人均可支配收入（元）": 9000,
    "吃不愁": "是",
}


def fill(path, sheet, row, at=5):
    book = openpyxl.load_workbook(path)
    columns = {cell.value: cell.column for cell in book[sheet][3]}
    for header, value in row.items():
        book[sheet].cell(at, columns[header]).value = value
    book.save(path)


def test_written_filled_in_and_inspected(run, tmp_path):
    path = tmp_path / "模板.xlsx"
    done = run("template", path)
    assert (done.status, done.err) == (0, "")
    assert str(path) in done.out
    assert "10 张表" in done.out
    fill(path, "农户", HOUSEHOLD)
    seen = json.loads(run("inspect", path, "--format", "json").out)
    assert seen["issues"] == []
    (table,) = seen["tables"]
    assert (table["table"], table["rows"], table["first_row"]) == ("household", 1, 5)
    assert {column["how"] for column in table["columns"]} == {"exact"}
    assert [(place["place"], place["year"]) for place in seen["places"]] == [("浙江省/丽水市/遂昌县", 2020)]


def test_place_and_year_of_the_title_count_for_its_rows(run, tmp_path):
    path = tmp_path / "模板.xlsx"
    assert run("template", path, "--place", "遂昌县", "--year", "2020", "--fields", "checked").status == 0
    fill(path, "农户", {"户编号": "SC0001", "户主姓名": "王某", "家庭人口数（人）": 2, "人均可支配收入（元）": 7000})
    answer = run("check", path, "--format", "json", "--select", "ZJ")
    assert answer.status == 1
    result = json.loads(answer.out)
    assert {finding["source"]["row"] for finding in result["findings"]} == {5}


def test_an_unfilled_template_is_not_clean(run, tmp_path):
    path = tmp_path / "模板.xlsx"
    run("template", path)
    for command in ("check", "inspect"):
        answer = run(command, path)
        assert answer.status == 2
        assert "还没有填写" in answer.err
        assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["模板.xlsx", "--table", "成员"], "家庭成员"),
        (["模板.xls"], "模板.xls.xlsx"),
        (["没有/模板.xlsx"], "没有"),
        (["模板.xlsx", "--policy", "zj-1999"], "zj-2020"),
        (["模板.xlsx", "--place", "瑞昌县"], "遂昌"),
    ],
)
def test_one_line_says_what_to_do(run, tmp_path, words, said):
    answer = run("template", *words, cwd=tmp_path)
    assert answer.status == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_until_forced(run, tmp_path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(b"mine")
    refused = run("template", path, "--table", "带头人")
    assert (refused.status, path.read_bytes()) == (2, b"mine")
    assert "--force" in refused.err
    assert run("template", path, "--table", "带头人", "--force", "--lang", "en").status == 0
    assert openpyxl.load_workbook(path).sheetnames == ["Guide", "带头人"]


def test_the_example_audited_as_a_household_has_nothing_against_it(run, tmp_path):
    path = tmp_path / "模板.xlsx"
    run("template", path)
    book = openpyxl.load_workbook(path)
    del book["走访记录"]  # it shows one visit, and a household is to have one each month
    for sheet in book.worksheets[1:-1]:
        for cell in sheet[4]:
            if isinstance(cell.value, str):
                plain = cell.value.replace("示例县", "遂昌县").replace("示例", "甲")
                cell.value = plain.replace("331123**********1X", "33112319680312101X")
    book.save(path)
    result = json.loads(run("check", path, "--format", "json").out)
    assert result["findings"] == []
    assert result["issues"] == []
    assert sum(check["assessed"] for check in result["checks"]) > 0
