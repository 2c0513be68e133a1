"""The targets of 丽委发〔2019〕23号, summed up by hand."""

from collections.abc import Iterator
from decimal import Decimal

from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lishui import ABLE_INCOME
from incomeaudit.sample.targets import Outcome, income_per_head

GROWTH = Decimal("0.10")


def outcomes(ground: Ground) -> Iterator[Outcome]:
    """LS021, LS022, and in 2022 LS023 and LS112."""
    average, lacking = income_per_head(ground.households)
    growth = average / ground.county_places[-1].prior_low_income - 1
    yield Outcome("LS021", growth, GROWTH, lacking)
    yield Outcome("LS022", growth, _city_growth(ground), lacking, above=True)
    if ground.scheme.year == 2022:
        able = [row for row in ground.households if row.labourers > 0]
        level, without = income_per_head(able)
        yield Outcome("LS023", level, Decimal(ABLE_INCOME), without)
        yield Outcome("LS112", Decimal(len(ground.tables["leader"])), None, 0, judged=False)


def _city_growth(ground: Ground) -> Decimal:
    """By what share the income of the city's rural residents grew."""
    before, now = (row.rural_income for row in ground.tables["place"] if row.place == ground.scheme.city)
    return Decimal(round(now / before - 1, 10))
