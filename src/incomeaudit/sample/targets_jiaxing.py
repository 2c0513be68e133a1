"""The targets of 嘉兴市低收入农户高水平全面小康计划（2018—2022年）, summed up by hand."""

from collections.abc import Iterator
from decimal import Decimal

from incomeaudit.sample.judged import Ground
from incomeaudit.sample.targets import Outcome, income_per_head

GROWTH, LEVEL = Decimal("0.15"), Decimal(22000)


def outcomes(ground: Ground) -> Iterator[Outcome]:
    """JX027, JX028, and in 2022 JX011 and JX033."""
    average, lacking = income_per_head(ground.households)
    before, now = ground.county_places
    growth = average / now.prior_low_income - 1
    yield Outcome("JX027", growth, GROWTH, lacking)
    yield Outcome("JX028", growth, round(now.rural_income / before.rural_income - 1, 10), lacking, above=True)
    if ground.scheme.year == 2022:
        yield Outcome("JX011", average, LEVEL, lacking)
        yield Outcome("JX033", Decimal(len(ground.tables["leader"])), None, 0, judged=False)
