"""What the tests of batch have in common: folders of made-up files, the command, and outputs without their run times."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

HEADERS = ("县", "乡镇", "行政村", "户编号", "户主姓名", "户主身份证号", "家庭人口数", "人均可支配收入", "年度")
_MOMENT = re.compile(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(\+\d\d:\d\d|Z)?")
_SECONDS = re.compile(r"(用时（秒）</t></is></c><c [^>]*><is><t>)[\d.]+".encode())
_JSON_SECONDS = re.compile(rb'"seconds": [\d.]+')


def write_roster(
    path: Path, township: str, numbers: Sequence[int], *, income: float = 9000, county: str = "遂昌县"
) -> Path:
    """A roster of 2020: a row for each number, which its household id and its head's ID are made from.

    Incomes differ a little, since a village of equal incomes is a finding of its own.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "农户"
    sheet.append(HEADERS)
    for number in numbers:
        sheet.append(
            [
                county,
                township,
                f"{township[:2]}村",
                f"33112310{number:07d}",
                f"王{number}",
                identity(number),
                3,
                income - number % 50 if len(numbers) > 1 else income,
                2020,
            ]
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_figures(path: Path, standard: float = 9000, county: str = "遂昌县") -> Path:
    """A file that holds nothing but a county's standard of last year."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "县级参数"
    sheet.append(["县", "年度", "农村低保年标准"])
    sheet.append([county, 2019, standard])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def identity(number: int) -> str:
    """A made-up ID number with a valid check digit."""
    first = f"331123{1940 + number % 60}{1 + number // 60 % 12:02d}{1 + number // 720 % 28:02d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def command(folder: Path, out: Path, *more: str) -> list[str]:
    """The command line of a batch of one process."""
    return [sys.executable, "-m", "incomeaudit", "batch", str(folder), "--out", str(out), "--jobs", "1", *more]


def run(folder: Path, out: Path, *more: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a batch to its end."""
    whole = dict(os.environ) | dict(env or {})
    return subprocess.run(
        command(folder, out, *more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=whole,
        timeout=300,
    )


def results(out: Path) -> dict[str, str]:
    """Every file that a user gets, by name, as a digest of its content but for times; and nothing half-written."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and not name.startswith(".incomeaudit/"):
            found[name] = hashlib.sha256(timeless(path)).hexdigest()
    return found


def timeless(path: Path) -> bytes:
    """A file's content without the moments and seconds that a run took."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            members = [name.encode() + b"\0" + archive.read(name) for name in archive.namelist()]
        content = b"\0".join(members)
    else:
        content = path.read_bytes()
    return _JSON_SECONDS.sub(b'"seconds": 0', _SECONDS.sub(rb"\g<1>0", _MOMENT.sub(b"then", content)))


def kept(out: Path) -> list[str]:
    """What is kept for the next run, by path within the output folder, but for the lock."""
    work = out / ".incomeaudit"
    return sorted(
        path.relative_to(out).as_posix() for path in work.rglob("*") if path.is_file() and path.name != "lock"
    )
