"""The checks across files over few and over many files: how much memory each takes.

    python benchmarks/across_memory.py [--files 4 16] [--people 250000] [--runs 3]

Makes registers as files of 250,000 people leave them (100,000 households, long numbers, every thousandth person in two
households), and runs all checks over them, each time in a process of its own. Prints seconds and the peak of memory,
also above what the process takes once everything is imported; medians of the runs. Bound: the most files take at most
twice the memory of the fewest.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from incomeaudit.batch.across.entry import across
from incomeaudit.batch.across.schemas import REGISTERS
from incomeaudit.messages import Messages

BOUND = 2.0
COUNTY = "浙江省/丽水市/遂昌县"
_EVERY = 1000
_BIRTH = 11 * 1000


def write_file(folder: Path, file: int, people: int) -> None:
    """The ``household`` and ``member`` registers of one file, two heads to three other members."""
    for name, rows, offset in (("household", people * 2 // 5, 0), ("member", people * 3 // 5, people * 2 // 5)):
        at = pl.int_range(rows, dtype=pl.Int64)
        person = at + offset + file * people
        if file:  # every thousandth is somebody of the file before as well
            person = pl.when(at % _EVERY == 7).then(person + 1 - people).otherwise(person)
        person = person * _BIRTH
        home = pl.format("3311{}{}", pl.lit(str(10 + file)), (at % (people * 2 // 5)).cast(pl.String).str.zfill(9))
        columns = {
            "person": person, "id_number": person.cast(pl.String), "name": pl.lit("王某"), "household_id": home,
            "home": home, "appears": pl.lit(value=True), "place": pl.lit(COUNTY), "county": pl.lit(COUNTY),
            "township": pl.format("第{}乡", at % 20), "village": pl.format("第{}村", at % 400),
            "year": pl.lit(2020), "file": pl.lit(f"{file}.xlsx"), "sheet": pl.lit("农户"), "row": at + 4,
            "cell": pl.format("G{}", at + 4),
        }  # fmt: skip
        columns["township_key"], columns["village_key"] = columns["township"], columns["village"]
        frame = pl.select(columns[column].cast(dtype).alias(column) for column, dtype in REGISTERS[name].items())
        frame.write_parquet(folder / f"{name}-{file:03d}.parquet", compression="lz4")


def run(folder: Path, files: int) -> dict[str, float]:
    """Seconds, findings, and MiB at the start and at the peak."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    paths = {name: sorted(folder.glob(f"{name}-*.parquet"))[:files] for name in ("household", "member")}
    started = time.perf_counter()
    found = across(paths, (), Messages("zh"))
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "findings": found.findings.height, "start": before, "peak": after}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, nargs="+", default=[4, 16])
    parser.add_argument("--people", type=int, default=250_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder for the registers; a temporary one if absent")
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(run(options.keep, options.run)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for file in range(max(options.files)):
            write_file(folder, file, options.people)
        peaks: list[float] = []
        for files in options.files:
            command = [sys.executable, __file__, "--keep", str(folder), "--run", str(files)]
            runs = [
                json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                for _ in range(options.runs)
            ]
            middle = {name: statistics.median(figures[name] for figures in runs) for name in runs[0]}
            peaks.append(middle["peak"] - middle["start"])
            print(
                f"{files:3} files, {files * options.people:>10,} people  {middle['seconds']:6.2f} s  "
                f"peak {middle['peak']:5.0f} MiB, {peaks[-1]:5.0f} above the start  {middle['findings']:.0f} findings"
            )
    ratio, times = peaks[-1] / peaks[0], options.files[-1] / options.files[0]
    print(f"memory {ratio:.2f} times for {times:.1f} times the files (bound {BOUND})")
    sys.exit(ratio > BOUND)


if __name__ == "__main__":
    main()
