"""What may be said of an audit as a whole, and of each of the three zero-outs, without saying too much.

A report must never look clean where something could not be judged, so every verdict here weighs what was
flagged together with what was not assessed.
"""

from dataclasses import dataclass
from typing import Literal

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
    state = (
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
    )
    return checks.with_columns(state.alias("state"))


def unaudited(result: Result) -> Unaudited:
    """What was not audited, counted."""
    skipped = result.checks.filter(pl.col("outcome") == "skipped")
    reasons = (
        skipped.group_by("reason", maintain_order=True)
        .agg(pl.len().alias("checks"))
        .sort("checks", descending=True, maintain_order=True)
    )
    return Unaudited(
        skipped=skipped.height,
        errors=result.checks.filter(pl.col("outcome") == "error").height
        + result.targets.filter(pl.col("outcome") == "error").height,
        unassessed=result.unassessed.height,
        unread=result.issues.filter(pl.col("level") == "error").height,
        pending=result.clauses.filter(pl.col("state") == "pending").height,
        reasons=reasons,
    )


def headline(result: Result) -> Headline:
    """Which sentence stands at the top of a report."""
    if result.findings.height:
        return "found"
    if not result.checks.get_column("assessed").sum():
        return "nothing_assessed"
    return "none_found" if unaudited(result).complete else "none_found_partly"


def zero_outs(result: Result) -> tuple[ZeroOut, ...]:
    """The three zero-outs in the document's order, taken from the checks that cite their clauses."""
    return tuple(_zero_out(result, clause) for clause in ZERO_OUTS)


def _zero_out(result: Result, clause: str) -> ZeroOut:
    checks = with_state(result.checks.filter(pl.col("clauses").list.contains(clause)))
    codes = checks.get_column("code")
    found = result.findings.filter(pl.col("code").is_in(codes.to_list()))
    unassessed = _unassessed(result.unassessed, codes)
    per_subject = found.group_by("file", "sheet", "row", "subject_id").agg(
        _finite("gap_household").max().alias("gap"), _people().max().alias("people")
    )
    gaps, people = per_subject.get_column("gap").drop_nulls(), per_subject.get_column("people").drop_nulls()
    reasons = (
        checks.filter(pl.col("state").is_in(["skipped", "none_assessed", "error"])).get_column("reason").drop_nulls()
    )
    return ZeroOut(
        clause=clause,
        verdict=_verdict(checks, unassessed),
        table="village" if clause.endswith("villages") else "household",
        subjects=per_subject.height,
        unassessed=unassessed,
        people=int(people.sum()) if len(people) else None,
        gap=float(gaps.sum()) if len(gaps) else None,
        unreckoned=per_subject.height - len(gaps) if len(gaps) else 0,
        checks=checks,
        reasons=tuple(reasons.unique(maintain_order=True)),
    )


def _unassessed(rows: pl.DataFrame, codes: pl.Series) -> int:
    """Rows that at least one of the checks could not judge."""
    single = rows.select("codes").with_row_index().explode("codes", empty_as_null=True)
    return single.filter(pl.col("codes").is_in(codes.to_list())).get_column("index").n_unique()


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
