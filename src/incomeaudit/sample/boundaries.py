"""Households that lie exactly where nothing is wrong yet: an audit that flags one of them is at fault."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.household import Household, declare, earn, itemise, spend
from incomeaudit.sample.kinds import FLOOR, ITEMS_ONLY, LINE, PER_CAPITA, Kind
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import CENT, LEFT, LISTED, NEVER, WATCHED, Scheme


def _clean(kind: str, limits: tuple[str, ...], cell: str = PER_CAPITA) -> Planted:
    return Planted(kind, cell=cell, boundary=True, limits=limits)


def on_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """8000.00 is not below 8000, and nothing has to be established of such a household."""
    earn(household, scheme.floor * household.size, rng)
    household.income_source = household.epidemic_impact = None
    return _clean("收入恰为标准", FLOOR)


def rounded_to_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """7999.995 a head is 8000.00 when rounded half-up to the fen."""
    total = scheme.floor * household.size - household.size // 2 * CENT
    itemise(household, total, rng)
    declare(household, total)
    return _clean("四舍五入后恰为标准", FLOOR)


def items_on_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Items that make exactly the floor, declared a little above."""
    declare(household, (scheme.floor + Decimal("0.50")) * household.size)
    itemise(household, scheme.floor * household.size, rng)
    return _clean("分项合计恰为标准", ("ZJ003", "LS012"))


def on_line(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Exactly on the line is not over it."""
    earn(household, scheme.line * household.size, rng)
    return _clean("在册而恰在线上", LINE)


def off_roster_by_a_fen(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Off the roster, and one fen over the line."""
    earn(household, (scheme.line + CENT) * household.size, rng)
    return _clean(f"{household.status}而高于线一分", (scheme.on_line(household.status or LISTED),))


def watched_over_line(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """In its year of observation a household may lie over the line."""
    earn(household, scheme.line * 2 * household.size, rng)
    return _clean("观察期而高于线", LINE)


def guarantees_off_roster(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Of a household off the roster no guarantee is asked."""
    household.housing = household.water = False
    household.education = household.medical = None
    return _clean("不在册而保障未达标", tuple(f"ZJ01{number}" for number in range(1, 7)), "housing")


def a_yuan_apart(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Items exactly one yuan a head less than what is declared."""
    base = scheme.low + rng.randint(200, 900) + rng.randint(1, 99) * CENT
    declare(household, base * household.size)
    itemise(household, (base - 1) * household.size, rng)
    return _clean("分项合计恰差一元", ITEMS_ONLY)


def income_a_yuan_apart(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """An income exactly one yuan a head more than what items and income per head make."""
    base = scheme.low + rng.randint(200, 900) + rng.randint(1, 99) * CENT
    earn(household, base * household.size, rng)
    household.income = (base + 1) * household.size
    return _clean("家庭可支配收入恰差一元", ("DQ002", "DQ003"), "income")


def hardship_on_line(beyond: str, household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Income far over the line, and what is left after what must be spent exactly on it, or ``beyond``."""
    spend(household, scheme, rng)
    income = (scheme.line + rng.randint(2000, 9000)) * household.size
    earn(household, income, rng)
    household.rigid_expense = income - (scheme.line + Decimal(beyond)) * household.size
    return _clean(f"支出型{household.status}恰在线上", (scheme.on_line(household.status or LISTED),))


KINDS = (
    Kind(FLOOR, on_floor),
    Kind(FLOOR, rounded_to_floor, at_least=2),
    Kind(FLOOR, items_on_floor),
    Kind(LINE, on_line),
    Kind(LINE, on_line, None),
    Kind(LINE, off_roster_by_a_fen, NEVER),
    Kind(LINE, off_roster_by_a_fen, LEFT),
    Kind(LINE, watched_over_line, WATCHED),
    Kind(("ZJ011",), guarantees_off_roster, LEFT),
    Kind(("DQ001",), a_yuan_apart),
    Kind(("DQ002",), income_a_yuan_apart),
    Kind(("JX001",), partial(hardship_on_line, "0"), LISTED),
    Kind(("JX001",), partial(hardship_on_line, "0.01"), NEVER),
)
