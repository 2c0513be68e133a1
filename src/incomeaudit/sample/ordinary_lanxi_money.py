"""Interest paid for loans, right to the fen, and the rent of workshops, as Lanxi asks for them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.county import Village
from incomeaudit.sample.judged_lanxi_money import RENT, RENT_CAP, RENT_SHARE, interest_due
from incomeaudit.sample.people import made_up_name
from incomeaudit.sample.records import Grant, Loan
from incomeaudit.sample.scheme import Scheme

_WORKSHOPS = 12


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Fill in the loans, and add the grants of workshops."""
    for row in tables["loan"]:
        _subsidise(rng, scheme, row)
    tables["grant"] += [_rent(rng, scheme, tables["village"]) for _ in range(_WORKSHOPS)]


def _subsidise(rng: Random, scheme: Scheme, row: Loan) -> None:
    """Interest for the days of the year; some loans are short and cheap, some dear, and one in ten gets nothing."""
    row.rate = rng.choice((row.rate, row.rate, "6.8%", "7.2%"))
    row.subsidised = rng.random() < 0.9
    row.interest_subsidy = Decimal(0)
    if not row.subsidised:
        return
    if rng.random() < 0.7:
        row.subsidy_from, row.subsidy_to = row.from_date, (scheme.year, 12, 20)
    row.interest_subsidy = interest_due(row)
    row.subsidised = None if rng.random() < 0.2 else True


def _rent(rng: Random, scheme: Scheme, villages: Sequence[Village]) -> Grant:
    """A fifth of the rent at most and no more than the cap, for a workshop that takes on half of the able or more."""
    village, rent = rng.choice(villages).village, Decimal(rng.randint(12, 140) * 1000)
    able = rng.randint(6, 20)
    return Grant(
        RENT,
        village=village,
        workshop=f"{village}{made_up_name(rng, '女')}来料加工点",
        amount=min(RENT_SHARE * rent, RENT_CAP) - rng.choice((0, 0, 100)),
        basis=rent,
        granted_on=(scheme.year, rng.randint(6, 12), rng.randint(1, 28)),
        able_households=able,
        absorbed_households=rng.randint((able + 1) // 2, able),
    )
