"""Reading a sample workbook back, with openpyxl and by the headers alone.

What is checked a second time reads few columns, which are named here; the vocabulary knows the headers of all.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from incomeaudit.vocabulary import Vocabulary

HEADERS = {
    "乡镇（街道）": "township", "行政村": "village", "户编号": "household_id", "户主姓名": "head_name",
    "户主身份证号": "head_id", "农户类型": "category", "在册状态": "status", "家庭人口数（人）": "members",
    "工资性收入": "wage_income", "经营净收入": "business_income", "财产净收入": "property_income",
    "转移净收入": "transfer_income", "家庭可支配收入": "income", "人均可支配收入": "per_capita_income",
    "刚性支出": "rigid_expense", "吃不愁": "food", "穿不愁": "clothing", "义务教育保障": "education",
    "基本医疗保障": "medical", "住房安全": "housing", "饮水安全": "water", "主要致贫原因": "poverty_cause",
    "主要收入来源": "income_source", "疫情影响": "epidemic_impact", "帮扶措施": "assistance",
    "年总收入（万元）": "total_income", "经营性收入（万元）": "operating_income", "相对薄弱村": "weak",
    "县（市、区）": "place", "年度": "year", "农村低保年标准（元/年）": "dibao_standard",
    "上年低收入农户人均可支配收入（元）": "prior_low_income",
    "姓名": "name", "与户主关系": "relation", "证件号码": "id_number", "性别": "sex", "出生日期": "birth_date",
    "村级评议日期": "village_review_on", "乡镇审定日期": "township_approved_on", "公示日期": "publicised_on",
}  # fmt: skip
SHEETS = ("农户", "家庭成员", "村集体经济", "县级参数")
"""The sheets that are read by these headers."""
GUARANTEES = ("food", "clothing", "education", "medical", "housing", "water")
ITEMS = ("wage_income", "business_income", "property_income", "transfer_income")
_AMOUNTS = {*ITEMS, "income", "per_capita_income", "rigid_expense", "dibao_standard", "prior_low_income"}
_WORDS = {"是": True, "否": False, "√": True, "×": False, "达标": True, "未达标": False}


@dataclass
class Row:
    """One row of a table: parsed values by field, and the fields whose cell could not be read."""

    number: int
    values: dict[str, Any]
    unreadable: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read_sheets(workbook: Path) -> dict[str, list[Row]]:
    """By sheet, as far as it is one of ``SHEETS``, the rows between the header and the notes, sums left out."""
    # From bytes: a workbook that is read row by row would keep the file open.
    opened = load_workbook(BytesIO(workbook.read_bytes()), read_only=True)
    return {sheet.title: _rows(sheet) for sheet in opened.worksheets if sheet.title in SHEETS}


def field_of(table: str, header: object, vocabulary: Vocabulary) -> str | None:
    """The field of a table that the vocabulary reads under a header; a unit behind it counts for nothing."""
    text = _plain(str(header)).removesuffix("(元/年)").removesuffix("(元)").removesuffix("(人)").removesuffix("(月)")
    text = text.removesuffix("(万元)")
    fields = vocabulary.tables[table].fields.items()
    return next((name for name, field in fields if text in map(_plain, field.all_headers)), None)


def _plain(header: str) -> str:
    return header.replace("\n", "").replace("（", "(").replace("）", ")")


def _rows(sheet: Worksheet) -> list[Row]:
    lines = [[None if value == "" else value for value in line] for line in sheet.iter_rows(values_only=True)]
    header = next(number for number, line in enumerate(lines) if sum(_field(text) is not None for text in line) >= 3)
    fields = [_field(text) for text in lines[header]]
    assert not [name for name, times in Counter(fields).items() if name and times > 1]
    rows: list[Row] = []
    for number, line in enumerate(lines[header + 1 :], header + 2):
        if str(line[0]).startswith(("填表人", "说明")):
            break
        if line[0] not in ("小计", "合计"):
            rows.append(_parse(number, {name: text for name, text in zip(fields, line, strict=False) if name}))
    return rows


def _field(header: object) -> str | None:
    return HEADERS.get(str(header).replace("\n", ""))


def _parse(number: int, texts: dict[str, Any]) -> Row:
    row = Row(number, {})
    for name, text in texts.items():
        try:
            row.values[name] = _value(name, text)
        except (InvalidOperation, KeyError):
            row.values[name] = None
            row.unreadable.add(name)
    return row


def _value(name: str, text: Any) -> Any:
    if text is None:
        return None
    if name in _AMOUNTS:
        return Decimal(0) if text in ("无", "-") else _amount(text)
    if name in ("total_income", "operating_income"):
        return _amount(text) * 10000
    if name in ("members", "year"):
        return int(text)
    if name in GUARANTEES or name == "weak":
        return _WORDS[text]
    return text


def _amount(text: Any) -> Decimal:
    return Decimal(str(text).replace(",", "").removeprefix("￥").removesuffix("元"))
