"""A batch killed at random moments, each time followed by a rerun: is the outcome that of an undisturbed run?

    python benchmarks/kills.py [--kills 50] [--files 12] [--seed 1] [--keep DIR]

Writes a folder of small rosters, audits it once undisturbed, and then time after time into an empty output folder: the
run is killed with SIGKILL at a moment drawn over its whole length, run again, and every file that a user gets is
compared with the undisturbed one's, but for run times. A kill that came too late does not count. Prints where the kills
fell and leaves with 1 for any difference.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.batch.going import events
from tests.batch.support import command, results, run, write_figures, write_roster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to work in; a temporary one if absent")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        folder = work / "rosters"
        for number in range(options.files):
            write_roster(
                folder / f"乡{number}.xlsx", f"第{number}乡", range(number * 90, number * 90 + 100), income=7950
            )
        write_figures(folder / "参数.xlsx")
        began = time.perf_counter()
        if run(folder, work / "undisturbed").returncode != 1:
            sys.exit("the undisturbed run did not end with findings")
        length = time.perf_counter() - began
        expected = results(work / "undisturbed")
        rng = random.Random(options.seed)
        fell: Counter[str] = Counter()
        differing = 0
        while fell.total() < options.kills:
            out, log = work / "out", work / "log"
            shutil.rmtree(out, ignore_errors=True)
            log.unlink(missing_ok=True)
            last = _killed(folder, out, log, rng.uniform(0, length))
            if last is None:
                continue
            fell[last] += 1
            status = run(folder, out).returncode
            differing += status != 1 or results(out) != expected
    print(f"{options.kills} kills within {length:.1f} s; when killed the last thing done was " + ", ".join(
        f"{name}: {count}" for name, count in fell.most_common()
    ))  # fmt: skip
    print(f"{differing} outcomes differ from the undisturbed one")
    sys.exit(int(differing > 0))


def _killed(folder: Path, out: Path, log: Path, after: float) -> str | None:
    """Start a run, kill it, and say what it had done last; None where it had ended before."""
    process = subprocess.Popen(
        command(folder, out, "--quiet", "--log-file", str(log)), stdout=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    if process.wait() != -signal.SIGKILL:
        return None
    said = [str(event["event"]) for event in events(log)]
    return said[-1] if said else "nothing"


if __name__ == "__main__":
    main()
