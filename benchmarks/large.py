"""Tables of any size: `check` on 10,000,000 households as Parquet and 2,000,000 as CSV, in seconds and peak memory.

    python benchmarks/large.py [--households 10000000] [--csv 2000000] [--batch] [--keep DIR]

Writes made-up rosters of several counties with the columns of `benchmarks/main_job.py`, 5% of the households flagged,
and runs the program on them as a whole process. Memory is that of the program and the processes that it starts, all
together, looked at every hundredth of a second or two. Bound: 4 GiB.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from main_job import HEADERS

BOUND = 4 * 1024
"""MiB."""
AT_ONCE = 250_000
"""Households that are made at a time, which make a row group."""
COUNTIES = ("遂昌县", "松阳县", "云和县", "庆元县", "景宁畲族自治县", "缙云县", "青田县", "莲都区")
_FLAGGED = 20
"""One household in so many has something wrong."""


def households(first: int, count: int) -> pl.DataFrame:
    """Some households of a made-up roster, as text where the roster's cells are text."""
    number = pl.int_range(first, first + count, dtype=pl.Int64, eager=True).alias("n")
    n = pl.col("n")
    rng = random.Random(first)
    drawn = pl.DataFrame({"n": number}).with_columns(
        members=1 + (n * 7 + rng.randrange(6)) % 6,
        wrong=(n * 7919 + 13) % _FLAGGED == 0,
        spread=(n * 48_271) % 2_000_003,
    )
    members, wrong, spread = pl.col("members"), pl.col("wrong"), pl.col("spread")
    low = wrong & (n % 2 == 0)
    wage = (4_500 + spread % 1_000) * members
    business, property_, transfer = ((1_100 + spread // step % 250) * members for step in (3, 7, 11))
    items = [pl.when(low).then(members * 10).otherwise(wage), business, property_, transfer]
    income = sum(items[1:], items[0])
    answer = [pl.when(wrong & (n % 12 == 2 * at + 1)).then(pl.lit("否")).otherwise(pl.lit("是")) for at in range(6)]
    county = pl.lit(pl.Series(COUNTIES)).gather(n * len(COUNTIES) // 10_000_000 % len(COUNTIES))
    text = pl.format
    columns = (
        county,
        text("云溪{}乡", n // 3_000 % 20),
        text("石门{}村", n // 300 % 300),
        text("H{}", n.cast(pl.String).str.zfill(8)),
        text("王{}", n % 5_000),
        _ids(n),
        text("139{}", (n % 100_000_000).cast(pl.String).str.zfill(8)),
        pl.lit("低保"),
        pl.lit("在册"),
        members,
        pl.max_horizontal(members - 1, pl.lit(1)),
        *items,
        income,
        (income / members).round(2),
        *answer,
        pl.lit("因病"),
        pl.lit("务工"),
        pl.lit("无影响"),
        pl.lit("就业帮扶"),
        text("张{}", n % 400),
        pl.lit(12),
        pl.lit(2020),
    )
    return drawn.select(column.alias(name) for name, column in zip(HEADERS, columns, strict=True))


def _ids(n: pl.Expr) -> pl.Expr:
    """ID numbers of made-up people, no two alike, with a fitting check digit."""
    area = pl.lit(pl.Series([331102, 331121, 331122, 331123, 331124, 331125, 331126, 331127])).gather(n % 8)
    day = n // 8 % (60 * 336)
    born = (1940 + day // 336) * 10_000 + (1 + day % 336 // 28) * 100 + 1 + day % 28
    body = (area * 100_000_000 + born) * 1_000 + n // (8 * 60 * 336) % 1_000
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    weighed = [body // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(weights)]
    last = sum(weighed[1:], weighed[0]) % 11
    digits = pl.lit(pl.Series(list("10X98765432"))).gather(last)
    return pl.concat_str(body.cast(pl.String), digits)


def pieces(count: int) -> Iterator[pl.DataFrame]:
    """The whole roster, ``AT_ONCE`` households at a time."""
    for first in range(0, count, AT_ONCE):
        yield households(first, min(AT_ONCE, count - first))


def write_parquet(path: Path, count: int) -> None:
    """A roster as a Parquet file with a row group a piece."""
    import pyarrow.parquet as pq

    writer = None
    for piece in pieces(count):
        table = piece.to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema, compression="snappy")
        writer.write_table(table)
    if writer:
        writer.close()


def write_csv(path: Path, count: int) -> None:
    """A roster as CSV in UTF-8 with a mark, as Excel writes it."""
    with path.open("wb") as file:
        for number, piece in enumerate(pieces(count)):
            piece.write_csv(file, include_bom=number == 0, include_header=number == 0)


@dataclass
class Peak:
    """The memory of a process and its children, looked at as long as it runs."""

    root: int
    most: int = 0
    """KiB at most that all of them had at one time."""

    def look(self) -> None:
        """Take what every process of the tree has now."""
        now = 0
        for pid in (self.root, *_children(self.root)):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue  # it has ended
            now += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        self.most = max(self.most, now)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            own = [int(text) for text in task.read_text().split()]
        except OSError:
            continue
        found += [each for child in own for each in (child, *_children(child))]
    return found


def run(command: list[str]) -> tuple[float, float, int]:
    """Wall seconds, peak memory in MiB of all processes together, and exit status."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak, ended = Peak(process.pid), threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            peak.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    ended.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - started, max(peak.most, usage.ru_maxrss) / 1024, process.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=10_000_000)
    parser.add_argument("--csv", type=int, default=2_000_000)
    parser.add_argument("--batch", action="store_true", help="run batch on a folder with the Parquet file as well")
    parser.add_argument("--keep", type=Path, help="folder for the files; a temporary one if absent")
    options = parser.parse_args()
    over = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        source = folder / "in"
        source.mkdir(parents=True, exist_ok=True)
        parquet, text, report = source / "roster.parquet", folder / "roster.csv", folder / "report.xlsx"
        program = [sys.executable, "-m", "incomeaudit"]
        check = [*program, "check", "-o", str(report), "--quiet"]
        jobs = []
        if options.households:
            if not parquet.exists():
                write_parquet(parquet, options.households)
            jobs.append(("Parquet", options.households, parquet, [*check, str(parquet)]))
        if options.csv:
            if not text.exists():
                write_csv(text, options.csv)
            jobs.append(("CSV", options.csv, text, [*check, str(text)]))
        if options.batch:
            out = folder / "out"
            shutil.rmtree(out, ignore_errors=True)  # a run before has left nothing to do
            jobs.append(
                ("batch", options.households, parquet, [*program, "batch", str(source), "--out", str(out), "--quiet"])
            )
        for name, count, path, command in jobs:
            seconds, peak, status = run(command)
            over = over or peak > BOUND or status != 1
            print(f"{name:8} {count:>10} households, {path.stat().st_size / 2**20:7.0f} MiB: {seconds:7.1f} s, "
                  f"peak {peak:6.0f} MiB of {BOUND}, exit status {status}", flush=True)  # fmt: skip
    if over:
        sys.exit("over the bound, or what was planted was not found")


if __name__ == "__main__":
    main()
