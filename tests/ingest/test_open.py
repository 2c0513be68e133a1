"""Files that can be opened, and what is said of those that cannot."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from books import book, issues, read_books

from incomeaudit.messages import Messages, Problem

HEAD = ["户编号", "户主姓名", "家庭人口数", "人均可支配收入"]
ONE = ["H1", "张三", 2, 8000]


def said_of(path: Path) -> tuple[str, str]:
    """The problem's key and its Chinese text."""
    with pytest.raises(Problem) as caught:
        read_books(path)
    text = Messages("zh").problem(caught.value)
    assert "\n" not in text
    assert path.name in text
    assert Messages("en").problem(caught.value) != text
    return caught.value.key, text


def test_a_file_is_read_once_and_identified(tmp_path: Path) -> None:
    import hashlib

    path = book(tmp_path / "r.xlsx", {"花名册": [HEAD, ONE], "空": []})
    [source] = read_books(path).inputs
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source.path, source.bytes, source.sheets) == (path, path.stat().st_size, ("花名册", "空"))


def test_a_missing_file(tmp_path: Path) -> None:
    assert said_of(tmp_path / "没有.xlsx")[0] == "file_missing"


def test_a_folder(tmp_path: Path) -> None:
    assert said_of(tmp_path)[0] == "file_is_folder"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.touch()
    assert said_of(path)[0] == "empty_file"


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"%PDF-1.7 ...", "is_pdf"), ("今天天气好".encode(), "is_text"), (b"PK\x03\x04" + bytes(100), "broken_file")],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)
    assert said_of(path)[0] == key


def test_content_counts_and_a_wrong_suffix_is_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    book(tmp_path / "r.xlsx", [HEAD, ONE]).rename(path)
    data = read_books(path)
    assert data.tables["household"].height == 1
    assert [(said["level"], said["file"]) for said in issues(data, "suffix_differs")] == [("info", "r.xls")]
    assert data.inputs[0].format == "xlsx"


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    path.write_bytes(path.read_bytes()[:-300])
    assert said_of(path)[0] == "broken_file"


def changed(path: Path, member: str, content: bytes) -> Path:
    """The same workbook with another content of one part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, old in parts.items():
            archive.writestr(name, content if name == member else old)
    return path


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_damaged_part(tmp_path: Path, member: str) -> None:
    path = changed(book(tmp_path / "r.xlsx", [HEAD, ONE]), member, b"<worksheet><sheetData><row><c></worksheet")
    assert said_of(path)[0] in ("broken_file", "no_table")


def test_a_sheet_that_is_listed_and_not_there(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"花名册": [HEAD, ONE], "成员": [["户编号", "姓名", "与户主关系"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if name != "xl/worksheets/sheet2.xml":
                archive.writestr(name, content)
    data = read_books(path)
    assert data.tables["household"].height == 1
    [said] = issues(data, "sheet_failed")
    assert (said["level"], said["sheet"]) == ("error", "成员")


def test_a_flipped_byte_in_the_data(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, *([ONE] * 200)])
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    data[info.header_offset + 120 : info.header_offset + 160] = bytes(40)
    path.write_bytes(data)
    assert said_of(path)[0] == "broken_file"


def test_a_workbook_without_sheets(tmp_path: Path) -> None:
    empty = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    assert said_of(changed(book(tmp_path / "r.xlsx", [HEAD]), "xl/workbook.xml", empty))[0] == "no_sheets"


def test_hidden_sheets_are_read_and_said(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"说明": [["无"]], "花名册": [HEAD, ONE]}, hidden=["花名册"])
    data = read_books(path)
    assert data.tables["household"].height == 1
    [said] = issues(data, "hidden_sheet")
    assert (said["level"], said["sheet"]) == ("info", "花名册")


def test_a_chart_sheet_is_said(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    written = openpyxl.load_workbook(path)
    written.create_chartsheet("图表", 0)
    written.save(path)
    data = read_books(path)
    assert data.tables["household"].height == 1
    assert issues(data, "not_a_worksheet")[0]["sheet"] == "图表"


def test_a_sheet_name_with_marks_leads_to_its_part(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"甲&<乙>": [["x"]], "花名册": [HEAD, ["H1", "张三", 2, "=1+1"]]})
    data = read_books(path)
    assert [said["sheet"] for said in issues(data, "formula_without_value")] == ["花名册"]


def test_error_cells_and_formulas_without_a_value_are_errors(tmp_path: Path) -> None:
    rows = [["花名册"], HEAD, ["H1", "张三", 2, "=C3*4000"], ["H2", "李四", "#N/A", 7000], ["H3", "王五", 1, 9000]]
    data = read_books(book(tmp_path / "r.xlsx", rows))
    household = data.tables["household"]
    assert household["per_capita_income"].to_list() == [None, 7000.0, 9000.0]
    assert household["members"].to_list() == [2, None, 1]
    [formula] = issues(data, "formula_without_value")
    assert (formula["cell"], formula["level"], formula["text"]) == ("D3", "error", "=C3*4000")
    assert (formula["part"], formula["row"], formula["field"]) == (0, 3, "per_capita_income")
    [error] = issues(data, "error_cell")
    assert (error["cell"], error["level"], error["text"], error["field"]) == ("C4", "error", "#N/A", "members")


def test_a_row_of_formulas_alone_is_not_blank(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", [HEAD, ONE, ["=A2", "=B2", "=C2", "=D2"]]))
    assert data.tables["household"]["_row"].to_list() == [2, 3]
    assert len(issues(data, "formula_without_value")) == 4


def test_a_sheet_of_formulas_alone_is_not_called_blank(tmp_path: Path) -> None:
    data = read_books(book(tmp_path / "r.xlsx", {"花名册": [HEAD, ONE], "镜像": [["=花名册!A1", "=花名册!B1"]]}))
    [said] = issues(data, "sheet_without_values")
    assert (said["level"], said["sheet"]) == ("error", "镜像")
