"""Mistakes in the grants and loans that Lanxi knows."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break, listed_home
from incomeaudit.sample.changes import Change, date_on, in_turn, smudge, write
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lanxi_money import (
    LOANS,
    PUPILS,
    RENT,
    RENT_CAP,
    RENT_SHARE,
    SCHOOL_YEAR,
    interest_due,
    subsidised,
)
from incomeaudit.sample.judged_lanxi_people import vocational
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant, Loan

_FEN = Decimal("0.01")


def _for_pupils(row: Grant, _: Ground) -> bool:
    return row.kind == PUPILS


def _for_rent(row: Grant, _: Ground) -> bool:
    return row.kind == RENT


def _granted(row: Household, ground: Ground) -> bool:
    """A household that got grants for its pupil."""
    pupils = row.on_roster and any(vocational(person) for person in row.people)
    return pupils and any(grant.kind == PUPILS for grant in ground.of("grant", row.household_id))


def _school_year(row: Household, ground: Ground) -> list[Grant]:
    """Its grants of one school year."""
    grants = [grant for grant in ground.of("grant", row.household_id) if grant.kind == PUPILS]
    return [grant for grant in grants if grant.school_year == grants[0].school_year]


def _grant(total: Decimal, row: Household, ground: Ground, _: Random) -> None:
    """So much in one school year, a thousand each time but the last."""
    *others, last = _school_year(row, ground)
    for grant in others:
        grant.amount = Decimal(1000)
    last.amount = total - 1000 * len(others)


def _smudge_grant(row: Household, ground: Ground, _: Random) -> None:
    _school_year(row, ground)[0].unreadable["amount"] = "待核定"


def _grown(row: Household) -> list[Person]:
    """Those but the head who could go to a vocational school."""
    return [person for person in row.people[1:] if person.birth_date.year <= 2008 and person.student is not None]


def _could_send(row: Household, ground: Ground) -> bool:
    alone = not any(vocational(person) for person in row.people)
    return listed_home(row, ground) and alone and bool(_grown(row))


def _send(row: Household, _: Ground, __: Random) -> None:
    """The youngest of those who could goes to a vocational school, and the household gets nothing for it."""
    person = max(_grown(row), key=lambda each: each.birth_date)
    person.student, person.education_level = "中职一年级", None
    person.education_aid = person.rainbow_plan = True


def _share(above: Decimal, row: Grant, _: Ground, __: Random) -> None:
    """A fifth of a rent that keeps the grant under the cap, or some yuan more."""
    row.basis = Decimal(60_000)
    row.amount = RENT_SHARE * row.basis + above


def _rent(amount: Decimal) -> Change:
    """A grant that is less than a fifth of the rent."""
    return write(basis=Decimal(160_000), amount=amount)


def _paid(row: Loan, _: Ground) -> bool:
    """A loan for which interest was paid."""
    return bool(subsidised(row)) and interest_due(row) == row.interest_subsidy


def _pay(above: Decimal, row: Loan, _: Ground, __: Random) -> None:
    """Some yuan more interest than is due, or less."""
    row.interest_subsidy = (row.interest_subsidy or Decimal(0)) + above


def _borrowed(row: Household, ground: Ground) -> bool:
    loans = ground.of("loan", row.household_id)
    return len(loans) == 1 and loans[0].planted is None and _paid(loans[0], ground)


def _borrow(total: Decimal, row: Household, ground: Ground, _: Random) -> None:
    """A loan of so much, and the interest that is due for it."""
    (loan,) = ground.of("loan", row.household_id)
    loan.principal = total
    loan.interest_subsidy = interest_due(loan)


_PUPILS = (
    Break(
        ("LX150",), "中高职补助不足3000元", "household", "household_id", partial(_grant, SCHOOL_YEAR - _FEN), _granted,
    ),
    Break(
        ("LX150",), "中高职补助恰为3000元", "household", "household_id", partial(_grant, SCHOOL_YEAR), _granted,
        boundary=True,
    ),
    Break(("LX150",), "中高职补助金额无法识别", "household", "household_id", _smudge_grant, _granted),
    Break(("LX150",), "中高职就读而没有补助", "household", "household_id", _send, _could_send),
    Break(("LX151",), "中高职补助审核过迟", "grant", "reviewed_on", date_on("reviewed_on", 10, 21), _for_pupils),
    Break(
        ("LX151",), "中高职补助10月20日审核", "grant", "reviewed_on", date_on("reviewed_on", 10, 20), _for_pupils,
        boundary=True,
    ),
    Break(("LX151",), "中高职补助审核日期没有填", "grant", "reviewed_on", write(reviewed_on=None), _for_pupils),
)  # fmt: skip

_RENTS = (
    Break(("LX170",), "场租补助超过租金两成", "grant", "amount", partial(_share, _FEN), _for_rent),
    Break(
        ("LX170",), "场租补助恰为租金两成", "grant", "amount", partial(_share, Decimal(0)), _for_rent, boundary=True,
    ),
    Break(("LX170",), "租金无法识别", "grant", "basis", smudge(basis="面议"), _for_rent),
    Break(("LX171",), "场租补助超过2万元", "grant", "amount", _rent(RENT_CAP + _FEN), _for_rent),
    Break(("LX171",), "场租补助恰为2万元", "grant", "amount", _rent(RENT_CAP), _for_rent, boundary=True),
    Break(
        ("LX172",), "吸纳不到一半", "grant", "absorbed_households", write(able_households=9, absorbed_households=4),
        _for_rent,
    ),
    Break(
        ("LX172",), "恰吸纳一半", "grant", "absorbed_households", write(able_households=8, absorbed_households=4),
        _for_rent, boundary=True,
    ),
    Break(("LX172",), "吸纳户数没有填", "grant", "absorbed_households", write(absorbed_households=None), _for_rent),
)  # fmt: skip

_INTEREST = (
    Break(("LX180",), "贴息少一元", "loan", "interest_subsidy", partial(_pay, Decimal(-1)), _paid),
    Break(
        ("LX180",), "贴息少九角九分", "loan", "interest_subsidy", partial(_pay, _FEN - 1), _paid, boundary=True,
    ),
    Break(("LX181",), "贴息多一元", "loan", "interest_subsidy", partial(_pay, Decimal(1)), _paid),
    Break(
        ("LX181",), "贴息多九角九分", "loan", "interest_subsidy", partial(_pay, 1 - _FEN), _paid, boundary=True,
    ),
    Break(("LX180", "LX181"), "年利率没有百分号", "loan", "rate", write(rate="4.35"), _paid),
    Break(
        ("LX180", "LX181", "LX182"), "贴息未登记且金额无法识别", "loan", "interest_subsidy",
        in_turn(write(subsidised=None), smudge(interest_subsidy="待结算")), _paid,
    ),
    Break(("LX182",), "贴息贷款超过10万元", "household", "household_id", partial(_borrow, LOANS + 100), _borrowed),
    Break(
        ("LX182",), "贴息贷款恰为10万元", "household", "household_id", partial(_borrow, LOANS), _borrowed,
        boundary=True,
    ),
)  # fmt: skip

BREAKS = (*_INTEREST, *_PUPILS, *_RENTS)
