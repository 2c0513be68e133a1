"""Projects and courses as Lanxi asks for them: days in their order and in time, and enough people in each township."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.county import Village
from incomeaudit.sample.judged_lanxi_works import MENU, RELOCATION, TRAINED, YIELD_SHARE
from incomeaudit.sample.people import made_up_name
from incomeaudit.sample.records import Project, Training
from incomeaudit.sample.scheme import Scheme

_ADDED = (MENU,) * 14 + (RELOCATION,) * 8


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Fill in projects and courses, and add projects of the “menu” and of relocation."""
    projects = tables["project"]
    villages = tables["village"]
    projects += [
        _project(rng, scheme, kind, len(projects) + number, rng.choice(villages))
        for number, kind in enumerate(_ADDED, 1)
    ]
    for row in projects:
        _yield(rng, row)
    held: dict[str, list[Training]] = defaultdict(list)
    for course in tables["training"]:
        held[course.township].append(course)
    for together in held.values():
        _hold(rng, scheme, together)


def _project(rng: Random, scheme: Scheme, kind: str, number: int, village: Village) -> Project:
    """A project of one of the two kinds, its days in their order."""
    investment = Decimal(rng.randint(20, 90) * 10_000)
    row = Project(
        *(f"XM{scheme.year}{number:03d}", f"{village.village}{kind}项目", village.township, village.village, kind),
        *(investment, investment * rng.randint(3, 9) / 10, (scheme.year, 2, rng.randint(1, 28))),
    )
    if kind == MENU:
        _run(rng, scheme, row)
    else:
        _build(rng, scheme, row)
    return row


def _run(rng: Random, scheme: Scheme, row: Project) -> None:
    """Passed, announced and filed in the first months, carried out from April, accepted by September."""
    row.approved_on = scheme.year, 1, rng.randint(3, 28)
    row.filed_on = scheme.year, 3, rng.randint(1, 30)
    row.started_on = scheme.year, 4, rng.randint(1, 30)
    row.implemented_on = None if rng.random() < 0.3 else row.started_on
    row.completed_on = scheme.year, rng.randint(7, 8), rng.randint(1, 28)
    row.accepted_on = scheme.year, 9, rng.randint(1, 29)


def _build(rng: Random, scheme: Scheme, row: Project) -> None:
    """Land cleared by June, building begun by October; it lasts longer than the year."""
    row.approved_on = scheme.year - 1, rng.randint(9, 12), rng.randint(1, 28)
    row.land_ready_on = scheme.year, rng.randint(3, 6), rng.randint(1, 28)
    row.started_on = scheme.year, rng.randint(7, 10), rng.randint(1, 28)


def _yield(rng: Random, row: Project) -> None:
    """What a project yields, three tenths of it or more to households, and who is in charge of its assets.

    A place that is being built for those who move yields nothing.
    """
    income = Decimal(0 if row.kind == RELOCATION else rng.randint(10, 90) * 1000)
    row.yearly_income = income
    row.household_income = max(income * rng.randint(30, 45) / 100, income * YIELD_SHARE)
    row.asset_manager = made_up_name(rng, rng.choice("男女"))


def _hold(rng: Random, scheme: Scheme, together: Sequence[Training]) -> None:
    """The first two courses of a township, ended by October, train enough people between them."""
    for number, row in enumerate(together):
        row.held_on = scheme.year, rng.randint(2, 9), rng.randint(1, 20)
        if number > 1:
            row.held_on = scheme.year, 11, rng.randint(1, 20)
        row.finished_on = None if rng.random() < 0.3 else (*row.held_on[:2], row.held_on[2] + rng.randint(1, 8))
        most = max(row.trainees or 0, TRAINED)
        row.low_income_trainees = rng.randint(TRAINED // 2 + 1, most)
