"""A roster as real workbooks: headers, amounts and answers in the forms that counties write."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from tests.oracle.roster import Roster, Row, Sheet, Unreadable

HEADERS: Mapping[str, str] = {
    "county": "县（市、区）",
    "place": "县（市、区）",
    "township": "乡镇",
    "village": "行政村",
    "household_id": "户编号",
    "year": "年度",
    "category": "农户类型",
    "status": "在册状态",
    "members": "家庭人口数",
    "wage_income": "工资性收入（元）",
    "business_income": "经营净收入（元）",
    "business_cost": "生产经营性支出（元）",
    "property_income": "财产净收入（元）",
    "transfer_income": "转移净收入（元）",
    "income": "家庭可支配收入（元）",
    "per_capita_income": "人均可支配收入（元）",
    "net_income": "纯收入（元）",
    "per_capita_net_income": "人均纯收入（元）",
    "prior_per_capita_income": "上年人均可支配收入（元）",
    "rigid_expense": "刚性支出（元）",
    "food": "吃不愁",
    "clothing": "穿不愁",
    "education": "义务教育保障",
    "medical": "基本医疗保障",
    "housing": "住房安全",
    "water": "饮水安全",
    "poverty_cause": "主要致贫原因",
    "income_source": "主要收入来源",
    "epidemic_impact": "疫情影响",
    "assistance": "帮扶举措",
    "total_income": "年总收入（元）",
    "operating_income": "经营性收入（元）",
    "weak": "相对薄弱村",
    "dibao_standard": "农村低保年标准（元）",
    "prior_low_income": "上年低收入农户人均可支配收入（元）",
}
GROSS_HEADER = "生产经营性收入（元）"
"""Business income before costs."""
UNREADABLE_TEXT = "尚待核实"
_ANSWERS = ({True: "是", False: "否"}, {True: "√", False: "×"}, {True: "达标", False: "未达标"})


def write(roster: Roster, folder: Path) -> list[Path]:
    """One workbook a file of the roster; in the order in which the roster names them."""
    paths = []
    for file in dict.fromkeys(sheet.file for sheet in roster.sheets):
        book = Workbook()
        book.remove(book.worksheets[0])
        for sheet in roster.sheets:
            if sheet.file == file:
                _write_sheet(book, sheet)
        paths.append(folder / file)
        book.save(paths[-1])
    return paths


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    header = sheet.rows[0].number - 1
    if header > 1:
        page.cell(1, 1, "低收入农户数据")
    for column, field in enumerate(sheet.columns, 1):
        gross = field == "business_income" and sheet.gross
        page.cell(header, column, GROSS_HEADER if gross else HEADERS[field])
        for row in sheet.rows:
            page.cell(row.number, column, _written(row, field))


def _written(row: Row, field: str) -> str | float | None:
    value = row.values[field]
    if isinstance(value, Unreadable):
        return UNREADABLE_TEXT
    if isinstance(value, bool):
        return _ANSWERS[row.number % 3][value]
    if isinstance(value, Decimal):
        return f"¥{value:,}" if row.number % 4 == 0 else float(value)
    return value
