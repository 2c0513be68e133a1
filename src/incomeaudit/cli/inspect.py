"""``incomeaudit inspect``: how sheets and columns were understood, and which checks can run."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from incomeaudit.cli.check import Lang
from incomeaudit.cli.exits import one_line
from incomeaudit.messages import Messages


class InspectFormat(StrEnum):
    """How ``inspect`` answers."""

    text = "text"
    json = "json"


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="花名册文件；多个文件作为同一批数据的各部分。")],
    form: Annotated[InspectFormat, typer.Option("--format", help="text 给人看，json 给程序读。")] = InspectFormat.text,
    place: Annotated[str | None, typer.Option(help="地区；覆盖表中所写。")] = None,
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help="数据年度；覆盖表中所写。")] = None,
    previous: Annotated[
        list[Path] | None, typer.Option(help="上年的花名册，或其中一张工作表（文件.xlsx#工作表名）。")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option(help="自备的政策包（TOML）。")] = None,
    lang: Annotated[Lang, typer.Option(help="提示的语言。")] = Lang.zh,
) -> None:
    """说明每张表、每一列被理解成什么，哪些检查能做，哪些不能做、为什么。不审计，不写文件。

    例：

      incomeaudit inspect 花名册.xlsx

      incomeaudit inspect 花名册.xlsx --year 2020 --format json
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from rich.console import Console

        from incomeaudit.auditing.options import Options
        from incomeaudit.auditing.outlook import look
        from incomeaudit.report.inspection import inspection_json, print_inspection

        options = Options(
            place=place, year=year, packs=tuple(pack or ()), previous=tuple(previous or ()), lang=lang.value
        )
        seen = look(files, options)
        if form is InspectFormat.json:
            typer.echo(inspection_json(seen))
        else:
            print_inspection(seen, Console(highlight=False), messages)
