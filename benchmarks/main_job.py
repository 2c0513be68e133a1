"""The main job against a bare read: `check` to the finished Excel report, beside fastexcel reading the same file.

    python benchmarks/main_job.py [--households 100000] [--runs 5] [--keep DIR]

Writes a workbook as Excel writes it (shared strings; one sheet, 30 columns, 5% of the households flagged), runs both
programs in turn as whole processes, and prints seconds, peak memory and the ratios of the medians. Bounds of the main
job: time at most 1.5 times, peak memory at most 4 times that of the bare read.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HEADERS = (
    "县", "乡镇", "行政村", "户编号", "户主姓名", "户主身份证号", "联系电话", "农户类型", "状态", "家庭人口数",
    "劳动力人数", "工资性收入", "经营净收入", "财产净收入", "转移净收入", "家庭可支配收入", "人均可支配收入",
    "吃不愁", "穿不愁", "义务教育保障", "基本医疗保障", "住房安全", "饮水安全", "主要致贫原因", "主要收入来源",
    "疫情影响", "帮扶措施", "结对干部", "走访次数", "年度",
)  # fmt: skip
BARE = "import sys, fastexcel; fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars()"


def write_roster(path: Path, households: int, flagged_share: float = 0.05) -> int:
    """A made-up roster of 遂昌县 2020; returns how many households break a rule."""
    import xlsxwriter

    rng = random.Random(20)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("农户")
    sheet.write(0, 0, "遂昌县2020年低收入农户花名册")
    sheet.write_row(1, 0, HEADERS)
    planted = 0
    for number in range(households):
        members = rng.randint(1, 6)
        items = [rng.randint(9_000, 11_000) * members // share for share in (2, 4, 8, 8)]
        answers = ["是"] * 6
        if rng.random() < flagged_share:
            planted += 1
            if number % 2:
                answers[rng.randrange(6)] = "否"
            else:
                items[0] -= min(items[0], 3_000 * members)
        income = sum(items)
        sheet.write_row(number + 2, 0, [
            "遂昌县", f"云溪{number % 20}乡", f"石门{number % 300}村", f"H{number:08d}", f"王{number % 5000}",
            f"331123{1940 + number % 60}{1 + number // 60 % 12:02d}{1 + number // 720 % 28:02d}{number // 20160:04d}",
            f"139{number % 100000000:08d}",
            "低保", "在册", members, max(1, members - 1), *items, income, round(income / members, 2), *answers,
            "因病", "务工", "无影响", "就业帮扶", f"张{number % 400}", 12, 2020,
        ])  # fmt: skip
    # A second sheet, as counties send it: last year's standard, from which the line is reckoned.
    facts = book.add_worksheet("县级参数")
    facts.write_row(0, 0, ["县", "年度", "农村低保年标准"])
    facts.write_row(1, 0, ["遂昌县", 2019, 9000])
    facts.write_row(2, 0, ["遂昌县", 2020, 9600])
    book.close()
    return planted


def run(command: list[str]) -> tuple[float, float, int]:
    """Wall seconds, peak memory in MiB and exit status of one whole process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - started, usage.ru_maxrss / 1024, process.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the workbook and the report; a temporary one if absent")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        roster, report = folder / "roster.xlsx", folder / "report.xlsx"
        # In a process of its own: a child's peak memory counts from what its parent holds when it is started.
        with ProcessPoolExecutor(1) as pool:
            planted = pool.submit(write_roster, roster, options.households).result()
        print(f"{options.households} households, {len(HEADERS)} columns, {planted} broken on purpose, "
              f"{roster.stat().st_size / 2**20:.1f} MiB")  # fmt: skip
        bare = [sys.executable, "-c", BARE, str(roster)]
        ours = [sys.executable, "-m", "incomeaudit", "check", str(roster), "-o", str(report), "--quiet"]
        for command in (bare, ours):
            run(command)  # once to warm the disk cache
        pairs = [(run(bare), run(ours)) for _ in range(options.runs)]
    failed = {status for _, (_, _, status) in pairs} - {1}
    if failed:
        sys.exit(f"check left with {failed}; it should find what was planted and leave with 1")
    for name, column, unit in (("seconds", 0, "s"), ("peak memory", 1, "MiB")):
        low, high = (statistics.median(pair[side][column] for pair in pairs) for side in (0, 1))
        ratios = sorted(pair[1][column] / pair[0][column] for pair in pairs)
        print(f"{name:12} bare {low:8.2f} {unit:4} check {high:8.2f} {unit:4} ratio {high / low:.2f} "
              f"(pairs {ratios[0]:.2f}–{ratios[-1]:.2f})")  # fmt: skip


if __name__ == "__main__":
    main()
