"""温州市 2016."""

from datetime import date
from decimal import Decimal

from tests.oracle_tables.household import (
    able,
    at_school,
    employed,
    listed,
    listed_and_living,
    of_school_age,
    paid,
    per_head,
)
from tests.oracle_tables.rows import LEFT, LISTED, NEVER, WATCHED, Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, above, after, among, below, both, either, opposite

YEAR = 2018
ISSUED = date(2016, 9, 2)
STEPS = ("village_review_on", "township_approved_on", "publicised_on", "registered_on")

# ---------------------------------------------------------------- 就业


def able_and_listed(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), able(member))


def without_work(member: Row, _: World) -> Truth:
    return opposite(employed(member))


# ---------------------------------------------------------------- 倒排法


def chosen(row: Row) -> Truth:
    """重点帮扶对象; a roster that does not say takes those that it lists."""
    return row.listed if row.blank("key_target") else row.yes("key_target")


def ranked(row: Row) -> Truth:
    """倒排法 holds the chosen against the left out: a roster that does not say chose those 在册, and left out those 未在册."""
    return among(row.status, LISTED) if row.blank("key_target") else row.yes("key_target")


def neither(row: Row) -> Truth:
    """Who is in observation or has left was neither chosen nor left out, unless the roster says so."""
    return both(row.blank("key_target"), among(row.status, WATCHED, LEFT))


def left_out(row: Row, _: World) -> Truth:
    return both(opposite(neither(row)), opposite(ranked(row)))


def same_village(row: Row, world: World) -> list[Row]:
    names = ("county", "township", "village")
    return [other for other in world.of("household") if all(other.word(n) == row.word(n) for n in names)]


def overtaken(row: Row, world: World) -> Truth:
    """同一村内，未入选户的人均收入低于某一入选户; what one household leaves open, it leaves open for its village."""
    own = per_head(row)
    if row.word("village") is None or own is None:
        return None
    others = same_village(row, world)
    if any(both(ranked(other), below(own, per_head(other))) for other in others):
        return True
    unknown = any(ranked(other) is None or (ranked(other) and per_head(other) is None) for other in others)
    return None if unknown else False


# ---------------------------------------------------------------- 增补程序


def added(row: Row, _: World) -> Truth:
    """Since the document; where the day of entry does not say, an earlier step does."""
    entered = row.day("registered_on")
    steps = [day for name in STEPS[:3] if (day := row.day(name)) is not None]
    new = entered >= ISSUED if entered is not None else True if any(day >= ISSUED for day in steps) else None
    return both(opposite(among(row.status, NEVER)), new)


def step_missing(row: Row, _: World) -> Truth:
    return either(*(row.blank(name) for name in STEPS))


def out_of_order(row: Row, _: World) -> Truth:
    pairs = [(first, second) for number, first in enumerate(STEPS) for second in STEPS[number + 1 :]]
    return either(*(after(row.day(first), row.day(second)) for first, second in pairs))


# ---------------------------------------------------------------- 退出


def left_this_year(row: Row, _: World) -> Truth:
    day = row.day("exited_on")
    this_year = True if row.blank("exited_on") else None if day is None else day.year == YEAR
    return both(among(row.status, LEFT), this_year)


def not_above_edge(row: Row, world: World) -> Truth:
    return opposite(above(per_head(row), world.fact("dibao_edge_line")))


def only_listed(row: Row, _: World) -> Truth:
    return among(row.status, LISTED)


def above_edge(row: Row, world: World) -> Truth:
    return above(per_head(row), world.fact("dibao_edge_line"))


def unchecked(row: Row, _: World) -> Truth:
    """退出未经审核公示: a step without a day, or after the exit that it should precede."""
    steps = ("exit_reviewed_on", "exit_publicised_on")
    late = [both(opposite(row.blank("exited_on")), after(row.day(name), row.day("exited_on"))) for name in steps]
    return either(*(row.blank(name) for name in steps), *late)


# ---------------------------------------------------------------- 辍学


def should_learn(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), of_school_age(member, YEAR))


def left_school_poor(member: Row, _: World) -> Truth:
    """因贫辍学; the reason counts only of who is known to be out of school."""
    if at_school(member) is None and not member.yes("home_schooling"):
        return None
    if at_school(member) or member.yes("home_schooling"):
        return False
    reason = member.word("dropout_reason")
    return (
        None if reason is None else "非因贫" not in reason and any(word in reason for word in ("因贫", "贫困", "学费"))
    )


# ---------------------------------------------------------------- 城乡低保


def gap(row: Row | None) -> Decimal | None:
    rural, urban = (None, None) if row is None else (row.money("dibao_standard"), row.money("urban_dibao_standard"))
    return None if rural is None or urban is None else abs(urban - rural)


def of_this_year(row: Row, _: World) -> Truth:
    return row.whole("year") == YEAR


def gap_not_narrower(row: Row, world: World) -> Truth:
    """A gap that is closed need not narrow."""
    before = [r for r in world.of("place") if r.word("place") == row.word("place") and r.whole("year") == YEAR - 1]
    now, then = gap(row), gap(next(iter(before), None))
    return False if now == 0 else None if now is None or then is None else now >= then


def not_unified(row: Row, _: World) -> Truth:
    return above(gap(row), 0)


# ---------------------------------------------------------------- 应保未保


def backed(row: Row, _: World) -> Truth:
    """享受低保、特困供养: as entered or paid; else what the category says, which may be unreadable."""
    tekun = False if row.blank("category") else among(row.word("category"), "特困")
    dibao = row.yes("on_dibao")
    if row.blank("on_dibao"):
        dibao = None if row.blank("category") else among(row.word("category"), "低保")
    return either(dibao, tekun, paid(row, "dibao_payment"), paid(row, "tekun_payment"))


def not_backed(row: Row, world: World) -> Truth:
    return both(below(per_head(row), world.fact("dibao_standard")), opposite(backed(row, world)))


RULES = (
    Rule("WZ010", "member", without_work, able_and_listed),
    Rule("WZ030", "household", overtaken, left_out),
    Rule("WZ050", "household", step_missing, added),
    Rule("WZ051", "household", out_of_order, added),
    Rule("WZ060", "household", not_above_edge, left_this_year),
    Rule("WZ061", "household", above_edge, only_listed),
    Rule("WZ062", "household", unchecked, left_this_year),
    Rule("WZ070", "member", left_school_poor, should_learn),
    Rule("WZ080", "place", gap_not_narrower, of_this_year),
    Rule("WZ081", "place", not_unified, of_this_year),
)
BACKSTOP_RULES = (Rule("WZ090", "household", not_backed, listed),)
