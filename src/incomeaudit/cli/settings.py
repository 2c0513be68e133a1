"""``incomeaudit.toml``: the place of options that are always the same."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from incomeaudit.messages import Problem

FILE = "incomeaudit.toml"


def read_settings(path: Path | None, known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Defaults for each command, from ``path`` or from ``incomeaudit.toml`` in the working directory.

    ``[check]`` holds options of ``incomeaudit check`` under their long names (``fail-on = "critical"``).
    ``known`` names the commands and, for each long name of an option, its parameter. Raises Problem for a file that
    cannot be read, a section that is no command, or a key that is no option.
    """
    file = path or Path(FILE)
    if path is None and not file.is_file():
        return {}
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Problem("settings_unreadable", file=file, error=reason) from error
    settings: dict[str, dict[str, Any]] = {}
    for command, options in raw.items():
        if command not in known or not isinstance(options, dict):
            raise Problem("settings_section", file=file, section=command, known="、".join(sorted(known)))
        for name, value in options.items():
            parameter = known[command].get(name)
            if parameter is None:
                keys = "、".join(sorted(known[command]))
                raise Problem("settings_key", file=file, section=command, key=name, known=keys)
            settings.setdefault(command, {})[parameter] = value
    return settings
