"""What was seen of a table slice by slice, as if it had been looked at whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import polars as pl

from incomeaudit.auditing.look import Count, Look
from incomeaudit.auditing.plan import Planned
from incomeaudit.auditing.result import FINDING_SCHEMA, UNASSESSED_SCHEMA
from incomeaudit.auditing.row_counts import RowCounts, together
from incomeaudit.auditing.sums import TARGET_SUM_SCHEMA
from incomeaudit.auditing.townships import added_sums
from incomeaudit.ingest.model import PART

MOST_UNASSESSED = 1_000_000
"""Rows that could not be judged which are told one by one. All of them are counted."""


@dataclass
class Looks:
    """The looks so far. Rows that are told one by one lie in files until all is seen."""

    folder: Path
    planned: Sequence[Planned]
    most_unassessed: int
    untold: int = 0
    """Rows that could not be judged and are not told one by one."""
    _counts: dict[str, Count] = field(default_factory=dict)
    _lacking: dict[str, dict[str, int]] = field(default_factory=dict)
    _broken: dict[str, str] = field(default_factory=dict)
    _sums: list[pl.DataFrame] = field(default_factory=list)
    _rows: list[RowCounts] = field(default_factory=list)
    _townships: list[pl.DataFrame] = field(default_factory=list)
    _findings: list[Path] = field(default_factory=list)
    _unassessed: list[Path] = field(default_factory=list)
    _told: int = 0

    def add(self, look: Look) -> None:
        """Add what was seen of the next rows."""
        for code, count in look.counts.items():
            self._counts[code] = _added(self._counts[code], count) if code in self._counts else count
        for code, fields in look.lacking.items():
            own = self._lacking.setdefault(code, {})
            for name, rows in fields:
                own[name] = own.get(name, 0) + rows
        self._broken = {**look.broken, **self._broken}
        self._sums.append(look.target_sums)
        self._rows += [look.rows] if look.rows is not None else []
        self._townships += [look.townships] if look.townships is not None else []
        if look.findings:
            self._findings.append(self._put(pl.concat(look.findings), f"findings{len(self._findings)}"))
        told = look.unassessed.head(max(self.most_unassessed - self._told, 0))
        self._told += told.height
        self.untold += look.unassessed.height - told.height
        if told.height:
            self._unassessed.append(self._put(told, f"unassessed{len(self._unassessed)}"))

    def whole(self) -> Look:
        """All that was seen."""
        failed = [code for code, count in self._counts.items() if count.error]
        findings = _read(self._findings, pl.Schema({**FINDING_SCHEMA, PART: pl.UInt32()}))
        unassessed = _read(self._unassessed, UNASSESSED_SCHEMA)
        if failed:
            # A check that breaks anywhere has said nothing anywhere.
            codes = pl.col("codes").list.filter(~pl.element().is_in(failed))
            findings = findings.filter(~pl.col("code").is_in(failed))
            unassessed = unassessed.with_columns(codes).filter(pl.col("codes").list.len() > 0)
        return Look(
            counts=self._counts,
            findings=[findings] if findings.height else [],
            unassessed=unassessed,
            lacking=dict(self._most_lacking(failed)),
            target_sums=_target_sums(self._sums, self._broken, [item.entry.code for item in self.planned]),
            broken=self._broken,
            rows=reduce(together, self._rows) if self._rows else None,
            townships=added_sums(self._townships) if self._townships else None,
        )

    def _put(self, frame: pl.DataFrame, name: str) -> Path:
        path = self.folder / f"{name}.parquet"
        frame.write_parquet(path, compression="lz4")
        return path

    def _most_lacking(self, failed: Sequence[str]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """By check, the fields that its rows lack, most first; fields of which as many lack as the check names them."""
        for item in self.planned:
            code = item.entry.code
            if code not in failed and self._counts.get(code, Count(0, 0, 0)).unassessable:
                named = [*item.basis.roots, *(fact.id for fact in item.basis.facts)]
                own = self._lacking.get(code, {})
                ordered = sorted((-rows, named.index(name), name) for name, rows in own.items())
                yield code, [(name, -rows) for rows, _, name in ordered]


def _added(some: Count, more: Count) -> Count:
    return Count(
        some.in_scope + more.in_scope,
        some.flagged + more.flagged,
        some.unassessable + more.unassessable,
        some.error or more.error,
    )


def _read(paths: Sequence[Path], schema: pl.Schema) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *(pl.read_parquet(path) for path in paths)])


def _target_sums(sums: Sequence[pl.DataFrame], broken: Mapping[str, str], codes: Sequence[str]) -> pl.DataFrame:
    """One row a target, place, year and township, in the order of targets and places."""
    keys = ["code", "place", "year", "township", "last_year"]
    figures = [name for name in TARGET_SUM_SCHEMA if name not in keys]
    whole = pl.concat([pl.DataFrame(schema=TARGET_SUM_SCHEMA), *sums]).filter(~pl.col("code").is_in([*broken]))
    counted = [name for name in figures if TARGET_SUM_SCHEMA[name].is_integer()]
    added = whole.group_by(keys).agg(
        *(pl.col(name).sum() for name in counted),
        # As the sums themselves: thirteen digits hide in which order they were added.
        *(pl.col(name).sum().round_sig_figs(13) for name in figures if name not in counted),
    )
    order = pl.col("code").replace_strict(list(codes), range(len(codes)), return_dtype=pl.UInt32)
    return added.sort(order, "last_year", "place", "year", "township").select(*TARGET_SUM_SCHEMA)
