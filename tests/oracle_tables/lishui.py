"""丽水市 2018–2022."""

from datetime import date, timedelta
from decimal import Decimal

from tests.oracle_tables.household import a_year_later, employed, has_able, listed, living, paid, per_head
from tests.oracle_tables.rows import LEFT, WATCHED, Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, above, after, among, below, both, either, fen, opposite

YEAR = 2022


def able_and_listed(row: Row, world: World) -> Truth:
    return both(row.listed, has_able(row, world))


def below_able_income(row: Row, _: World) -> Truth:
    """有劳动力的低收入农户人均收入 ≥18000 元."""
    return below(per_head(row), Decimal(18000))


# ---------------------------------------------------------------- 应保尽保


def supported(row: Row, world: World) -> Truth:
    """享受低保、特困供养: anything that shows it of a living member or of all settles it; that it is not so must be said.

    A category of 低保 stands only where nothing is said of 低保 itself; a blank category says nothing of 特困. Payments
    and members of whom nothing is said speak for nobody.
    """
    shown = [paid(row, name) for name in ("dibao_payment", "tekun_payment")]
    shown += [
        both(living(member), False if member.blank(name) else member.yes(name))
        for member in world.sharing("member", row)
        for name in ("dibao", "tekun")
    ]
    if row.yes("on_dibao") or True in shown:
        return True
    if row.blank("category"):
        tekun = None if row.money("tekun_payment") is None else False
    else:
        tekun = among(row.word("category"), "特困")
    if not row.blank("on_dibao"):
        dibao = row.yes("on_dibao")
    elif row.blank("category"):
        dibao = None
    else:
        dibao = among(row.word("category"), "低保")
    return either(tekun, dibao, *shown)


def not_supported(row: Row, world: World) -> Truth:
    """人均收入低于当地低保标准而未享受低保、特困供养."""
    return both(below(per_head(row), world.fact("dibao_standard")), opposite(supported(row, world)))


# ---------------------------------------------------------------- 保费


def paid_in_full(grant: Row, _: World) -> Truth:
    return among(grant.word("kind"), "保证保险保费", "农业保险保费")


def pays_premium(grant: Row, _: World) -> Truth:
    """农户自付保费大于 0: as entered, else what the grant leaves of the premium."""
    if not grant.blank("own_payment"):
        return above(grant.money("own_payment"), 0)
    basis, amount = grant.money("basis"), grant.money("amount")
    return None if basis is None or amount is None else basis > amount


# ---------------------------------------------------------------- 就业


def nobody_works(row: Row, world: World) -> Truth:
    if not row.blank("employed"):
        return below(row.whole("employed"), 1)
    members = world.sharing("member", row)
    return opposite(either(*(both(living(member), employed(member)) for member in members))) if members else None


# ---------------------------------------------------------------- 观察期


def has_left(row: Row, _: World) -> Truth:
    """Since the plan began; a blank day does not let anyone off."""
    left = row.day("exited_on")
    since = True if row.blank("exited_on") else None if left is None else left >= date(2018, 1, 1)
    return both(among(row.status, LEFT), since)


def watch_over(row: Row) -> date | None:
    """The first day on which a household was no longer watched: that of exit, or after the end of observation."""
    left, last = row.day("exited_on"), row.day("observed_to")
    unknown = any(row.blank(name) is None for name in ("exited_on", "observed_to"))
    ends = [day for day in (left, last and last + timedelta(1)) if day]
    return None if unknown or not ends else min(ends)


def never_watched(row: Row, _: World) -> Truth:
    return row.blank("observed_from")


def left_after_watch(row: Row, world: World) -> Truth:
    return both(has_left(row, world), opposite(row.blank("observed_from")))


def watch_was_short(row: Row, _: World) -> Truth:
    return after(a_year_later(row.day("observed_from")), watch_over(row))


def watched(row: Row, _: World) -> Truth:
    return among(row.status, WATCHED)


def not_decided_on(row: Row, _: World) -> Truth:
    """观察期满未处理: a year of it is over on the last day of the year, and no later end is set."""
    last_day = date(YEAR, 12, 31)
    full = opposite(after(a_year_later(row.day("observed_from")), last_day))
    return both(full, either(row.blank("observed_to"), after(last_day, row.day("observed_to"))))


def watch_ended_this_year(row: Row, world: World) -> Truth:
    over = watch_over(row)
    return both(left_after_watch(row, world), None if over is None else over.year == YEAR)


def below_line(row: Row, world: World) -> Truth:
    """上年当地低保年标准 × 1.5."""
    standard = world.fact("dibao_standard", 1)
    return below(per_head(row), None if standard is None else fen(standard * Decimal("1.5")))


RULES = (
    Rule("LS062", "grant", pays_premium, paid_in_full),
    Rule("LS091", "household", nobody_works, able_and_listed),
    Rule("LS121", "household", never_watched, has_left),
    Rule("LS122", "household", watch_was_short, left_after_watch),
    Rule("LS123", "household", not_decided_on, watched),
    Rule("LS124", "household", below_line, watch_ended_this_year),
    Rule("LS024", "household", below_able_income, able_and_listed),
)
SUPPORT_RULES = (Rule("LS031", "household", not_supported, listed),)
