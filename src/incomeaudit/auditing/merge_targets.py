"""The targets of many audits over the whole: sums over their sums, judged as one audit judges its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from incomeaudit.auditing.context import TableContext, context_of
from incomeaudit.auditing.force import Force
from incomeaudit.auditing.merge_facts import agreed
from incomeaudit.auditing.merge_reasons import Tally, joined, reasons_told
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import TARGET_SCHEMA
from incomeaudit.auditing.setting import Setting
from incomeaudit.auditing.sums import UNIT, Sums
from incomeaudit.auditing.target_regions import Region
from incomeaudit.auditing.target_verdicts import Aside, judge_target
from incomeaudit.auditing.target_words import not_measured
from incomeaudit.rulebook.model import Target

_FIGURES = ("numerator", "denominator", "base_numerator", "base_denominator")
_KEYS = ("code", "place", "year", "township", "last_year")


@dataclass(frozen=True, slots=True)
class MergedTargets:
    """Targets over many audits."""

    rows: pl.DataFrame
    """After TARGET_SCHEMA."""
    conflicts: pl.DataFrame
    """Figures of place tables that differ between cells and were not used, after FACT_SCHEMA with ``unit``."""


def merged_targets(sums: Sums, options: Options, setting: Setting) -> MergedTargets:
    """Every target over all audits together, for every place and year that their rows speak of.

    ``sums`` is as ``sums.stacked`` gives it; the order of rows is of no matter. The figures of all place tables count
    for all rows. What audits could not sum is told with the figure that it is not in.
    """
    facts, conflicts = agreed(sums.facts)
    wanted = frozenset(options.policies)
    force = Force((), setting.rulebook, wanted, wanted | {"dq"} if wanted else None, facts)
    own = _one_row_a_place(sums.targets, setting).sort(*_KEYS, UNIT).partition_by("code", as_dict=True)
    skipped = sums.skipped.partition_by("code", as_dict=True)
    rows: list[dict[str, object]] = []
    for pack, target in setting.rulebook.targets:
        context = context_of(target.table, force, (), options, setting, {})
        gaps = _Gaps(skipped.get((target.code,), sums.skipped.clear()))
        figures = own.get((target.code,))
        if figures is None:
            rows.append(_nowhere(target, gaps, context))
            continue
        beside = _Beside(target, figures, gaps, context)
        rows += judge_target(pack, target, figures.iter_rows(named=True), context, beside.aside)
    merged = pl.DataFrame(rows, schema=TARGET_SCHEMA)
    return MergedTargets(merged.sort("code", "place", "year", maintain_order=True), conflicts)


class _Gaps:
    """What audits could not sum, by the regions that it lacks in."""

    def __init__(self, skipped: pl.DataFrame) -> None:
        rows = skipped.to_dicts()
        self.all = _tallies(rows)
        self._by_region: dict[tuple[str, int], list[_Row]] = {}
        for row in rows:
            if row["place"] is not None:
                steps = row["place"].split("/")
                paths = ["/".join(steps[:depth]) for depth in range(1, len(steps) + 1)]
                for path in (*paths, *([f"{row['place']}/{row['township']}"] if row["township"] else [])):
                    self._by_region.setdefault((path, row["year"]), []).append(row)

    def of(self, region: Region) -> list[Tally]:
        """Why audits are not in a region's figure."""
        return _tallies(self._by_region.get((region.place, region.year), ()))


_Row = Mapping[str, Any]
"""A row after SKIP_SCHEMA with ``unit``."""


def _tallies(rows: Iterable[_Row]) -> list[Tally]:
    units: dict[tuple[str, str], set[str]] = {}
    lost: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["kind"], row["reason"])
        units.setdefault(key, set()).add(row[UNIT])
        lost[key] = lost.get(key, 0) + row["rows"]
    return [Tally(*key, len(units[key]), lost[key]) for key in sorted(units)]


class _Beside:
    """What is to be said of a target's regions beside their sums."""

    def __init__(self, target: Target, figures: pl.DataFrame, gaps: _Gaps, context: TableContext) -> None:
        self._gaps, self._context = gaps, context
        self._title = context.table.title[context.messages.lang]
        summing = figures.filter(~pl.col("last_year") & (pl.col("rows") > 0))
        self._units: dict[tuple[str, int], set[str]] = {}
        for place, year, unit in summing.select("place", "year", UNIT).unique().iter_rows():
            self._units.setdefault((place, year), set()).add(unit)
        self._with_last_year = set(figures.filter("last_year").get_column(UNIT))
        self._differ = set(figures.filter("differ").select("place", "year").iter_rows())

    def aside(self, region: Region) -> Aside:
        """What audits lack that speak of a region."""
        say = self._context.messages
        told = reasons_told(self._gaps.of(region), self._title, say, unjudged="unsummed", of=0)
        differ = sum((place, region.year) in self._differ for place in region.places)
        if differ:
            told.append(say("merge.two_figures", places=differ))
        units = set[str]().union(*(self._units.get((place, region.year), ()) for place in region.places))
        without = units - self._with_last_year
        unbased = ""
        if without and without != units:
            # Growth of all households over a base of some of them would be neither's figure.
            unbased = say("merge.no_last_year", units=len(without), of=len(units), year=region.year - 1)
        return Aside(tuple(told), unbased)


def _nowhere(target: Target, gaps: _Gaps, context: TableContext) -> dict[str, object]:
    """The one row of a target that no audit could sum."""
    say = context.messages
    outcome = "error" if any(tally.kind == "error" for tally in gaps.all) else "skipped"
    of = sum(tally.units for tally in gaps.all)
    told = reasons_told(gaps.all, context.table.title[say.lang], say, unjudged="unsummed", of=of)
    return not_measured(target, outcome, joined(told or [say("merge.no_units")], say), say)


def _one_row_a_place(sums: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The sums with each place's own row of the place table counted once, however many files give it.

    Of several that differ none counts, as with the figures of places that rows are held against: it is left out, and
    marked in ``differ``. One that lacks the figure gives way to one that has it.
    """
    codes = [target.code for _, target in setting.rulebook.targets if target.table == "place"]
    of_place = pl.col("code").is_in(codes)
    own = sums.filter(of_place).sort(*_KEYS, "left_out", UNIT)
    figures = pl.struct(*_FIGURES)
    best = own.filter((pl.col("left_out") == pl.col("left_out").min()).over(_KEYS)).with_columns(
        (figures.n_unique() > 1).over(_KEYS).alias("differ")
    )
    once = best.unique(_KEYS, keep="first", maintain_order=True).with_columns(
        *(pl.when("differ").then(0.0).otherwise(name).alias(name) for name in _FIGURES),
        left_out=pl.when("differ").then("rows").otherwise("left_out"),
    )
    others = sums.filter(~of_place).with_columns(pl.lit(value=False).alias("differ"))
    return pl.concat([others, once.select(others.columns)])
