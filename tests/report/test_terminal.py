import io
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from incomeaudit.messages import Messages
from incomeaudit.report.terminal import print_summary
from tests.report.builders import clean_result, empty_result, hostile_result, large_result, small_result

REPORT = Path("/data/某某县2020年低收入农户花名册-审计报告.xlsx")


def printed(made, width=100, lang="zh", *, terminal=False, report=None):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    print_summary(made, console, Messages(lang), report)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("make", [small_result, empty_result, clean_result, hostile_result])
def test_no_line_is_wider_than_the_terminal(make, width, lang):
    assert max(cell_len(line) for line in printed(make(), width, lang, report=REPORT).splitlines()) <= width


def test_what_a_reader_looks_for_is_there():
    text = printed(small_result(), report=REPORT)
    for part in (
        "遂昌县低收入农户审计报告（2020 年）",
        "浙江省 丽水市 遂昌县 2020 年，2,000 行（地区取自表标题，年度取自表标题）",
        "7 户有疑点",
        "严重 9、一般 2、提示 1",
        "家庭年人均收入低于标准",
        "未清零",
        "3,417.00",
        "9.03%",
        "未达到",
        "未能执行的检查 4 项",
        "县级参数中没有遂昌县 2019 年的“农村低保年标准”（2 项）",
        "未能判定的数据 3 行",
        "尚未编入检查的政策条款 2 条",
        "未读出：无法识别 3 个",
        "农户!H90",
        str(REPORT),
    ):
        assert part in text, part


def test_no_name_id_or_cell_is_shown():
    made = small_result()
    text = printed(made, 200)
    for column in ("subject_id", "subject_name"):
        for value in made.findings.get_column(column).drop_nulls().unique():
            assert value not in text
    assert "八千多" not in text


def test_colours_only_on_a_terminal():
    assert "\x1b[" not in printed(small_result())
    assert "\x1b[" in printed(small_result(), terminal=True)


def test_texts_are_never_taken_for_markup():
    made = small_result()
    checks = made.checks.with_columns(
        pl.when(pl.col("code") == "ZJ002").then(pl.lit("[red]甲[/red]")).otherwise("title").alias("title")
    )
    assert "[red]甲[/red]" in printed(replace(made, checks=checks))


def test_nothing_judged_does_not_look_clean():
    text = printed(empty_result())
    assert "不能得出任何结论" in text
    assert text.count("不能判定") == 3
    assert "没有读到“农户”表" in text
    assert "已清零" not in text


def test_errors_are_told_with_their_check():
    made = small_result()
    checks = made.checks.with_columns(
        pl.when(pl.col("code") == "LS001").then(pl.lit("error")).otherwise("outcome").alias("outcome"),
        pl.when(pl.col("code") == "LS001").then(pl.lit("ColumnNotFoundError")).otherwise("reason").alias("reason"),
    )
    text = printed(replace(made, checks=checks))
    assert "执行出错的检查 1 项" in text
    assert "LS001：ColumnNotFoundError" in text


def test_long_lists_are_cut_and_say_so():
    made = large_result(10, 10)
    reasons = made.checks.with_columns(
        pl.lit("skipped").alias("outcome"), pl.concat_str(pl.lit("原因"), "code").alias("reason")
    )
    targets = pl.concat([made.targets.head(2)] * 10)
    places = tuple((f"浙江省/丽水市/县{n}", 2020, "数据列", 1) for n in range(5))
    issues = pl.concat([made.issues.head(1).with_columns(pl.lit(f"kind_{n}").alias("kind")) for n in range(8)])
    run = replace(made.run, places=places)
    text = printed(replace(made, run=run, checks=reasons, targets=targets, issues=issues))
    assert "另有 8 种原因" in text
    assert "另有 8 项目标" in text
    assert "另有 2 个地区或年度" in text
    assert "另有 3 种，见报告“读取问题”" in text


def test_sums_that_leave_households_out_say_at_least():
    made = small_result()
    unknown = made.findings.with_columns(
        pl.when(pl.col("subject_id") == "H000001").then(None).otherwise("gap_household").alias("gap_household")
    )
    text = printed(replace(made, findings=unknown))
    assert "≥ 3,216.00" in text
    assert "≥ 10" in text
