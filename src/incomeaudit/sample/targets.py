"""What is measured against the targets: an outcome, and the figures that several documents speak of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from incomeaudit.sample.household import Household
from incomeaudit.sample.scheme import Scheme, half_up


@dataclass(frozen=True, slots=True)
class Outcome:
    """One target of the county, or of one of its townships, and what the sample measures against it."""

    code: str
    measured: Decimal
    target: Decimal | None
    """None where the workbook lacks the figure to compare with."""
    left_out: int
    """Rows that the target speaks of and that lack a figure."""
    township: str = ""
    above: bool = False
    """Whether the target must be exceeded; else it is a least value."""

    most: bool = False
    """Whether the target is a greatest value; else it is a least one."""
    below: bool = False
    """Whether the figure must stay under the target."""
    judged: bool = True
    """Whether the document sets a value for a county; else the figure is only reported."""

    @property
    def settled(self) -> Decimal:
        """The figure that is compared: yuan half-up to 0.01, a share to ten decimals."""
        return half_up(self.measured) if self.measured > 100 else round(self.measured, 10)

    @property
    def outcome(self) -> str:
        """met, not_met, reported, or unassessable."""
        if not self.judged:
            return "reported"
        if self.target is None:
            return "unassessable"
        if self.below:
            return "met" if self.settled < self.target else "not_met"
        if self.most:
            return "met" if self.settled <= self.target else "not_met"
        met = self.settled > self.target if self.above else self.settled >= self.target
        return "met" if met else "not_met"


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
    asked = Decimal("0.05") if scheme.city == "嘉兴市" and scheme.year != 2020 else Decimal(0)
    grown = asked + (Decimal("1.124") if scheme.target_met else Decimal("1.083"))
    return (income_per_head(rows)[0] / grown).quantize(Decimal(1))
