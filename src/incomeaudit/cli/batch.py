"""``incomeaudit batch``: a folder of files as one county, city or province."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
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
from incomeaudit.cli.exits import CLEAN, FAILED, FINDINGS, PARTIAL, one_line
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
    read_options,
)
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.messages import Messages

if TYPE_CHECKING:
    from incomeaudit.batch.ask import Ask, Progress
    from incomeaudit.batch.run import Batch


def batch(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="要审计的文件夹（连同子文件夹），或 fsspec 地址。")],
    out: Annotated[str, typer.Option("-o", "--out", help="结果写到哪个文件夹；没有就新建。再次运行时接着用。")],
    include: Annotated[
        list[str] | None, typer.Option(help="只审计这些文件，如 *花名册*.xlsx、2020/*；可多次或用逗号分开。")
    ] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="不审计这些文件或子文件夹；比 --include 优先。")] = None,
    place: PlaceName = None,
    year: Year = None,
    policy: Policy = None,
    select: Select = None,
    ignore: Ignore = None,
    facts: Annotated[
        list[Path] | None,
        typer.Option(help="另给的县级参数文件，对所有文件有效；文件夹里只有县级参数表的文件自动这样用。"),
    ] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            help="应当有数据的乡镇（妙高街道 或 遂昌县/妙高街道），或写 @清单.txt，一行一个；可多次或用逗号分开。"
        ),
    ] = None,
    pack: PackFile = None,
    settings: Settings = None,
    overlay: Overlay = None,
    fail_on: FailOn = Severity.major,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=0, help="同时用几个进程；0 为处理器个数。")] = 0,
    cluster: Annotated[
        str | None,
        typer.Option(help="Dask 调度器地址，如 tcp://10.0.0.1:8786：由它的机器来做（需装 cluster 附加包）。"),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="另一次运行正在用同一个输出文件夹时等它结束，而不是退出。")
    ] = False,
    lock: Annotated[
        Path | None, typer.Option(help="锁文件放在哪里；默认在输出文件夹里。输出在不支持锁的网络盘上时用。")
    ] = None,
    changed_only: Annotated[
        bool,
        typer.Option("--changed-only", help="只打印与上次相比的变化，没有变化就什么也不打印；适合由 cron 发邮件。"),
    ] = False,
    lang: Language = Lang.zh,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="不打印进度和摘要。")] = False,
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
    """把一个文件夹里的文件当作一个县（市、省）来审计：一个文件一份报告，另有一份汇总。

    没有变化的文件不再读；中断后再运行就接着做。结果：OUT/审计汇总.xlsx、OUT/审计汇总.json、OUT/报告/。

    退出码：0 没有达到 --fail-on 的问题；1 有；2 没有完成；3 有文件没能审计，其余都审计了。

    例：

      incomeaudit batch 全县花名册 --out 审计结果

      incomeaudit batch 全市 --out 结果 --include "*.xlsx" --exclude 旧 --expect @乡镇.txt

      incomeaudit batch 全县 --out 结果 --quiet --changed-only --log-file batch.jsonl
    """
    messages = Messages(lang.value)
    with one_line(messages):
        from incomeaudit.auditing.options import Options
        from incomeaudit.batch.ask import Ask
        from incomeaudit.batch.expected import expected
        from incomeaudit.batch.patterns import Patterns

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
            settings=tuple(settings or ()),
            overlays=tuple(overlay or ()),
            lang=lang.value,
            unmask=unmask,
            reading=read_options(limits, visible_only=visible_only, password_file=password_file, mapping=mapping),
        )
        ask = Ask(
            source=folder,
            out=out,
            options=options,
            patterns=Patterns(split(include), split(exclude)),
            facts=tuple(facts or ()),
            expect=expected(split(expect)),
            jobs=jobs,
            cluster=cluster or "",
            lock=lock,
            wait=wait,
        )
        log = Log(log_file)
        log("start", version=__version__, folder=folder, out=out, options=options.stated())
        try:
            with _stoppable():
                found = _run(ask, messages, log, quiet=quiet or changed_only)
        except _Stopped as stopped:
            log("interrupted", signal=stopped.number)
            typer.echo(messages("batch.interrupted"), err=True)
            raise typer.Exit(128 + stopped.number) from None
        except BaseException as error:
            log("failed", error=type(error).__name__)
            raise
        status = _status(found, fail_on)
        log("done", status=status, **_figures(found))
        _say(found, messages, out, quiet=quiet, changed_only=changed_only)
        raise typer.Exit(status)


class _Stopped(BaseException):
    """Somebody has asked the run to stop, with Ctrl-C or as systemd does."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into ``_Stopped``, so that workers are let go of on the way out."""

    def stop(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough
        raise _Stopped(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(ask: "Ask", messages: Messages, log: Log, *, quiet: bool) -> "Batch":
    from incomeaudit.batch.run import run_batch

    with _progress(messages, quiet=quiet) as progress:
        return run_batch(ask, __version__, progress, log)


@contextmanager
def _progress(messages: Messages, *, quiet: bool) -> "Iterator[Progress]":
    from rich.console import Console

    from incomeaudit.cli.progress import Bars, Lines, Silent

    console = Console(stderr=True)
    if quiet:
        yield Silent(messages)
    elif not console.is_terminal:
        yield Lines(messages)
    else:
        bars = Bars(messages, console)
        try:
            yield bars
        finally:
            bars.close()


def _say(found: "Batch", messages: Messages, out: str, *, quiet: bool, changed_only: bool) -> None:
    if changed_only:
        from incomeaudit.report.rollup.changes import changes_text

        typer.echo(changes_text(found.changes, messages), nl=False)
    elif not quiet:
        from rich.console import Console

        from incomeaudit.batch.store import ROLLUPS
        from incomeaudit.report.rollup.terminal import print_rollup

        console = Console(highlight=False)
        paths = [Path(out) / name for name in ROLLUPS]
        if found.rollup is None:
            console.print(messages("batch.unchanged", files=len(found.files), path=paths[0]), soft_wrap=True)
        else:
            print_rollup(found.rollup, console, messages, paths)


def _status(found: "Batch", fail_on: Severity) -> int:
    """2 where nothing could be audited or a check broke, 3 where some files could not be, 1 for findings, else 0."""
    states = [state.status for state in found.files.values()]
    if found.summary.errors or not {"audited", "figures"} & set(states):
        return FAILED
    if {"failed", "not_a_roster"} & set(states) or found.summary.sheets_failed:
        return PARTIAL
    return FINDINGS if fail_on.and_worse().intersection(found.summary.severities) else CLEAN


def _figures(found: "Batch") -> dict[str, object]:
    """What the log may hold: counts, never a household's value."""
    summary = found.summary
    return {
        "run": summary.run,
        "files": len(found.files),
        "read": found.read,
        "audited": found.audited,
        "failed": sum(state.status in {"failed", "not_a_roster"} for state in found.files.values()),
        "households": summary.households,
        "flagged_households": summary.flagged_households,
        "findings": summary.findings,
        "across": summary.across,
    }
