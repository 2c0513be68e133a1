"""The result as JSON, after ``result.schema.json``."""

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import chain
from pathlib import Path

import polars as pl

from incomeaudit.auditing.result import Result, Run
from incomeaudit.messages import Messages
from incomeaudit.report.safe_write import safe_write_or_stdout
from incomeaudit.report.verdicts import with_state, zero_outs
from incomeaudit.report.wording import path_text
from incomeaudit.rulebook.model import SEVERITIES

SLICE = 5_000
"""Findings that stand in memory as Python objects at one time."""

# json.dumps would make an encoder for every row.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)


def schema() -> str:
    """The JSON Schema (draft 2020-12) that every document made here meets."""
    return resources.files("incomeaudit.report").joinpath("result.schema.json").read_text("utf-8")


def to_json(result: Result, messages: Messages) -> str:
    """The whole result as one JSON document: a line a finding, keys in the schema's order, rows in the frames'.

    A figure that is not finite is null. But for ``run.started`` and ``run.seconds``, the same result gives
    the same text. Names, messages and reasons are in the language of the run, verdicts in that of ``messages``.
    """
    sections = {
        "tool": line({"name": "incomeaudit", "version": result.run.version}),
        "run": line(run_of(result.run)),
        "inputs": lines(_inputs(result)),
        "summary": line(_summary(result)),
        "zero_outs": lines(_zero_outs(result, messages)),
        "checks": lines(_rows(with_state(result.checks))),
        "targets": lines(_rows(result.targets)),
        "findings": lines(_findings(result)),
        "unassessed": lines(_unassessed(result)),
        "townships": lines(_rows(result.townships)),
        "values": lines(_rows(result.values)),
        "clauses": lines(_rows(result.clauses)),
        "issues": lines(_issues(result)),
    }
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in sections.items()) + "\n}\n"


def write_json(result: Result, path: Path | None, messages: Messages) -> None:
    """Write ``to_json`` as UTF-8 to a file, whole or not at all, or to standard output where ``path`` is None.

    Raises ``Problem`` as ``safe_write`` does.
    """
    with safe_write_or_stdout(path) as file:
        file.write(to_json(result, messages).encode())


def line(row: Mapping[str, object]) -> str:
    """One object on one line."""
    return _ENCODER.encode(row)


def lines(rows: Iterator[Mapping[str, object]]) -> str:
    """An array, an object a line."""
    written = ",\n".join(line(row) for row in rows)
    return f"[\n{written}\n]" if written else "[]"


def _rows(frame: pl.DataFrame) -> Iterator[Mapping[str, object]]:
    return iter(finite(frame).to_dicts())


def finite(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with figures that JSON cannot write made null."""
    floats = pl.selectors.float()
    return frame.with_columns(pl.when(floats.is_finite()).then(floats).name.keep())


def run_of(run: Run) -> Mapping[str, object]:
    """The run as the contract tells it."""
    return {
        "id": run.id,
        "options": {name: _plain(value) for name, value in sorted(run.options.items())},
        "started": run.started.isoformat(),
        "seconds": round(run.seconds, 3),
        "lang": run.lang,
        "unmasked": run.unmasked,
        "places": [
            {"place": place, "year": year, "origin": origin, "rows": rows} for place, year, origin, rows in run.places
        ],
    }


def _plain(value: object) -> object:
    """An option's value as JSON can hold it: sequences as arrays, paths and dates as text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | None) else path_text(str(value))


def _inputs(result: Result) -> Iterator[Mapping[str, object]]:
    for file in result.inputs:
        yield {
            "path": path_text(file.path),
            "sha256": file.sha256,
            "bytes": file.bytes,
            "format": file.format,
            "sheets": list(file.sheets),
        }


def _summary(result: Result) -> Mapping[str, object]:
    by_severity = dict(result.findings.group_by("severity").len().iter_rows())
    by_check = dict(result.findings.group_by("code").len().sort("code").iter_rows())
    return {
        "households": result.households,
        "flagged_households": result.flagged_households,
        "findings": result.findings.height,
        "by_severity": {severity: by_severity.get(severity, 0) for severity in SEVERITIES},
        "by_check": by_check,
    }


def _zero_outs(result: Result, messages: Messages) -> Iterator[Mapping[str, object]]:
    for zero_out in zero_outs(result):
        yield {
            "clause": zero_out.clause,
            "verdict": zero_out.verdict,
            "verdict_text": messages(f"verdict.{zero_out.verdict}"),
            "table": zero_out.table,
            "flagged": zero_out.subjects,
            "unassessable": zero_out.unassessed,
            "people": zero_out.people,
            "gap_household": zero_out.gap,
            "unreckoned": zero_out.unreckoned,
            "checks": zero_out.checks.get_column("code").to_list(),
            "reasons": list(zero_out.reasons),
        }


_SUBJECT = pl.struct("table", id="subject_id", name="subject_name").alias("subject")


def _findings(result: Result) -> Iterator[Mapping[str, object]]:
    nested = finite(result.findings).select(
        "code",
        "title",
        "clauses",
        "severity",
        _SUBJECT,
        pl.struct("city", "county", "township", "village").alias("place"),
        "year",
        "message",
        "remedy",
        "actual",
        "expected",
        "gap",
        "gap_household",
        pl.struct("file", "sheet", "row", "cell", "field").alias("source"),
        "fingerprint",
        "actual_text",
        "expected_text",
    )
    # A slice at a time: a hundred thousand nested rows at once keep the garbage collector busy.
    for row in chain.from_iterable(part.to_dicts() for part in nested.iter_slices(SLICE)):
        for name in ("actual", "expected"):
            text = row.pop(f"{name}_text")
            if row[name] is None:
                row[name] = text
        yield row


def _unassessed(result: Result) -> Iterator[Mapping[str, object]]:
    place = pl.struct("county", "township", "village").alias("place")
    source = pl.struct("file", "sheet", "row").alias("source")
    return iter(result.unassessed.select(_SUBJECT, place, "codes", "missing", source).to_dicts())


def _issues(result: Result) -> Iterator[Mapping[str, object]]:
    source = pl.struct("file", "sheet", "row", "cell", "text").alias("source")
    return iter(result.issues.select("kind", "level", "message", "table", "field", source).to_dicts())
