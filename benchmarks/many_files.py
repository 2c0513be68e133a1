"""Many files as one data set: reading them, beside fastexcel alone reading the same files.

    python benchmarks/many_files.py [--files 40] [--rows 3000] [--runs 5] [--keep DIR]

Writes rosters as Excel writes them (30 columns, shared strings; ``write_roster`` of ``main_job.py``). Either side is a
process of its own that takes its time when everything is imported: the bare one loads each file's first sheet into a
Polars frame of strings, ours reads all files with ``incomeaudit.ingest.read.read``. Both run in turn, several times;
the medians count. A rate per core is rows per second of CPU time, the process and its children together. Bound: ours
is at least 0.70 of the bare one. Also says how ours divides between the child that reads and the rest.
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
OURS = TIMED.format(
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
        _run(BARE, paths), _run(OURS, paths)  # once to warm the disk cache
        pairs = [(_run(BARE, paths), _run(OURS, paths)) for _ in range(options.runs)]
    expected = options.files * options.rows
    if {side["rows"] for pair in pairs for side in pair} != {expected}:
        sys.exit(f"{expected} rows were written, {pairs[0][0]['rows']} and {pairs[0][1]['rows']} were read")
    print(f"{options.files} files of {options.rows} rows, {options.runs} runs")
    for at, name in enumerate(("bare", "ours")):
        wall, own, children = (statistics.median(pair[at][of] for pair in pairs) for of in ("wall", "own", "children"))
        cores = (own + children) / wall
        print(f"{name} wall {wall:6.2f} s  CPU {own + children:6.2f} s (own {own:.2f}, children {children:.2f})  "
              f"{cores:.2f} cores  {expected / (own + children):8.0f} rows per CPU second  "
              f"{expected / wall / max(1.0, cores):8.0f} rows per wall second and core")  # fmt: skip
    on_the_clock = statistics.median(pair[0]["wall"] / pair[1]["wall"] for pair in pairs)
    print(f"ratio on the clock {on_the_clock:.2f}, whatever cores either uses")
    ratios = sorted(pair[0]["cpu"] / pair[1]["cpu"] for pair in pairs)
    ratio = statistics.median(ratios)
    print(f"ratio per core {ratio:.2f} (pairs {ratios[0]:.2f}–{ratios[-1]:.2f}), bound {BOUND:.2f}")
    sys.exit(int(ratio < BOUND))


if __name__ == "__main__":
    main()
