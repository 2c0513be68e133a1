import os
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import fastexcel
import openpyxl
import polars as pl
import pytest

from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.report.rollup.sheets import SHEETS
from incomeaudit.report.rollup.workbook import write_rollup
from tests.report.rollup.builders import (
    SCHEMAS,
    all_failed,
    assert_schemas,
    file,
    hostile,
    long_names,
    many,
    no_files,
    nothing_found,
    one_failed,
    rollup,
    typical,
)

TITLES = {
    "zh": ["汇总概况", "文件", "地区", "乡镇汇总", "检查", "目标", "跨文件核对", "跨文件检查", "参数与依据", "汇总问题", "运行信息"],
    "en": ["Summary", "Files", "Places", "Townships", "Checks", "Targets", "Across files", "Checks across files",
           "Values and sources", "Roll-up issues", "Run"],
}  # fmt: skip
ALL = [typical, nothing_found, one_failed, all_failed, no_files, long_names, hostile]


@pytest.fixture
def written(tmp_path):
    def write(made, lang="zh", **options):
        path = tmp_path / "汇总.xlsx"
        write_rollup(made, path, Messages(lang), **options)
        return openpyxl.load_workbook(path)

    return write


def texts(sheet):
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def table(sheet):
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def band(sheet):
    """The headline and the colour behind it."""
    return sheet["A6"].value, sheet["A6"].fill.fgColor.rgb[-6:]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("make", ALL)
def test_all_sheets_are_always_there(written, make, lang):
    made = make()
    assert_schemas(made)
    assert written(made, lang).sheetnames == TITLES[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_differ_within_a_sheet(lang):
    messages = Messages(lang)
    for make in SHEETS:
        assert messages(f"contents.rollup_{make.__name__}")
        for block in make(typical(), messages).blocks:
            headings = [messages(column.key) for column in block.columns]
            assert len(set(headings)) == len(headings), headings


def test_files_that_failed_stand_on_top_and_are_red(written):
    sheet = written(typical())["文件"]
    *rows, total = table(sheet)
    assert [row["结果"] for row in rows[:3]] == ["审计失败", "审计失败", "没有可认的表"]
    assert {row["结果"] for row in rows[3:]} == {"已审计", "县级参数"}
    assert len(rows) == 20
    assert rows[0]["原因"].startswith("文件损坏")
    assert (rows[0]["农户数"], rows[0]["疑点数"]) == (None, None), "a file that was not audited counted nothing"
    assert [row["文件"] for row in rows[3:]] == sorted(row["文件"] for row in rows[3:])
    for name in ("农户数", "问题户数", "疑点数", "严重", "一般", "提示", "未判定行"):
        assert total[name] == sum(row[name] or 0 for row in rows), name
    colours = {
        rule.formula[0]: rule.dxf.fill.bgColor.rgb[-6:] for area in sheet.conditional_formatting for rule in area.rules
    }
    assert colours['"审计失败"'] == "F8CBAD"


def test_every_link_leads_to_the_report_of_its_row(written, tmp_path):
    made = typical()
    for name in made.files.get_column("report").drop_nulls():
        report = tmp_path / name
        report.parent.mkdir(parents=True, exist_ok=True)
        report.touch()
    sheet = written(made)["文件"]
    reports = dict(made.files.select("file", "report").iter_rows())
    linked = 0
    for row in range(2, sheet.max_row):
        path, cell = sheet.cell(row, 2).value, sheet.cell(row, 3)
        if reports[path] is None:
            assert (cell.value, cell.hyperlink) == (None, None)
            continue
        assert cell.value == "打开"
        assert cell.hyperlink.target == reports[path]
        assert (tmp_path / cell.hyperlink.target).is_file()
        linked += 1
    assert linked == 16


def test_links_go_on_on_further_sheets(written):
    book = written(typical(), sheet_rows=12)
    first, second = book["文件"], book["文件(2)"]
    assert first["C2"].hyperlink is None
    assert first["C6"].hyperlink.target.startswith("报告/")
    assert second["C2"].hyperlink.target != first["C6"].hyperlink.target
    assert [cell.value for cell in first[1]] == [cell.value for cell in second[1]]
    reports = typical().files.select("file", "report")
    for sheet in (first, second):
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 3).hyperlink:
                report = reports.filter(pl.col("file") == sheet.cell(row, 2).value).item(0, "report")
                assert sheet.cell(row, 3).hyperlink.target == report


@pytest.mark.parametrize(
    ("make", "said", "colour"),
    [
        (typical, "2 个文件审计失败", "F8CBAD"),
        (nothing_found, "全部检查均已执行并作出判定，没有发现疑点", "DCEFDC"),
        (one_failed, "1 个文件审计失败", "FFE4B5"),
        (all_failed, "没有一个审计成功，不能得出任何结论", "F8CBAD"),
        (no_files, "没有可以审计的文件，不能得出任何结论", "FFE4B5"),
    ],
)
def test_the_headline_never_looks_cleaner_than_it_is(written, make, said, colour):
    text, fill = band(written(make())["汇总概况"])
    assert said in text
    assert fill == colour


def test_the_overview_says_what_matters(written):
    said = texts(written(typical())["汇总概况"])
    whole = "\n".join(said)
    for part in (
        "遂昌县等 3 地低收入农户审计汇总（2020 年）",
        "/data/丽水市2020年低收入农户",
        "关于报送花名册的通知.xlsx",
    ):
        assert part in whole, part
    assert said.count("未达到") == 3
    assert "没有给出应有的乡镇名单（--expect）" in said
    sheet = written(typical())["汇总概况"]
    labels = [cell.value for cell in sheet[8]]
    figures = dict(zip(labels, [cell.value for cell in sheet[9]], strict=True))
    assert (figures["文件总数"], figures["审计成功"], figures["审计失败"], figures["没有表"]) == (20, 16, 2, 1)
    assert figures["审计户数"] == typical().households


def test_the_worst_townships_come_first(written):
    sheet = written(typical())["汇总概况"]
    start = (
        next(row for row in range(1, sheet.max_row) if str(sheet.cell(row, 1).value).startswith("疑点最多的乡镇")) + 2
    )
    critical = [sheet.cell(row, 8).value for row in range(start, start + 5)]
    assert critical == sorted(critical, reverse=True)
    assert critical[0] == typical().townships.get_column("critical").max()


def test_contents_lead_to_the_sheets(written):
    book = written(typical())
    places = [cell.hyperlink.location for row in book["汇总概况"].iter_rows() for cell in row if cell.hyperlink]
    assert places == [f"'{title}'!A1" for title in TITLES["zh"][1:]]


def test_a_check_that_skipped_a_file_is_not_shown_as_passed(written):
    rows = {row["问题编码"]: row for row in table(written(typical())["检查"])}
    assert (rows["ZJ011"]["结果"], rows["ZJ011"]["未执行的文件"]) == ("未发现，部分文件没有查", 1)
    assert (rows["JX001"]["结果"], rows["JX001"]["适用"]) == ("未执行", None)
    assert rows["ZJ002"]["结果"] == "发现疑点"
    assert {row["问题编码"]: row["结果"] for row in table(written(nothing_found())["检查"])}["ZJ011"] == "未发现疑点"


def test_rows_of_one_matter_stand_together_and_are_masked(written):
    sheet = written(typical())["跨文件核对"]
    rows = table(sheet)
    assert [row["事项"] for row in rows] == [1, 1, 2, 2, 3, 3]
    assert all("**********" in row["证件号码/户编号/地区"] for row in rows)
    formulas = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert "ISEVEN($A2)" in formulas


def test_places_and_townships_hold_the_numbers_of_files(written):
    book = written(typical())
    whole, city, *counties = table(book["地区"])
    assert (whole["层级"], city["层级"], {row["层级"] for row in counties}) == ("全部", "市", {"县"})
    assert whole["农户数"] == city["农户数"] == sum(row["农户数"] for row in counties) == typical().households
    *towns, total = table(book["乡镇汇总"])
    assert sum(row["文件数"] for row in towns) == 16
    assert total["农户数"] == typical().households


def test_no_text_becomes_a_formula(written):
    book = written(hostile())
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), sheet.title
    assert "=cmd|'/c calc'!A0.xlsx" in texts(book["文件"])
    assert '=HYPERLINK("http://x")' in texts(book["运行信息"])
    assert any(value.startswith("=1+1") for value in texts(book["跨文件核对"]))


def test_reports_of_odd_names_are_linked(written, tmp_path):
    from urllib.parse import unquote

    made = hostile()
    sheet = written(made)["文件"]
    targets = [
        sheet.cell(row, 3).hyperlink.target for row in range(2, sheet.max_row + 1) if sheet.cell(row, 3).hyperlink
    ]
    assert sorted(map(unquote, targets)) == sorted(made.files.get_column("report").drop_nulls())
    assert not any(set(target) & set(' #%?<>"\n') - {"%"} for target in targets)


def test_another_reader_finds_every_row(tmp_path):
    path = tmp_path / "汇总.xlsx"
    write_rollup(many(300, 1000), path, Messages("zh"))
    book = fastexcel.read_excel(path)
    assert book.load_sheet("文件").to_polars().height == 301
    assert book.load_sheet("跨文件核对").to_polars().height == 2000


def test_long_lists_go_on_on_further_sheets(written):
    book = written(many(30, 20), sheet_rows=25)
    assert [name for name in book.sheetnames if name.startswith("跨文件核对")] == ["跨文件核对", "跨文件核对(2)"]
    rows = [row for name in ("跨文件核对", "跨文件核对(2)") for row in table(book[name])]
    assert [row["事项"] for row in rows] == [group for group in range(1, 21) for _ in range(2)]


def test_the_same_rollup_makes_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_rollup(typical(), tmp_path / name, Messages("zh"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_only_the_time_of_the_run_tells_two_workbooks_apart(tmp_path):
    made = typical()
    later = replace(made, run=replace(made.run, started=datetime(2027, 1, 1, tzinfo=UTC), seconds=9.5))
    archives = []
    for name, each in (("a.xlsx", made), ("b.xlsx", later)):
        write_rollup(each, tmp_path / name, Messages("zh"))
        archives.append(zipfile.ZipFile(tmp_path / name))
    first, second = archives
    different = {name for name in first.namelist() if first.read(name) != second.read(name)}
    assert different == {"docProps/core.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet11.xml"}


def test_a_single_file_is_a_rollup_too(written):
    rows = table(written(rollup([file(3)]))["文件"])
    assert len(rows) == 1, "no total below a single row"


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_owner_may_read_it(tmp_path):
    path = tmp_path / "汇总.xlsx"
    write_rollup(typical(), path, Messages("zh"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_rollup_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(Problem) as caught:
        write_rollup(typical(), tmp_path, Messages("zh"))
    assert caught.value.key == "report_folder"
    assert list(tmp_path.iterdir()) == []


def test_every_frame_has_a_schema():
    assert set(SCHEMAS) == {
        name for name in typical().__dataclass_fields__ if isinstance(getattr(typical(), name), pl.DataFrame)
    }


def test_a_repeated_file_stands_among_those_to_look_at(written):
    made = rollup([file(1), file(2, "repeated", name="z.xlsx")])
    book = written(made)
    assert [row["结果"] for row in table(book["文件"])] == ["与他文件重复", "已审计", "合计"]
    labels, numbers = ([cell.value for cell in book["汇总概况"][row]] for row in (8, 9))
    figures = dict(zip(labels, numbers, strict=True))
    assert (figures["文件总数"], figures["审计成功"], figures["未单独审计"]) == (2, 1, 1)
