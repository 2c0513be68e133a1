"""Files in, result out, with reading begun at once.

Reading a large workbook takes nearly all the time and is done by another process, so that is started before anything
else; the rulebook, the audit and whatever the caller wants to prepare are loaded beside it. That is why this module
imports its own package's parts only when it runs.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from incomeaudit.auditing.options import Options
from incomeaudit.messages import Messages

if TYPE_CHECKING:
    from incomeaudit.auditing.result import Result
    from incomeaudit.ingest.process import ReadingProcess


def audit_files(
    paths: Sequence[Path],
    options: Options,
    version: str,
    meanwhile: Callable[[], None] | None = None,
    process: "ReadingProcess | None" = None,
) -> "Result":
    """Read the files as parts of one data set and audit it.

    ``meanwhile`` is called while the files are being read; ``process`` reads them, if it has been started before.
    Raises Problem for what the user can mend.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    # The first file is loaded in a process of its own while everything else is imported.
    from incomeaudit.ingest.choice import jobs_and_count  # noqa: PLC0415
    from incomeaudit.ingest.reader import Reader  # noqa: PLC0415

    jobs, count = jobs_and_count(paths, options.previous)
    with TemporaryDirectory(prefix="incomeaudit-", ignore_cleanup_errors=True) as folder:
        with Reader(jobs, options.reading, process) as reader, ThreadPoolExecutor(max_workers=1) as pool:
            from incomeaudit.ingest.read import read_any, read_with  # noqa: PLC0415
            from incomeaudit.vocabulary import load_vocabulary  # noqa: PLC0415

            messages, place = Messages(options.lang), Path(folder)
            reading = pool.submit(read_any, reader, count, load_vocabulary, messages, options.reading, place)
            from incomeaudit.auditing.plan import look_at_options  # noqa: PLC0415
            from incomeaudit.auditing.run import audit_dataset  # noqa: PLC0415
            from incomeaudit.auditing.setting import load_setting  # noqa: PLC0415
            from incomeaudit.ingest.slices import Large  # noqa: PLC0415

            setting = load_setting(options)
            look_at_options(options, setting.rulebook)
            if meanwhile is not None:
                meanwhile()
            found = reading.result()
            if options.previous:
                from incomeaudit.ingest.previous import with_previous  # noqa: PLC0415

                assert not isinstance(found, Large)  # with last year's roster no file is asked for in slices
                before = read_with(reader, len(jobs) - count, setting.vocabulary, setting.messages, options.reading)
                found = with_previous(found, before)
        if options.reading.mapping is not None:
            from incomeaudit.ingest.mapping.found import ensure_found  # noqa: PLC0415

            dataset = found.dataset if isinstance(found, Large) else found
            ensure_found(options.reading.mapping, dataset, setting.vocabulary, setting.messages)
        if isinstance(found, Large):
            from incomeaudit.auditing.large import audit_large  # noqa: PLC0415

            result = audit_large(found, options, setting, place, version)
        else:
            result = audit_dataset(found, options, setting, version)
    return replace(result, run=replace(result.run, started=started, seconds=time.perf_counter() - clock))
