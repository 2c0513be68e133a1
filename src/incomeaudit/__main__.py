"""``python -m incomeaudit``."""

from incomeaudit.cli.main import run

run()
