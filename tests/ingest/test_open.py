"""Files that can be opened, and what is said of those that cannot."""

import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fastexcel
import openpyxl
import pytest
from books import book, issues, read_books

from incomeaudit.ingest import load as loading
from incomeaudit.ingest.cellscan import scan_cells
from incomeaudit.ingest.load import loader_of, open_workbook
from incomeaudit.ingest.open import sheets_of
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


@contextmanager
def held_back() -> Iterator[None]:
    """As a user whom permissions hold back: root gives up its rights for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_a_file_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:  # tmp_path lies in a folder that only root may enter
        Path(folder).chmod(0o755)
        path = book(Path(folder) / "r.xlsx", [HEAD, ONE])
        path.chmod(0o644)
        read_books(path)  # so that everything is imported while the program's own files may be read
        with held_back():
            assert read_books(path).tables["household"].height == 1
        path.chmod(stat.S_IWUSR)
        with held_back():
            assert said_of(path)[0] == "file_not_permitted"


@pytest.mark.parametrize(
    ("error", "key"),
    [(PermissionError(13, "denied"), "file_not_permitted"), (OSError(5, "Input/output error"), "file_unreadable")],
)
def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, key: str) -> None:
    def refuse(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert said_of(tmp_path / "r.xlsx")[0] == key


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.touch()
    assert said_of(path)[0] == "empty_file"


COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024)


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "key", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "not_a_spreadsheet", "xlsx"),
        (b"%PDF-1.7 ...", "not_a_spreadsheet", "xlsx"),
        ("今天天气好".encode(), "not_a_spreadsheet", "xlsx"),
        (zipped("word/document.xml"), "not_a_spreadsheet", "xlsx"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet", "xlsx"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted", "密码"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "format_unread", "xls"),
        (zipped("content.xml", "mimetype"), "format_unread", "ods"),
        (zipped("xl/workbook.bin"), "format_unread", "xlsb"),
        ("户编号,户主姓名\nH1,张三\n".encode("gb18030"), "format_unread", "csv"),
        ("\ufeff户编号\t户主姓名\nH1\t张三\n".encode(), "format_unread", "csv"),
        (b"<html><body><table></table></body></html>", "format_unread", "HTML"),
        (b"PAR1" + bytes(20), "format_unread", "parquet"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "format_unread",
            "XML 2003",
        ),
        (b"PK\x03\x04" + bytes(100), "broken_file", "损坏"),
    ],
)
def test_what_is_no_xlsx_is_named(tmp_path: Path, content: bytes, key: str, word: str) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)
    said = said_of(path)
    assert said[0] == key
    assert word in said[1]


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
    assert said_of(path)[0] == "broken_file"


def test_a_flipped_byte_in_the_data(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, *([ONE] * 200)])
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    data[info.header_offset + 120 : info.header_offset + 160] = bytes(40)
    path.write_bytes(data)
    assert said_of(path)[0] == "broken_file"


def test_a_parser_that_panics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What a parser written in Rust throws; no Exception."""

    def panic(_: bytes) -> None:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(fastexcel, "read_excel", panic)
    assert said_of(book(tmp_path / "r.xlsx", [HEAD, ONE]))[0] == "broken_file"


def test_an_interruption_is_not_taken_for_a_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading.fastexcel, "read_excel", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_books(book(tmp_path / "r.xlsx", [HEAD, ONE]))


def test_a_workbook_without_sheets(tmp_path: Path) -> None:
    empty = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    assert said_of(changed(book(tmp_path / "r.xlsx", [HEAD]), "xl/workbook.xml", empty))[0] == "no_sheets"


def test_strict_open_xml_is_not_taken_for_empty(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path) as archive:
        listed = archive.read("xl/workbook.xml")
    strict = listed.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert said_of(changed(path, "xl/workbook.xml", strict)) == (
        "format_unread",
        Messages("zh")("problem.format_unread", file="r.xlsx", format="Strict Open XML"),
    )


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


SHEET = '<worksheet xmlns="x"><sheetData>{}</sheetData>{}</worksheet>'


def scanned(rows: str, after: str = "", prefix: str = "") -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    xml = SHEET.format(rows, after)
    if prefix:
        xml = (
            xml.replace("</", f"</{prefix}:")
            .replace("<", f"<{prefix}:")
            .replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
        )
    facts = scan_cells(io.BytesIO(xml.encode()))
    return facts.lost.rows(), facts.merges.rows()


ERROR = '<c t="e" s="1" r="B3"><v>#DIV/0!</v></c>'


@pytest.mark.parametrize("prefix", ["", "x"])
def test_the_scan_knows_the_ways_cells_are_written(prefix: str) -> None:
    rows = (
        '<row r="3"><c r="A3"><f>A1+A2</f></c>'
        + ERROR
        + '<c r="C3"><f>1</f><v></v></c><c r="D3"><f t="shared" si="0"/><v/></c><c r="E3"><f>2</f><v>2</v></c>'
        '<c r="F3" t="str"><f>""</f><v></v></c><c r="G3" t="e"><f>NA()</f><v>#N/A</v></c><c r="H3" t="b"><v>1</v></c>'
        "<c r='I3' t='e'><v>#REF!</v></c><c r=\"J3\"><f>A1&lt;A2</f></c></row>"
    )
    lost, _ = scanned(rows, prefix=prefix)
    assert lost == [
        (3, "A", "formula_without_value", "=A1+A2"),
        (3, "B", "error_cell", "#DIV/0!"),
        (3, "C", "formula_without_value", "=1"),
        (3, "D", "formula_without_value", "="),
        (3, "G", "error_cell", "#N/A"),
        (3, "I", "error_cell", "#REF!"),
        (3, "J", "formula_without_value", "=A1<A2"),
    ]


def test_the_scan_counts_cells_that_give_no_address() -> None:
    rows = '<row><c><v>1</v></c></row><row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
    assert scanned(rows)[0] == [(2, "B", "error_cell", "#N/A")]


def test_cells_that_give_no_address_are_counted_across_pieces() -> None:
    filler = "".join(f"<row><c><v>{'1' * 900}</v></c></row>" for _ in range(3000))
    assert scanned(filler + '<row><c/><c t="e"/><c><v>2</v></c></row>')[0] == [(3001, "B", "error_cell", "#")]


def test_text_that_looks_like_a_mark_is_no_error() -> None:
    assert scanned('<row r="1"><c r="A1" t="inlineStr"><is><t>t="e" &lt;f&gt;</t></is></c></row>')[0] == []


def test_the_scan_finds_cells_across_pieces() -> None:
    filler = "".join(f'<row r="{row}"><c r="A{row}"><v>{"1" * 900}</v></c></row>' for row in range(1, 3001))
    last = '<row r="3001"><c r="A3001"><f>1+1</f></c><c r="B3001" t="e"><v>#N/A</v></c></row>'
    lost, merges = scanned(filler + last, '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A1:C1"/></mergeCells>')
    assert lost == [(3001, "A", "formula_without_value", "=1+1"), (3001, "B", "error_cell", "#N/A")]
    assert merges == [("A", 2, 4)]


@pytest.mark.parametrize("padding", range(0, 64, 3))
def test_a_cell_at_the_edge_of_a_piece(padding: int) -> None:
    head = '<row r="1"><c r="A1"><v>'
    filler = "1" * ((1 << 20) - len(SHEET.split("{", maxsplit=1)[0]) - len(head) - padding)
    rows = f'{head}{filler}</v></c></row><row r="2">{ERROR}</row>'
    assert scanned(rows, '<mergeCells><mergeCell ref="B2:B9"/></mergeCells>') == (
        [(3, "B", "error_cell", "#DIV/0!")],
        [("B", 2, 9)],
    )


def test_sheets_come_one_at_a_time_with_letters(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"甲": [[], [None, None, "x"]], "乙": [["y"]]})
    workbook = open_workbook(path, "r.xlsx")
    sheets = [
        sheet
        for _, sheet in sheets_of(
            workbook, lambda: loader_of(workbook), [entry.name for entry in workbook.container.sheets]
        )
        if sheet
    ]
    assert [(sheet.name, sheet.cells.columns, sheet.cells.height) for sheet in sheets] == [
        ("甲", ["C"], 2),
        ("乙", ["A"], 1),
    ]
