"""Targets: figures about a place, sums over sums."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.force import Force
from incomeaudit.auditing.frame import complete, marks_of
from incomeaudit.auditing.goals import goal_of, settled
from incomeaudit.auditing.groups import GROUP, LEVELS, Group
from incomeaudit.auditing.plan import Planned, applicable_mask
from incomeaudit.auditing.result import TARGET_SCHEMA
from incomeaudit.messages import Messages
from incomeaudit.rulebook.model import Target
from incomeaudit.rulebook.sql import condition_of

_SUMS = ("rows", "left_out", "numerator", "denominator", "base_numerator", "base_denominator", "base_left_out")


@dataclass(frozen=True, slots=True)
class Region:
    """A place of a target in one year, and the groups whose rows it sums."""

    level: str
    place: str
    year: int
    groups: tuple[int, ...]
    townships: str | None = None


def measure(frame: pl.DataFrame, item: Planned, context: TableContext) -> pl.DataFrame:
    """The outcome of one target for every place and year that the rows speak of, after TARGET_SCHEMA.

    A level above the county is given only where the rows span two of its children or more: the sum over
    one county is not its city's figure.
    """
    target = item.entry
    assert isinstance(target, Target)
    sums = _sums(frame, item)
    before = _last_year(item, context)
    rows = [_judge(item, region, sums, before, context) for region in _regions(sums, target, context.force.groups)]
    return pl.DataFrame(rows, schema=TARGET_SCHEMA)


def not_measured(item: Planned, outcome: str, reason: str, messages: Messages) -> pl.DataFrame:
    """One row for a target that could not be measured anywhere."""
    target = item.entry
    assert isinstance(target, Target)
    row = _head(target, messages) | {"outcome": outcome, "reason": reason, "rows": 0, "left_out": 0}
    return pl.DataFrame([row], schema=TARGET_SCHEMA)


def _sums(frame: pl.DataFrame, item: Planned, *, with_base: bool = True) -> pl.DataFrame:
    """Sums by group and township: rows in scope that give all figures, and how many lack one.

    A group none of whose rows is in scope stands there with zeros: its place was asked for all the same.
    """
    target = item.entry
    assert isinstance(target, Target)
    pack = item.pack.document.id
    marks = marks_of(frame)

    def value(sql: str) -> pl.Expr:
        return condition_of(sql, pack).expression(marks).cast(pl.Float64)

    scope = condition_of(target.scope, pack).expression(marks) if target.scope else pl.lit(value=True)
    township = pl.col("township") if "township" in frame.columns else pl.lit(None, dtype=pl.String)
    columns = {"numerator": value(target.numerator), "denominator": value(target.denominator)}
    nothing = pl.lit(None, dtype=pl.Float64)
    columns["base_numerator"] = value(target.base_numerator) if with_base and target.base_numerator else nothing
    columns["base_denominator"] = value(target.base_denominator) if with_base and target.base_denominator else nothing
    whole = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null() & pl.col("_scope").is_not_null()
    # The base is reckoned over the same rows as this year's figure.
    based = whole & pl.col("base_numerator").is_not_null() & pl.col("base_denominator").is_not_null()
    speaks = pl.col("_scope").fill_null(value=True)
    return (
        frame.lazy()
        .with_columns(scope.alias("_scope"))
        .filter(applicable_mask(item.groups, frame) & pl.col(GROUP).is_not_null())
        .select(GROUP, "_scope", township.alias("township"), *(expr.alias(name) for name, expr in columns.items()))
        .group_by(GROUP, "township")
        .agg(
            speaks.sum().cast(pl.Int64).alias("rows"),
            (speaks & ~whole).sum().cast(pl.Int64).alias("left_out"),
            pl.col("numerator").filter(speaks & whole).sum(),
            pl.col("denominator").filter(speaks & whole).sum(),
            pl.col("base_numerator").filter(speaks & based).sum(),
            pl.col("base_denominator").filter(speaks & based).sum(),
            (speaks & whole & ~based).sum().cast(pl.Int64).alias("base_left_out"),
        )
        .sort(GROUP, "township")
        .collect()
    )


def _regions(sums: pl.DataFrame, target: Target, groups: Sequence[Group]) -> list[Region]:
    present = sums.get_column(GROUP).unique().sort().to_list()
    regions: dict[tuple[int, str, int, str], list[int]] = {}
    for number in present:
        group = groups[number]
        steps = group.place.split("/")
        for depth, level in enumerate(LEVELS[: len(steps)]):
            if level in target.levels:
                key = (depth, "/".join(steps[: depth + 1]), group.year, "")
                regions.setdefault(key, []).append(number)
        if "township" in target.levels:
            for name in sums.filter(pl.col(GROUP) == number).get_column("township").drop_nulls():
                regions.setdefault((3, f"{group.place}/{name}", group.year, name), []).append(number)
    kept = []
    for (depth, place, year, township), numbers in sorted(regions.items()):
        # The deepest level is what the rows themselves name; above it, one child does not make the whole.
        own = any(groups[number].place == place for number in numbers)
        below = {tuple(groups[number].place.split("/")[: depth + 2]) for number in numbers}
        if depth >= LEVELS.index("county") or own or len(below) > 1:
            kept.append(Region(LEVELS[depth], place, year, tuple(numbers), township or None))
    return kept


def _last_year(item: Planned, context: TableContext) -> pl.DataFrame | None:
    """The same sums over last year's roster, for a growth of household figures; None without that roster."""
    target, previous = item.entry, context.tables.get("previous")
    assert isinstance(target, Target)
    if previous is None or target.table != "household" or not (target.base_fact or target.base_previous):
        return None
    there = context.of("previous")
    if there.fields.lacking([n for c in item.conditions for n in c.fields if n in there.fields], there.present):
        return None
    conditions = [condition for condition in item.conditions if all(name in there.fields for name in condition.fields)]
    return _sums(complete(previous, (), conditions, there), item, with_base=False)


def _judge(
    item: Planned, region: Region, sums: pl.DataFrame, before: pl.DataFrame | None, context: TableContext
) -> dict[str, object]:
    target, force, messages = item.entry, context.force, context.messages
    assert isinstance(target, Target)
    groups = _own_rows_first(target, region, force.groups)
    within = sums.filter(pl.col(GROUP).is_in(groups))
    if region.townships is not None:
        within = within.filter(pl.col("township") == region.townships)
    total = within.select(pl.col(name).sum() for name in _SUMS).row(0, named=True)
    group = Group(region.place, region.year)
    judged = target.judged is None or region.level in target.judged
    goal = goal_of(item, group, _held(region, force.groups), context) if judged else None
    row = _head(target, messages) | {
        "level": region.level,
        "place": region.place,
        "year": region.year,
        "numerator": total["numerator"],
        "denominator": total["denominator"],
        "target": goal.value if goal else None,
        "rows": total["rows"],
        "left_out": total["left_out"],
    }
    reasons: list[str] = []
    measured: float | None = None
    if total["rows"] > total["left_out"] and total["denominator"]:
        measured = total["numerator"] / (total["denominator"] if target.measure == "ratio" else 1)
    if measured is None:
        key = "no_denominator" if total["rows"] else "none_in_scope"
        reasons.append(messages(f"reason.{key}", left_out=total["left_out"]))
    elif target.base_fact is not None or target.base_numerator is not None or target.base_previous:
        base, reason = _base(target, group, total, _total_of(before, groups), force)
        row["base"] = base
        measured = measured / base - 1 if base else None
        if reason:
            reasons.append(messages(f"reason.{reason}", year=region.year - 1, rows=total["base_left_out"]))
    if not judged:
        reasons.append(messages("reason.not_judged"))
    elif goal is not None and goal.value is None:
        reasons.append(messages("reason.no_goal", goal=goal.lacking))
    if total["left_out"] and measured is not None:
        reasons.append(messages("reason.left_out", left_out=total["left_out"], rows=total["rows"]))
    if region.level in {"province", "city"} and len(groups) > 1:
        reasons.append(messages("reason.spans", places=len(groups)))
    row["measured"] = None if measured is None else settled(measured, target.unit)
    row["outcome"] = _outcome(row["measured"], row["target"], target.direction)
    if not judged and measured is not None:
        row["outcome"] = "reported"
    row["reason"] = "；".join(reasons) if messages.lang == "zh" else "; ".join(reasons)
    row["message"] = _message(target, row, messages)
    return row


def _total_of(before: pl.DataFrame | None, groups: Sequence[int]) -> dict[str, float] | None:
    if before is None:
        return None
    return before.filter(pl.col(GROUP).is_in(groups)).select(pl.col(name).sum() for name in _SUMS).row(0, named=True)


def _base(
    target: Target, group: Group, total: dict[str, float], before: dict[str, float] | None, force: Force
) -> tuple[float | None, str]:
    """Last year's figure: the place table's for exactly that place, else last year's roster, else the rows' own."""
    if target.base_fact is not None:
        known = force.facts.get((group.place, group.year), {}).get(target.base_fact)
        if known is not None:
            return (float(known.value), "") if isinstance(known.value, int | float) else (None, "no_base")
    if before is not None and before["denominator"]:
        divisor = before["denominator"] if target.measure == "ratio" else 1
        return before["numerator"] / divisor, "base_from_previous"
    if target.base_numerator is not None and total["base_denominator"]:
        if total["base_left_out"]:
            # Growth of all households over a base of some of them would be neither's figure.
            return None, "base_incomplete"
        return total["base_numerator"] / total["base_denominator"], "base_from_rows"
    return None, "no_base"


def _held(region: Region, groups: Sequence[Group]) -> Group | None:
    """The group whose parameters hold for a county or township; above these the region's own place decides."""
    return groups[region.groups[0]] if region.level in {"county", "township"} else None


def _own_rows_first(target: Target, region: Region, groups: Sequence[Group]) -> tuple[int, ...]:
    """The groups to sum: in the place table a place's own row is its figure, and those below it are parts of it."""
    own = tuple(number for number in region.groups if groups[number].place == region.place)
    return own if own and target.table == "place" else region.groups


def _outcome(measured: object, goal: object, direction: str) -> str:
    if not isinstance(measured, float) or not isinstance(goal, float):
        return "unassessable"
    reached = {"at_least": measured >= goal, "at_most": measured <= goal, "above": measured > goal}
    reached["below"] = measured < goal
    return "met" if reached[direction] else "not_met"


def _head(target: Target, messages: Messages) -> dict[str, object]:
    return {
        "code": target.code,
        "title": target.title[messages.lang],
        "clauses": target.clauses,
        "severity": target.severity,
        "unit": target.unit,
        "direction": target.direction,
    }


def _message(target: Target, row: dict[str, object], messages: Messages) -> str:
    figures = [value for name in ("measured", "target") if isinstance(value := row.get(name), float)]
    # A miss must not read “10.00%, the target is 10.00%”.
    told_apart = (n for n in range(2, 9) if len({f"{figure:.{n}%}" for figure in figures}) > 1)
    digits = next(told_apart, 2)

    def shown(name: str) -> str:
        value = row.get(name)
        if not isinstance(value, float):
            return messages("value.blank") if value is None else str(value)
        if target.unit == "share" and name in {"measured", "target"}:
            return f"{value:.{digits}%}"
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"

    names = ("place", "year", "measured", "target", "numerator", "denominator", "base", "left_out")
    return target.message[messages.lang].format(**{name: shown(name) for name in names})
