"""Mistakes about monthly visits, where they are listed and where they are only counted."""

from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.changes import write
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_province_visits import months_on_roster
from incomeaudit.sample.records import Visit
from incomeaudit.sample.scheme import LISTED

_WHOLE_YEAR = 12


def _listed_visits(row: Household, ground: Ground) -> bool:
    """A household that was on the roster the whole year, and whose visits are listed."""
    there = months_on_roster(row, ground.scheme.year) == _WHOLE_YEAR
    return ground.scheme.visits_listed and row.status == LISTED and there


def _counted_visits(row: Household, ground: Ground) -> bool:
    return not ground.scheme.visits_listed and row.status == LISTED


def _in_month(row: Household, ground: Ground, month: int) -> list[Visit]:
    """A household's visits in a month."""
    year = ground.scheme.year
    days = ((visit, visit.visited_on) for visit in ground.of("visit", row.household_id))
    return [visit for visit, day in days if day is not None and day[:2] == (year, month)]


def _move(row: Household, ground: Ground, month: int, to: int) -> None:
    """The visits of a month were made in another, on the same day of the month."""
    for visit in _in_month(row, ground, month):
        _, __, day = visit.visited_on or (0, 0, 1)
        visit.visited_on = visit.entered_on = (ground.scheme.year, to, day)


def _a_month_missed(row: Household, ground: Ground, rng: Random) -> None:
    """Visited twice in one month and not at all in the month before."""
    month = rng.randint(1, 11)
    _move(row, ground, month, month + 1)


def _undated(missed: int, row: Household, ground: Ground, rng: Random) -> None:
    """The day of one visit cannot be read; where two months are missed, the visit was not made in both of them."""
    month = rng.randint(1, 9)
    for visit in _in_month(row, ground, month):
        visit.unreadable["visited_on"] = "月中"
    if missed > 1:
        _move(row, ground, month + 1, month + 2)


def _entered_in_june(first: int, row: Household, ground: Ground, _: Random) -> None:
    """Entered on the last of June, and visited from some month on."""
    row.registered_on = (ground.scheme.year, 6, 30)
    for month in range(1, first):
        _move(row, ground, month, first)


def _entry_unknown(row: Household, ground: Ground, rng: Random) -> None:
    """Nobody knows since when the household was on the roster, and a month is missed."""
    _a_month_missed(row, ground, rng)
    write(registered_on=None)(row, ground, rng)


def _count(less: int, row: Household, ground: Ground, _: Random) -> None:
    """As many visits as months on the roster, or fewer."""
    row.visits = (months_on_roster(row, ground.scheme.year) or 1) - less


_LISTED, _COUNTED = ("ZJ071",), ("ZJ072",)

BREAKS = (
    Break(_LISTED, "有一个月没有走访", "household", "household_id", _a_month_missed, _listed_visits),
    Break(_LISTED, "建档当月没有走访", "household", "household_id", partial(_entered_in_june, 7), _listed_visits),
    Break(
        _LISTED, "自建档当月起月月走访", "household", "household_id", partial(_entered_in_june, 6), _listed_visits,
        boundary=True,
    ),
    Break(
        _LISTED, "缺访两个月而一次走访日期无法识别", "household", "household_id", partial(_undated, 2), _listed_visits,
    ),
    Break(
        _LISTED, "缺访的月份或有日期无法识别的走访", "household", "household_id", partial(_undated, 1), _listed_visits,
    ),
    Break(_LISTED, "缺访而没有建档日期", "household", "registered_on", _entry_unknown, _listed_visits),
    Break(_COUNTED, "走访比在册月数少一次", "household", "visits", partial(_count, 1), _counted_visits),
    Break(_COUNTED, "走访恰为在册月数", "household", "visits", partial(_count, 0), _counted_visits, boundary=True),
    Break(_COUNTED, "走访次数未填", "household", "visits", write(visits=None), _counted_visits),
)  # fmt: skip
