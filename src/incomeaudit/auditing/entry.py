"""Files in, result out, with reading begun at once.

Reading a large workbook takes nearly all the time and leaves the interpreter free, so it starts in a thread as soon as
the reader is imported; the rulebook, the audit and whatever the caller wants to prepare are loaded beside it. That is
why this module imports its own package's parts only when it runs.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from incomeaudit.auditing.options import Options
from incomeaudit.messages import Messages

if TYPE_CHECKING:
    from incomeaudit.auditing.result import Result


def audit_files(
    paths: Sequence[Path], options: Options, version: str, meanwhile: Callable[[], None] | None = None
) -> "Result":
    """Read the files as parts of one data set and audit it.

    ``meanwhile`` is called while the files are being read. Raises Problem for what the user can mend.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    # The first file is loaded while everything else is imported, and read as soon as what reading needs is there.
    from incomeaudit.ingest.choice import Choice, sheets_named  # noqa: PLC0415
    from incomeaudit.ingest.load import begin  # noqa: PLC0415

    last_year, sheets = sheets_named(options.previous)
    begun = begin(paths[0], sheets.get(paths[0].resolve(), ())) if paths else None
    from incomeaudit.ingest.read import read  # noqa: PLC0415
    from incomeaudit.vocabulary import load_vocabulary  # noqa: PLC0415

    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(read, paths, load_vocabulary, Messages(options.lang), Choice(without=sheets), begun)
        from incomeaudit.auditing.plan import look_at_options  # noqa: PLC0415
        from incomeaudit.auditing.run import audit_dataset  # noqa: PLC0415
        from incomeaudit.auditing.setting import load_setting  # noqa: PLC0415

        setting = load_setting(options)
        look_at_options(options, setting.rulebook)
        if meanwhile is not None:
            meanwhile()
        dataset = reading.result()
    if last_year:
        from incomeaudit.ingest.previous import with_previous  # noqa: PLC0415

        before = read(last_year, setting.vocabulary, setting.messages, Choice(only=sheets))
        dataset = with_previous(dataset, before)
    result = audit_dataset(dataset, options, setting, version)
    return replace(result, run=replace(result.run, started=started, seconds=time.perf_counter() - clock))
