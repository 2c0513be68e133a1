"""The rows of the further tables, their attributes named after the fields; money is yuan, None a blank cell."""

from dataclasses import dataclass, field
from decimal import Decimal

from incomeaudit.sample.household import Day
from incomeaudit.sample.planted import Planted


@dataclass(slots=True)
class Visit:
    """走访记录: one visit to a household."""

    household_id: str
    head_name: str
    visitor: str
    visited_on: Day | None
    entered: bool | None
    entered_on: Day | None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


@dataclass(slots=True)
class Grant:
    """补助发放: one sum of money given to a household, or to a workshop or village that takes households in."""

    kind: str
    household_id: str | None = None
    head_name: str | None = None
    village: str | None = None
    school_year: str | None = None
    workshop: str | None = None
    amount: Decimal | None = None
    basis: Decimal | None = None
    people: int | None = None
    local_amount: Decimal | None = None
    provincial_amount: Decimal | None = None
    national_amount: Decimal | None = None
    own_payment: Decimal | None = None
    paid_to: str | None = None
    granted_on: Day | None = None
    reviewed_on: Day | None = None
    able_households: int | None = None
    absorbed_households: int | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


@dataclass(slots=True)
class Loan:
    """小额信贷: one loan of a household; the rate is written as a percentage."""

    loan_id: str
    household_id: str
    borrower: str
    principal: Decimal
    rate: str
    collateral: str | None
    from_date: Day
    to_date: Day
    subsidised: bool | None = None
    interest_subsidy: Decimal | None = None
    subsidy_from: Day | None = None
    subsidy_to: Day | None = None
    subsidy_stopped_on: Day | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


@dataclass(slots=True)
class Project:
    """项目: one project of a village; ``funds`` is the public part of ``investment``."""

    project_id: str
    name: str
    township: str
    village: str
    kind: str
    investment: Decimal
    funds: Decimal
    publicised_on: Day | None
    approved_on: Day | None = None
    filed_on: Day | None = None
    land_ready_on: Day | None = None
    started_on: Day | None = None
    implemented_on: Day | None = None
    completed_on: Day | None = None
    accepted_on: Day | None = None
    yearly_income: Decimal | None = None
    household_income: Decimal | None = None
    asset_manager: str | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


@dataclass(slots=True)
class Leader:
    """带头人: one person who brings households along."""

    name: str
    township: str
    households: int | None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


@dataclass(slots=True)
class Training:
    """培训: one course; ``fee`` is what its trainees paid themselves."""

    name: str
    township: str
    kind: str
    held_on: Day
    trainees: int | None
    fee: Decimal
    low_income_trainees: int | None = None
    finished_on: Day | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


@dataclass(slots=True)
class Previous:
    """A household on last year's roster."""

    township: str
    village: str
    household_id: str
    head_name: str
    head_id: str
    category: str | None
    status: str | None
    members: int | None
    income: Decimal | None
    per_capita_income: Decimal | None
    unreadable: dict[str, str] = field(default_factory=dict)
    planted: Planted | None = None


Further = Visit | Grant | Loan | Project | Leader | Training
"""A row of a table that the workbook has beside households, members, villages and places."""


def name_of(row: Further | Previous) -> tuple[str, str]:
    """Number and name under which a row is reported; blank where it has none."""
    if isinstance(row, Loan):
        return row.loan_id, row.borrower
    if isinstance(row, Project):
        return row.project_id, row.name
    if isinstance(row, Grant):
        return row.household_id or row.workshop or "", row.head_name or ""
    if isinstance(row, Visit | Previous):
        return row.household_id or "", row.head_name or ""
    return row.name, row.name
