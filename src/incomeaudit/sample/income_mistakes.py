"""Households below the floor, on the wrong side of the line, or so only when their items are added up."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.household import Household, between, declare, earn, itemise, spend
from incomeaudit.sample.kinds import FLOOR, ITEMS_ONLY, LINE, PER_CAPITA, Kind, no_declared
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import CENT, FACTS, LEFT, LISTED, NEVER, WATCHED, Scheme

_FACT_CODES = {name: f"ZJ04{number}" for number, name in enumerate(FACTS, 1)}


def _below(scheme: Scheme, rng: Random) -> Decimal:
    return between(rng, scheme.floor * Decimal("0.62"), scheme.floor - 60)


def _wrong_side(scheme: Scheme, status: str, rng: Random) -> Decimal:
    """An income per head at which the status should be another, and that is not below the floor."""
    if status == LISTED:
        return between(rng, scheme.line * Decimal("1.05"), scheme.line * Decimal("1.6"))
    return between(rng, scheme.floor + 20, scheme.line - 20)


def _right_side(scheme: Scheme, status: str, rng: Random) -> Decimal:
    other = NEVER if status == LISTED else LISTED
    return _wrong_side(scheme, other, rng)


# ---------------------------------------------------------------- 低于标准


def below_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Declared below the floor, and on no dibao; everything else in order."""
    household.category = "低保边缘"
    earn(household, _below(scheme, rng) * household.size, rng)
    return Planted("收入低于标准", (scheme.on_floor(),), cell=PER_CAPITA)


def below_floor_by_a_fen(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """7999.99."""
    earn(household, (scheme.floor - CENT) * household.size, rng)
    return Planted("收入低于标准一分", (scheme.on_floor(),), cell=PER_CAPITA)


def below_floor_and_left(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Below the floor although it left the roster."""
    earn(household, _below(scheme, rng) * household.size, rng)
    return Planted("已退出而收入低于标准", ("ZJ002", scheme.on_line(LEFT)), cell=PER_CAPITA)


def below_floor_by_the_sum(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """No income per head, but an income that makes too little for each."""
    earn(household, _below(scheme, rng) * household.size, rng)
    household.per_capita_income = None
    return Planted("未填人均而收入合计低于标准", (scheme.on_floor(),), ("DQ001", "DQ003"), PER_CAPITA)


def items_below_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """The declared 8100 whose items make 7600."""
    declare(household, (scheme.floor + rng.randint(20, 260)) * household.size)
    itemise(household, (scheme.floor - rng.randint(60, 900)) * household.size, rng)
    findings = (scheme.on_floor(recomputed=True), *ITEMS_ONLY)
    return Planted("申报达标而分项合计低于标准", findings, cell=PER_CAPITA)


def items_just_below_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Items short of the floor by less than what counts as a difference."""
    declare(household, scheme.floor * household.size)
    itemise(household, (scheme.floor - Decimal("0.50")) * household.size, rng)
    return Planted("分项合计略低于标准", (scheme.on_floor(recomputed=True),), cell=PER_CAPITA)


def only_items_below_floor(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Neither income nor income per head, and items that make too little."""
    itemise(household, _below(scheme, rng) * household.size, rng)
    household.income = household.per_capita_income = None
    found = (scheme.on_floor(recomputed=True),)
    return Planted("只填分项且低于标准", found, no_declared(scheme, LISTED), PER_CAPITA)


def fact_missing(name: str, household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Below the floor, and one of the five facts was not established."""
    planted = below_floor(household, scheme, rng)
    setattr(household, name, None)
    lacking: tuple[str, ...] = ()
    if name == "members":
        lacking = (scheme.on_line(LISTED, recomputed=True), *ITEMS_ONLY, "DQ003", "DQ011")
    return Planted("低于标准且要素未核实", (*planted.findings, _FACT_CODES[name]), lacking, name)


def facts_missing(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Below the floor, and nothing but the number of members was established."""
    planted = below_floor(household, scheme, rng)
    household.poverty_cause = household.income_source = None
    household.epidemic_impact = household.assistance = None
    findings = (*planted.findings, "ZJ042", "ZJ043", "ZJ044", "ZJ045")
    return Planted("低于标准且多项要素未核实", findings, cell="poverty_cause")


# ---------------------------------------------------------------- 收入线


def wrong_side(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Over the line and on the roster, or not over it and off the roster."""
    status = household.status or LISTED
    earn(household, _wrong_side(scheme, status, rng) * household.size, rng)
    return Planted(f"{status}与收入线不符", (scheme.on_line(status),), cell=PER_CAPITA)


def over_line_by_a_fen(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """On the roster, one fen over the line."""
    earn(household, (scheme.line + CENT) * household.size, rng)
    return Planted("在册而高于线一分", (scheme.on_line(LISTED),), cell=PER_CAPITA)


def never_and_on_line(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Exactly on the line is not over it: such a household belongs on the roster."""
    earn(household, scheme.line * household.size, rng)
    return Planted("未在册而恰在线上", (scheme.on_line(NEVER),), cell=PER_CAPITA)


def items_on_wrong_side(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Declared on the right side of the line, items on the wrong one."""
    status = household.status or LISTED
    declare(household, _right_side(scheme, status, rng) * household.size)
    itemise(household, _wrong_side(scheme, status, rng) * household.size, rng)
    findings = (scheme.on_line(status, recomputed=True), *ITEMS_ONLY)
    return Planted(f"{status}与分项合计不符", findings, cell=PER_CAPITA)


def items_just_on_wrong_side(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Declared and items on two sides of the line, and less than a yuan apart."""
    status = household.status or LISTED
    sign = 1 if status == LISTED else -1
    declare(household, (scheme.line - sign * Decimal("0.20")) * household.size)
    itemise(household, (scheme.line + sign * Decimal("0.60")) * household.size, rng)
    return Planted(f"{status}与分项合计略有不符", (scheme.on_line(status, recomputed=True),), cell=PER_CAPITA)


def only_items_over_line(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """On the roster, no declared figure, and items over the line."""
    itemise(household, _wrong_side(scheme, LISTED, rng) * household.size, rng)
    household.income = household.per_capita_income = None
    found = (scheme.on_line(LISTED, recomputed=True),)
    return Planted("只填分项且高于线", found, no_declared(scheme, LISTED), PER_CAPITA)


# ---------------------------------------------------------------- 支出型（嘉兴）


def hardship_wrong_side(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """What is left after what must be spent lies on the wrong side, in whichever place the income lies."""
    status = household.status or LISTED
    spend(household, scheme, rng)
    left = _wrong_side(scheme, status, rng)
    income = max(left + 300, scheme.line + 300) * household.size
    earn(household, income, rng)
    household.rigid_expense = income - left * household.size
    return Planted(f"支出型{status}与收入线不符", (scheme.on_line(status),), cell=PER_CAPITA)


def hardship_items_over_line(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Under the line after what must be spent, but not when the items are added up."""
    spend(household, scheme, rng)
    rigid = household.rigid_expense or Decimal(0)
    itemise(household, _wrong_side(scheme, LISTED, rng) * household.size + rigid, rng)
    return Planted("支出型分项合计高于线", (scheme.on_line(LISTED, recomputed=True), *ITEMS_ONLY), cell=PER_CAPITA)


def hardship_without_expense(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Poor through what it must spend, and nobody wrote down how much that is."""
    spend(household, scheme, rng)
    household.rigid_expense = None
    lacking = (scheme.on_line(LISTED), scheme.on_line(LISTED, recomputed=True))
    return Planted("支出型未填刚性支出", (), lacking, "rigid_expense")


KINDS = (
    Kind(FLOOR, below_floor),
    Kind(FLOOR, below_floor, WATCHED),
    Kind(FLOOR, below_floor_by_a_fen),
    Kind(FLOOR, below_floor_by_the_sum),
    Kind(("ZJ002",), below_floor_and_left, LEFT),
    Kind(FLOOR, items_below_floor),
    Kind(FLOOR, items_just_below_floor),
    Kind(FLOOR, only_items_below_floor),
    *(Kind(("ZJ041",), partial(fact_missing, name)) for name in FACTS),
    Kind(("ZJ041",), facts_missing, WATCHED),
    Kind(LINE, wrong_side, LISTED),
    Kind(LINE, wrong_side, None),
    Kind(LINE, wrong_side, NEVER),
    Kind(LINE, wrong_side, LEFT),
    Kind(LINE, over_line_by_a_fen),
    Kind(LINE, never_and_on_line, NEVER),
    *(Kind(LINE, items_on_wrong_side, status) for status in (LISTED, NEVER, LEFT)),
    *(Kind(LINE, items_just_on_wrong_side, status) for status in (LISTED, NEVER, LEFT)),
    Kind(LINE, only_items_over_line),
    *(Kind(("JX001",), hardship_wrong_side, status) for status in (LISTED, NEVER, LEFT)),
    Kind(("JX001",), hardship_items_over_line),
    Kind(("JX001",), hardship_without_expense),
)
