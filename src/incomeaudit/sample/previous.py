"""Last year's roster: the same households a year ago, but for those that are new and with those that have gone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from incomeaudit.sample.household import Household
from incomeaudit.sample.people import Register, made_up_name
from incomeaudit.sample.records import Previous
from incomeaudit.sample.scheme import LEFT, LISTED, NEVER, WATCHED, Scheme, half_up

_CAME, _WENT = 12, 5
"""Households that came from another county within the year and those that died out; once more for every 200."""


def draw_previous(rng: Random, scheme: Scheme, rows: Sequence[Household]) -> list[Previous]:
    """Last year's row of every household that was there then, in the order of this year's, then those that have gone.

    Those that came onto the roster or into the county in the year were not there; a household that was entered
    twice is there once. Incomes were a little lower than this year's, whatever was planted in these. Those that
    have gone had left the roster before.
    """
    times = 1 + len(rows) // 200
    settled = [row.household_id for row in rows if row.status == LISTED and row.planted is None]
    came = set(rng.sample(settled, min(_CAME * times, len(settled))))
    drawn: dict[str, Previous] = {}
    for row in rows:
        there = row.registered_on[0] < scheme.year and row.household_id not in came
        if there and row.household_id not in drawn:
            drawn[row.household_id] = _a_year_ago(rng, scheme, row)
    register = Register(scheme.code)
    gone = [_gone(rng, register, scheme, rng.choice(rows), number) for number in range(1, _WENT * times + 1)]
    return [*drawn.values(), *gone]


def _a_year_ago(rng: Random, scheme: Scheme, row: Household) -> Previous:
    per_head = row.prior_per_capita_income or _income(rng, scheme, row)
    return Previous(
        township=row.township,
        village=row.village,
        household_id=row.household_id,
        head_name=row.head_name,
        head_id=row.head_id,
        category=row.category,
        status=_status(row, scheme),
        members=row.size,
        income=per_head * row.size,
        per_capita_income=per_head,
    )


def _gone(rng: Random, register: Register, scheme: Scheme, neighbour: Household, number: int) -> Previous:
    """Somebody who lived alone, older than anyone now on the roster, and was no longer on last year's.

    Nobody's number is given twice by that, and the household's follows after all of this year's in its township.
    """
    sex, income = rng.choice("男女"), scheme.line + rng.randint(100, 2_000)
    head_id, _ = register.identity(date(scheme.year - rng.randint(92, 99), rng.randint(1, 8), rng.randint(1, 28)), sex)
    return Previous(
        township=neighbour.township,
        village=neighbour.village,
        household_id=f"{neighbour.household_id[:-6]}9{number:05d}",
        head_name=made_up_name(rng, sex),
        head_id=head_id,
        category="低保",
        status=LEFT,
        members=1,
        income=income,
        per_capita_income=income,
    )


def _status(row: Household, scheme: Scheme) -> str:
    """Who has left in the year was in observation a year ago."""
    if row.status == LEFT:
        return WATCHED if row.exited_on and row.exited_on[0] == scheme.year else LEFT
    return NEVER if row.status == NEVER else LISTED


def _income(rng: Random, scheme: Scheme, row: Household) -> Decimal:
    """Last year's income per head of a household that does not say it this year."""
    now = row.per_capita_income
    if now is None:
        now = half_up(row.income / row.size) if row.income is not None else scheme.low + 100
    return (now * 1000 / rng.randint(1020, 1190)).quantize(Decimal(1))
