"""Mistakes that Wenzhou's document knows about coming onto the roster and leaving it."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break, listed_home
from incomeaudit.sample.household import Day, Household, earn
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_wenzhou import ISSUED, STEPS
from incomeaudit.sample.scheme import LEFT

# ---------------------------------------------------------------- 列入

_FIRST_ROUND: tuple[Day, ...] = ((2016, 10, 10), (2016, 10, 20), (2016, 11, 5), (2016, 11, 20))
"""A process that follows the document by some weeks."""


def _add(row: Household) -> None:
    """Give who was on the roster before the document the days of someone added since."""
    if row.registered_on < ISSUED:
        for name, day in zip(STEPS, _FIRST_ROUND, strict=True):
            setattr(row, name, day)


def _undated(name: str, row: Household, _: Ground, __: Random) -> None:
    """A step that nobody dated."""
    _add(row)
    setattr(row, name, None)


def _illegible(row: Household, _: Ground, __: Random) -> None:
    """A notice whose day nobody can read."""
    _add(row)
    row.unreadable["publicised_on"] = "见公告栏"


def _approved_before_review(row: Household, _: Ground, __: Random) -> None:
    """The township approved what the village reviewed only then."""
    _add(row)
    row.village_review_on, row.township_approved_on = row.township_approved_on, row.village_review_on


def _entered_before_notice(row: Household, _: Ground, __: Random) -> None:
    """Entered on the day of the approval, and announced afterwards."""
    _add(row)
    row.publicised_on, row.registered_on = row.registered_on, row.publicised_on or row.registered_on


def _all_at_once(row: Household, _: Ground, __: Random) -> None:
    """All steps on the day of the document."""
    for name in STEPS:
        setattr(row, name, ISSUED)


def _before_the_document(row: Household, _: Ground, __: Random) -> None:
    """Entered the day before the document was issued, without notice: of that nothing is asked."""
    for name in STEPS:
        setattr(row, name, (2016, 9, 1))
    row.publicised_on = None


# ---------------------------------------------------------------- 退出


def _may_leave(row: Household, ground: Ground) -> bool:
    """A household none of whose members has a mistake, of which nothing is asked any more once it has left."""
    return listed_home(row, ground) and all(person.planted is None for person in row.people)


def _leave(above: Decimal, row: Household, ground: Ground, rng: Random) -> None:
    """Leave in the year after review and notice, some yuan a head above the line, in whichever status it was."""
    month, day = rng.randint(3, 11), rng.randint(15, 28)
    row.status, row.key_target = LEFT, None
    row.exited_on = (ground.scheme.year, month, day)
    row.exit_publicised_on, row.exit_reviewed_on = (ground.scheme.year, month, day - 8), (ground.scheme.year, month, 2)
    earn(row, (ground.scheme.line + above) * row.size, rng)


def _leave_with(name: str, late: bool, row: Household, ground: Ground, rng: Random) -> None:
    """Leave without a step, or with a step that came only the day after."""
    _leave(Decimal(500), row, ground, rng)
    year, month, day = row.exited_on or (0, 0, 0)
    setattr(row, name, (year, month + 1, 1) if late and day == 28 else (year, month, day + 1) if late else None)


def _leave_in_a_day(row: Household, ground: Ground, rng: Random) -> None:
    """Reviewed, announced and gone on one day."""
    _leave(Decimal(500), row, ground, rng)
    row.exit_reviewed_on = row.exit_publicised_on = row.exited_on


def _leave_illegibly(row: Household, ground: Ground, rng: Random) -> None:
    """Nobody can read when the exit was announced."""
    _leave(Decimal(500), row, ground, rng)
    row.unreadable["exit_publicised_on"] = "已公示"


def _stay(above: str, row: Household, ground: Ground, rng: Random) -> None:
    """Stay on the roster, above the line or just on it."""
    earn(row, (ground.scheme.line + Decimal(above)) * row.size, rng)


_ENTRY, _ORDER, _EDGE, _CHECKED = ("WZ050",), ("WZ051",), ("WZ060",), ("WZ062",)
_INCOME, _NOTICE = "per_capita_income", "exit_publicised_on"

BREAKS = (
    Break(_ENTRY, "增补户没有村级评议日期", "household", STEPS[0], partial(_undated, STEPS[0]), listed_home),
    Break(_ENTRY, "增补户没有公示日期", "household", STEPS[2], partial(_undated, STEPS[2]), listed_home),
    Break(_ENTRY, "增补户公示日期无法识别", "household", STEPS[2], _illegible, listed_home),
    Break(
        _ENTRY, "文件印发前一天列入而没有公示", "household", STEPS[3], _before_the_document, listed_home, boundary=True,
    ),
    Break(_ORDER, "乡镇审定早于村级评议", "household", STEPS[1], _approved_before_review, listed_home),
    Break(_ORDER, "列入早于公示", "household", STEPS[3], _entered_before_notice, listed_home),
    Break(_ORDER, "四步恰在文件印发当日", "household", STEPS[3], _all_at_once, listed_home, boundary=True),
    Break(_EDGE, "退出而恰在低保边缘线上", "household", _INCOME, partial(_leave, Decimal(0)), _may_leave),
    Break(_EDGE, "退出而低于低保边缘线", "household", _INCOME, partial(_leave, Decimal(-200)), _may_leave),
    Break(
        _EDGE, "退出而高于低保边缘线一分", "household", _INCOME, partial(_leave, Decimal("0.01")), _may_leave,
        boundary=True,
    ),
    Break(("WZ061",), "在册而高于低保边缘线一分", "household", _INCOME, partial(_stay, "0.01"), listed_home),
    Break(("WZ061",), "在册而恰在低保边缘线上", "household", _INCOME, partial(_stay, "0"), listed_home, boundary=True),
    Break(_CHECKED, "退出没有公示", "household", _NOTICE, partial(_leave_with, _NOTICE, False), _may_leave),
    Break(
        _CHECKED, "退出没有审核", "household", "exit_reviewed_on", partial(_leave_with, "exit_reviewed_on", False),
        _may_leave,
    ),
    Break(_CHECKED, "公示晚于退出一天", "household", _NOTICE, partial(_leave_with, _NOTICE, True), _may_leave),
    Break(_CHECKED, "审核、公示、退出在同一天", "household", _NOTICE, _leave_in_a_day, _may_leave, boundary=True),
    Break(_CHECKED, "退出公示日期无法识别", "household", _NOTICE, _leave_illegibly, _may_leave),
)  # fmt: skip
