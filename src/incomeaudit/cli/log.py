"""The log: one JSON object a line, no value of any household."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from incomeaudit.messages import Problem


class Log:
    """Appends events to a file that only its owner can read; without a file it does nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __call__(self, event: str, **values: object) -> None:
        """Write one event. Raises Problem when the file cannot be written."""
        if self._path is None:
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **values}
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        except OSError as error:
            raise Problem("log_unwritable", path=self._path, error=error.strerror or type(error).__name__) from error
