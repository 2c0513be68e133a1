"""The targets of 兰溪市 2023 年方案, summed up by hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lanxi import TRANSFER_SHARE, items_of
from incomeaudit.sample.targets import Outcome, income_per_head

GROWTH, LEVEL = Decimal("0.15"), Decimal(16710)
ONE_STOP, ENROLMENT, RELOCATED = Decimal(1), Decimal(1), 1740


def outcomes(ground: Ground) -> Iterator[Outcome]:
    """LX001, LX002, LX010, LX030, LX040 and LX130."""
    average, lacking = income_per_head(ground.households)
    county = ground.county_places[-1]
    yield Outcome("LX001", average, LEVEL, lacking)
    yield Outcome("LX002", average / county.prior_low_income - 1, GROWTH, lacking)
    yield _transfers(ground.households)
    yield Outcome("LX030", county.one_stop_rate, ONE_STOP, 0)
    yield Outcome("LX040", county.enrolment_rate, ENROLMENT, 0)
    yield Outcome("LX130", Decimal(county.relocated_people), Decimal(RELOCATED), 0)


def _transfers(rows: Sequence[Household]) -> Outcome:
    """The share of transfers in all income of those on the roster."""
    listed = [row for row in rows if row.on_roster]
    whole = [items for row in listed if (items := items_of(row)) is not None]
    share = sum((items[-1] for items in whole), Decimal(0)) / sum((sum(items) for items in whole), Decimal(0))
    return Outcome("LX010", share, TRANSFER_SHARE, len(listed) - len(whole), most=True)
