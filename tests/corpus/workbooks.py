"""Workbooks in the layouts and with the cells that clerks' sheets have, by openpyxl and xlsxwriter."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from .households import FACTS, GROUPS, HEADERS, MEMBER_HEADERS, TITLE, VILLAGES, households, members_of

WIDTH = len(HEADERS)


def _new(name: str = "农户") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    return book, sheet


def _fill(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    for row in rows:
        sheet.append(list(row))


def _with_facts(book: openpyxl.Workbook, path: Path) -> None:
    _fill(book.create_sheet("县级参数"), FACTS)
    book.save(path)


def plain(path: Path) -> None:
    """Headers in row 1, a row a household."""
    book, sheet = _new()
    _fill(sheet, [HEADERS, *households()])
    _with_facts(book, path)


def titled(path: Path) -> None:
    """Title and unit rows, groups over the headers, column numbers, blank rows, subtotals, notes."""
    book, sheet = _new()
    _fill(sheet, [[TITLE], ["填报单位：遂昌县", None, None, "2020年12月31日", None, "单位：元、人"]])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=WIDTH)
    column = 1
    for name, width in GROUPS.items():
        sheet.cell(3, column, name)
        sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=column + width - 1)
        column += width
    sheet.append(list(HEADERS))
    sheet.append(list(range(1, WIDTH + 1)))
    rows = households()
    for _, village in VILLAGES:
        own = [row for row in rows if row[2] == village]
        _fill(sheet, [*own, ["小计", *[None] * 9, sum(int(str(row[10])) for row in own)], []])
        sheet.append([])
    _fill(sheet, [["合计", None, None, len(rows)], ["填表人：王某", None, "审核人：李某"]])
    _with_facts(book, path)


def wide(path: Path, *, merged: bool = False, on_head_only: bool = False) -> None:
    """A row a member, the household's cells repeated, merged down or on the head's row only."""
    book, sheet = _new("农户及成员")
    sheet.append([*HEADERS, *(f"成员{name}" for name in MEMBER_HEADERS)])
    for number, row in enumerate(households(12)):
        people = members_of(row, number)
        first = sheet.max_row + 1
        for place, person in enumerate(people):
            sheet.append([*(row if not place or not (merged or on_head_only) else [None] * WIDTH), *person])
        if merged and len(people) > 1:
            for column in range(1, WIDTH + 1):
                sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=column, end_column=column)
    _with_facts(book, path)


def merged_down(path: Path) -> None:
    wide(path, merged=True)


def on_head_only(path: Path) -> None:
    wide(path, on_head_only=True)


def hidden(path: Path) -> None:
    """Hidden rows, columns and sheets, a filter that leaves rows out."""
    book, sheet = _new()
    _fill(sheet, [HEADERS, *households()])
    for number in (3, 4, 9):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet.auto_filter.ref = sheet.dimensions
    for name, state in (("旧农户", "hidden"), ("底稿", "veryHidden")):
        other = book.create_sheet(name)
        _fill(other, [HEADERS, *households(3, seed=7)])
        other.sheet_state = state
    _with_facts(book, path)


def errors(path: Path) -> None:
    """Error cells, and formulas whose result nobody has stored."""
    book, sheet = _new()
    _fill(sheet, [HEADERS, *households()])
    for at, value in (("Q2", "#N/A"), ("P3", "#REF!"), ("K4", "#DIV/0!"), ("F5", "#VALUE!"), ("R6", "#NAME?")):
        sheet[at] = value
        sheet[at].data_type = "e"
    for row in range(8, 12):
        sheet[f"Q{row}"] = f"=P{row}/K{row}"
    _with_facts(book, path)


def from_1904(path: Path) -> None:
    """Dates counted from 1904, as workbooks from an old Mac have them; some bare day numbers."""
    book, sheet = _new()
    book.epoch = CALENDAR_MAC_1904
    _fill(sheet, [HEADERS, *households()])
    for row in range(2, 20):
        sheet.cell(row, 10).value = datetime.datetime(2018, 5, 1 + row) if row % 2 else 41_758
    _with_facts(book, path)


def odd_cells(path: Path) -> None:
    """IDs as numbers and with odd characters, amounts as text, dates in all forms, control characters, long text."""
    book, sheet = _new()
    headers = [
        {"工资性收入": "工资性收入（万元）", "转移净收入": "转移净收入\n(元/月)"}.get(name, name) for name in HEADERS
    ]
    _fill(sheet, [headers, *households()])
    column = {name: HEADERS.index(name) + 1 for name in HEADERS}
    forms: dict[str, tuple[object, ...]] = {
        "户主身份证号": (331123196003021234, "'331123196003021234", "33112319600302123x", "33112319600302123Ｘ",
                   "3311 2319 6003 0212 34", "3.31123E+17"),
        "家庭可支配收入": ("￥36,000.00", "3.6万", "36000元", "（500）", "三万六千", "-", "36 000"),
        "建档日期": ("2018.5", "201805", "2018/5/1", "2018年5月", 43221, datetime.date(2018, 5, 1), "20180501"),
        "吃不愁": ("√", "×", "有", "无", "1", True, "达标", "Y"),
        "主要致贫原因": ("因病\x09因残", "因病_x000D_", "遂" * 32_000, " ", "无", "/", "02"),
    }  # fmt: skip
    for name, values in forms.items():
        for row, value in enumerate(values, 2):
            sheet.cell(row, column[name]).value = value  # type: ignore[assignment]
    _with_facts(book, path)


def township_sheets(path: Path) -> None:
    """A sheet per township, each with its own title; a sheet of notes; an empty one."""
    book, _ = _new("说明")
    _fill(book.worksheets[0], [["填表说明"], ["一、本表由乡镇填报。"]])
    rows = households(30)
    for township, _village in VILLAGES:
        _fill(
            book.create_sheet(township), [[f"{township}花名册"], HEADERS, *(row for row in rows if row[1] == township)]
        )
    book.create_sheet("空表")
    _with_facts(book, path)


def several_tables(path: Path) -> None:
    """Two tables below each other and one beside them on a sheet."""
    book, sheet = _new("汇总")
    _fill(sheet, [[TITLE], HEADERS, *households(8), [], [], ["村集体经济"]])
    _fill(sheet, [["县", "乡镇", "行政村", "年度", "年总收入", "经营性收入"],
                  *(["遂昌县", *place, 2020, 500_000, 90_000] for place in VILLAGES)])  # fmt: skip
    for row, values in enumerate(FACTS, 2):
        for place, value in enumerate(values):
            sheet.cell(row, WIDTH + 3 + place, value)
    _with_facts(book, path)


def form(path: Path) -> None:
    """一户一表: labels beside values, a sheet a household."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, row in enumerate(households(3)):
        sheet = book.create_sheet(str(row[4]) + str(number))
        sheet.append(["低收入农户信息表"])
        sheet.merge_cells("A1:D1")
        pairs = list(zip(HEADERS, row, strict=True))
        for left, right in zip(pairs[::2], pairs[1::2], strict=True):
            sheet.append([*left, *right])
        _fill(sheet, [["家庭成员"], MEMBER_HEADERS, *members_of(row, number)])
    _with_facts(book, path)


def with_company(path: Path) -> None:
    """A chart sheet, a chart and a comment on the sheet: what stands beside the cells."""
    book, sheet = _new()
    _fill(sheet, [HEADERS, *households(10)])
    sheet["A1"].comment = Comment("按户口本填写", "填表人")
    for place in (sheet, book.create_chartsheet("图")):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=16, min_row=1, max_row=11), titles_from_data=True)
        place.add_chart(chart)
    _with_facts(book, path)


def headers_only(path: Path) -> None:
    """A table without a row: nothing read is not clean."""
    book, sheet = _new()
    sheet.append(list(HEADERS))
    book.save(path)


def as_excel_writes(path: Path) -> None:
    """Shared strings, rich text, number formats, values stored beside formulas."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("农户")
    bold = book.add_format({"bold": True})
    dates = book.add_format({"num_format": "yyyy年m月d日"})
    sheet.write_row(0, 0, HEADERS, bold)
    for number, row in enumerate(households(), 1):
        for column, value in enumerate(row):
            if HEADERS[column] == "建档日期":
                sheet.write_datetime(number, column, datetime.datetime(2018, 5, 1), dates)
            elif HEADERS[column] == "户主姓名":
                sheet.write_rich_string(number, column, bold, str(value), "（户主）")
            elif HEADERS[column] == "人均可支配收入":
                sheet.write_formula(number, column, f"=P{number + 1}/K{number + 1}", None, value)
            else:
                sheet.write(number, column, value)
    facts = book.add_worksheet("县级参数")
    for number, values in enumerate(FACTS):
        facts.write_row(number, 0, values)
    book.close()


def streamed(path: Path) -> None:
    """Inline strings and rows without addresses of the sheet's size, as programs write that keep nothing in memory."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("农户")
    for number, row in enumerate([HEADERS, *households(40)]):
        sheet.write_row(number, 0, row)
    book.close()


WORKBOOKS: tuple[Callable[[Path], None], ...] = (
    plain, titled, wide, merged_down, on_head_only, hidden, errors, from_1904, odd_cells, township_sheets,
    several_tables, form, with_company, headers_only, as_excel_writes, streamed,
)  # fmt: skip


def strict(source: bytes) -> bytes:
    """A part of a workbook in the namespaces of strict OOXML (ISO 29500-1)."""
    text = source.decode("utf-8")
    text = text.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return re.sub(
        r"http://schemas\.openxmlformats\.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        text,
    ).encode()
