"""丽委发〔2019〕23号: a whole year of observation before a household is let go, and no longer than that."""

from datetime import date, timedelta

from incomeaudit.sample.cells import Answer, is_blank, known
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.judged import Ground, Rule, below, both, no, per_head
from incomeaudit.sample.scheme import LEFT, WATCHED

OBSERVED = 12
"""Full months of observation."""
_PLAN = date(2018, 1, 1)


def _day(row: Household, name: str) -> date | None:
    day: Day | None = known(row, name)
    return None if day is None else date(*day)


def full_months(start: date, end: date) -> int:
    """How many whole months lie between two days; the last day of a month completes it."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last = (end + timedelta(days=1)).day == 1
    return months - (end.day < start.day and not last)


def _over(row: Household) -> date | None:
    """The first day on which a household was no longer observed: after the last of it, or when it was let go."""
    if None in (is_blank(row, "observed_to"), is_blank(row, "exited_on")):
        return None
    last, exited = _day(row, "observed_to"), _day(row, "exited_on")
    after = [last + timedelta(days=1)] if last else []
    return min([*after, exited] if exited else after, default=None)


def _exited(row: Household, _: Ground) -> Answer:
    """Let go under the plan; before its first year nobody asked for observation."""
    exited = _day(row, "exited_on")
    unknown = exited is None and not is_blank(row, "exited_on")
    return both(row.status == LEFT, None if unknown else exited is None or exited >= _PLAN)


def _unobserved(row: Household, _: Ground) -> Answer:
    return is_blank(row, "observed_from")


def _observed(row: Household, ground: Ground) -> Answer:
    return both(_exited(row, ground), no(is_blank(row, "observed_from")))


def _too_short(row: Household, _: Ground) -> Answer:
    start, over = _day(row, "observed_from"), _over(row)
    return None if start is None or over is None else full_months(start, over) < OBSERVED


def _watched(row: Household, _: Ground) -> Answer:
    return row.status == WATCHED


def _too_long(row: Household, ground: Ground) -> Answer:
    """A year of observation and more by the end of the year, and its last day was before that."""
    start, last, end = _day(row, "observed_from"), _day(row, "observed_to"), date(ground.scheme.year, 12, 31)
    whole = None if start is None else full_months(start, end) >= OBSERVED
    past = is_blank(row, "observed_to") or (None if last is None else last < end)
    return both(whole, past)


def _observed_this_year(row: Household, ground: Ground) -> Answer:
    over = _over(row)
    return both(_observed(row, ground), None if over is None else over.year == ground.scheme.year)


def _below_line(row: Household, ground: Ground) -> Answer:
    return below(per_head(row), ground.scheme.line)


RULES = (
    Rule("LS121", "household", ("observed_from",), _unobserved, _exited),
    Rule("LS122", "household", ("observed_from",), _too_short, _observed),
    Rule("LS123", "household", ("observed_from",), _too_long, _watched),
    Rule("LS124", "household", ("per_capita_income", "income"), _below_line, _observed_this_year),
)
