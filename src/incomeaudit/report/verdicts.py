"""What may be said of an audit as a whole, and of each of the three zero-outs, without saying too much.

A report must never look clean where something could not be judged, so every verdict here weighs what was
flagged together with what was not assessed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from incomeaudit.auditing.result import Result

ZERO_OUTS = ("zj-2020/zero-guarantees", "zj-2020/zero-below-floor", "zj-2020/zero-weak-villages")
"""The clauses of the three zero-outs (三个清零, 浙委办发〔2020〕29号, 二)."""

State = Literal["flagged", "passed", "partly", "none_assessed", "no_subject", "skipped", "error"]
"""A check's outcome as a reader should see it: ``passed`` only where every row in scope was assessed."""

Verdict = Literal["not_cleared", "cleared", "partly", "unassessable"]
"""``partly``: nothing found in what was assessed, but something was not assessed."""

Headline = Literal["found", "nothing_assessed", "none_found_partly", "none_found"]


@dataclass(frozen=True, slots=True)
class ZeroOut:
    """How things stand with one of the three zero-outs."""

    clause: str
    verdict: Verdict
    table: str
    """household or village: what ``subjects`` counts."""
    subjects: int
    """Households or villages with at least one finding."""
    unassessed: int
    """Households or villages of which at least one of its checks could not judge."""
    people: int | None
    """Members of those households, as far as the findings give them; null where none does."""
    gap: float | None
    """Yuan that the households lack together; where two checks find a gap, the larger. Null where there is none."""
    unreckoned: int
    """Flagged households that neither ``people`` nor ``gap`` holds, as their members are not known."""
    checks: pl.DataFrame
    """Its rows of ``Result.checks``, with ``state``."""
    reasons: tuple[str, ...]
    """Why checks did not run, each reason once."""

    @property
    def name(self) -> str:
        """Its name under ``[zero_out]`` in the message catalogs."""
        return self.clause.rsplit("/", maxsplit=1)[-1].replace("-", "_")


@dataclass(frozen=True, slots=True)
class Unaudited:
    """How much of the data and of the rulebook was not judged."""

    skipped: int
    errors: int
    unassessed: int
    """Rows that at least one check could not judge."""
    unread: int
    """Cells that were not read."""
    pending: int
    """Clauses that no check encodes yet."""
    reasons: pl.DataFrame
    """``reason`` and ``checks``: why checks were skipped, commonest first."""

    @property
    def complete(self) -> bool:
        """Whether every check ran and judged all it was about, and every cell was read."""
        return not (self.skipped or self.errors or self.unassessed or self.unread)


def with_state(checks: pl.DataFrame) -> pl.DataFrame:
    """The checks with a column ``state`` after ``State``."""
    return checks.with_columns(state_of())


def state_of() -> pl.Expr:
    """The column ``state`` of checks."""
    return (
        pl.when(pl.col("outcome").is_in(["flagged", "error"]))
        .then(pl.col("outcome"))
        .when((pl.col("in_scope") > 0) & (pl.col("assessed") == 0))
        .then(pl.lit("none_assessed"))
        .when(pl.col("outcome") == "skipped")
        .then(pl.lit("skipped"))
        .when(pl.col("in_scope") == 0)
        .then(pl.lit("no_subject"))
        .when(pl.col("unassessable") > 0)
        .then(pl.lit("partly"))
        .otherwise(pl.lit("passed"))
        .alias("state")
    )


def unaudited(result: Result) -> Unaudited:
    """What was not audited, counted."""
    outcomes = result.checks.get_column("outcome")
    skipped = result.checks.get_column("reason").filter(outcomes == "skipped")
    reasons = Counter(skipped.to_list()).most_common()
    return Unaudited(
        skipped=len(skipped),
        errors=_count(outcomes, "error") + _count(result.targets.get_column("outcome"), "error"),
        unassessed=result.unassessed.height,
        unread=_count(result.issues.get_column("level"), "error"),
        pending=_count(result.clauses.get_column("state"), "pending"),
        reasons=pl.DataFrame(reasons, {"reason": pl.String, "checks": pl.UInt32}, orient="row"),
    )


def _count(column: pl.Series, value: str) -> int:
    return int((column == value).sum())


def headline(result: Result) -> Headline:
    """Which sentence stands at the top of a report."""
    if result.findings.height:
        return "found"
    if not result.checks.get_column("assessed").sum():
        return "nothing_assessed"
    return "none_found" if unaudited(result).complete else "none_found_partly"


def zero_outs(result: Result) -> tuple[ZeroOut, ...]:
    """The three zero-outs in the document's order, taken from the checks that cite their clauses."""
    checks = with_state(result.checks)
    return tuple(
        _zero_out(result, clause, checks.filter(pl.col("clauses").list.contains(clause))) for clause in ZERO_OUTS
    )


def _zero_out(result: Result, clause: str, checks: pl.DataFrame) -> ZeroOut:
    codes = checks.get_column("code").to_list()
    unassessed = _unassessed(result.unassessed, codes)
    found = _found(result.findings, codes)
    states = checks.get_column("state").is_in(["skipped", "none_assessed", "error"])
    reasons = checks.get_column("reason").filter(states)
    return ZeroOut(
        clause=clause,
        verdict=_verdict(checks, unassessed),
        table="village" if clause.endswith("villages") else "household",
        subjects=found["subjects"],
        unassessed=unassessed,
        people=found["people"] if found["counted"] else None,
        gap=round(found["gap"], 2) if found["measured"] else None,
        unreckoned=found["subjects"] - found["measured"] if found["measured"] else 0,
        checks=checks,
        reasons=tuple(dict.fromkeys(reason for reason in reasons if reason is not None)),
    )


def _found(findings: pl.DataFrame, codes: Sequence[str]) -> dict[str, Any]:
    """How many subjects have findings of these checks; how many of them give ``people`` and a ``gap``, and the sums."""
    # In the findings' order, as sums of figures depend on theirs.
    per_subject = (
        findings.lazy()
        .filter(pl.col("code").is_in(codes))
        .group_by("file", "sheet", "row", "subject_id", maintain_order=True)
        .agg(_finite("gap_household").max().alias("gap"), _people().max().alias("people"))
    )
    sums = per_subject.select(
        pl.len().alias("subjects"),
        pl.col("people").count().alias("counted"),
        pl.col("people").sum(),
        pl.col("gap").count().alias("measured"),
        pl.col("gap").sum(),
    )
    return sums.collect().row(0, named=True)


def _unassessed(rows: pl.DataFrame, codes: Sequence[str]) -> int:
    """Rows that at least one of the checks could not judge."""
    judged_by = pl.col("codes").list.eval(pl.element().is_in(codes))
    return int(rows.select(judged_by.list.any().sum()).item())


def _finite(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_finite()).then(name)


def _people() -> pl.Expr:
    """Members of a finding's household: its gap is the gap per head times its members, both to the fen."""
    heads = (pl.col("gap_household") / pl.col("gap")).round()
    return pl.when((pl.col("gap") > 0) & heads.is_finite()).then(heads).cast(pl.Int64)


def _verdict(checks: pl.DataFrame, unassessed: int) -> Verdict:
    states = set(checks.get_column("state"))
    if "flagged" in states:
        return "not_cleared"
    if not checks.get_column("assessed").sum():
        return "unassessable"
    return "cleared" if states == {"passed"} and not unassessed else "partly"
