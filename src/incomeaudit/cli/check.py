"""``incomeaudit check``: audit, summarise, report."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incomeaudit import __version__
from incomeaudit.cli.auditing import (
    FailOn,
    Ignore,
    Lang,
    Language,
    LogFile,
    Overlay,
    PackFile,
    PlaceName,
    Policy,
    Select,
    Settings,
    Severity,
    Unmask,
    Year,
    split,
)
from incomeaudit.cli.exits import CLEAN, FAILED, FINDINGS, one_line
from incomeaudit.cli.log import Log
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
from incomeaudit.messages import Messages

if TYPE_CHECKING:
    from rich.console import Console

    from incomeaudit.auditing.options import Options
    from incomeaudit.auditing.result import Result
    from incomeaudit.ingest.process import ReadingProcess


class Format(StrEnum):
    """What ``check`` writes."""

    excel = "excel"
    json = "json"
    csv = "csv"
    parquet = "parquet"


_SUFFIXES = {".xlsx": Format.excel, ".json": Format.json, ".csv": Format.csv, ".parquet": Format.parquet}
REPORT_SUFFIX = "-审计报告"


def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="花名册文件；多个文件作为同一批数据的各部分。")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="报告写到哪里；默认写在第一个文件旁：FILE-审计报告.xlsx。")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="输出格式；json 和 csv 不给 -o 时写到标准输出。默认 excel。")
    ] = None,
    place: PlaceName = None,
    year: Year = None,
    policy: Policy = None,
    select: Select = None,
    ignore: Ignore = None,
    facts: Annotated[
        list[Path] | None, typer.Option(help="另给的县级参数文件（低保标准等），与工作簿里的“县级参数”表同样格式。")
    ] = None,
    previous: Annotated[
        list[Path] | None,
        typer.Option(
            help="上年的花名册，用来核对收入变化、消失的户和新增的户；只取一张工作表时写 文件.xlsx#工作表名。"
        ),
    ] = None,
    pack: PackFile = None,
    settings: Settings = None,
    overlay: Overlay = None,
    fail_on: FailOn = Severity.major,
    lang: Language = Lang.zh,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="不在终端打印摘要。")] = False,
    log_file: LogFile = None,
    unmask: Unmask = False,
    visible_only: VisibleOnly = False,
    password_file: PasswordFile = None,
    mapping: MappingFile = None,
    max_rows: MaxRows = USUAL.rows,
    max_columns: MaxColumns = USUAL.columns,
    max_cells: MaxCells = USUAL.cells,
    max_text: MaxText = USUAL.text,
    max_unpacked_mb: MaxUnpackedMb = USUAL.unpacked_mb,
    max_ratio: MaxRatio = USUAL.ratio,
    max_seconds: MaxSeconds = USUAL.seconds,
    max_memory_mb: MaxMemoryMb = USUAL.memory_mb,
) -> None:
    """审计花名册，打印摘要，写出报告。

    退出码：0 没有达到 --fail-on 的问题；1 有；2 没有完成（选项有误、文件或其中一张工作表读不了、检查出错）。

    例：

      incomeaudit check 花名册.xlsx

      incomeaudit check 农户.xlsx 成员.xlsx 村集体.xlsx --place 遂昌县 --year 2020 -o 报告.xlsx

      incomeaudit check 花名册.xlsx --format json --select ZJ > 结果.json

      incomeaudit check 花名册.xlsx --previous 去年花名册.xlsx --set zj-2020.income_floor=10000 -o 试算.xlsx
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from incomeaudit.auditing.options import Options

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
        options = Options(
            place=place,
            year=year,
            policies=split(policy),
            select=split(select),
            ignore=split(ignore),
            packs=tuple(pack or ()),
            previous=tuple(previous or ()),
            settings=tuple(settings or ()),
            overlays=tuple(overlay or ()),
            lang=lang.value,
            unmask=unmask,
            reading=read_options(limits, visible_only=visible_only, password_file=password_file, mapping=mapping),
        )
        chosen = form or _SUFFIXES.get(output.suffix.lower() if output else "", Format.excel)
        target = output or _beside(files[0], chosen)
        log = Log(log_file)
        log("start", version=__version__, files=[str(path) for path in files], options=options.stated())
        try:
            result = _audit(
                [*files, *(facts or ())],
                options,
                target,
                messages,
                quiet=quiet,
                writer=_loader(chosen),
                process=context.obj,
            )
            _write(result, chosen, target, messages)
        except BaseException as error:
            log("failed", error=type(error).__name__)
            raise
        log("done", **_figures(result), report=str(target) if target else "-")
        if not quiet and target is not None:
            from incomeaudit.report.terminal import print_summary

            print_summary(result, _console(), messages, target)
        _say_failed(result, messages)
        raise typer.Exit(_status(result, fail_on))


def _beside(first: Path, form: Format) -> Path | None:
    """Where the report goes when nobody says; None for standard output."""
    if form in {Format.json, Format.csv}:
        return None
    suffix = ".xlsx" if form is Format.excel else ".parquet"
    return first.with_name(f"{first.stem}{REPORT_SUFFIX}{suffix}")


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False)


def _audit(
    paths: list[Path],
    options: "Options",
    target: Path | None,
    messages: Messages,
    *,
    quiet: bool,
    writer: Callable[[], None],
    process: "ReadingProcess | None",
) -> "Result":
    from rich.console import Console

    from incomeaudit.auditing.entry import audit_files
    from incomeaudit.ingest.choice import sheets_named
    from incomeaudit.report.safe_write import ensure_writable

    if target is not None:
        ensure_writable(target, [*paths, *sheets_named(options.previous)[0]])
    screen = Console(stderr=True)
    if quiet or not screen.is_terminal:
        options = replace(options, reading=asking(options.reading, messages))
        return audit_files(paths, options, __version__, writer, process)
    with screen.status(messages("check.reading", files=len(paths))) as status:
        options = replace(options, reading=asking(options.reading, messages, status))
        return audit_files(paths, options, __version__, writer, process)


def _loader(form: Format) -> Callable[[], None]:
    """Imports the writer of a format; called while the files are being read, so that it costs no time of its own."""

    def load() -> None:
        import importlib

        module = {Format.excel: "workbook", Format.json: "as_json"}.get(form, "tabular")
        importlib.import_module(f"incomeaudit.report.{module}")

    return load


def _write(result: "Result", form: Format, target: Path | None, messages: Messages) -> None:
    if form is Format.excel:
        from incomeaudit.report.workbook import write_excel

        assert target is not None
        write_excel(result, target, messages)
    elif form is Format.json:
        from incomeaudit.report.as_json import write_json

        write_json(result, target, messages)
    elif form is Format.csv:
        from incomeaudit.report.tabular import write_csv

        write_csv(result, target)
    else:
        from incomeaudit.report.tabular import write_parquet

        assert target is not None
        write_parquet(result, target)


def _say_failed(result: "Result", messages: Messages) -> None:
    """Sheets that were not read are said on standard error as well, however quiet the run is."""
    failed = result.issues.filter(result.issues["kind"] == "sheet_failed")
    if failed.height:
        where = "、".join(f"{file} › {sheet}" for file, sheet in failed.select("file", "sheet").iter_rows())
        typer.echo(messages("check.sheets_failed", count=failed.height, sheets=where), err=True)


def _status(result: "Result", fail_on: Severity) -> int:
    """2 where a check broke or a sheet was not read, 1 where findings or unmet targets reach ``fail_on``, else 0."""
    outcomes = [*result.checks["outcome"], *result.targets["outcome"]]
    if "error" in outcomes or "sheet_failed" in result.issues["kind"]:
        return FAILED
    unmet = {
        severity
        for severity, outcome in result.targets.select("severity", "outcome").iter_rows()
        if outcome == "not_met"
    }
    found = set(result.findings["severity"].unique()) | unmet
    return FINDINGS if found & fail_on.and_worse() else CLEAN


def _figures(result: "Result") -> dict[str, object]:
    """What the log may hold: counts, never a household's value."""
    return {
        "run": result.run.id,
        "seconds": round(result.run.seconds, 3),
        "households": result.households,
        "flagged_households": result.flagged_households,
        "findings": result.findings.height,
        "issues": result.issues.height,
        "unassessed": result.unassessed.height,
    }
