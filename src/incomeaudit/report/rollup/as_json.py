"""The roll-up as JSON, after ``rollup.schema.json``."""

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import chain
from pathlib import Path

import polars as pl

from incomeaudit.messages import Messages
from incomeaudit.report.as_json import finite, line, lines, run_of
from incomeaudit.report.rollup.model import RollUp
from incomeaudit.report.rollup.standing import standing, with_merged_state
from incomeaudit.report.rollup.wording import headline_text
from incomeaudit.report.safe_write import safe_write_or_stdout
from incomeaudit.report.verdicts import with_state

SLICE = 5_000
"""Rows that stand in memory as Python objects at one time."""


def rollup_schema() -> str:
    """The JSON Schema (draft 2020-12) that every document made here meets."""
    return resources.files("incomeaudit.report.rollup").joinpath("rollup.schema.json").read_text("utf-8")


def rollup_json(rollup: RollUp, messages: Messages) -> str:
    """The whole roll-up as one JSON document: a line a row, keys in the schema's order, rows in the frames'.

    A figure that is not finite is null. But for ``run.started`` and ``run.seconds``, the same roll-up gives the same
    text.
    """
    sections = {
        "tool": line({"name": "incomeaudit", "version": rollup.run.version}),
        "run": line(run_of(rollup.run)),
        "root": json.dumps(rollup.root, ensure_ascii=False),
        "summary": line(_summary(rollup, messages)),
        "files": lines(_rows(rollup.files)),
        "checks": lines(_rows(with_merged_state(rollup.checks))),
        "targets": lines(_rows(rollup.targets)),
        "places": lines(_rows(rollup.places)),
        "townships": lines(_rows(rollup.townships)),
        "across": lines(_rows(_across(rollup.across))),
        "across_checks": lines(_rows(with_state(rollup.across_checks))),
        "values": lines(_rows(rollup.values)),
        "issues": lines(_rows(_issues(rollup.issues))),
    }
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in sections.items()) + "\n}\n"


def write_rollup_json(rollup: RollUp, path: Path | None, messages: Messages) -> None:
    """Write ``rollup_json`` as UTF-8 to a file, whole or not at all, or to standard output where ``path`` is None.

    Raises ``Problem`` as ``safe_write`` does.
    """
    with safe_write_or_stdout(path) as file:
        file.write(rollup_json(rollup, messages).encode())


def _rows(frame: pl.DataFrame) -> Iterator[Mapping[str, object]]:
    # A slice at a time: a hundred thousand rows as objects at once keep the garbage collector busy.
    return chain.from_iterable(part.to_dicts() for part in finite(frame).iter_slices(SLICE))


def _summary(rollup: RollUp, messages: Messages) -> Mapping[str, object]:
    state = standing(rollup)
    return {
        "headline": state.headline,
        "headline_text": headline_text(state, messages),
        "complete": state.left.complete,
        "files": {"all": state.total, **state.files},
        "households": state.households,
        "flagged_households": state.flagged_households,
        "findings": state.findings,
        "by_severity": state.by_severity,
        "across": state.matters,
        "targets": state.targets,
        "not_audited": state.left.counts,
    }


def _across(across: pl.DataFrame) -> pl.DataFrame:
    """The findings across files in the form that the findings of a file have."""
    return across.select(
        "code",
        "title",
        "severity",
        "group",
        pl.struct(id="subject", name="name").alias("subject"),
        pl.struct("city", "county", "township", "village").alias("place"),
        "year",
        "message",
        "remedy",
        pl.struct("file", "sheet", "row", "cell").alias("source"),
        "fingerprint",
    )


def _issues(issues: pl.DataFrame) -> pl.DataFrame:
    return issues.select("kind", "level", "message", pl.struct("file", "sheet", "cell").alias("source"))
