"""What the county measures against its targets, summed up by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from incomeaudit.sample.county import Village
from incomeaudit.sample.further import Further, Project
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged_lanxi import TRANSFER_SHARE, items_of
from incomeaudit.sample.judged_lishui import ABLE_INCOME
from incomeaudit.sample.judged_province import REQUIRED, filled
from incomeaudit.sample.scheme import Scheme, half_up

GROWTH, JIAXING_GROWTH = Decimal("0.10"), Decimal("0.15")
RAISED_SHARE, LEVEL_2022, LEVEL_2023, COMPLETE = Decimal("0.30"), Decimal(22000), Decimal(16710), Decimal(1)


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


def outcomes(
    scheme: Scheme,
    villages: Sequence[Village],
    rows: Sequence[Household],
    before: Decimal,
    rural: tuple[Decimal, ...],
    further: Mapping[str, Sequence[Further]],
) -> list[Outcome]:
    """The county's targets in force, in the order of their codes.

    ``before`` is last year's income per head of low-income households, ``rural`` that of all rural residents last
    year and this year.
    """
    average, lacking = income_per_head(rows)
    growth = average / before - 1
    documents = scheme.documents
    found: list[Outcome] = []
    if "JX" in documents:
        found.append(Outcome("JX027", growth, JIAXING_GROWTH, lacking))
        found.append(Outcome("JX028", growth, round(rural[1] / rural[0] - 1, 10), lacking, above=True))
        if scheme.year == 2022:
            found.append(Outcome("JX011", average, LEVEL_2022, lacking))
    if "LS" in documents:
        found.append(Outcome("LS021", growth, GROWTH, lacking))
        # Nothing tells of the city's rural residents.
        found.append(Outcome("LS022", growth, None, lacking, above=True))
        if scheme.year == 2022:
            able = [row for row in rows if row.labourers > 0]
            level, without = income_per_head(able)
            found.append(Outcome("LS023", level, Decimal(ABLE_INCOME), without))
    if "ZJ" in documents:
        weak = [village for village in villages if village.weak]
        share = Decimal(sum(village.raised for village in weak)) / len(weak)
        found += [Outcome("ZJ023", share, RAISED_SHARE, 0), Outcome("ZJ032", growth, GROWTH, lacking)]
        found += _files(rows)
    if "LX" in documents:
        found.append(Outcome("LX001", average, LEVEL_2023, lacking))
        found.append(Outcome("LX002", growth, JIAXING_GROWTH, lacking))
        found.append(_transfers(rows))
    leaders = Decimal(len(further.get("leader", ())))
    if scheme.year == 2022 and leaders:
        found.append(Outcome("JX033" if "JX" in documents else "LS112", leaders, None, 0, judged=False))
    if "ZJ" in documents and "project" in further:
        projects = [row for row in further["project"] if isinstance(row, Project)]
        funds = sum((row.funds for row in projects if row.kind == "产业帮扶"), Decimal(0))
        cooperation = Decimal(sum(row.kind == "山海协作" for row in projects))
        found.append(Outcome("ZJ161", funds, None, 0, judged=False))
        found.append(Outcome("ZJ162", cooperation, None, 0, judged=False))
    return sorted(found, key=lambda each: (each.code, each.township))


def _transfers(rows: Sequence[Household]) -> Outcome:
    """The share of transfers in all income of those on the roster."""
    listed = [row for row in rows if row.on_roster]
    whole = [items for row in listed if (items := items_of(row)) is not None]
    share = sum((items[-1] for items in whole), Decimal(0)) / sum((sum(items) for items in whole), Decimal(0))
    return Outcome("LX010", share, TRANSFER_SHARE, len(listed) - len(whole), most=True)


def _files(rows: Sequence[Household]) -> Iterator[Outcome]:
    """Of each township, the share of required fields that are filled in."""
    listed = sorted((row for row in rows if row.on_roster), key=lambda row: row.township)
    for township, together in groupby(listed, key=lambda row: row.township):
        counts = [filled(row) for row in together]
        share = Decimal(sum(counts)) / (REQUIRED * len(counts))
        yield Outcome("ZJ132", share, COMPLETE, 0, township)
