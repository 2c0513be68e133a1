"""``incomeaudit sample``: a made-up county with known mistakes."""

from pathlib import Path
from typing import Annotated

import typer

from incomeaudit.cli.auditing import Lang
from incomeaudit.cli.exits import one_line
from incomeaudit.messages import Messages


def sample(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪个文件夹；没有就新建。")],
    place: Annotated[str, typer.Option(help="哪个县（市、区）的样子。")] = "遂昌县",
    year: Annotated[int, typer.Option(min=2016, max=2100, help="数据年度。")] = 2020,
    households: Annotated[int, typer.Option(min=20, max=200_000, help="多少户；200 户总放得下每一种错误。")] = 200,
    seed: Annotated[int, typer.Option(help="随机种子；同样的种子写出同样的文件。")] = 1,
    lang: Annotated[Lang, typer.Option(help="提示的语言。")] = Lang.zh,
) -> None:
    """写出一个虚构的县的花名册，里面埋有已知的错误，并写出错误清单（truth.json）。

    旁边另有一个工作簿，是上年的花名册，供 check 的 --previous 用。

    例：

      incomeaudit sample demo --place 遂昌县 --year 2020 --households 200 --seed 1

      incomeaudit check demo/遂昌县低收入农户花名册2020.xlsx --previous demo/遂昌县低收入农户花名册2019.xlsx
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from incomeaudit.sample import make_sample

        made = make_sample(directory, place, year, households=households, seed=seed)
        typer.echo(messages("sample.done", workbook=made.workbook, previous=made.previous, truth=made.truth))
