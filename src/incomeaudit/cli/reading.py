"""Options about reading files, which ``check`` and ``inspect`` have in common."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.messages import Messages

if TYPE_CHECKING:
    from rich.status import Status

    from incomeaudit.ingest.mapping.model import ColumnMapping
    from incomeaudit.ingest.options import Ask, ReadOptions

USUAL = Limits()

VisibleOnly = Annotated[
    bool, typer.Option("--visible-only", help="不读隐藏的工作表、行和列。默认都读，并在提示里说明。")
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(help="打开密码文件：每行一个密码，逐个试。不给时先试 Excel 的默认密钥，再在终端询问。"),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", help="表头对应文件（TOML），由 inspect --write-mapping 写出；比程序自己的判断优先。"),
]
MaxRows = Annotated[int, typer.Option(min=1, help="一张工作表最多读到第几行。")]
MaxColumns = Annotated[int, typer.Option(min=1, help="一张工作表最多读到第几列。")]
MaxCells = Annotated[int, typer.Option(min=1, help="一张工作表最多多少格（行数乘列数，含空格）。")]
MaxText = Annotated[int, typer.Option(min=1, help="一个单元格最多多少字；更长的不读，作为问题列出。")]
MaxUnpackedMb = Annotated[int, typer.Option("--max-unpacked-mb", min=1, help="压缩的工作簿解压后最多多少 MB。")]
MaxRatio = Annotated[int, typer.Option(min=1, help="解压后最多是原来的多少倍；100 MB 以下不限。")]
MaxSeconds = Annotated[int, typer.Option(min=1, help="读一个文件最多多少秒。")]
MaxMemoryMb = Annotated[
    int, typer.Option("--max-memory-mb", min=256, help="读文件的进程最多用多少 MB 内存（Windows 上不起作用）。")
]


def read_options(
    limits: Limits, *, visible_only: bool, password_file: Path | None, mapping: Path | None = None
) -> "ReadOptions":
    """What the options say of reading.

    Raises ``Problem`` for a password file that cannot be read and a mapping that cannot be read or holds a mistake.
    """
    from incomeaudit.ingest.options import ReadOptions
    from incomeaudit.ingest.passwords import read_passwords

    passwords = read_passwords(password_file) if password_file is not None else ()
    return ReadOptions(limits=limits, visible_only=visible_only, passwords=passwords, mapping=_mapping(mapping))


def _mapping(path: Path | None) -> "ColumnMapping | None":
    if path is None:
        return None
    from incomeaudit.ingest.mapping.file import load_mapping
    from incomeaudit.vocabulary import load_vocabulary

    return load_mapping(path, load_vocabulary())


def asking(reading: "ReadOptions", messages: Messages, status: "Status | None" = None) -> "ReadOptions":
    """The same with a prompt for passwords, where somebody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return reading
    return replace(reading, ask=_prompt(messages, status))


def _prompt(messages: Messages, status: "Status | None") -> "Ask":
    from getpass import getpass

    def ask(file: str) -> str | None:
        if status is not None:
            status.stop()
        try:
            return getpass(messages("check.password", file=file)) or None
        except EOFError:
            return None
        finally:
            if status is not None:
                status.start()

    return ask
