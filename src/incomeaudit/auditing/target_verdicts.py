"""Targets held against the value to reach.

One audit and many audits together are judged here alike, from their sums.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from incomeaudit.auditing.context import TableContext
from incomeaudit.auditing.goals import Goal, goals_of, settled
from incomeaudit.auditing.groups import Group
from incomeaudit.auditing.target_regions import Region, SumRow, regions_of
from incomeaudit.auditing.target_words import head, sentence
from incomeaudit.messages import Messages
from incomeaudit.rulebook.model import Pack, Target

_ADDED = ("rows", "left_out", "numerator", "denominator", "base_numerator", "base_denominator", "base_left_out")
_Total = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Aside:
    """What is known of a region beside its sums."""

    remarks: tuple[str, ...] = ()
    """To be said of its figure."""
    unbased: str = ""
    """Why last year's roster gives no base although there is one; empty where it does."""


_NOTHING = Aside()


@dataclass(frozen=True, slots=True)
class _Judged:
    """A region's figures before they are compared."""

    region: Region
    total: _Total
    base: float | None
    measured: float | None
    goal: Goal | None
    """None where the document sets no value for the region."""
    reasons: tuple[str, ...]


def judge_target(
    pack: Pack,
    target: Target,
    sums: Iterable[SumRow],
    context: TableContext,
    aside: Callable[[Region], Aside] = lambda _: _NOTHING,
) -> list[dict[str, object]]:
    """The outcome of one target for every place and year that its sums speak of: rows after TARGET_SCHEMA.

    ``sums`` are its own, after TARGET_SUM_SCHEMA; several rows of a place and year are added up in their order.
    """
    by_place: dict[tuple[str, int], list[SumRow]] = {}
    for row in sums:
        by_place.setdefault((row["place"], row["year"]), []).append(row)
    regions = regions_of(by_place, target)
    asked = [(Group(region.place, region.year), _held(region)) for region in regions]
    goals = goals_of(pack, target, asked, context) if regions else []
    judged: list[_Judged] = []
    for region, goal in zip(regions, goals, strict=True):
        places = _own_row_first(target, region)
        rows = [row for place in places for row in by_place[place, region.year] if _within(row, region)]
        valued = goal if target.judged is None or region.level in target.judged else None
        judged.append(_judge(target, region, valued, rows, len(places), aside(region), context))
    measured = settled([found.measured for found in judged], target.unit)
    return [_row(target, found, figure, context.messages) for found, figure in zip(judged, measured, strict=True)]


def _judge(
    target: Target,
    region: Region,
    goal: Goal | None,
    rows: Sequence[SumRow],
    places: int,
    aside: Aside,
    context: TableContext,
) -> _Judged:
    messages = context.messages
    total = _added(row for row in rows if not row["last_year"])
    reasons: list[str] = []
    measured = base = None
    if total["rows"] > total["left_out"] and total["denominator"]:
        measured = total["numerator"] / (total["denominator"] if target.measure == "ratio" else 1)
    if measured is None:
        key = "no_denominator" if total["rows"] else "none_in_scope"
        reasons.append(messages(f"reason.{key}", left_out=total["left_out"]))
    elif target.base_fact is not None or target.base_numerator is not None or target.base_previous:
        before = _added(row for row in rows if row["last_year"])
        base, reason = _base(target, region, total, before, aside, context)
        measured = measured / base - 1 if base else None
        if reason:
            reasons.append(reason)
    if goal is None:
        reasons.append(messages("reason.not_judged"))
    elif goal.value is None:
        reasons.append(messages("reason.no_goal", goal=goal.lacking))
    if total["left_out"] and measured is not None:
        reasons.append(messages("reason.left_out", left_out=total["left_out"], rows=total["rows"]))
    if region.level in {"province", "city"} and places > 1:
        reasons.append(messages("reason.spans", places=places))
    return _Judged(region, total, base, measured, goal, (*reasons, *aside.remarks))


def _base(
    target: Target, region: Region, total: _Total, before: _Total, aside: Aside, context: TableContext
) -> tuple[float | None, str]:
    """Last year's figure, and what is to be said of it.

    It is the place table's for exactly that place, else that of last year's roster, else the rows' own.
    """
    say, force = context.messages, context.force
    nothing = say("reason.no_base", year=region.year - 1)
    if target.base_fact is not None:
        known = force.facts.get((region.place, region.year), {}).get(target.base_fact)
        if known is not None:
            return (float(known.value), "") if isinstance(known.value, int | float) else (None, nothing)
    if before["denominator"] and not aside.unbased:
        divisor = before["denominator"] if target.measure == "ratio" else 1
        return before["numerator"] / divisor, say("reason.base_from_previous", year=region.year - 1)
    if target.base_numerator is not None and total["base_denominator"]:
        if total["base_left_out"]:
            # Growth of all households over a base of some of them would be neither's figure.
            return None, say("reason.base_incomplete", rows=total["base_left_out"], year=region.year - 1)
        base = total["base_numerator"] / total["base_denominator"]
        return base, say("reason.base_from_rows", year=region.year - 1)
    return None, aside.unbased or nothing


def _added(rows: Iterable[SumRow]) -> _Total:
    total: dict[str, float] = dict.fromkeys(_ADDED, 0)
    for row in rows:
        for name in _ADDED:
            figure = row[name]
            assert isinstance(figure, int | float)
            total[name] += figure
    return total


def _within(row: SumRow, region: Region) -> bool:
    return region.township is None or row["township"] == region.township


def _held(region: Region) -> Group | None:
    """The group whose parameters hold for a county or township; above these the region's own place decides."""
    return Group(region.places[0], region.year) if region.level in {"county", "township"} else None


def _own_row_first(target: Target, region: Region) -> tuple[str, ...]:
    """The places to sum: in the place table a place's own row is its figure, and those below it are parts of it."""
    return (region.place,) if target.table == "place" and region.place in region.places else region.places


def _row(target: Target, found: _Judged, measured: float | None, messages: Messages) -> dict[str, object]:
    goal = found.goal.value if found.goal is not None else None
    row = head(target, messages) | {
        "level": found.region.level,
        "place": found.region.place,
        "year": found.region.year,
        "numerator": found.total["numerator"],
        "denominator": found.total["denominator"],
        "base": found.base,
        "measured": measured,
        "target": goal,
        "rows": found.total["rows"],
        "left_out": found.total["left_out"],
        "outcome": "reported" if found.goal is None and measured is not None else _outcome(measured, goal, target),
        "reason": ("；" if messages.lang == "zh" else "; ").join(found.reasons),
    }
    return row | {"message": sentence(target, row, messages)}


def _outcome(measured: float | None, goal: float | None, target: Target) -> str:
    if measured is None or goal is None:
        return "unassessable"
    reached = {"at_least": measured >= goal, "at_most": measured <= goal, "above": measured > goal}
    reached["below"] = measured < goal
    return "met" if reached[target.direction] else "not_met"
