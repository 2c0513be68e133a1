"""Options about the audit itself, which ``check`` and ``batch`` have in common."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Languages of reports and messages."""

    zh = "zh"
    en = "en"


class Severity(StrEnum):
    """Severities, worst first."""

    critical = "critical"
    major = "major"
    notice = "notice"

    def and_worse(self) -> frozenset[str]:
        """This severity and those above it."""
        order = list(Severity)
        return frozenset(severity.value for severity in order[: order.index(self) + 1])


PlaceName = Annotated[str | None, typer.Option(help="地区，如 遂昌县、丽水市；覆盖表中所写。")]
Year = Annotated[int | None, typer.Option(min=1990, max=2100, help="数据年度；覆盖表中所写。")]
Policy = Annotated[
    list[str] | None, typer.Option(help="按哪些文件审计（不论是否在有效期内），如 zj-2020；可多次或用逗号分开。")
]
Select = Annotated[list[str] | None, typer.Option(help="只做这些检查，写编码或其前缀，如 ZJ、LS001。")]
Ignore = Annotated[list[str] | None, typer.Option(help="不做这些检查。")]
PackFile = Annotated[list[Path] | None, typer.Option(help="自备的政策包（TOML）；写法见 incomeaudit rules --new。")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="试算：换一个参数值，如 zj-2020.income_floor=10000；可多次。"),
]
Overlay = Annotated[
    list[Path] | None, typer.Option(help="试算文件（TOML）：一组参数值，可以分时间、分地区，写明名称和理由。")
]
FailOn = Annotated[
    Severity, typer.Option(help="有这一级或更严重的问题时退出码为 1：critical 严重、major 一般、notice 提示。")
]
Language = Annotated[Lang, typer.Option(help="报告和提示的语言。")]
LogFile = Annotated[Path | None, typer.Option(help="运行日志（JSON 行），不含任何户的数据。")]
Unmask = Annotated[bool, typer.Option(help="证件号码等不打码；报告会注明。")]


def split(values: list[str] | None) -> tuple[str, ...]:
    """Values given several times or separated by commas."""
    parts = (part.strip() for value in values or () for part in value.replace("，", ",").split(","))
    return tuple(part for part in parts if part)
