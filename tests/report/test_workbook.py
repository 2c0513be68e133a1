import os
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import polars as pl
import pytest

from incomeaudit.messages import Messages, Problem
from incomeaudit.report.workbook import write_excel
from tests.report.builders import (
    HOSTILE,
    ROSTER,
    clean_result,
    empty_result,
    hostile_result,
    large_result,
    result,
    small_result,
)

SHEETS = {
    "zh": ["概览", "问题农户", "问题清单", "乡镇汇总", "目标", "检查覆盖", "未能判定", "读取问题", "参数与依据", "运行信息"],
    "en": [
        "Overview", "Flagged households", "Findings", "Townships", "Targets", "Coverage", "Not assessable",
        "Reading issues", "Values and sources", "Run",
    ],
}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(made, lang="zh", **options):
        path = tmp_path / "报告.xlsx"
        write_excel(made, path, Messages(lang), **options)
        return openpyxl.load_workbook(path)

    return write


def texts(sheet):
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def table(sheet):
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [small_result, empty_result, clean_result, hostile_result])
def test_all_sheets_are_always_there(written, make, lang):
    assert written(make(), lang).sheetnames == SHEETS[lang]


def test_a_finding_has_a_row_with_values_types_and_its_cell(written):
    sheet = written(small_result())["问题清单"]
    rows = table(sheet)
    assert list(rows[0]) == [
        "序号", "问题编码", "问题类型", "严重程度", "户编号/对象", "户主/名称", "县", "乡镇", "村", "年度", "疑点描述", "数据值",
        "标准值", "差额", "户差额", "政策依据", "处理建议", "来源文件", "工作表", "行", "单元格", "指纹",
    ]  # fmt: skip
    assert len(rows) == 12
    assert [row["序号"] for row in rows] == list(range(1, 13))
    first = rows[0]
    assert (first["问题编码"], first["严重程度"], first["户编号/对象"]) == ("ZJ002", "严重", "H000001")
    assert (first["数据值"], first["标准值"], first["差额"], first["户差额"]) == (7899.5, 8000, 100.5, 201)
    assert first["政策依据"] == "《关于开展全省低收入农户高水平全面小康攻坚的通知》二、二(一)"
    assert (first["来源文件"], first["工作表"], first["行"], first["单元格"]) == (ROSTER, "农户", 5, "H5")
    housing = next(row for row in rows if row["问题编码"] == "ZJ015")
    assert (housing["数据值"], housing["标准值"], housing["差额"]) == ("否", "是", None)


def test_a_clause_that_the_rulebook_does_not_name_is_shown_by_its_id(written):
    notice = table(written(small_result())["问题清单"])[-1]
    assert notice["政策依据"] == "lishui-2018/disability-subsidies"


def test_lists_are_made_for_reading(written):
    book = written(small_result())
    sheet = book["问题清单"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:V13"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.dimensions == "A1:V13"
    widths = {column: sheet.column_dimensions[column].width for column in "AKQ"}
    assert widths["A"] < 10 < widths["Q"] <= widths["K"] <= 48
    assert sheet["N2"].number_format == "#,##0.00"
    assert sheet["J2"].number_format == "0"
    assert sheet["E2"].number_format == "@"
    assert sheet["K2"].alignment.wrap_text
    assert sheet["A1"].font.b
    assert sheet["A2"].font.name == "等线"
    rules = {rule.formula[0]: rule.dxf.fill.bgColor.rgb for area in sheet.conditional_formatting for rule in area.rules}
    assert set(rules) == {'"严重"', '"一般"', '"提示"'}
    assert len(set(rules.values())) == 3
    assert sheet.row_dimensions[2].height > 15, "a row with wrapped texts is high enough for them"


def test_the_document_says_what_it_is(written):
    properties = written(small_result()).properties
    assert properties.title == "遂昌县低收入农户审计报告（2020 年）"
    assert properties.creator == "incomeaudit 0.1.0"
    assert properties.created == datetime(2026, 3, 2, 9, 30, 15)


def test_households_worst_first(written):
    rows = table(written(small_result())["问题农户"])
    assert len(rows) == 7
    assert (rows[0]["户编号"], rows[0]["问题数"], rows[0]["最高程度"]) == ("H000002", 3, "严重")
    assert rows[0]["全部疑点"].startswith("1. 人均收入 7799.00 元")
    assert rows[-1]["最高程度"] == "一般"


def test_townships_add_up_and_give_no_average_of_averages(written):
    rows = table(written(small_result())["乡镇汇总"])
    *towns, total = rows
    assert total["市"] == "合计"
    for name in ("农户数", "人口数", "问题户数", "疑点数", "严重", "一般", "提示"):
        assert total[name] == sum(row[name] for row in towns), name
    assert total["人均收入（元）"] is None
    assert total["占比"] == pytest.approx(7 / 2000)


def test_targets_show_shares_in_per_cent(written):
    growth, lacking, later = table(written(small_result())["目标"])
    assert (growth["实测值"], growth["目标值"], growth["单位"], growth["结论"]) == (9.03, 10, "%", "未达到")
    assert (lacking["实测值"], lacking["结论"], lacking["说明"]) == (
        None,
        "不能判定",
        "没有可以计算的行（23 行缺数据）",
    )
    assert later["结论"] == "未计算"


def test_coverage_holds_every_check_and_every_clause_that_none_covers(written):
    made = small_result()
    rows = table(written(made)["检查覆盖"])
    by_code = {row["问题编码"]: row for row in rows if row["问题编码"]}
    assert set(by_code) == {*made.checks["code"], *made.targets["code"]}
    assert (by_code["ZJ002"]["结果"], by_code["ZJ002"]["适用"], by_code["ZJ002"]["疑点"]) == ("发现疑点", 2000, 5)
    assert by_code["ZJ011"]["结果"] == "未发现疑点"
    assert (by_code["ZJ003"]["结果"], by_code["ZJ003"]["适用"]) == ("未执行", None), "a skipped check counted nothing"
    assert by_code["ZJ901"]["结果"] == "目标未达到"
    uncovered = {row["条款"]: row["结果"] for row in rows if not row["问题编码"]}
    assert uncovered == {
        "zj-2020/pairing-cadre": "尚未编入检查",
        "zj-2020/propaganda": "无法用数据审计",
        "lishui-2018/leaders": "尚未编入检查",
    }
    assert all(row["原因/说明"] for row in rows if not row["问题编码"])


def test_a_check_that_judged_only_some_does_not_look_clean(written):
    made = small_result()
    checks = made.checks.with_columns(
        pl.when(pl.col("code") == "ZJ011").then(1990).otherwise("assessed").cast(pl.UInt32).alias("assessed"),
        pl.when(pl.col("code") == "ZJ011").then(10).otherwise("unassessable").cast(pl.UInt32).alias("unassessable"),
    )
    rows = table(written(replace(made, checks=checks))["检查覆盖"])
    assert next(row for row in rows if row["问题编码"] == "ZJ011")["结果"] == "未发现，有未判定的"


def test_unassessed_rows_name_what_they_lack(written):
    rows = table(written(small_result())["未能判定"])
    assert [(row["户编号/对象"], row["空白或读不出的项目"], row["未能判定的检查"]) for row in rows] == [
        (f"H{n:06d}", "住房安全", "ZJ015") for n in (700, 701, 702)
    ]
    assert rows[0]["行"] == 704


def test_reading_issues_values_and_run(written):
    book = written(small_result())
    issues = table(book["读取问题"])
    assert (issues[0]["类别"], issues[0]["单元格内容"], issues[0]["单元格"]) == ("未读出", "八千多", "H90")
    assert issues[-1]["类别"] == "已处理"
    values = table(book["参数与依据"])
    assert (values[0]["类别"], values[0]["值"], values[0]["地区"]) == ("政策参数", "8000", "浙江省")
    assert values[-1]["出处"].endswith("县级参数 D4")
    run = texts(book["运行信息"])
    for text in (
        "incomeaudit 0.1.0",
        "3f9a1c0d2b7e4a65",
        "ab" * 32,
        "遂昌县2020年低收入农户花名册\n单位：元",
        "含义相反，已取反",
    ):
        assert text in run
    assert "×10000" in run
    assert "身份证号、电话和银行卡号已遮盖" in run


def test_an_unmasked_report_says_so_on_its_first_page(written):
    made = small_result()
    open_ = replace(made, run=replace(made.run, unmasked=True))
    assert "未遮盖" in " ".join(texts(written(open_)["概览"]))
    assert "未遮盖" not in " ".join(texts(written(made)["概览"]))


def test_the_overview_tells_the_three_zero_outs_and_what_was_left_out(written):
    sheet = written(small_result())["概览"]
    rows = [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["“两不愁三保障”问题清零", "未清零", "3 户", 3] in rows
    assert ["人均收入 8000 元以下农户清零", "未清零", "5 户", 12, 3417, 0] in rows
    assert ["集体经济薄弱村清零", "未清零", "1 个村", 0] in rows
    assert [
        "ZJ003",
        "按分项推算的人均收入低于标准",
        "未执行",
        "缺少列：工资性收入、经营净收入、财产净收入、转移净收入",
    ] in rows
    assert [2000, 7, 0.0035, 12, 9, 2, 1, 3] in rows
    said = " ".join(texts(sheet))
    assert "4 项检查未能执行、3 行数据未能判定、3 处数据没有读出" in said
    assert ["ZJ901", "低收入农户人均可支配收入增长", "遂昌县", 2020, "9.03%", "10.00%", "未达到"] in rows
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in SHEETS["zh"][1:]}


def test_nothing_found_and_nothing_judged_is_not_clean(written):
    book = written(empty_result())
    said = " ".join(texts(book["概览"]))
    assert "没有一项检查能够作出判定，不能得出任何结论" in said
    assert said.count("不能判定") == 3
    assert "已清零" not in said
    for name in SHEETS["zh"][1:9]:
        sheet = book[name]
        assert sheet["A2"].value, name
        assert sheet.freeze_panes is not None
    assert "这不等于全部合格" in book["问题清单"]["A2"].value


def test_a_clean_county_is_said_to_be_clean(written):
    said = " ".join(texts(written(clean_result())["概览"]))
    assert "全部检查均已执行并作出判定，没有发现疑点" in said
    assert said.count("已清零") == 3


def test_a_full_sheet_goes_on_on_the_next(written):
    book = written(large_result(120, 130), sheet_rows=50)
    names = [name for name in book.sheetnames if name.startswith("问题清单")]
    assert names == ["问题清单", "问题清单(2)", "问题清单(3)"]
    rows = [row for name in names for row in table(book[name])]
    assert [row["序号"] for row in rows] == list(range(1, 131))
    assert [book[name].max_row for name in names] == [50, 50, 33]
    assert [book[name].auto_filter.ref for name in names] == ["A1:V50", "A1:V50", "A1:V33"]
    assert all(book[name].freeze_panes == "C2" for name in names)
    assert [book[name].max_row for name in book.sheetnames if name.startswith("未能判定")] == [50] * 4 + [5]


def test_hostile_texts_stay_texts(written, tmp_path):
    book = written(hostile_result())
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in "ns" for cell in row), sheet.title
    archive = zipfile.ZipFile(tmp_path / "报告.xlsx")
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            # Rules for colours hold our own words; no cell holds a formula.
            assert b"<f" not in archive.read(name).split(b"</sheetData>")[0], name
    shown = {row["户主/名称"] for row in table(book["问题清单"])}
    assert {
        "=1+1",
        "+86 138",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "<b>&\"'</b>",
        "abcd",
        "]]>",
        "🙂户",
        "两\n行",
        "  空格  ",
    } <= shown
    assert all(len(text.encode("utf-16-le")) <= 2 * 32767 for text in shown if text)
    assert len(table(book["问题清单"])) == len(HOSTILE)
    assert book.properties.title.startswith("&某市")
    assert book["概览"].oddHeader.left.text.startswith("&&某市")


def test_the_same_result_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_excel(small_result(), tmp_path / name, Messages("zh"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_only_the_time_of_the_run_tells_two_runs_apart(tmp_path):
    made = small_result()
    later = replace(made, run=replace(made.run, started=datetime(2027, 1, 1, tzinfo=UTC), seconds=9.5))
    archives = []
    for name, each in (("a.xlsx", made), ("b.xlsx", later)):
        write_excel(each, tmp_path / name, Messages("zh"))
        archives.append(zipfile.ZipFile(tmp_path / name))
    first, second = archives
    different = {name for name in first.namelist() if first.read(name) != second.read(name)}
    assert different == {"docProps/core.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet10.xml"}


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_owner_may_read_a_report(tmp_path):
    path = tmp_path / "报告.xlsx"
    write_excel(small_result(), path, Messages("zh"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_report_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(Problem) as caught:
        write_excel(small_result(), tmp_path, Messages("zh"))
    assert caught.value.key == "report_folder"
    assert list(tmp_path.iterdir()) == []


def test_findings_are_read_by_another_reader_too(tmp_path):
    import fastexcel

    path = tmp_path / "报告.xlsx"
    write_excel(large_result(300, 350), path, Messages("zh"))
    frame = fastexcel.read_excel(path).load_sheet("问题清单").to_polars()
    assert frame.height == 350
    assert frame.get_column("差额").sum() == pytest.approx(sum(n + 0.5 for n in range(300)))


def test_a_result_without_people_or_townships_is_written(written):
    made = small_result()
    bare = replace(made, townships=made.townships.clear(), parts=(), values=made.values.clear())
    assert "没有可以按乡镇汇总的农户" in texts(written(bare)["乡镇汇总"])


def test_a_finding_about_a_place_has_no_village(written):
    made = small_result()
    place = made.findings.head(1).with_columns(
        pl.lit("place").alias("table"),
        pl.lit(None, dtype=pl.String).alias("township"),
        pl.lit("遂昌县").alias("subject_id"),
    )
    rows = table(written(result(place, households=0))["问题清单"])
    assert (rows[0]["户编号/对象"], rows[0]["乡镇"]) == ("遂昌县", None)
