"""Jiaxing's plan on those who leave: a year of observation, and benefits and subsidies that go on."""

from datetime import date, timedelta

from incomeaudit.sample.cells import Answer, is_blank, known
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.judged import Ground, Rule, both, no
from incomeaudit.sample.records import Loan
from incomeaudit.sample.scheme import LEFT, WATCHED

SINCE = (2018, 1, 1)
"""The first day on which observation is asked for."""


def a_year_on(day: Day) -> Day:
    """The same day a year later; 29 February has its year full on the 28th."""
    year, month, number = day
    return (year + 1, month, 28 if (month, number) == (2, 29) else number)


def _next(day: Day | None) -> Day | None:
    if day is None:
        return None
    following = date(*day) + timedelta(days=1)
    return following.year, following.month, following.day


def _left(row: Household, _: Ground) -> Answer:
    """Whether it left since observation is asked for; a blank day of leaving does not excuse."""
    if row.status != LEFT:
        return False
    if is_blank(row, "exited_on"):
        return True
    day = known(row, "exited_on")
    return None if day is None else bool(day >= SINCE)


def _left_observed(row: Household, ground: Ground) -> Answer:
    return both(_left(row, ground), no(is_blank(row, "observed_from")))


def _observed_until(row: Household) -> Day | None:
    """The day on which observation was over: that of leaving, or the one after the last day that is on record."""
    began, last = known(row, "observed_from"), known(row, "observed_to")
    left: Day | None = known(row, "exited_on")
    sooner = is_blank(row, "observed_to") or (left is not None and last is not None and left < last)
    if left is not None and began is not None and left > began and sooner:
        return left
    return None if is_blank(row, "exited_on") is None else _next(last)


def _observed_briefly(row: Household, _: Ground) -> Answer:
    """Less than a year."""
    began, until = known(row, "observed_from"), _observed_until(row)
    return None if began is None or until is None else until < a_year_on(began)


def _observed(row: Household, ground: Ground) -> Answer:
    """In observation, or left after one."""
    return True if row.status == WATCHED else _left_observed(row, ground)


def _stopped_early(row: Household, _: Ground) -> Answer:
    """Whether benefits ended before a year of observation was over; they go on where nothing is said."""
    if is_blank(row, "policies_stopped_on"):
        return False
    began, stopped = known(row, "observed_from"), known(row, "policies_stopped_on")
    return None if began is None or stopped is None else bool(stopped < a_year_on(began))


def _lent_to_one_who_left(row: Loan, ground: Ground) -> Answer:
    borrowers = ground.of("household", row.household_id)
    return borrowers[0].status == LEFT if borrowers else None


def _subsidy_ended(row: Loan, ground: Ground) -> Answer:
    """Whether the subsidy ended on the day of leaving or later, and before the loan was due."""
    if is_blank(row, "subsidy_stopped_on"):
        return False
    stopped, due = known(row, "subsidy_stopped_on"), known(row, "to_date")
    days = [day for home in ground.of("household", row.household_id) if (day := known(home, "exited_on"))]
    after = None if stopped is None or not days else bool(stopped >= max(days))
    return both(after, None if stopped is None or due is None else bool(stopped < due))


LEAVING = (
    Rule("JX075", "loan", ("subsidy_stopped_on",), _subsidy_ended, _lent_to_one_who_left),
    Rule("JX077", "household", ("observed_from",), lambda row, _: is_blank(row, "observed_from"), _left),
    Rule("JX078", "household", ("observed_from",), _observed_briefly, _left_observed),
    Rule("JX079", "household", ("policies_stopped_on",), _stopped_early, _observed),
)
