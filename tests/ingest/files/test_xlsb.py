"""Binary Open XML workbooks."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.files.grids import first_rows, rows_of
from tests.writers.office import convert
from tests.writers.xlsb import Error, Formula, Sheet, xlsb

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.xlsb import XlsbBook, open_xlsb
from incomeaudit.messages import Problem

ROWS = [["户编号", "户主姓名", "金额"], ["甲001", "张三", 8000]]
READ = [["户编号", "户主姓名", "金额"], ["甲001", "张三", "8000"]]


def opened(data: bytes, limits: Limits | None = None) -> XlsbBook:
    return open_xlsb(data, "名册.xlsb", limits or Limits())


def changed(data: bytes, member: str, content: bytes | None) -> bytes:
    """The archive with one member's content exchanged, or without the member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            if name != member:
                copy.writestr(name, archive.read(name))
            elif content is not None:
                copy.writestr(name, content)
    return out.getvalue()


def member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_the_writer_writes_what_libreoffice_reads(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsb"
    path.write_bytes(xlsb({"花名册": [*ROWS, ["乙", 0.5, datetime(2020, 5, 1)], [True, Formula("文"), Error("#N/A")]]}))
    made = convert(path, "csv", "Text - txt - csv (StarCalc):44,34,76", tmp_path)
    lines = made.read_text("utf-8").splitlines()
    assert lines[:3] == ["户编号,户主姓名,金额", "甲001,张三,8000", "乙,0.5,2020-05-01"]
    assert lines[3].startswith("TRUE,") and lines[3].endswith(",#N/A")


def test_kinds_of_cells_and_of_sheets() -> None:
    cells = Sheet(
        [
            [None],
            [None, "户编号", 7999.99, datetime(2020, 5, 1), True],
            [None, Formula("文"), Formula(3.5), Formula(False), datetime(2020, 5, 1, 12, 30)],
            [None, Error("#N/A"), None, Error("#REF!", formula=True), "末"],
        ],
        merges=[(1, 3, 1, 1), (1, 1, 2, 4)],
        hidden_rows=[2],
        hidden_columns=[0, 2],
    )
    book = opened(
        xlsb({"表": cells, "图": Sheet(kind="chartsheet"), "隐": Sheet([["一"]], state=1), "深": Sheet(state=2)})
    )
    assert [(sheet.name, sheet.visible, sheet.kind) for sheet in book.sheets] == [
        ("表", True, "worksheet"),
        ("图", True, "chartsheet"),
        ("隐", False, "worksheet"),
        ("深", False, "worksheet"),
    ]
    assert (book.format, book.date1904) == ("xlsb", False)
    first = book.load(0)
    assert first.letters == ("B", "C", "D", "E")
    assert rows_of(first) == [
        [None] * 4,
        ["户编号", "7999.99", "2020-05-01 00:00:00", "true"],
        ["文", "3.5", "false", "2020-05-01 12:30:00"],
        [None, None, None, "末"],
    ]
    assert list(first.facts.lost) == [(4, "B", "error_cell", "#N/A"), (4, "D", "error_cell", "#REF!")]
    assert list(first.facts.merges) == [("B", 2, 4)]
    assert (list(first.facts.hidden_rows), list(first.facts.hidden_columns)) == ([3], ["A", "C"])
    assert rows_of(book.load(2)) == [["一"]]
    assert book.load(3).batch.num_rows == 0


def test_days_that_count_from_1904() -> None:
    assert opened(xlsb({"表": ROWS}, date1904=True)).date1904


def test_a_sheet_longer_than_a_piece() -> None:
    rows = [[f"户{number}", number, Error("#N/A") if number % 50_000 == 0 else 1] for number in range(1, 100_001)]
    cells = opened(xlsb({"表": rows})).load(0)
    assert cells.batch.num_rows == 100_000
    assert list(cells.facts.lost) == [(50_000, "C", "error_cell", "#N/A"), (100_000, "C", "error_cell", "#N/A")]
    assert rows_of(cells)[-1] == ["户100000", "100000", None]


@pytest.mark.parametrize(
    ("sheet", "limits", "key"),
    [
        (Sheet([["角"]], at_row=1_048_575), Limits(rows=100_000), "over_rows"),
        (Sheet([[None] * 16_383 + ["角"]]), Limits(), "over_columns"),
        (Sheet([["甲"] * 900], at_row=100_000), Limits(), "over_cells"),
    ],
)
def test_a_far_corner_makes_no_giant_frame(sheet: Sheet, limits: Limits, key: str) -> None:
    with pytest.raises(Problem) as caught:
        opened(xlsb({"表": sheet}), limits).load(0)
    assert caught.value.key == key


@pytest.mark.parametrize("name", ["xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/worksheets/sheet1.bin"])
def test_a_missing_part(name: str) -> None:
    with pytest.raises(Problem) as caught:
        opened(changed(xlsb({"表": ROWS}), name, None)).load(0)
    assert caught.value.key == "broken_file"


def test_a_sheet_that_breaks_off_leaves_the_others() -> None:
    whole = xlsb({"坏": ROWS, "好": ROWS})
    cut = member(whole, "xl/worksheets/sheet1.bin")[:-9]
    book = opened(changed(whole, "xl/worksheets/sheet1.bin", cut))
    with pytest.raises(Problem) as caught:
        book.load(0)
    assert (caught.value.key, caught.value.values["sheet"]) == ("broken_sheet", "坏")
    assert rows_of(book.load(1)) == READ


def test_a_workbook_without_sheets() -> None:
    with pytest.raises(Problem) as caught:
        opened(xlsb({}))
    assert caught.value.key == "no_sheets"


VALUES = st.one_of(
    st.none(),
    st.text("户主姓名县乡村abc012 ，", min_size=1, max_size=6).filter(lambda text: not text.isspace()),
    st.integers(-(10**9), 10**9),
)


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=6))
def test_what_is_written_is_read(rows: list[list[object]]) -> None:
    full = [["甲", "乙", "丙"], *rows, ["末", "末", "末"]]
    expected = [[None if value is None else str(value) for value in row] for row in full]
    assert first_rows(opened(xlsb({"花名册": full}))) == expected


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_part_is_read_or_said_to_be_broken(data: st.DataObject) -> None:
    whole = xlsb({"表": [*ROWS, [Formula("文"), Error("#N/A"), datetime(2020, 5, 1)]], "二": ROWS})
    name = data.draw(st.sampled_from(["xl/workbook.bin", "xl/worksheets/sheet1.bin"]))
    part = bytearray(member(whole, name))
    for at in data.draw(st.lists(st.integers(0, len(part) - 1), min_size=1, max_size=4)):
        part[at] = data.draw(st.integers(0, 255))
    keys = {"broken_file", "broken_sheet", "no_sheets", "over_rows", "over_columns", "over_cells"}
    try:
        book = opened(changed(whole, name, bytes(part)))
        for number, sheet in enumerate(book.sheets):
            if sheet.kind == "worksheet":
                assert len(book.load(number).letters) <= 1_000
    except Problem as problem:
        assert problem.key in keys
