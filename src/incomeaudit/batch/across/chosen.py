"""What ``--select`` and ``--ignore`` leave of the checks across files."""

from dataclasses import replace

import polars as pl

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.plan import selected
from incomeaudit.batch.across.entry import SEVERITY, Across
from incomeaudit.messages import Messages

_COUNTS = ("in_scope", "assessed", "flagged", "unassessable")


def chosen(across: Across, options: Options, messages: Messages) -> Across:
    """The findings of the checks that were asked for; the others are skipped, with that as the reason."""
    out = [code for code in SEVERITY if not selected(code, options)]
    if not out:
        return across
    unasked = pl.col("code").is_in(out)
    skipped = {
        "outcome": pl.lit("skipped"),
        "reason": pl.lit(messages("reason.not_selected")),
        **{name: pl.lit(0, dtype=pl.UInt32) for name in _COUNTS},
    }
    checks = across.checks.with_columns(
        pl.when(unasked).then(value).otherwise(pl.col(name)).alias(name) for name, value in skipped.items()
    )
    left = across.findings.filter(~unasked)
    # Matters are numbered from 1 on without a gap.
    return replace(across, findings=left.with_columns(pl.col("group").rank("dense").cast(pl.UInt32)), checks=checks)
