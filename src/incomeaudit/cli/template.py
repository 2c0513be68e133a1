"""``incomeaudit template``: a blank workbook to fill in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from incomeaudit.cli.auditing import Lang
from incomeaudit.cli.exits import one_line
from incomeaudit.messages import Messages


class Fields(StrEnum):
    """Which columns a template has."""

    all = "all"
    checked = "checked"


def template(
    path: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="写到哪个文件。")],
    table: Annotated[
        list[str] | None, typer.Option(help="只要这些表，如 household 或 农户；可多次或用逗号分开。默认全部。")
    ] = None,
    fields: Annotated[
        Fields, typer.Option(help="all 全部的列；checked 只留检查要用的表和列（配合 --place、--year 更少）。")
    ] = Fields.all,
    place: Annotated[
        str | None, typer.Option(help="哪个地区填，如 遂昌县：写进标题，只按适用于该地区的文件标出要用的列。")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1990, max=2100, help="哪一年度的数据：写进标题，只按当年有效的文件标出要用的列。")
    ] = None,
    policy: Annotated[
        list[str] | None, typer.Option(help="只按这些文件标出要用的列，如 zj-2020；可多次或用逗号分开。")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option(help="自备的政策包（TOML）。")] = None,
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, help="下拉清单和填写限制管到多少行。")] = 5000,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖它。")] = False,
    lang: Annotated[Lang, typer.Option(help="说明的语言；表头总是中文。")] = Lang.zh,
) -> None:
    """写出一个空白工作簿：每张表一页，有表头、批注、下拉清单、示例行，另有一页填写说明。

    填好后可直接用 inspect 和 check 读取。

    例：

      incomeaudit template 模板.xlsx

      incomeaudit template 遂昌2020.xlsx --place 遂昌县 --year 2020 --fields checked

      incomeaudit template 模板.xlsx --table 农户 --table 家庭成员 --table 县级参数 --force
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from incomeaudit.auditing.options import Options
        from incomeaudit.auditing.setting import load_setting
        from incomeaudit.report.template import Ask, write_template

        setting = load_setting(Options(packs=tuple(pack or ()), lang=lang.value))
        ask = Ask(
            tables=tuple(table or ()),
            checked_only=fields is Fields.checked,
            place=place,
            year=year,
            policies=tuple(part.strip() for text in policy or () for part in text.split(",") if part.strip()),
            rows=rows,
        )
        forms = write_template(path, ask, setting, force=force)
        tables = "、".join(form.table.title.zh for form in forms)
        typer.echo(messages("template.done", path=path, count=len(forms), tables=tables))
