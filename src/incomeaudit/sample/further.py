"""Drawing the further tables, each row of them in order, with nothing wrong in them."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from random import Random

from incomeaudit.sample.county import Village
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.people import made_up_name
from incomeaudit.sample.records import Further, Leader, Loan, Project, Training, Visit
from incomeaudit.sample.scheme import Scheme

_Draw = Callable[[Random, Scheme, Sequence[Village], Sequence[Household]], list[Further]]


def _day(rng: Random, year: int) -> Day:
    return year, rng.randint(1, 11), rng.randint(1, 28)


def _loans(rng: Random, scheme: Scheme, _: Sequence[Village], rows: Sequence[Household]) -> list[Further]:
    able = [row for row in rows if row.planted is None and row.on_roster]
    borrowers = rng.sample(able, min(15, len(able)))
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


def _visits(rng: Random, scheme: Scheme, _: Sequence[Village], rows: Sequence[Household]) -> list[Further]:
    """A visit in every month from that of the entry on, of each household on the roster."""
    visits: list[Further] = []
    seen: set[str] = set()
    for row in rows:
        if not row.on_roster or row.household_id in seen:
            continue
        seen.add(row.household_id)
        year, month, __ = row.registered_on
        for each in range(month if year == scheme.year else 1, 13):
            day = rng.randint(1, 25)
            entered = scheme.year, each, day + rng.randint(0, 3)
            visitor = row.cadre or "村干部"
            visits.append(Visit(row.household_id, row.head_name, visitor, (scheme.year, each, day), True, entered))
    return visits


_DRAWN: Mapping[str, _Draw] = {
    "visit": _visits,
    "loan": _loans,
    "project": _projects,
    "leader": _leaders,
    "training": _courses,
}


def draw_further(
    rng: Random, scheme: Scheme, villages: Sequence[Village], rows: Sequence[Household]
) -> dict[str, list[Further]]:
    """The further tables by name, with nothing wrong in them; the grants that documents speak of come later.

    Visits are listed one by one only where ``scheme.visits_listed``.
    """
    drawn = {
        table: draw(rng, scheme, villages, rows)
        for table, draw in _DRAWN.items()
        if table != "visit" or scheme.visits_listed
    }
    return {**drawn, "grant": []}
