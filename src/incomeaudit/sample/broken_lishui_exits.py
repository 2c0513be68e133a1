"""Mistakes that the plan of Lishui knows: households that are observed for too short a time, or too long."""

from collections.abc import Mapping
from random import Random

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.changes import Change
from incomeaudit.sample.household import Household, between, earn
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.scheme import LEFT, LISTED, WATCHED

_Days = Mapping[str, tuple[int, int, int] | None]
"""Days by field, their years counted from the roster's: -1 is the year before."""


def _date(row: Household, ground: Ground, days: _Days) -> None:
    for name, day in days.items():
        setattr(row, name, None if day is None else (ground.scheme.year + day[0], *day[1:]))


def _let_go(smudged: str = "", **days: tuple[int, int, int] | None) -> Change:
    """A household that was let go in October, over the line, after the observation that these days tell of."""
    year_of_it: _Days = {
        "observed_from": (-1, 10, 16),
        "observed_to": (0, 10, 15),
        "exit_reviewed_on": (0, 9, 28),
        "exit_publicised_on": (0, 10, 8),
        "exited_on": (0, 10, 16),
    }

    def change(row: Household, ground: Ground, rng: Random) -> None:
        line = ground.scheme.line
        row.status = LEFT
        earn(row, between(rng, line + 20, line + line / 4) * row.size, rng)
        _date(row, ground, {**year_of_it, **days})
        if smudged:
            row.unreadable[smudged] = "见台账"
        for each in ground.of("previous", row.household_id):
            each.status = WATCHED

    return change


def _watch(**days: tuple[int, int, int] | None) -> Change:
    """A household in observation, from and to these days."""

    def change(row: Household, ground: Ground, _: Random) -> None:
        row.status = WATCHED
        _date(row, ground, days)

    return change


def _members_untouched(row: Household, _: Ground) -> bool:
    """Nothing was planted in a member, which would go with the household."""
    return all(person.planted is None for person in row.people)


def _listed(row: Household, ground: Ground) -> bool:
    return row.status == LISTED and _members_untouched(row, ground)


def _gone(code: str, kind: str, change: Change, cell: str = "observed_from", *, boundary: bool = False) -> Break:
    return Break((code,), kind, "household", cell, change, _members_untouched, boundary)


def _watched(kind: str, change: Change, *, boundary: bool = False) -> Break:
    return Break(("LS123",), kind, "household", "observed_from", change, _listed, boundary)


BREAKS = (
    _gone("LS121", "退出前没有观察期", _let_go(observed_from=None, observed_to=None)),
    _gone("LS121", "观察期起无法识别", _let_go("observed_from")),
    _gone("LS122", "观察期差一天满12个月", _let_go(observed_from=(-1, 10, 17))),
    _gone("LS122", "观察期未满即退出", _let_go(exited_on=(0, 9, 30)), "exited_on"),
    _gone("LS122", "观察期恰满12个月", _let_go(), boundary=True),
    _gone("LS122", "何时结束观察不详", _let_go(observed_to=None, exited_on=None), "observed_to"),
    _watched("观察期满12个月未处理", _watch(observed_from=(-1, 12, 31), observed_to=None)),
    _watched("观察期止已过未处理", _watch(observed_from=(-1, 7, 1), observed_to=(0, 6, 30))),
    _watched("年末未满12个月", _watch(observed_from=(0, 1, 1), observed_to=None), boundary=True),
    _watched("观察期止恰为年末", _watch(observed_from=(-1, 6, 1), observed_to=(0, 12, 31)), boundary=True),
    _watched("观察期户没有起始日期", _watch(observed_from=None, observed_to=None)),
)
