"""The second stage: a kept file is audited, its report is written, and what the roll-up needs is kept."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import polars as pl

from incomeaudit.auditing.large import audit_large
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.sums import UNIT, schemas
from incomeaudit.batch.bench import Bench, bench
from incomeaudit.batch.errand import Errand, Judge
from incomeaudit.batch.kept import keep_frame, loaded
from incomeaudit.batch.outcome import Outcome, attempt
from incomeaudit.batch.store import Mark, mark_done, report_name, stage_place
from incomeaudit.ingest.model import Dataset
from incomeaudit.ingest.slices import Large
from incomeaudit.messages import Messages, Problem
from incomeaudit.report.wording import path_text
from incomeaudit.report.workbook import write_excel

FOUND = "found.parquet"
"""The findings as far as they are counted and compared with the next run's: code, severity, fingerprint."""


def judge(errand: Errand, task: Judge) -> Outcome:
    """Audit a file and write its report. Runs in a worker."""
    return attempt(task.name, lambda: _judge(errand, task), Messages(errand.options.lang))


def _judge(errand: Errand, task: Judge) -> Mark:
    began, started = time.perf_counter(), datetime.now(UTC)
    place = bench()
    place.lay_out(errand)
    setting = place.setting(errand)
    figures = [found for name, found in place.figures(errand, task.figures).items() if name != task.name]
    with _loaded(place, task) as found:
        if isinstance(found, Large):
            with TemporaryDirectory(prefix="incomeaudit-", ignore_cleanup_errors=True) as folder:
                result = audit_large(found, errand.options, setting, Path(folder), errand.version, figures)
        else:
            result = audit_dataset(found, errand.options, setting, errand.version, figures)
    result = replace(result, run=replace(result.run, started=started, seconds=time.perf_counter() - began))
    report = report_name(task.name)
    with place.out.put(report) as path:
        write_excel(result, path, setting.messages)
    under = stage_place(task.name, "audit", task.key)
    place.out.remove(under)
    for name, frame in _kept(result, task.name).items():
        keep_frame(frame, place.out, f"{under}/{name}.parquet")
    noted = _counts(result) | {"report": report, "seconds": round(time.perf_counter() - began, 3)}
    mark_done(place.out, task.name, "audit", task.key, noted)
    return noted


@contextmanager
def _loaded(place: Bench, task: Judge) -> Iterator[Dataset | Large]:
    """The tables that were kept. Where a disk has damaged them, they are removed, so that the next run reads anew."""
    under = stage_place(task.name, "take", task.taken)
    with ExitStack() as open_files:
        try:
            found = open_files.enter_context(loaded(place.out, under))
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
            place.out.remove(under)
            raise Problem("kept_damaged", file=PurePosixPath(task.name).name) from error
        yield found


def _kept(result: Result, name: str) -> dict[str, pl.DataFrame]:
    """What is kept of an audit, by name; what is added up over files says of which file it is."""
    unit = pl.lit(path_text(name)).alias(UNIT)
    return {
        "checks": result.checks.with_columns(unit),
        "values": result.values,
        **{f"sums_{each}": getattr(result.sums, each).with_columns(unit) for each in schemas()},
        "found": result.findings.select("code", "severity", "fingerprint"),
    }


def _counts(result: Result) -> dict[str, object]:
    """What the roll-up's list of files says of this one."""
    severities = result.findings.get_column("severity")
    counties = sorted({place.split("/")[-1] for place, _, _, _ in result.run.places})
    return {
        "households": result.households,
        "flagged_households": result.flagged_households,
        "findings": result.findings.height,
        **{name: int((severities == name).sum()) for name in ("critical", "major", "notice")},
        "unassessed": result.unassessed.height,
        "unread": result.issues.filter(pl.col("level") == "error").height,
        "sheets_failed": result.issues.filter(pl.col("kind") == "sheet_failed").height,
        "checks_skipped": result.checks.filter(pl.col("outcome") == "skipped").height,
        "errors": result.checks.filter(pl.col("outcome") == "error").height
        + result.targets.filter(pl.col("outcome") == "error").height,
        "places": result.run.places,
        "counties": "、".join(counties),
        "years": "、".join(str(year) for year in sorted({year for _, year, _, _ in result.run.places})),
    }
