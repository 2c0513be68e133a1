"""Workbooks of Excel 5 to 2003, and WPS's et."""

import struct
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.files.grids import first_rows, rows_of
from tests.ingest.files.mixed import MIXED_LOST, MIXED_MERGES, MIXED_ROWS, MIXED_SHEETS, mixed_workbook
from tests.writers.biff5 import Error, Formula, Sheet, biff5, record
from tests.writers.office import EXCEL_97, as_et, convert
from tests.writers.ole2 import wrapped

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.xls import XlsBook, open_xls
from incomeaudit.messages import Problem

ROWS = [["户编号", "户主姓名", "金额"], ["甲001", "张三", 8000]]
READ = [["户编号", "户主姓名", "金额"], ["甲001", "张三", "8000"]]


def opened(data: bytes, limits: Limits | None = None) -> XlsBook:
    return open_xls(data, "名册.xls", limits or Limits())


@pytest.fixture(scope="module")
def excel97(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("xls")
    return convert(mixed_workbook(folder / "名册.xlsx"), "xls", EXCEL_97, folder)


def test_what_libreoffice_saves_as_excel_97(excel97: Path) -> None:
    book = opened(excel97.read_bytes())
    assert (book.format, book.date1904) == ("xls", False)
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == MIXED_SHEETS
    cells = book.load(0)
    assert [row[1:] for row in rows_of(cells)[2:]] == MIXED_ROWS
    assert cells.letters == tuple("ABCDEFG")
    assert list(cells.facts.lost) == MIXED_LOST
    assert list(cells.facts.merges) == MIXED_MERGES
    assert list(cells.facts.hidden_rows) == [5]
    assert list(cells.facts.hidden_columns) == ["D"]
    assert rows_of(book.load(1)) == [[None, None], [None, "1"]]
    assert book.load(3).batch.num_rows == 0


def test_an_et_of_wps(tmp_path: Path) -> None:
    book = opened(as_et(mixed_workbook(tmp_path / "名册.xlsx"), tmp_path).read_bytes())
    assert [row[1:] for row in first_rows(book)[2:]] == MIXED_ROWS


@pytest.mark.parametrize("codepage", [936, 1252, 32769, None, 9999])
@pytest.mark.parametrize("name", ["Book", None])
def test_chinese_texts_whatever_the_code_page_is_called(codepage: int | None, name: str | None) -> None:
    stream = biff5({"花名册": ROWS, "二表": [["李四"]]}, codepage=codepage)
    book = opened(wrapped(stream, name) if name else stream)
    assert [sheet.name for sheet in book.sheets] == ["花名册", "二表"]
    assert first_rows(book) == READ
    assert rows_of(book.load(1)) == [["李四"]]


def test_a_rare_character_of_gb18030() -> None:
    assert first_rows(opened(biff5({"表": [["姓名"], ["王㛃"], ["李𬭎"]]}, encoding="gb18030"))) == [
        ["姓名"],
        ["王㛃"],
        ["李𬭎"],
    ]


def test_a_western_workbook_stays_western() -> None:
    rows = [["Müller", "Café"], ["Straße", "naïve"]]
    assert first_rows(opened(biff5({"Sheet1": rows}, encoding="cp1252", codepage=1252))) == rows


def test_another_code_page_of_several_bytes() -> None:
    rows = [["戶編號", "姓名"]]
    assert first_rows(opened(biff5({"表": rows}, encoding="cp950", codepage=950))) == rows


def test_texts_in_no_code_page_are_not_guessed() -> None:
    with pytest.raises(Problem) as caught:
        opened(biff5({"a": [["Ð\x90Ö"]]}, encoding="latin_1", codepage=1252))
    assert caught.value.key == "text_undecoded"


def test_texts_with_nuls_are_in_a_wrong_code_page() -> None:
    with pytest.raises(Problem) as caught:
        opened(biff5({"a": [["A1户", "B2户"]]}, encoding="utf-16-le", codepage=1252)).load(0)
    assert caught.value.key == "text_undecoded"


def test_texts_filled_up_with_nuls_are_read() -> None:
    assert first_rows(opened(biff5({"表": [["张三\0\0"]]}))) == [["张三\0\0"]]


def test_kinds_of_cells_and_of_sheets() -> None:
    cells = Sheet(
        [[None], [None, True, date(2020, 5, 1), Error("#REF!"), 0.1, 330102195001011], ["末"]],
        hidden_rows=[1],
        hidden_columns=[0, 2],
    )
    book = opened(
        biff5(
            {
                "表": cells,
                "图": Sheet(kind=2),
                "宏": Sheet(kind=1),
                "隐": Sheet([["一"]], state=1),
                "深": Sheet(state=2),
            }
        )
    )
    assert [(sheet.name, sheet.visible, sheet.kind) for sheet in book.sheets] == [
        ("表", True, "worksheet"),
        ("图", True, "chartsheet"),
        ("宏", True, "macrosheet"),
        ("隐", False, "worksheet"),
        ("深", False, "worksheet"),
    ]
    first = book.load(0)
    assert rows_of(first) == [
        [None] * 6,
        [None, "true", "2020-05-01 00:00:00", None, "0.1", "330102195001011"],
        ["末", None, None, None, None, None],
    ]
    assert first.facts.lost == [(2, "D", "error_cell", "#REF!")]
    assert (list(first.facts.hidden_rows), list(first.facts.hidden_columns)) == ([2], ["A", "C"])
    assert rows_of(book.load(3)) == [["一"]]


@pytest.mark.parametrize("codepage", [936, None])
def test_a_worksheet_that_is_older_than_excel_5(codepage: int | None) -> None:
    page = b"" if codepage is None else record(0x42, struct.pack("<H", codepage))
    name = "张三".encode("cp936")
    excel_4 = record(0x0409, struct.pack("<HHH", 0x0400, 0x10, 0)) + page
    excel_4 += record(0x0204, struct.pack("<HHHH", 0, 0, 0, len(name)) + name)
    excel_4 += record(0x0203, struct.pack("<HHHd", 1, 1, 0, 7999.5)) + record(0x0A, b"")
    excel_2 = record(0x0009, struct.pack("<HH", 2, 0x10)) + page
    excel_2 += record(0x0004, struct.pack("<HH3sB", 0, 0, bytes(3), len(name)) + name)
    excel_2 += record(0x0003, struct.pack("<HH3sd", 1, 1, bytes(3), 7999.5)) + record(0x0A, b"")
    for stream in (excel_4, excel_2):
        assert first_rows(opened(stream)) == [["张三", None], [None, "7999.5"]]


def test_days_that_count_from_1904() -> None:
    book = opened(biff5({"表": [[date(2020, 5, 1)]]}, date1904=True))
    assert book.date1904
    assert first_rows(book) == [["2024-05-02 00:00:00"]]


def test_results_of_formulas() -> None:
    book = opened(biff5({"表": [[Formula("本村"), Formula(12.5), Formula("")]]}))
    cells = book.load(0)
    assert rows_of(cells) == [["本村", "12.5"]]
    assert cells.facts.lost == []


@pytest.mark.parametrize("uncalculated", [Formula(None), Formula(0.0, options=2)])
def test_a_formula_that_nobody_has_calculated(uncalculated: Formula) -> None:
    cells = opened(biff5({"表": [["甲", uncalculated, Formula(0.0), Formula("乙")]]})).load(0)
    assert rows_of(cells) == [["甲", None, "0", "乙"]]
    assert cells.facts.lost == [(1, "B", "formula_without_value", "=…")]


@pytest.mark.parametrize(
    ("others", "tokens", "lost"),
    [
        ([], b"\x1e\1\0", True),
        ([Formula(3.0)], b"\x1e\1\0", False),  # somebody has calculated this sheet
        ([], b"\x17\0", False),  # =""
        ([], b"\x01\0\0\0\0", False),  # the formula stands with another cell
    ],
)
def test_an_empty_text_as_a_result(others: Sequence[Formula], tokens: bytes, lost: bool) -> None:
    row = ["甲", Formula("", tokens=tokens), *others]
    assert bool(opened(biff5({"表": [row]})).load(0).facts.lost) is lost


def test_records_that_have_no_part_in_cells_do_no_harm() -> None:
    comment, link = record(0x001C, b"\1"), record(0x01B8, b"\2\3")
    assert first_rows(opened(biff5({"表": Sheet(ROWS, further=comment + link)}))) == READ


def test_a_sheet_that_is_damaged_leaves_the_others() -> None:
    stream = bytearray(biff5({"坏": [["一"]], "好": ROWS}))
    at = stream.index(record(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 3515, 1996)))
    stream[at : at + 2] = b"\xff\xff"
    book = opened(bytes(stream))
    with pytest.raises(Problem) as caught:
        book.load(0)
    assert (caught.value.key, caught.value.values) == ("broken_sheet", {"file": "名册.xls", "sheet": "坏"})
    assert rows_of(book.load(1)) == READ


def test_a_sheet_over_a_limit() -> None:
    with pytest.raises(Problem) as caught:
        opened(biff5({"表": ROWS}), Limits(columns=2)).load(0)
    assert caught.value.key == "over_columns"


@pytest.mark.parametrize("data", [b"", b"\x09\x08", wrapped(b"", "Other"), bytes(600)])
def test_what_is_no_workbook(data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        opened(data)
    assert caught.value.key == "broken_file"


VALUES = st.one_of(
    st.none(),
    st.text("户主姓名县乡村张王李abc012 ，", min_size=1, max_size=6).filter(lambda text: not text.isspace()),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9).filter(lambda number: not number.is_integer()),
    st.booleans(),
)


def as_read(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None or isinstance(value, str) else str(value)


@given(st.lists(st.lists(VALUES, max_size=5), max_size=8), st.sampled_from([936, 1252, None]))
def test_what_is_written_is_read(rows: list[list[object]], codepage: int | None) -> None:
    found = first_rows(opened(biff5({"花名册": rows}, codepage=codepage)))
    width = max(map(len, found), default=0)
    expected = [[as_read(value) for value in row] + [None] * 5 for row in rows]
    assert found == [row[:width] for row in expected[: len(found)]]
    assert not any(any(row[width:]) for row in expected)
    assert not any(any(row) for row in expected[len(found) :])


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_workbook_is_read_or_said_to_be_broken(data: st.DataObject) -> None:
    stream = bytearray(biff5({"表": Sheet([*ROWS, [Formula("文"), Formula(None), Error("#N/A")]]), "二": ROWS}))
    for at in data.draw(st.lists(st.integers(0, len(stream) - 1), min_size=1, max_size=8)):
        stream[at] = data.draw(st.integers(0, 255))
    keys = {"broken_file", "broken_sheet", "text_undecoded", "no_sheets", "password_needed"}
    try:
        book = opened(bytes(stream[: data.draw(st.integers(1, len(stream)))]))
    except Problem as problem:
        assert problem.key in keys
        return
    for number, sheet in enumerate(book.sheets):
        if sheet.kind == "worksheet":
            try:
                assert book.load(number).batch.num_columns <= 256
            except Problem as problem:
                assert problem.key in keys
