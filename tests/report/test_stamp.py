import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from incomeaudit.report.stamp import CELL_LIMIT, CUT_MARK, Stamp, cut, plain, row_xml, stamp, xml_text

NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def template(columns, row=2):
    book = openpyxl.Workbook()
    sheet = book.active
    for column in range(1, columns + 1):
        sheet.cell(1, column, f"列{column}")
        sheet.cell(row, column).font = Font(bold=bool(column % 2))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def stamped(frame, heights=None):
    heights = pl.Series([None] * frame.height, dtype=pl.Float64) if heights is None else heights
    out = io.BytesIO()
    stamp(template(frame.width), {"xl/worksheets/sheet1.xml": [Stamp(2, frame, heights)]}, out, WHEN)
    return out.getvalue()


def read_back(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_values_come_back_with_their_types():
    frame = pl.DataFrame(
        {
            "text": ["甲", None, "", " 空格 "],
            "figure": [1.5, None, float("nan"), -0.01],
            "count": pl.Series([1, 2, None, 4], dtype=pl.UInt32),
            "either": [
                {"number": 7999.99, "text": "7999.99"},
                {"number": None, "text": "否"},
                {"number": None, "text": None},
                {"number": float("inf"), "text": "inf"},
            ],
            "nothing": pl.Series([None] * 4, dtype=pl.String),
        }
    )
    assert read_back(stamped(frame)) == [
        ["甲", 1.5, 1, 7999.99, None],
        [None, None, 2, "否", None],
        [None, None, None, None, None],
        [" 空格 ", -0.01, 4, "inf", None],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "#REF!"])
def test_no_text_becomes_a_formula(text):
    data = stamped(pl.DataFrame({"text": [text]}))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@given(st.lists(st.text(), min_size=1, max_size=20))
def test_every_text_gives_well_formed_xml_and_comes_back_but_for_what_a_cell_cannot_hold(texts):
    frame = pl.DataFrame({"text": texts})
    rows = row_xml(frame, 1, ["0"], pl.Series([None] * len(texts), dtype=pl.Float64))
    root = ElementTree.fromstring(f"<sheetData>{rows}</sheetData>")
    shown = ["".join(cell.itertext()) for cell in root.iter("c")]
    assert shown == [plain(text) for text in texts]


@given(st.text())
def test_one_text_at_a_time_and_many_at_once_follow_the_same_rules(text):
    by_frame = pl.select(xml_text(pl.lit(text))).item()
    assert ElementTree.fromstring(f"<t>{by_frame}</t>").text or plain(text) == ""


def test_what_xml_forbids_is_gone_and_what_programs_read_as_an_escape_is_escaped():
    text = "a\x00b\x0bc\ufffed\r\ne\rf_x000D_g"
    assert plain(text) == "abcd\ne\nf_x005F_x000D_g"
    assert plain("\ud800") == "?"


@pytest.mark.parametrize("text", ["长" * 40_000, "🙂" * 20_000, "a" * 32_768])
def test_a_text_that_does_not_fit_is_cut_with_a_mark(text):
    shown = cut(text)
    assert shown.endswith(CUT_MARK)
    assert CELL_LIMIT - 1 <= len(shown.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert read_back(stamped(pl.DataFrame({"text": [text, "短"]}))) == [[shown], ["短"]]


def test_a_text_that_just_fits_is_whole():
    assert cut("长" * CELL_LIMIT) == "长" * CELL_LIMIT


def test_styles_come_from_the_template_and_heights_from_the_stamp():
    data = stamped(pl.DataFrame({"a": ["x", None], "b": [1.0, 2.0]}), pl.Series([30.0, None]))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [[cell.font.b for cell in row] for row in sheet["A2:B3"]] == [[True, False], [True, False]]
    assert sheet.row_dimensions[2].height == 30
    assert sheet.row_dimensions[3].height is None
    assert sheet.dimensions == "A1:B3"


def test_many_chunks_make_one_table(monkeypatch):
    monkeypatch.setattr("incomeaudit.report.stamp.CHUNK", 7)
    frame = pl.DataFrame({"n": range(50)})
    assert read_back(stamped(frame)) == [[n] for n in range(50)]


def test_two_templates_on_one_sheet():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (2, 6):
        sheet.cell(row, 1).font = Font(bold=True)
    sheet["A5"] = "第二段"
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    none = pl.Series([None, None], dtype=pl.Float64)
    stamps = [Stamp(6, pl.DataFrame({"a": ["c", "d"]}), none), Stamp(2, pl.DataFrame({"a": ["a", "b"]}), none)]
    stamp(saved.getvalue(), {"xl/worksheets/sheet1.xml": stamps}, out, WHEN)
    sheet = openpyxl.load_workbook(out).active
    assert [sheet.cell(row, 1).value for row in range(1, 8)] == [None, "a", "b", None, "第二段", "c", "d"]


def test_a_template_that_is_not_there_is_no_silent_loss():
    with pytest.raises(ValueError, match="no template row of 2 styled cells in row 9"):
        stamp(
            template(2),
            {"xl/worksheets/sheet1.xml": [Stamp(9, pl.DataFrame({"a": ["x"], "b": ["y"]}), pl.Series([None]))]},
            io.BytesIO(),
            WHEN,
        )


def test_openpyxl_without_lxml_writes_templates_that_are_found(tmp_path):
    import os
    import subprocess
    import sys

    path = tmp_path / "report.xlsx"
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from incomeaudit.messages import Messages\n"
        "from incomeaudit.report.workbook import write_excel\n"
        "from tests.report.builders import small_result\n"
        "import openpyxl\nassert not openpyxl.LXML\n"
        "write_excel(small_result(), Path(sys.argv[1]), Messages('zh'))\n"
    )
    environment = os.environ | {"OPENPYXL_LXML": "False", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=True, timeout=120)
    assert openpyxl.load_workbook(path)["问题清单"].max_row == 13


def test_the_same_stamps_give_the_same_bytes():
    frame = pl.DataFrame({"a": ["x", "y"], "b": [1, 2]})
    first, second = stamped(frame), stamped(frame)
    assert first == second
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2026-03-02T09:30:00Z</dcterms:modified>" in archive.read("docProps/core.xml")
