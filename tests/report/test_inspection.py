"""How files were understood, in words: sheets, sureness, what is missing."""

import io
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from incomeaudit.auditing.outlook import MISSING_SCHEMA, OUTLOOK_SCHEMA, Outlook
from incomeaudit.ingest.issues import issue
from incomeaudit.ingest.model import ISSUE_SCHEMA, Column, Dataset, Input, Part
from incomeaudit.messages import Messages
from incomeaudit.report.inspection import print_inspection
from incomeaudit.report.inspection.sheets import SURENESS, sheets_of, sureness

ZH = Messages("zh")
LONG = "家庭主要成员的身体健康状况以及其他需要说明的情况（请如实填写，不得漏报、瞒报）"


def part(sheet: str, *columns: Column, rows: int = 2) -> Part:
    known = {column.field: column.letter for column in columns if column.field}
    return Part("名册.xlsx", sheet, "household", (3, 4), 5, 4 + rows, rows, known, columns, ("某县名册",))


def looked(*parts: Part, issues: tuple[pl.DataFrame, ...] = (), sheets: tuple[str, ...] = ("农户", "二")) -> Outlook:
    file = Input(Path("名册.xlsx"), "0" * 64, 9, sheets, "xls")
    said = pl.concat([ISSUE_SCHEMA.to_frame(), *issues])
    dataset = Dataset({}, parts, said, (), (file,))
    checks = pl.DataFrame(
        [
            ("ZJ002", "低于标准", "zj-2020", "household", ""),
            ("ZJ012", "穿不愁", "zj-2020", "household", "缺少列：穿不愁"),
        ],
        schema=OUTLOOK_SCHEMA,
        orient="row",
    )
    missing = pl.DataFrame(
        [("household", "clothing", "穿不愁", ["ZJ012"], ["ZJ012"]), ("village", None, "村集体经济", ["ZJ021"], [])],
        schema=MISSING_SCHEMA,
        orient="row",
    )
    return Outlook(dataset, checks, missing, (("浙江省/丽水市", 2020, "地区取自标题", 2),), issues=said)


def said_of(sheet: str, kind: str, message: str, row: int | None = None) -> pl.DataFrame:
    return issue(kind, "info", message, file="名册.xlsx", sheet=sheet, row=row)


def printed(seen: Outlook, width: int = 80, lang: str = "zh") -> str:
    stream = io.StringIO()
    print_inspection(seen, Console(file=stream, width=width, highlight=False), Messages(lang))
    return stream.getvalue()


KNOWN = Column("A", "户编号", "household_id", "exact", "household", examples=("H1", "H2"))


@pytest.mark.parametrize(
    ("how", "grouped", "said"),
    [
        ("mapping", False, "told"),
        ("refused", False, "told"),
        ("exact", False, "exact"),
        ("exact", True, "known"),
        ("alias", True, "known"),
        ("gross", True, "derived"),
        ("inverted", False, "derived"),
        ("prior_year", False, "derived"),
        ("unknown", False, "none"),
    ],
)
def test_sureness(how, grouped, said):
    assert sureness(replace(KNOWN, how=how, grouped=grouped)) == said
    assert said in SURENESS


def test_a_sheet_that_was_not_read_gives_the_reason():
    reason = said_of("二", "no_table", "没有找到表")
    about_a_row = said_of("二", "unreadable_cell", "第 3 行", row=3)
    first, second = sheets_of(looked(part("农户", KNOWN), issues=(about_a_row, reason)), _file(), ZH)
    assert (first.reason, [item.table for item in first.parts]) == ("", ["household"])
    assert (second.reason, second.parts) == ("没有找到表", ())


@pytest.mark.parametrize("kind", ["hidden_sheet", "hidden_sheet_left_out"])
def test_a_hidden_sheet_is_known_by_what_was_said_of_it(kind):
    seen = looked(part("农户", KNOWN), issues=(said_of("二", kind, "隐藏"), said_of("二", "blank_sheet", "是空的")))
    assert [sheet.visible for sheet in sheets_of(seen, _file(), ZH)] == [True, False]


def test_a_sheet_left_out_because_it_is_hidden_gives_that_as_the_reason():
    seen = looked(part("农户", KNOWN), issues=(said_of("二", "hidden_sheet_left_out", "隐藏的，没有读取"),))
    assert list(sheets_of(seen, _file(), ZH))[1].reason == "隐藏的，没有读取"


def test_a_chart_is_no_worksheet():
    seen = looked(part("农户", KNOWN), issues=(said_of("二", "not_a_worksheet", "是图表"),))
    assert [sheet.kind for sheet in sheets_of(seen, _file(), ZH)] == ["worksheet", "other"]


def _file() -> Input:
    return Input(Path("名册.xlsx"), "0" * 64, 9, ("农户", "二"), "xls")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_lost_or_runs_over_in_a_narrow_terminal(lang, width):
    masked = "330000**********11"
    columns = (
        KNOWN,
        Column("AB", LONG, None, "unknown", suggestions=("健康状况", "致贫原因")),
        Column(
            "C", "户主/身份证号", "head_id", "alias", "household", examples=(masked, masked[:-1] + "2"), grouped=True
        ),
        Column("D", "收入（万元）\n合计", "income", "alias", "household", "×10000", examples=("12000",)),
        Column("E", "是否危房户", "housing", "inverted", "household", "inverted", examples=("是",)),
        Column("F", "户主", "head_id", "repeated", "member"),
    )
    text = printed(looked(part("农户", *columns)), width, lang)
    assert max(map(cell_len, text.splitlines())) <= width
    shown = "".join(text.split())
    for letter in LONG[:12]:
        assert letter in shown
    if width >= 80:
        assert masked in text
    assert "×10000" in shown
    assert "inverted" not in text or lang == "en"


def test_files_sheets_and_checks_are_told():
    text = printed(looked(part("农户", KNOWN), issues=(said_of("二", "no_table", "没有找到表"),)))
    for words in (
        "名册.xlsx（xls，2 张工作表）",
        "工作表“二”",
        "没有找到表",
        "表头第 3–4 行",
        "数据第 5–6 行",
        "某县名册",
    ):
        assert words in text
    assert text.count("没有找到表") == 1, "the reason of a sheet is not listed once more among the issues"
    assert "农户：穿不愁（补上就能多做 1 项）" in text
    assert "“村集体经济”整张表" in text
    assert text.index("能做的检查") < text.index("ZJ002") < text.index("不能做的") < text.index("ZJ012")


def test_an_obstacle_takes_the_place_of_the_checks():
    text = printed(replace(looked(part("农户", KNOWN)), obstacle="没有年度"))
    assert "没有年度" in text
    assert "能做的检查" not in text
