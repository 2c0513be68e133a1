"""Mistakes that the plan of Jiaxing knows: reviews, houses, the county's share, villages; then members and leaving."""

from decimal import Decimal

from incomeaudit.sample import broken_jiaxing_leaving, broken_jiaxing_members, broken_jiaxing_pupils
from incomeaudit.sample.breaks import Break, any_row, listed_home
from incomeaudit.sample.changes import Change, smudge, write
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.records import Grant


def _reviewed_before(month: int, day: int) -> Change:
    """Last looked at on a day of last year."""
    return lambda row, ground, _: setattr(row, "last_review_on", (ground.scheme.year - 1, month, day))


def _dangerous(grade: str, *, ledger: bool | None) -> Change:
    """A house that was not rebuilt."""
    return write(
        housing_grade=grade,
        housing_done_on=None,
        housing_ledger=ledger,
        housing_closed=None,
        housing_paid_directly=None,
    )


def _rebuilt(year: int, month: int, day: int, *, closed: bool, paid: bool) -> Change:
    """A house that was in the ledger and has been rebuilt."""
    return write(
        housing_grade="D",
        housing_done_on=(year, month, day),
        housing_ledger=True,
        housing_closed=closed,
        housing_paid_directly=paid,
    )


def _share(more: int) -> Change:
    """The county gives some yuan more than nation and province together, or fewer."""

    def change(row: Grant, _: object, __: object) -> None:
        given = (row.national_amount or Decimal(0)) + (row.provincial_amount or Decimal(0))
        row.local_amount = given + more
        row.amount = given + row.local_amount

    return change


def _rebuilding(row: Grant, _: Ground) -> bool:
    return row.kind == "危房改造"


def _not_elsewhere(row: Household, ground: Ground) -> bool:
    """A household that no loan and no grant names, and whose members have no mistake that would be lost with it."""
    named = ground.of("loan", row.household_id) or ground.of("grant", row.household_id)
    touched = any(person.planted for person in row.people)
    return listed_home(row, ground) and not named and not touched


_IMMEDIATE = ("JX062", "JX063", "JX064")

_HOUSEHOLDS = (
    Break(("JX025",), "核查已超过十二个月", "household", "last_review_on", _reviewed_before(12, 30), listed_home),
    Break(
        ("JX025",), "距上次核查恰为十二个月", "household", "last_review_on", _reviewed_before(12, 31), listed_home,
        boundary=True,
    ),
    Break(("JX026",), "从未核查", "household", "last_review_on", write(last_review_on=None), listed_home),
    Break(
        ("JX025", "JX026"), "核查日期无法识别", "household", "last_review_on", smudge(last_review_on="年底已核"),
        listed_home,
    ),
    Break(("JX062",), "危房没有台账", "household", "housing_ledger", _dangerous("C", ledger=False), listed_home),
    Break(("JX062",), "危房台账未填", "household", "housing_ledger", _dangerous("D", ledger=None), listed_home),
    Break(
        ("JX062",), "B级房不在台账", "household", "housing_ledger", _dangerous("B", ledger=False), listed_home,
        boundary=True,
    ),
    Break(
        ("JX063",), "改造完成没有销档", "household", "housing_closed", _rebuilt(2019, 1, 1, closed=False, paid=True),
        listed_home,
    ),
    Break(
        ("JX064",), "改造资金没有到户", "household", "housing_paid_directly",
        _rebuilt(2019, 1, 1, closed=True, paid=False), listed_home,
    ),
    Break(
        ("JX063", "JX064"), "2019年以前完成改造", "household", "housing_closed",
        _rebuilt(2018, 12, 31, closed=False, paid=False), listed_home, boundary=True,
    ),
    Break(
        _IMMEDIATE, "改造完成日期无法识别", "household", "housing_done_on", smudge(housing_done_on="快完工"),
        listed_home,
    ),
)  # fmt: skip

_OTHERS = (
    Break(
        ("JX031",), "经常性收入低于150万元", "village", "recurring_income", write(recurring_income=1_499_900), any_row,
    ),
    Break(
        ("JX031",), "经常性收入恰为150万元", "village", "recurring_income", write(recurring_income=1_500_000), any_row,
        boundary=True,
    ),
    Break(
        ("JX031",), "经常性收入无法识别", "village", "recurring_income", smudge(recurring_income="过得去"),
        any_row,
    ),
    Break(("JX061",), "当地配套少于上级补助", "grant", "local_amount", _share(-1), _rebuilding),
    Break(("JX061",), "当地配套恰为上级补助", "grant", "local_amount", _share(0), _rebuilding, boundary=True),
    Break(
        ("JX061",), "中央补助无法识别", "grant", "national_amount", smudge(national_amount="未到账"), _rebuilding,
    ),
    Break(("JX065",), "改造资金付给施工方", "grant", "paid_to", write(paid_to="施工方"), _rebuilding),
    Break(("JX065",), "发放对象未填", "grant", "paid_to", write(paid_to=None), _rebuilding),
)  # fmt: skip

_LAST = (
    Break(
        ("JX024",), "没有户编号", "household", "household_id", write(household_id=None), _not_elsewhere,
        unassessable=("DQ012",),
    ),
)  # fmt: skip
"""Without its number a household loses its members; so these must have had their mistakes by then."""

BREAKS: tuple[Break, ...] = (
    *_HOUSEHOLDS,
    *_OTHERS,
    *broken_jiaxing_leaving.BREAKS,
    *broken_jiaxing_members.BREAKS,
    *broken_jiaxing_pupils.BREAKS,
    *_LAST,
)
