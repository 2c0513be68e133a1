"""Help must come at once: the heavy parts are imported when a command runs."""

import subprocess
import sys

HEAVY = ("polars", "openpyxl", "fastexcel", "pydantic", "rapidfuzz")


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from incomeaudit.cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "incomeaudit" in done.stdout
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_importing_the_package_imports_nothing_heavy():
    code = f"import sys, incomeaudit; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
