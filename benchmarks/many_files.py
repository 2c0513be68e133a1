"""Many files as one data set: reading them, beside fastexcel alone reading the same files.

    python benchmarks/many_files.py [--files 40] [--rows 3000] [--runs 5] [--keep DIR]

Writes rosters as Excel writes them (30 columns, shared strings; ``write_roster`` of ``main_job.py``). Each side is a
process of its own that takes its time when everything is imported: the bare one loads each file's first sheet into a
Polars frame of strings; ``cells`` reads all sheets of all files through the reading process into frames of strings,
with the facts beside them; ``tables`` goes on to typed tables (``incomeaudit.ingest.read.read``). They run in turn,
several times; the medians count. A rate per core is rows per second of CPU time, the process and its children together.
Bound: that of ``cells`` is at least 0.70 of the bare one. The ratio of ``tables`` is told beside it.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from main_job import write_roster

BOUND = 0.70
TIMED = """
import json, resource, sys, time
from pathlib import Path
{imports}
def used():
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime
paths = [Path(word) for word in sys.argv[1:]]
own, children = used()
started = time.perf_counter()
{work}
seconds = time.perf_counter() - started
print(json.dumps({{"rows": rows, "wall": seconds, "own": used()[0] - own, "children": used()[1] - children}}))
"""
BARE = TIMED.format(
    imports="import fastexcel, polars",
    work="""
rows = 0
for path in paths:
    rows += fastexcel.read_excel(path).load_sheet(0, header_row=1, dtypes="string").to_polars().height
""",
)
CELLS = TIMED.format(
    imports="""
from incomeaudit.ingest.choice import jobs_of
from incomeaudit.ingest.open import sheet_of
from incomeaudit.ingest.reader import Reader
""",
    work="""
rows = 0
jobs = jobs_of(paths)
with Reader(jobs) as reader:
    for job in jobs:
        workbook, sheets = reader.open_next()
        heights = [sheet_of(loaded, workbook.date1904, 32_767).cells.height for loaded in sheets]
        rows += heights[0] - 2
""",
)
TABLES = TIMED.format(
    imports="""
from incomeaudit.ingest.read import read
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary
vocabulary, messages = load_vocabulary(), Messages("zh")
""",
    work="""
rows = read(paths, vocabulary, messages).tables["household"].height
""",
)


def _run(program: str, paths: list[Path]) -> dict[str, float]:
    """Rows, wall seconds, CPU seconds of the process itself and of its children."""
    command = [sys.executable, "-c", program, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    figures["cpu"] = figures["own"] + figures["children"]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the workbooks; a temporary one if absent")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"roster-{number:03d}.xlsx" for number in range(options.files)]
        missing = [path for path in paths if not path.exists()]
        with ProcessPoolExecutor() as pool:
            # A share of broken households for each, so that no two files have the same bytes.
            shares = [0.03 + 0.002 * paths.index(path) for path in missing]
            list(pool.map(write_roster, missing, [options.rows] * len(missing), shares))
        programs = {"bare": BARE, "cells": CELLS, "tables": TABLES}
        for program in programs.values():
            _run(program, paths)  # once to warm the disk cache
        runs = [{name: _run(program, paths) for name, program in programs.items()} for _ in range(options.runs)]
    expected = options.files * options.rows
    for name in programs:
        if {run[name]["rows"] for run in runs} != {expected}:
            sys.exit(f"{expected} rows were written, {name} read {runs[0][name]['rows']}")
    print(f"{options.files} files of {options.rows} rows, {options.runs} runs")
    for name in programs:
        wall, own, children = (statistics.median(run[name][of] for run in runs) for of in ("wall", "own", "children"))
        print(f"{name:6} wall {wall:6.2f} s  CPU {own + children:6.2f} s (own {own:.2f}, children {children:.2f})  "
              f"{expected / (own + children):8.0f} rows per CPU second")  # fmt: skip
    bound = _ratio("cells", runs, "cpu")
    _ratio("cells", runs, "wall")
    _ratio("tables", runs, "cpu")
    _ratio("tables", runs, "wall")
    sys.exit(int(bound < BOUND))


def _ratio(name: str, runs: list[dict[str, dict[str, float]]], of: str) -> float:
    """The rate of one side against the bare one's, per core or on the clock; printed, and its median returned."""
    ratios = sorted(run["bare"][of] / run[name][of] for run in runs)
    ratio = statistics.median(ratios)
    what = "per core" if of == "cpu" else "on the clock"
    print(f"{name:6} ratio {what} {ratio:.2f} (runs {ratios[0]:.2f}–{ratios[-1]:.2f})")
    return ratio


if __name__ == "__main__":
    main()
