"""Households whose guarantees are missing or not looked at, and households whose figures do not fit together."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.household import Household, declare, earn, itemise
from incomeaudit.sample.kinds import ITEMS_ONLY, PER_CAPITA, Kind, no_declared, no_items
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import GUARANTEES, LEFT, LISTED, WATCHED, Scheme

_LACKING = {name: f"ZJ01{number}" for number, name in enumerate(GUARANTEES, 1)}
_BLANK = {name: f"ZJ05{number}" for number, name in enumerate(GUARANTEES, 1)}

# ---------------------------------------------------------------- 两不愁三保障


def guarantees_lacking(names: tuple[str, ...], household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Guarantees that the household does not have."""
    for name in names:
        setattr(household, name, False)
    return Planted("保障未达标", tuple(_LACKING[name] for name in names), cell=names[0])


def guarantees_blank(names: tuple[str, ...], household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Guarantees that nobody looked at."""
    for name in names:
        setattr(household, name, None)
    lacking = tuple(_LACKING[name] for name in names)
    return Planted("保障未核查", tuple(_BLANK[name] for name in names), lacking, names[0])


def guarantee_unreadable(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """A guarantee cell that says neither yes nor no: not assessable, and not blank either."""
    household.unreadable["housing"] = "待鉴定"
    return Planted("保障无法识别", (), (_LACKING["housing"], _BLANK["housing"]), "housing")


# ---------------------------------------------------------------- 数据质量


def _middle(scheme: Scheme, rng: Random) -> tuple[Decimal, Decimal]:
    """Two incomes per head, well apart and both well between floor and line."""
    width = scheme.line - scheme.low
    first = scheme.low + int(width * Decimal("0.2")) + rng.randint(0, int(width * Decimal("0.2")))
    return first, first + int(width * Decimal("0.2")) + rng.randint(20, int(width * Decimal("0.2")) + 20)


def per_head_wrong(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Income per head is not the income divided by the members."""
    right, wrong = _middle(scheme, rng)
    earn(household, right * household.size, rng)
    household.per_capita_income = wrong
    return Planted("人均填错", ("DQ001", "DQ003"), cell=PER_CAPITA)


def items_wrong(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """The items do not add up to the income."""
    right, wrong = _middle(scheme, rng)
    declare(household, wrong * household.size)
    itemise(household, right * household.size, rng)
    return Planted("分项填错", ITEMS_ONLY, cell=PER_CAPITA)


def income_wrong(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """The income is neither the sum of the items nor what the income per head makes."""
    right, wrong = _middle(scheme, rng)
    earn(household, right * household.size, rng)
    household.income = wrong * household.size
    return Planted("家庭可支配收入填错", ("DQ002", "DQ003"), cell="income")


def slightly_wrong(code: str, income: str, per_head: str, household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Items, income and income per head each a little apart, one pair of them by more than a yuan a head.

    ``income`` and ``per_head`` are how far these lie above what the items make for each member.
    """
    base, _ = _middle(scheme, rng)
    itemise(household, base * household.size, rng)
    household.income = (base + Decimal(income)) * household.size
    household.per_capita_income = base + Decimal(per_head)
    return Planted("收入数据略有出入", (code,), cell="income" if code == "DQ002" else PER_CAPITA)


def members_impossible(members: int, household: Household, scheme: Scheme, rng: Random) -> Planted:
    """No members, or fewer than none. The household left the roster: a place's figures do not count it."""
    household.members = members
    lacking = (*no_items(scheme, LEFT), "DQ003")
    return Planted("家庭人口数不合理", ("DQ011",), lacking, "members")


def item_blank(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """One item is blank, so that the items cannot be added up."""
    household.property_income = None
    return Planted("收入分项缺失", (), no_items(scheme, LISTED), "property_income")


def item_unreadable(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """One item says something that is no amount."""
    household.unreadable["wage_income"] = "三万左右"
    return Planted("收入分项无法识别", (), no_items(scheme, LISTED), "wage_income")


def no_income_at_all(household: Household, scheme: Scheme, rng: Random) -> Planted:
    """Nothing at all about income."""
    household.income = household.per_capita_income = household.prior_per_capita_income = None
    household.wage_income = household.business_income = None
    household.property_income = household.transfer_income = None
    lacking = (*no_declared(scheme, LISTED), *no_items(scheme, LISTED))
    return Planted("未填收入", (), tuple(dict.fromkeys(lacking)), PER_CAPITA)


KINDS = (
    *(Kind(("ZJ011",), partial(guarantees_lacking, (name,))) for name in GUARANTEES),
    Kind(("ZJ011",), partial(guarantees_lacking, ("housing", "water")), WATCHED),
    Kind(("ZJ011",), partial(guarantees_lacking, ("medical",)), None),
    *(Kind(("ZJ051",), partial(guarantees_blank, (name,))) for name in GUARANTEES),
    Kind(("ZJ051",), partial(guarantees_blank, GUARANTEES), None),
    Kind(("ZJ011",), guarantee_unreadable),
    Kind(("DQ001",), per_head_wrong),
    Kind(("DQ001",), items_wrong),
    Kind(("DQ002",), income_wrong),
    Kind(("DQ001",), partial(slightly_wrong, "DQ001", "0.75", "1.50")),
    Kind(("DQ002",), partial(slightly_wrong, "DQ002", "1.50", "0.75")),
    Kind(("DQ003",), partial(slightly_wrong, "DQ003", "-0.75", "0.75")),
    Kind(("DQ011",), partial(members_impossible, 0), LEFT),
    Kind(("DQ011",), partial(members_impossible, -3), LEFT),
    Kind(("DQ001",), item_blank),
    Kind(("DQ001",), item_unreadable),
    Kind(("DQ001",), no_income_at_all),
)
