"""A province's folder through `batch`, beside fastexcel alone reading the same files on as many processes.

    python benchmarks/batch.py [--files 200] [--households 2000] [--jobs 2] [--runs 3] [--keep DIR]

Writes workbooks as `incomeaudit sample` makes them (all tables, 5% of the households flagged), each of another county
or year. Then, in turn and as whole processes: the bare read of all sheets of all files, a first `batch` into an empty
folder, a second one with nothing changed, and a third with one file changed. Bounds on the medians: the first run at
most 1.6 times the bare read, the second less than 5% of the first, the third less than 10%.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path

from main_job import run

BARE = """
import sys
from concurrent.futures import ProcessPoolExecutor
import fastexcel

def read(path):
    book = fastexcel.read_excel(path)
    return sum(book.load_sheet(name).to_polars().height for name in book.sheet_names)

if __name__ == "__main__":
    with ProcessPoolExecutor(int(sys.argv[1])) as pool:
        print(sum(pool.map(read, sys.argv[2:], chunksize=1)))
"""
BOUNDS = {"first": 1.6, "second": 0.05, "third": 0.10}


def counties(files: int) -> list[tuple[str, int, int]]:
    """County, year and seed of every workbook."""
    from incomeaudit.vocabulary.places import load_places

    places = load_places()
    found: dict[tuple[str, int], None] = {}
    for year in range(2020, 2016, -1):
        day = date(year, 12, 31)
        for place in places.places.values():
            # Counties that stood at the end of the year under that name: a later one has its households' numbers.
            if place.level == "county" and (place.start or day) <= day and (place.until is None or place.until > day):
                found[place.path, year] = None
    return [(path, year, seed) for seed, (path, year) in enumerate(islice(found, files))]


def write(folder: Path, path: str, year: int, seed: int, households: int) -> Path:
    """One county's workbook, without what a sample has beside it."""
    from incomeaudit.sample import make_sample

    name = f"{path.replace('/', '-')}-{year}.xlsx"
    if not (folder / name).exists():
        with tempfile.TemporaryDirectory() as made:
            sample = make_sample(Path(made), path, year, households=households, seed=seed)
            shutil.move(sample.workbook, folder / name)
    return folder / name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--households", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder for the workbooks; a temporary one if absent")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "files"
        folder.mkdir(parents=True, exist_ok=True)
        wanted = counties(options.files)
        with ProcessPoolExecutor() as pool:
            made = [pool.submit(write, folder, *each, options.households) for each in wanted]
            paths = [future.result() for future in made]
        size = sum(path.stat().st_size for path in paths) / 2**20
        print(f"{len(paths)} workbooks of {options.households} households, {size:.0f} MiB")
        script = Path(temporary) / "bare.py"
        script.write_text(BARE)
        bare = [sys.executable, str(script), str(options.jobs), *map(str, paths)]
        run(bare)  # once to warm the disk cache
        rounds = [_round(bare, folder, Path(temporary) / "out", options.jobs, paths[-1]) for _ in range(options.runs)]
    medians = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    for name, seconds in medians.items():
        print(f"{name:7} {seconds:7.2f} s")
    ratios = {
        "first": medians["first"] / medians["bare"],
        "second": medians["second"] / medians["first"],
        "third": medians["third"] / medians["first"],
    }
    for name, ratio in ratios.items():
        print(f"{name:7} ratio {ratio:.3f}, bound {BOUNDS[name]}")
    sys.exit(int(any(ratio > BOUNDS[name] for name, ratio in ratios.items())))


def _round(bare: list[str], folder: Path, out: Path, jobs: int, changed: Path) -> dict[str, float]:
    """Seconds of the four runs; the workbook that is changed is put back afterwards."""
    shutil.rmtree(out, ignore_errors=True)
    ours = [sys.executable, "-m", "incomeaudit", "batch", str(folder), "--out", str(out), "-j", str(jobs), "--quiet"]
    seconds = {"bare": run(bare)[0]}
    content = changed.read_bytes()
    for name in ("first", "second", "third"):
        if name == "third":
            _change(changed)
        took, _, status = run(ours)
        if status != 1:
            sys.exit(f"batch left with {status}; it should find what was planted and leave with 1")
        seconds[name] = took
    changed.write_bytes(content)
    return seconds


def _change(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row, 5).value = "改了一格"
    book.save(path)


if __name__ == "__main__":
    main()
