"""What the county measures against its targets, summed up by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from incomeaudit.sample.county import Village
from incomeaudit.sample.household import Household
from incomeaudit.sample.scheme import Scheme, half_up

GROWTH, RAISED_SHARE, LEVEL_2022 = Decimal("0.10"), Decimal("0.30"), Decimal(22000)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One target of the county and what the sample measures against it."""

    code: str
    measured: Decimal
    target: Decimal
    left_out: int
    """Rows that the target speaks of and that lack a figure."""

    @property
    def settled(self) -> Decimal:
        """The figure that is compared: yuan half-up to 0.01, a share to ten decimals."""
        return half_up(self.measured) if self.target > 1 else round(self.measured, 10)

    @property
    def met(self) -> bool:
        """Whether the target, a least value, is reached."""
        return self.settled >= self.target


def income_per_head(rows: Sequence[Household]) -> tuple[Decimal, int]:
    """Sum of incomes over sum of members of those on the roster, and how many rows lack one of the two."""
    incomes, members, lacking = Decimal(0), 0, 0
    for row in rows:
        if not row.on_roster:
            continue
        income = row.income
        if income is None and row.per_capita_income is not None and row.members is not None:
            income = row.per_capita_income * row.members
        if income is None or row.members is None:
            lacking += 1
            continue
        incomes += income
        members += row.members
    return incomes / members, lacking


def prior_low_income(scheme: Scheme, rows: Sequence[Household]) -> Decimal:
    """Last year's income per head of the county's low-income households, from which it grew enough or not."""
    grown = Decimal("1.124") if scheme.target_met else Decimal("1.083")
    return (income_per_head(rows)[0] / grown).quantize(Decimal(1))


def outcomes(scheme: Scheme, villages: Sequence[Village], rows: Sequence[Household], before: Decimal) -> list[Outcome]:
    """The county's targets in force, in the order of their codes; ``before`` is last year's income per head."""
    average, lacking = income_per_head(rows)
    weak = [village for village in villages if village.weak]
    share = Decimal(sum(village.raised for village in weak)) / len(weak)
    every = [
        Outcome("JX011", average, LEVEL_2022, lacking),
        Outcome("ZJ023", share, RAISED_SHARE, 0),
        Outcome("ZJ032", average / before - 1, GROWTH, lacking),
    ]
    return [outcome for outcome in every if outcome.code in scheme.codes]
