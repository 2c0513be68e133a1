"""``incomeaudit inspect``: how sheets and columns were understood, and which checks can run."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incomeaudit.cli.auditing import Lang
from incomeaudit.cli.exits import one_line
from incomeaudit.cli.reading import (
    USUAL,
    MappingFile,
    MaxCells,
    MaxColumns,
    MaxMemoryMb,
    MaxRatio,
    MaxRows,
    MaxSeconds,
    MaxText,
    MaxUnpackedMb,
    PasswordFile,
    VisibleOnly,
    asking,
    read_options,
)
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.messages import Messages, Problem

if TYPE_CHECKING:
    from rich.console import Console

    from incomeaudit.auditing.options import Options
    from incomeaudit.auditing.outlook import Outlook

_PIPED = 160
"""Columns of what is written into a file or another program, which has no width of its own."""


class InspectFormat(StrEnum):
    """How ``inspect`` answers."""

    text = "text"
    json = "json"


def inspect(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="花名册文件；多个文件作为同一批数据的各部分。")],
    form: Annotated[InspectFormat, typer.Option("--format", help="text 给人看，json 给程序读。")] = InspectFormat.text,
    place: Annotated[str | None, typer.Option(help="地区；覆盖表中所写。")] = None,
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help="数据年度；覆盖表中所写。")] = None,
    previous: Annotated[
        list[Path] | None, typer.Option(help="上年的花名册，或其中一张工作表（文件.xlsx#工作表名）。")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option(help="自备的政策包（TOML）。")] = None,
    mapping: MappingFile = None,
    write_mapping: Annotated[
        Path | None, typer.Option(help="把各列的认法写成表头对应文件（TOML），改好后用 --mapping 读取。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="--write-mapping 的文件已经有了也覆盖。")] = False,
    lang: Annotated[Lang, typer.Option(help="提示的语言。")] = Lang.zh,
    visible_only: VisibleOnly = False,
    password_file: PasswordFile = None,
    max_rows: MaxRows = USUAL.rows,
    max_columns: MaxColumns = USUAL.columns,
    max_cells: MaxCells = USUAL.cells,
    max_text: MaxText = USUAL.text,
    max_unpacked_mb: MaxUnpackedMb = USUAL.unpacked_mb,
    max_ratio: MaxRatio = USUAL.ratio,
    max_seconds: MaxSeconds = USUAL.seconds,
    max_memory_mb: MaxMemoryMb = USUAL.memory_mb,
) -> None:
    """说明每张表、每一列被理解成什么，哪些检查能做，哪些不能做、为什么。不审计；除对应文件外不写文件。

    例：

      incomeaudit inspect 花名册.xlsx

      incomeaudit inspect 花名册.xlsx --year 2020 --format json

      incomeaudit inspect 花名册.xlsx --write-mapping 表头.toml
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from incomeaudit.auditing.options import Options
        from incomeaudit.auditing.outlook import look

        if write_mapping is not None:
            _ensure_free(write_mapping, files, force=force)
        limits = Limits(
            rows=max_rows,
            columns=max_columns,
            cells=max_cells,
            text=max_text,
            unpacked_mb=max_unpacked_mb,
            ratio=max_ratio,
            seconds=max_seconds,
            memory_mb=max_memory_mb,
        )
        reading = read_options(limits, visible_only=visible_only, password_file=password_file, mapping=mapping)
        options = Options(
            place=place,
            year=year,
            packs=tuple(pack or ()),
            previous=tuple(previous or ()),
            lang=lang.value,
            reading=asking(reading, messages),
        )
        seen = look(files, options, context.obj)
        if write_mapping is not None:
            _write_mapping(seen, options, write_mapping, messages)
        _answer(seen, form, messages)


def _answer(seen: "Outlook", form: InspectFormat, messages: Messages) -> None:
    from incomeaudit.report.inspection import inspection_json, print_inspection

    if form is InspectFormat.json:
        typer.echo(inspection_json(seen, messages))
    else:
        print_inspection(seen, _console(), messages)


def _console() -> "Console":
    """The terminal; into a file or another program, lines of a width that needs little folding."""
    import os

    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _PIPED
    return console


def _ensure_free(path: Path, files: list[Path], *, force: bool) -> None:
    """Raise what would keep the mapping from being written, before anything is read."""
    from incomeaudit.report.safe_write import ensure_writable

    ensure_writable(path, files)
    if path.exists() and not force:
        raise Problem("mapping_exists", path=path)


def _write_mapping(seen: "Outlook", options: "Options", path: Path, messages: Messages) -> None:
    from incomeaudit.ingest.mapping.text import mapping_text
    from incomeaudit.report.safe_write import safe_write
    from incomeaudit.vocabulary import load_vocabulary

    text = mapping_text(seen.dataset, load_vocabulary(), messages, options.reading.mapping)
    with safe_write(path) as file:
        file.write(text.encode())
    columns = [column for part in seen.dataset.parts for column in part.columns if column.how != "repeated"]
    known = sum(column.field is not None for column in columns)
    typer.echo(messages("mapping.written", path=path, known=known, open=len(columns) - known), err=True)
