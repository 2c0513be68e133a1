"""One workbook with every kind of cell, for LibreOffice to save in the formats that it writes."""

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment


def mixed_workbook(path: Path) -> Path:
    """Sheets 花名册 (its table from B3), 隐藏, 深藏 and 空."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "花名册"
    rows = (
        ("户编号", "日期", "时间", "金额", "公式", "比例"),
        ("330102195001011234", date(2020, 5, 1), time(12, 30), 7999.99, "=E4*2", 0.5),
        ("两  格", datetime(2020, 5, 1, 12, 30, 15), None, 8000, '=IF(1=1,"","x")', None),
        ("第一行\n第二行", None, None, -0.5, '="文"&"本"', "#N/A"),
        ("〇县", None, None, 0, "=1/0", "=NA()"),
    )
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 2):
            sheet.cell(number, column, value)
    sheet["G4"].number_format = "0.00%"
    sheet["E4"].number_format = '"¥"#,##0.00'
    sheet["G6"].data_type = "e"
    sheet["B10"] = CellRichText("红", TextBlock(InlineFont(b=True), "字"))
    sheet["B11"] = "合并"
    sheet.merge_cells("B11:B13")
    sheet.merge_cells("C11:D11")
    sheet["E11"] = "块"
    sheet.merge_cells("E11:F13")
    sheet["B14"] = "有批注"
    sheet["B14"].comment = Comment("不是内容", "某人")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    for name, state in (("隐藏", "hidden"), ("深藏", "veryHidden"), ("空", "visible")):
        other = book.create_sheet(name)
        other.sheet_state = state
        if name != "空":
            other["B2"] = 1
    book.save(path)
    return path


MIXED_ROWS: list[list[str | None]] = [
    ["户编号", "日期", "时间", "金额", "公式", "比例"],
    ["330102195001011234", "2020-05-01 00:00:00", "12:30:00", "7999.99", "15999.98", "0.5"],
    ["两  格", "2020-05-01 12:30:15", None, "8000", None, None],
    ["第一行\n第二行", None, None, "-0.5", "文本", None],
    ["〇县", None, None, "0", None, None],
    [None] * 6,
    [None] * 6,
    ["红字", None, None, None, None, None],
    ["合并", None, None, "块", None, None],
    [None] * 6,
    [None] * 6,
    ["有批注", None, None, None, None, None],
]
"""From row 3 and column B on."""
MIXED_LOST = [
    (6, "G", "error_cell", "#N/A"),
    (7, "F", "error_cell", "#DIV/0!"),
    (7, "G", "error_cell", "#N/A"),
]
MIXED_MERGES = [("B", 11, 13), ("E", 11, 13)]
MIXED_SHEETS = [("花名册", True), ("隐藏", False), ("深藏", False), ("空", True)]
