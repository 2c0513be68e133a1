"""Mistakes that show against last year's roster."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.changes import Change, smudge, write
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.records import Previous
from incomeaudit.sample.scheme import CENT, LEFT, LISTED


def _gone(row: Previous, ground: Ground) -> bool:
    """A household that is not on this year's roster."""
    return not ground.of("household", row.household_id)


def _newly_there(row: Household, ground: Ground) -> bool:
    """A household on the roster that was not on last year's."""
    return row.status == LISTED and not ground.of("previous", row.household_id)


def _there_before(row: Household, ground: Ground) -> bool:
    """A household of both years whose income can be doubled and halved to the fen."""
    even = row.per_capita_income is not None and row.per_capita_income % (2 * CENT) == 0
    return even and row.on_roster and bool(ground.of("previous", row.household_id))


def _earned_before(multiple: str, more: str, row: Household, ground: Ground, _: Random) -> None:
    """Last year's income per head becomes a multiple of this year's, and some yuan more; this year's roster agrees."""
    before = (row.per_capita_income or Decimal(0)) * Decimal(multiple) + Decimal(more)
    for each in ground.of("previous", row.household_id):
        each.per_capita_income, each.income = before, before * row.size
    row.prior_per_capita_income = before


def _nothing_known_before(row: Household, ground: Ground, _: Random) -> None:
    """Last year's roster says nothing about income."""
    for each in ground.of("previous", row.household_id):
        each.per_capita_income = each.income = None


def _new(kind: str, step: str, change: Change) -> Break:
    return Break(("DQ022",), kind, "household", step, change, _newly_there)


def _earned(code: str, kind: str, multiple: str, more: str = "0") -> Break:
    change = partial(_earned_before, multiple, more)
    return Break((code,), kind, "household", "per_capita_income", change, _there_before, boundary=more == "0")


BREAKS = (
    Break(("DQ021",), "上年在册户今年不见", "previous", "status", write(status=LISTED), _gone),
    Break(("DQ021",), "上年状态空白的户今年不见", "previous", "status", write(status=None), _gone),
    Break(("DQ021",), "上年状态无法识别", "previous", "status", smudge(status="待查"), _gone),
    Break(("DQ021",), "上年已退出的户今年不见", "previous", "status", write(status=LEFT), _gone, boundary=True),
    _new("新列入而没有村级评议", "village_review_on", write(village_review_on=None)),
    _new("新列入而没有乡镇审定", "township_approved_on", write(township_approved_on=None)),
    _new("新列入而没有公示", "publicised_on", write(publicised_on=None)),
    _new("新列入而公示日期无法识别", "publicised_on", smudge(publicised_on="见公告栏")),
    _earned("DQ023", "人均收入超过上年两倍", "0.5", "-0.01"),
    _earned("DQ023", "人均收入恰为上年两倍", "0.5"),
    _earned("DQ024", "人均收入不到上年一半", "2", "0.02"),
    _earned("DQ024", "人均收入恰为上年一半", "2"),
    Break(
        *(("DQ023", "DQ024"), "上年没有收入数", "household", "per_capita_income"),
        *(_nothing_known_before, _there_before),
    ),
)
