"""LibreOffice without a window: it turns a workbook that a test has written into the other formats clerks send."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

EXCEL_97 = "MS Excel 97"
"""The filter for xls (BIFF8); also for the et files of WPS, which are such workbooks under another name."""

_SECONDS = 180


def need_office() -> str:
    """The path of ``soffice``. Where there is none the test is skipped with the reason; on CI it fails."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = "LibreOffice (soffice) is not on PATH; without it there are no real xls and ods files to read"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def convert(path: Path, to: str, filter_name: str | None, out: Path) -> Path:
    """Convert a file with LibreOffice; returns the new file, in the folder ``out`` and with the suffix ``to``.

    ``filter_name`` is LibreOffice's name of an export filter where the suffix does not settle it.
    """
    program = need_office()
    out.mkdir(parents=True, exist_ok=True)
    made = out / f"{path.stem}.{to}"
    command = [
        program,
        f"-env:UserInstallation={_profile().as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        f"{to}:{filter_name}" if filter_name else to,
        "--outdir",
        str(out),
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False)
    assert made.is_file(), f"soffice wrote no {made.name}: {done.stdout} {done.stderr}"
    return made


def as_et(path: Path, out: Path) -> Path:
    """What WPS saves as .et: an Excel 97 workbook under that name."""
    made = convert(path, "xls", EXCEL_97, out)
    return made.replace(made.with_suffix(".et"))


@cache
def _profile() -> Path:
    """A profile of its own for each process of the test run: two soffice must not share one."""
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
