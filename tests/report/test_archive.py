import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import polars as pl
import pytest

from incomeaudit.messages import Messages
from incomeaudit.report import listing
from incomeaudit.report.archive import write_archive
from incomeaudit.report.board import Board, Item
from incomeaudit.report.book import write_book
from incomeaudit.report.filled import Filled
from incomeaudit.report.layout import Block, Column, Sheet
from incomeaudit.report.shell import Plan, shell
from incomeaudit.report.style import ACCENT, Look, look_of
from incomeaudit.report.workbook import write_excel
from tests.report.builders import small_result

TEXT = look_of("text")
PROGRAM = """
import sys
from pathlib import Path
from incomeaudit.messages import Messages
from incomeaudit.report.workbook import write_excel
from tests.report.builders import clean_result, small_result
write_excel(clean_result(), Path(sys.argv[1]), Messages("en"))
write_excel(small_result(), Path(sys.argv[1]), Messages("zh"))
"""


def book_of(tmp_path, *sheets, **options):
    path = tmp_path / "表.xlsx"
    write_book(path, small_result().run, "题 & 名", sheets, Messages("zh"), **options)
    return openpyxl.load_workbook(path)


def sheet_of(frame, *columns, **options):
    columns = columns or tuple(Column(name, heading="code") for name in frame.columns)
    return Sheet("表", (Block(columns, frame, "无"),), **options)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "#REF!"])
def test_no_text_becomes_a_formula(tmp_path, text):
    board = Board("页", (10, 10))
    board.row(1, [Item(text, 2)])
    book = book_of(tmp_path, board, sheet_of(pl.DataFrame({"a": [text]})))
    for cell in (book["页"]["A1"], book["表"]["A2"]):
        assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("rows", [3, 50])
def test_few_rows_and_many_make_one_table(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(listing, "FEW", 10)
    monkeypatch.setattr(listing, "CHUNK", 7)
    sheet = book_of(tmp_path, sheet_of(pl.DataFrame({"n": range(rows)}), Column("n", "count", heading="code")))["表"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(range(rows))
    assert sheet.dimensions == f"A1:A{rows + 1}"
    assert sheet.auto_filter.ref == f"A1:A{rows + 1}"


def test_a_large_workbook_is_made_ahead_and_is_the_same(tmp_path, monkeypatch):
    sheet = sheet_of(pl.DataFrame({"a": [str(n) for n in range(900)]}))
    path = tmp_path / "表.xlsx"
    book_of(tmp_path, sheet)
    alone = path.read_bytes()
    monkeypatch.setattr("incomeaudit.report.archive.AHEAD", 1)
    book_of(tmp_path, sheet)
    assert path.read_bytes() == alone


def test_colours_follow_their_words_whichever_colours_other_sheets_have(tmp_path):
    first = replace(
        sheet_of(pl.DataFrame({"a": ["x"]}), Column("a", heading="code", fills={"x": "111111"})), title="一"
    )
    second = sheet_of(pl.DataFrame({"a": ["y"]}), Column("a", heading="code", fills={"y": "222222", "x": "111111"}))
    book = book_of(tmp_path, first, second)
    rules = {
        (sheet.title, str(area.sqref), rule.formula[0]): rule.dxf.fill.bgColor.rgb
        for sheet in book
        for area in sheet.conditional_formatting
        for rule in area.rules
    }
    assert rules == {
        ("一", "A2", '"x"'): "00111111",
        ("表", "A2", '"y"'): "00222222",
        ("表", "A2", '"x"'): "00111111",
    }


def test_groups_of_rows_are_shaded(tmp_path):
    sheet = book_of(
        tmp_path, sheet_of(pl.DataFrame({"a": [1, 1, 2]}), Column("a", "number", heading="code"), banded=True)
    )["表"]
    ((area, (rule,)),) = [(str(area.sqref), area.rules) for area in sheet.conditional_formatting]
    assert (area, rule.formula) == ("A2:A4", ["ISEVEN($A2)"])


def test_links_lead_to_files_and_to_sheets(tmp_path):
    board = Board("页", (10,))
    board.row(1, [Item("去")])
    board.link(1, 1, "'表'!A1")
    frame = pl.DataFrame({"a": ["甲", "乙", "丙"], "to": ["甲 县/一&二#_x0041_.xlsx", None, ""]})
    book = book_of(tmp_path, board, sheet_of(frame, Column("a", heading="code", link="to")))
    assert book["页"]["A1"].hyperlink.location == "'表'!A1"
    linked, *others = (book["表"].cell(row, 1).hyperlink for row in (2, 3, 4))
    assert linked.target == "甲%20县/一%26二%23_x0041_.xlsx"
    assert others == [None, None]
    assert book["表"]["A2"].font.color.rgb == f"00{ACCENT}"


def test_a_name_in_the_title_is_no_code_of_the_page(tmp_path):
    book = book_of(tmp_path, sheet_of(pl.DataFrame({"a": ["x"]})))
    assert book["表"].oddHeader.left.text == "题 && 名"
    assert book.properties.title == "题 & 名"


def test_merged_cells_have_a_fixed_order(tmp_path):
    board = Board("页", (10, 10, 10))
    for row in range(1, 40):
        board.row(row, [Item("x", 3)])
    book_of(tmp_path, board)
    xml = zipfile.ZipFile(tmp_path / "表.xlsx").read("xl/worksheets/sheet1.xml").decode()
    places = [xml.index(f'<mergeCell ref="A{row}:C{row}"/>') for row in range(1, 40)]
    assert places == sorted(places)


def test_the_same_bytes_in_another_process_and_with_shells_kept_or_not(tmp_path):
    shell.cache_clear()
    write_excel(small_result(), tmp_path / "here.xlsx", Messages("zh"))
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xlsx"
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", PROGRAM, str(path)], env=environment, check=True, timeout=120)
        assert path.read_bytes() == (tmp_path / "here.xlsx").read_bytes()


def test_a_shell_is_kept_for_reports_of_one_kind(tmp_path):
    shell.cache_clear()
    for rows in (1, 30, 700):
        book_of(tmp_path, sheet_of(pl.DataFrame({"a": ["x"] * rows})))
    assert shell.cache_info().misses == 1


def test_members_have_no_time_but_the_run_s(tmp_path):
    book_of(tmp_path, sheet_of(pl.DataFrame({"a": ["x"]})))
    archive = zipfile.ZipFile(tmp_path / "表.xlsx")
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    started = small_result().run.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    core = archive.read("docProps/core.xml")
    assert core.count(started) == 2
    assert f"{datetime.now(UTC):%Y-%m-%d}".encode() not in core.replace(started, b"")


def test_a_shell_of_another_plan_is_no_silent_loss():
    kept = shell((Plan("表", 2),), "", frozenset({TEXT}))
    odd = Filled(Plan("表", 3), [9, 9, 9], 1, 1, frozenset({TEXT}), lambda numbers: iter(()))
    with pytest.raises(ValueError, match="2 of 3 places"):
        write_archive(kept, [odd], "", b"", io.BytesIO())


def test_every_look_has_a_number_of_its_own():
    looks = frozenset(Look(size=size, bold=bold) for size in (9, 10, 11) for bold in (True, False))
    kept = shell((Plan("表", 1), Plan("二", 1)), "", looks)
    assert len({*kept.numbers.values()}) == len(looks)
    assert kept.numbers.keys() == looks


def test_openpyxl_without_lxml_makes_shells_that_can_be_filled(tmp_path):
    path = tmp_path / "report.xlsx"
    program = f"import openpyxl\nassert not openpyxl.LXML\n{PROGRAM}"
    environment = os.environ | {"OPENPYXL_LXML": "False", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=True, timeout=120)
    assert openpyxl.load_workbook(path)["问题清单"].max_row == 13
