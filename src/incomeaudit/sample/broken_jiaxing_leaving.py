"""Mistakes against Jiaxing's plan about those who leave, and about what they borrowed."""

from random import Random

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.changes import Change, in_turn, smudge, write
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.judged import Ground, per_head
from incomeaudit.sample.records import Loan
from incomeaudit.sample.scheme import LEFT, NEVER, WATCHED

_BEFORE_THE_PLAN = write(
    village_review_on=(2013, 5, 3),
    township_approved_on=(2013, 5, 13),
    publicised_on=(2013, 5, 20),
    registered_on=(2013, 6, 1),
    observed_from=None,
    observed_to=None,
    exited_on=(2017, 12, 31),
    policies_stopped_on=(2017, 12, 31),
)


def _leave(row: Household, ground: Ground, rng: Random) -> None:
    """Leave in the year, after just a year of observation up to the day before, with benefits to the end."""
    year, month, day = ground.scheme.year, rng.randint(2, 12), rng.randint(4, 27)
    row.status = LEFT
    row.observed_from, row.observed_to = (year - 1, month, day), (year, month, day - 1)
    row.exited_on = row.policies_stopped_on = (year, month, day)


def _moved(name: str, days: int) -> Change:
    """A day becomes another one of its month."""

    def change(row: Household, _: Ground, __: Random) -> None:
        year, month, day = getattr(row, name)
        setattr(row, name, (year, month, day + days))

    return change


def _stopped_in_autumn(row: Household, ground: Ground, _: Random) -> None:
    row.policies_stopped_on = (ground.scheme.year, 10, 8)


def _could_have_left(row: Household, ground: Ground) -> bool:
    """Not on the roster, or in observation, with an income above the line."""
    income = per_head(row)
    above = income is not None and income > ground.scheme.line
    return row.status in (LEFT, NEVER) or (row.status == WATCHED and above)


def _watched(row: Household, _: Ground) -> bool:
    return row.status == WATCHED


def _left_on(row: Loan, ground: Ground) -> Day | None:
    """The day on which the borrower left, where that is one of this year's and last year's."""
    home: Household = ground.of("household", row.household_id)[0]
    known = home.status == LEFT and home.exited_on is not None and "exited_on" not in home.unreadable
    return home.exited_on if known and home.exited_on and home.exited_on[0] >= ground.scheme.year - 1 else None


def _lent_before(row: Loan, ground: Ground) -> bool:
    return _left_on(row, ground) is not None


def _stopped_from_leaving(days: int) -> Change:
    """The subsidy ended so many days after the borrower left."""

    def change(row: Loan, ground: Ground, _: Random) -> None:
        year, month, day = _left_on(row, ground) or row.to_date
        row.subsidy_stopped_on = (year, month, day + days)

    return change


def _stopped_from_due(days: int) -> Change:
    """The subsidy ended so many days after the loan was due."""

    def change(row: Loan, _: Ground, __: Random) -> None:
        year, month, day = row.to_date
        row.subsidy_stopped_on = (year, month, day + days)

    return change


_YEAR = ("JX077", "JX078", "JX079")

BREAKS = (
    Break(("JX079",), "观察期户停了政策", "household", "policies_stopped_on", _stopped_in_autumn, _watched),
    Break(
        ("JX079",), "停止享受政策日期无法识别", "household", "policies_stopped_on",
        smudge(policies_stopped_on="已停"), _watched,
    ),
    Break(
        ("JX077",), "退出没有观察期", "household", "observed_from",
        in_turn(_leave, write(observed_from=None, observed_to=None)), _could_have_left,
    ),
    Break(
        ("JX078",), "观察期差一天满一年", "household", "observed_from",
        in_turn(_leave, _moved("observed_from", 1), write(policies_stopped_on=None)), _could_have_left,
    ),
    Break(
        ("JX079",), "观察期满前一天停了政策", "household", "policies_stopped_on",
        in_turn(_leave, _moved("policies_stopped_on", -1)), _could_have_left,
    ),
    Break(
        ("JX078", "JX079"), "观察期恰满一年", "household", "observed_from",
        in_turn(_leave, write(observed_to=None)), _could_have_left, boundary=True,
    ),
    Break(
        ("JX078",), "观察期提前结束", "household", "observed_from", in_turn(_leave, _moved("observed_to", -1)),
        _could_have_left,
    ),
    Break(
        ("JX077",), "文件执行前一天退出", "household", "observed_from", in_turn(_leave, _BEFORE_THE_PLAN),
        _could_have_left, boundary=True,
    ),
    Break(
        _YEAR, "退出日期无法识别", "household", "exited_on", in_turn(_leave, smudge(exited_on="年中")),
        _could_have_left,
    ),
    Break(
        _YEAR, "观察期起无法识别", "household", "observed_from", in_turn(_leave, smudge(observed_from="见档案")),
        _could_have_left,
    ),
    Break(
        ("JX075",), "退出当天停了贴息", "loan", "subsidy_stopped_on", _stopped_from_leaving(0), _lent_before,
    ),
    Break(
        ("JX075",), "到期前一天停了贴息", "loan", "subsidy_stopped_on", _stopped_from_due(-1), _lent_before,
    ),
    Break(
        ("JX075",), "贴息恰到到期日", "loan", "subsidy_stopped_on", _stopped_from_due(0), _lent_before, boundary=True,
    ),
    Break(
        ("JX075",), "退出前一天停了贴息", "loan", "subsidy_stopped_on", _stopped_from_leaving(-1), _lent_before,
        boundary=True,
    ),
    Break(
        ("JX075",), "停止贴息日期无法识别", "loan", "subsidy_stopped_on", smudge(subsidy_stopped_on="不详"),
        _lent_before,
    ),
)  # fmt: skip
