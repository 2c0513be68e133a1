"""The further tables, each row of them in order: loans, projects, leaders and courses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from incomeaudit.sample.county import Village
from incomeaudit.sample.household import Household
from incomeaudit.sample.people import made_up_name
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import Scheme

Day = tuple[int, int, int]


@dataclass(slots=True)
class Loan:
    """小额信贷: one loan of a household; money is yuan, the rate a share."""

    loan_id: str
    household_id: str
    borrower: str
    principal: Decimal
    rate: str
    collateral: str | None
    from_date: Day
    to_date: Day
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
    planted: Planted | None = None


@dataclass(slots=True)
class Leader:
    """带头人: one person who brings households along."""

    name: str
    township: str
    households: int
    planted: Planted | None = None


@dataclass(slots=True)
class Training:
    """培训: one course; ``fee`` is what its trainees paid themselves."""

    name: str
    township: str
    kind: str
    held_on: Day
    trainees: int
    fee: Decimal
    planted: Planted | None = None


Further = Loan | Project | Leader | Training
_Draw = Callable[[Random, Scheme, Sequence[Village], Sequence[Household]], list[Further]]


def _day(rng: Random, year: int) -> Day:
    return year, rng.randint(1, 11), rng.randint(1, 28)


def _loans(rng: Random, scheme: Scheme, _: Sequence[Village], rows: Sequence[Household]) -> list[Further]:
    borrowers = rng.sample([row for row in rows if row.planted is None and row.on_roster], 15)
    loans: list[Further] = []
    for number, row in enumerate(borrowers, 1):
        year, month, day = _day(rng, scheme.year)
        principal = Decimal(rng.randint(50, 100) * 1000)
        rate = rng.choice(("3.85%", "4.35%", "4.75%"))
        ends = year + rng.choice((1, 2, 3)), month, day
        number_of_loan = f"JD{scheme.year}{number:04d}"
        loans.append(
            Loan(number_of_loan, row.household_id, row.head_name, principal, rate, "信用", (year, month, day), ends)
        )
    return loans


def _projects(rng: Random, scheme: Scheme, villages: Sequence[Village], _: Sequence[Household]) -> list[Further]:
    projects: list[Further] = []
    for number, village in enumerate(rng.sample(list(villages), 14), 1):
        kind = ("产业帮扶", "产业帮扶", "山海协作", "基础设施", "来料加工")[number % 5]
        investment = Decimal(rng.randint(20, 180) * 10_000)
        funds = investment * rng.randint(3, 9) / 10
        name = f"{village.village}{kind}项目"
        projects.append(
            Project(
                *(f"XM{scheme.year}{number:03d}", name, village.township, village.village),
                *(kind, investment, funds, _day(rng, scheme.year)),
            )
        )
    return projects


def _leaders(rng: Random, _: Scheme, villages: Sequence[Village], __: Sequence[Household]) -> list[Further]:
    names: dict[str, None] = {}
    while len(names) < 12:
        names[made_up_name(rng, rng.choice("男女"))] = None
    return [Leader(name, rng.choice(villages).township, rng.randint(10, 45)) for name in names]


def _courses(rng: Random, scheme: Scheme, villages: Sequence[Village], _: Sequence[Household]) -> list[Further]:
    courses: list[Further] = []
    for township in dict.fromkeys(each.township for each in villages):
        for kind, name in (("技能提升", "茶叶加工"), ("岗前", "家政服务"), ("订单", "来料加工")):
            course = Training(f"{township}{name}培训班", township, kind, _day(rng, scheme.year), 0, Decimal(0))
            course.trainees = rng.randint(15, 40)
            courses.append(course)
    return courses


_DRAWN: Mapping[str, tuple[tuple[str, ...], _Draw]] = {
    "loan": (("LS", "JX"), _loans),
    "project": (("LS", "JX"), _projects),
    "leader": (("LS", "JX"), _leaders),
    "training": (("JX",), _courses),
}
"""Where one of the documents says something of a table, the workbook has it."""


def draw_further(
    rng: Random, scheme: Scheme, villages: Sequence[Village], rows: Sequence[Household]
) -> dict[str, list[Further]]:
    """The tables of which the place's documents speak, by name, with nothing wrong in them."""
    return {
        table: draw(rng, scheme, villages, rows)
        for table, (documents, draw) in _DRAWN.items()
        if scheme.documents.intersection(documents)
    }


def name_of(row: Further) -> tuple[str, str]:
    """Number and name under which a row is reported."""
    if isinstance(row, Loan):
        return row.loan_id, row.borrower
    if isinstance(row, Project):
        return row.project_id, row.name
    return row.name, row.name
