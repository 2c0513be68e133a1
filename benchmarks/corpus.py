"""A corpus run: `check` and `inspect` over every file below a folder, each as a whole process.

    python benchmarks/corpus.py DIR [--commands check,inspect] [--seconds 150] [--memory 6144] [--jobs 2]
                                    [--json OUT] [--keep DIR] [--list-messages] [--fail-fast]

Nothing that somebody sends may end in a traceback, a signal, a hang or a burst of memory; what cannot be read gets one
line and status 2. Every breach is a fault, and so are a warning, an internal error, a report that is missing or broken,
a file or process left behind, an altered input, control characters on standard error. Prints the faults, exit statuses
by suffix, the slowest and the largest runs; leaves with 1 where there is a fault.
"""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from corpus_runs import ARGUMENTS, Run, Setting, run_file
from corpus_tables import print_line, print_messages, print_run
from incomeaudit.messages.catalog import LANGUAGES, read_catalog

WIDE = 180
"""Characters of a line where the output is no terminal: file names stay whole."""


def main() -> None:
    options = _options()
    setting = Setting(_program(options.command), options.seconds, options.memory, _internal())
    commands = [name for name in ARGUMENTS if name in options.commands.split(",")]
    files = files_below(options.folder)
    if not files or not commands:
        sys.exit(f"nothing to do: {len(files)} files below {options.folder}, commands {options.commands!r}")
    without_core_dumps()
    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    runs: list[Run] = []
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("files", total=len(files) * len(commands))
        for run in run_all(options.folder, files, commands, setting, options.jobs):
            runs.append(run)
            progress.update(task, advance=1, description=run.file[-40:])
            for fault in run.faults:
                print_line(progress.console, f"{fault.kind}: {run.command} {run.file}: {fault.detail}")
            if run.faults and options.keep:
                _keep(options.folder / run.file, run.file, options.keep)
            if run.faults and options.fail_fast:
                break
    print_run(console, runs, len({run.file for run in runs}))
    if options.list_messages:
        print_messages(console, runs)
    if options.json:
        text = json.dumps([run.as_json() for run in runs], ensure_ascii=False, indent=1)
        options.json.write_text(text, "utf-8")
        print_line(console, f"written to {options.json}")
    sys.exit(int(any(run.faults for run in runs)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--commands", default=",".join(ARGUMENTS), help="which of check and inspect")
    parser.add_argument("--seconds", type=float, default=150, help="limit on one run")
    parser.add_argument("--memory", type=float, default=6144, help="limit on one run's processes together, in MiB")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at one time")
    parser.add_argument("--json", type=Path, help="file for all runs with their figures and faults")
    parser.add_argument("--keep", type=Path, help="folder to which files with a fault are copied")
    parser.add_argument("--list-messages", action="store_true", help="print the distinct lines that users would read")
    parser.add_argument("--fail-fast", action="store_true", help="stop at the first fault")
    parser.add_argument("--command", type=Path, help="run this program or Python script in place of incomeaudit")
    return parser.parse_args()


def files_below(folder: Path) -> list[str]:
    """All regular files, by their path below the folder, in the same order on every machine."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def run_all(folder: Path, files: list[str], commands: list[str], setting: Setting, jobs: int) -> Iterator[Run]:
    """Every command over every file, some at one time; results come in the order of the files."""
    root = folder.absolute()
    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(
            lambda job: run_file(root / job[0], *job, setting), [(f, c) for f in files for c in commands]
        )
    finally:
        pool.shutdown(cancel_futures=True)


def _program(command: Path | None) -> tuple[str, ...]:
    if command is None:
        return sys.executable, "-m", "incomeaudit"
    given = str(command.absolute())
    return (sys.executable, given) if command.suffix == ".py" else (given,)


def _internal() -> tuple[re.Pattern[str], ...]:
    """How the program says that something in itself broke, in the command or in the process that reads."""
    texts = [read_catalog(lang)[key] for lang in LANGUAGES for key in ("problem.internal", "problem.reader_fault")]
    return tuple(re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(text))) for text in texts)


def without_core_dumps() -> None:
    """A process that crashes on purpose need not leave its memory on the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _keep(path: Path, file: str, folder: Path) -> None:
    target = folder / file
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


if __name__ == "__main__":
    main()
