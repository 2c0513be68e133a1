"""Workbooks in the strict form of Open XML: other namespaces throughout, and dates as ISO 8601."""

import io
import re
import zipfile
from datetime import date

import openpyxl
import polars as pl
import pytest
from openpyxl.chart import BarChart, Reference

from incomeaudit.ingest.cells.dates import parse_dates
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.recognise import recognise
from incomeaudit.ingest.files.xlsx import XlsxBook, open_xlsx

_USUAL = re.compile(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/2006/")


def workbook(*, iso_dates: bool) -> bytes:
    written = openpyxl.Workbook(iso_dates=iso_dates)
    sheet = written["Sheet"]
    sheet.title = "花名册"
    for row in ([], ["户编号", "登记日期", "收入", "低保"], ["H1", date(2020, 5, 1), 8000.5, True]):
        sheet.append(row)
    sheet.append(["H2", date(2021, 12, 31), "=C3*2", "#N/A"])
    sheet.merge_cells("A6:A7")
    written.create_sheet("隐藏").sheet_state = "hidden"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=3))
    written.create_chartsheet("图表", 0).add_chart(chart)
    made = io.BytesIO()
    written.save(made)
    return made.getvalue()


def strict(data: bytes) -> bytes:
    """The same workbook as Excel saves it under "Strict Open XML Spreadsheet"."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as rewritten:
        for name in archive.namelist():
            content = archive.read(name).replace(b"2006/extended-properties", b"2006/extendedProperties")
            content = content.replace(b"relationships/extended-properties", b"relationships/extendedProperties")
            rewritten.writestr(name, _USUAL.sub(rb"http://purl.oclc.org/ooxml/\1/", content))
    assert b"schemas.openxmlformats.org/spreadsheetml" not in zipfile.ZipFile(made).read("xl/workbook.xml")
    return made.getvalue()


def opened(data: bytes) -> XlsxBook:
    assert recognise(data, "r.xlsx").kind == "xlsx"
    return open_xlsx(data, "r.xlsx", Limits())


@pytest.mark.parametrize("iso_dates", [False, True])
def test_it_reads_like_any_other(iso_dates: bool) -> None:
    usual = workbook(iso_dates=iso_dates)
    expected, read = opened(usual), opened(strict(usual))
    assert read.sheets == expected.sheets
    assert [entry.kind for entry in read.sheets] == ["chartsheet", "worksheet", "worksheet"]
    assert [entry.visible for entry in read.sheets] == [True, True, False]
    for number in (1, 2):
        cells, other = read.load(number), expected.load(number)
        assert cells.batch.to_pylist() == other.batch.to_pylist()
        assert (cells.letters, cells.facts) == (other.letters, other.facts)


@pytest.mark.parametrize("iso_dates", [False, True])
def test_its_dates_are_understood(iso_dates: bool) -> None:
    cells = opened(strict(workbook(iso_dates=iso_dates))).load(1)
    days = pl.Series(cells.batch.column(cells.letters.index("B")).to_pylist()[2:4], dtype=pl.String)
    assert parse_dates(days, date1904=False).values.to_list() == [date(2020, 5, 1), date(2021, 12, 31)]


def test_what_has_no_value_is_found() -> None:
    facts = opened(strict(workbook(iso_dates=True))).load(1).facts
    assert list(facts.lost) == [(4, "C", "formula_without_value", "=C3*2"), (4, "D", "error_cell", "#N/A")]
    assert list(facts.merges) == [("A", 6, 7)]
