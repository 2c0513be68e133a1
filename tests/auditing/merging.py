"""Audits of several data sets, and what they come to together."""

from collections.abc import Mapping

import polars as pl

from incomeaudit.auditing.merge_checks import merged_checks
from incomeaudit.auditing.merge_targets import MergedTargets, merged_targets
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import CHECK_SCHEMA, Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import load_setting
from incomeaudit.auditing.sums import Sums, stacked, stacked_frames
from incomeaudit.ingest.model import Dataset

SUICHANG, SONGYANG, LISHUI = "浙江省/丽水市/遂昌县", "浙江省/丽水市/松阳县", "浙江省/丽水市"


def audits(units: Mapping[str, Dataset], **options: object) -> dict[str, Result]:
    wanted = Options(**options)  # type: ignore[arg-type]
    setting = load_setting(wanted)
    return {name: audit_dataset(data, wanted, setting) for name, data in units.items()}


def sums_of(results: Mapping[str, Result]) -> Sums:
    return stacked({name: result.sums for name, result in results.items()})


def checks_of(results: Mapping[str, Result], **options: object) -> pl.DataFrame:
    frames = {name: result.checks for name, result in results.items()}
    setting = load_setting(Options(**options))  # type: ignore[arg-type]
    return merged_checks(stacked_frames(frames, CHECK_SCHEMA), sums_of(results), setting)


def targets_of(results: Mapping[str, Result], **options: object) -> MergedTargets:
    wanted = Options(**options)  # type: ignore[arg-type]
    return merged_targets(sums_of(results), wanted, load_setting(wanted))
