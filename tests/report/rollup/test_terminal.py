import io
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from incomeaudit.messages import LANGUAGES, Messages
from incomeaudit.report.rollup.terminal import print_rollup
from tests.report.rollup.builders import (
    all_failed,
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

PATHS = [Path("/data/out/汇总.xlsx"), Path("/data/out/汇总.json")]


def printed(made, width=100, lang="zh", *, terminal=False, paths=()):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    print_rollup(made, console, Messages(lang), paths)
    return out.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("make", [typical, nothing_found, one_failed, all_failed, no_files, long_names, hostile])
def test_no_line_is_wider_than_the_terminal(make, width, lang):
    assert max(cell_len(line) for line in printed(make(), width, lang, paths=PATHS).splitlines()) <= width


def test_what_a_reader_looks_for_is_there():
    text = printed(typical(), 200, paths=PATHS)
    for part in (
        "遂昌县等 3 地低收入农户审计汇总（2020 年）",
        "文件 20 个：审计失败 2、没有可认的表 1、已审计 16、县级参数 1",
        "2 个文件审计失败",
        "文件损坏，无法打开",
        "关于报送花名册的通知.xlsx：没有找到可以认的表",
        "严重 45、一般 62、提示 16",
        "未达到的目标",
        "不能判定的目标 1 项",
        "同一人登记在两户以上",
        "RG004：没有给出应有的乡镇名单（--expect）",
        "汇总：/data/out/汇总.xlsx",
    ):
        assert part in text, part
    assert text.index("审计失败 2") < text.index("疑点最多的文件") < text.index("未达到的目标")


def test_only_the_worst_files_are_named():
    made = many(60, 1)
    text = printed(made, 200)
    worst = made.files.sort(
        "critical", "flagged_households", "findings", descending=True, nulls_last=True, maintain_order=True
    )
    named = [name for name in made.files.filter(pl.col("status") == "audited").get_column("file") if name in text]
    assert sorted(named) == sorted(worst.head(5).get_column("file"))


def test_long_lists_of_failures_are_cut_and_say_so():
    text = printed(all_failed(), 200)
    assert text.count("文件损坏") == 10
    assert "……另有 4 个" in text


def test_nothing_of_a_household_is_shown():
    text = printed(typical(), 200)
    for column in ("subject", "name"):
        for value in typical().across.get_column(column).unique():
            assert value not in text


def test_a_file_name_gives_the_terminal_no_orders():
    made = rollup([file(1, name="\x1b[31m县\x07\n.xlsx"), file(2, "failed", name="\x1b]0;x\x07.xlsx")])
    text = printed(made)
    assert "\x1b" not in text
    assert "?[31m县??.xlsx" in text


def test_names_are_never_taken_for_markup():
    assert "[red]甲[/red].xlsx" in printed(rollup([file(5, name="[red]甲[/red].xlsx")]))


def test_checks_in_error_are_told():
    made = typical()
    broken = made.checks.with_columns(
        pl.when(pl.col("code") == "LS001").then(pl.lit("error")).otherwise("outcome").alias("outcome"),
        pl.when(pl.col("code") == "LS001").then(pl.lit("2 个文件运行出错")).otherwise("reason").alias("reason"),
    )
    text = printed(replace(made, checks=broken))
    assert "执行出错的检查 1 项" in text
    assert "LS001：2 个文件运行出错" in text


def test_colours_only_on_a_terminal():
    assert "\x1b[" not in printed(typical())
    assert "\x1b[" in printed(typical(), terminal=True)


@pytest.mark.parametrize("reason", ["坏.xlsx：不是表格", "坏.xlsx: 不是表格", "不是表格"])
def test_a_name_is_not_said_twice(reason):
    text = printed(rollup([file(1, "failed", name="县/坏.xlsx") | {"reason": reason}]))
    assert "  县/坏.xlsx：不是表格" in text
