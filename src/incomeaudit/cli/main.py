"""The program's front door."""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup, TyperOption

from incomeaudit import __version__
from incomeaudit.cli.batch import batch
from incomeaudit.cli.check import check
from incomeaudit.cli.exits import FAILED, one_line
from incomeaudit.cli.inspect import inspect
from incomeaudit.cli.rules import policies, rules
from incomeaudit.cli.sample import sample
from incomeaudit.cli.settings import read_settings
from incomeaudit.cli.template import template
from incomeaudit.ingest.process import ReadingProcess
from incomeaudit.messages import Messages

app = typer.Typer(
    name="incomeaudit",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with locals would show households
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command()(check)
app.command()(batch)
app.command()(inspect)
app.command()(rules)
app.command()(policies)
app.command()(sample)
app.command()(template)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"incomeaudit {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="选项文件；默认读当前目录的 incomeaudit.toml。")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="打印版本。")] = False,
) -> None:
    """按政策文件审计浙江低收入农户花名册，写出有问题的农户和理由。

    Audits spreadsheets of low-income rural households in Zhejiang against the policy documents in force.
    """
    with one_line(Messages("zh")):
        group = context.command
        assert isinstance(group, TyperGroup)
        known = {name: _long_names(command) for name, command in group.commands.items()}
        context.default_map = dict(read_settings(config, known))


def _long_names(command: Any) -> dict[str, str]:
    """Parameters by the long names of their options: ``fail-on`` to ``fail_on``."""
    options = [parameter for parameter in command.params if isinstance(parameter, TyperOption)]
    return {name[2:]: option.name or "" for option in options for name in option.opts if name.startswith("--")}


_READING = ("check", "inspect")
"""Commands whose first care is a file."""


def _reading_process(words: list[str]) -> ReadingProcess | None:
    """The process that reads, started before the options are even looked at, where a file is going to be read."""
    if not words or words[0] not in _READING or not {"-h", "--help"}.isdisjoint(words):
        return None
    return ReadingProcess()


def run() -> None:
    """Entry point of the ``incomeaudit`` command."""
    for stream in (sys.stdout, sys.stderr):
        # LANG=C under cron, or a Windows console: Chinese must come out all the same.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Rules and reports make many small objects that live to the end, and hardly any cycles: at Python's own threshold
    # the collector goes over all of them hundreds of times, a tenth of a large run.
    gc.set_threshold(100_000, 50, 100)
    process = _reading_process(sys.argv[1:])
    try:
        app(obj=process)
    except SystemExit as left:
        _leave(left.code if isinstance(left.code, int) else bool(left.code))


def _leave(status: int) -> NoReturn:
    """End the process without taking its memory apart first: with a large roster that alone takes a good while."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Whoever read our output has left; what is written is written.
            status = status or FAILED
    os._exit(status)
