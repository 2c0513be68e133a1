"""Bad input gets one line that says what, where and what to do; status 2; nothing written."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from .conftest import CLEAN, HEADERS, POOR


def missing(folder: Path) -> Path:
    return folder / "没有.xlsx"


def not_a_spreadsheet(folder: Path) -> Path:
    path = folder / "信.xlsx"
    path.write_text("尊敬的同志：", "utf-8")
    return path


def picture(folder: Path) -> Path:
    path = folder / "图.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return path


def nothing(folder: Path) -> Path:
    path = folder / "空.xlsx"
    path.write_bytes(b"")
    return path


def empty_workbook(folder: Path) -> Path:
    path = folder / "空表.xlsx"
    openpyxl.Workbook().save(path)
    return path


def no_table(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["天气", "温度"], ["晴", 20]):
        book.active.append(row)
    path = folder / "天气.xlsx"
    book.save(path)
    return path


def password(folder: Path) -> Path:
    # The beginning of an OLE file with the stream that Office writes for an encrypted workbook.
    path = folder / "密码.xlsx"
    directory = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + directory + bytes(2048))
    return path


def broken_zip(folder: Path) -> Path:
    whole = folder / "整.xlsx"
    book = openpyxl.Workbook()
    book.active.append(list(HEADERS))
    book.active.append(list(POOR))
    book.save(whole)
    path = folder / "残.xlsx"
    path.write_bytes(whole.read_bytes()[:-200])
    return path


def zip_of_something_else(folder: Path) -> Path:
    path = folder / "包.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "夹.xlsx"
    path.mkdir()
    return path


def headers_alone(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["遂昌县2020年低收入农户花名册"])
    book.active.append(list(HEADERS))
    path = folder / "空名册.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "make",
    [
        missing,
        not_a_spreadsheet,
        picture,
        nothing,
        empty_workbook,
        no_table,
        password,
        broken_zip,
        zip_of_something_else,
        a_folder,
    ],
)
@pytest.mark.parametrize("command", ["check", "inspect"])
def test_a_file_that_cannot_be_read(run, tmp_path, make, command):
    path = make(tmp_path)
    before = sorted(file.name for file in tmp_path.iterdir())
    answer = run(command, path)
    assert answer.status == 2
    assert answer.out == ""
    assert len(answer.err.strip().splitlines()) == 1, answer.err
    assert path.name in answer.err
    assert "Traceback" not in answer.err
    assert "内部" not in answer.err, answer.err
    assert sorted(file.name for file in tmp_path.iterdir()) == before


def test_headers_without_a_row_are_not_clean(run, tmp_path):
    path = headers_alone(tmp_path)
    answer = run("check", path)
    assert answer.status == 2
    assert path.name in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    shown = run("inspect", path)
    assert shown.status == 0, "how the columns are understood can be shown all the same"
    assert "人均可支配收入" in shown.out


def test_two_columns_for_one_field_names_both(run, roster):
    path = roster([(*CLEAN, 9000)], headers=(*HEADERS, "家庭人均收入"))
    answer = run("check", path)
    assert answer.status == 2
    assert "F" in answer.err
    assert "H" in answer.err
    assert "家庭人均收入" in answer.err
    assert "人均可支配收入" in answer.err


def test_one_field_in_two_units(run, roster):
    path = roster([(*CLEAN, 0.9)], headers=(*HEADERS, "人均可支配收入（万元）"))
    answer = run("check", path)
    assert answer.status == 2
    assert "万元" in answer.err


def test_a_report_path_that_is_a_folder_or_lies_in_none(run, roster, tmp_path):
    path = roster([POOR])
    for target in (tmp_path, tmp_path / "无此夹" / "报告.xlsx"):
        answer = run("check", path, "-o", target)
        assert answer.status == 2
        assert len(answer.err.strip().splitlines()) == 1


def test_a_report_that_is_open_elsewhere(run, roster, tmp_path):
    path = roster([POOR])
    (tmp_path / ".~lock.报告.xlsx#").write_text(",,,", "utf-8")
    answer = run("check", path, "-o", tmp_path / "报告.xlsx")
    assert answer.status == 2
    assert not (tmp_path / "报告.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--format", "pdf"], "parquet"),
        (["--lang", "fr"], "en"),
        (["--fail-on", "worst"], "critical"),
        (["--select", "XX"], "ZJ"),
        (["--policy", "zj-1999"], "zj-2020"),
        (["--place", "遂畅县"], "遂昌县"),
        (["--year", "12"], "1990"),
        (["--pack", "no.toml"], "no.toml"),
    ],
)
def test_unknown_values_name_the_valid_ones(run, roster, words, named):
    answer = run("check", roster([CLEAN]), *words)
    assert answer.status == 2
    assert named in answer.err
    assert "Traceback" not in answer.err


def test_odd_households_are_findings_not_crashes(run, roster):
    rows = [
        POOR,
        POOR,
        ("遂昌县", 2020, "H3", "赵某", 0, 9000, "是"),
        ("遂昌县", 2020, "H4", "钱某", -3, 9000, "是"),
        ("遂昌县", 2020, "H5", "孙某", "三口", "约八千", "大概"),
    ]
    import json

    said = json.loads(run("check", roster(rows), "--format", "json").out)
    by_code = said["summary"]["by_check"]
    assert by_code["DQ012"] == 2
    assert by_code["DQ011"] == 2
    cells = {issue["source"]["cell"] for issue in said["issues"] if issue["kind"] == "unreadable_cell"}
    assert cells == {"E6", "F6", "G6"}
