"""浙委办发〔2020〕29号: a visit in every month on the roster, listed one by one or only counted."""

from incomeaudit.sample.cells import Answer, either, is_blank, known, later
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.judged import Ground, Rule, below, no

_MONTHS = range(1, 13)


def _first_month(row: Household, year: int) -> int | None:
    """The month of entry, which counts as a month on the roster; January where that lies in an earlier year."""
    entered: Day | None = known(row, "registered_on")
    if entered is None:
        return None
    return 1 if entered[0] < year else entered[1] if entered[0] == year else _MONTHS.stop


def _last_month(row: Household, year: int) -> int | None:
    """The month of leaving; an exit before the entry is an earlier one and does not count."""
    if is_blank(row, "exited_on"):
        return _MONTHS[-1]
    left: Day | None = known(row, "exited_on")
    again = later(known(row, "registered_on"), left)
    if left is None or again is None:
        return None
    if again or left[0] > year:
        return _MONTHS[-1]
    return left[1] if left[0] == year else 0


def months_on_roster(row: Household, year: int) -> int | None:
    """How many months of the year a household was on the roster, those of entry and of leaving counted whole."""
    first, last = _first_month(row, year), _last_month(row, year)
    return None if first is None or last is None else max(0, last - first + 1)


def _missed(row: Household, ground: Ground) -> Answer:
    """A month on the roster without a visit; a visit of unknown day may have been in it."""
    year = ground.scheme.year
    days: list[Day | None] = [known(visit, "visited_on") for visit in ground.of("visit", row.household_id)]
    seen = {day[1] for day in days if day is not None and day[0] == year}
    first, last = _first_month(row, year), _last_month(row, year)
    answers = [
        no(
            either(
                month in seen,
                None if first is None else month < first,
                None if last is None else month > last,
            )
        )
        for month in _MONTHS
    ]
    if None in answers:
        return None
    missed = answers.count(True)
    return False if missed == 0 else True if missed > days.count(None) else None


def _too_few(row: Household, ground: Ground) -> Answer:
    months = months_on_roster(row, ground.scheme.year)
    return None if months is None else below(known(row, "visits"), months)


def _listed_visits(row: Household, ground: Ground) -> Answer:
    return row.on_roster and ground.scheme.visits_listed


def _counted_visits(row: Household, ground: Ground) -> Answer:
    return row.on_roster and not ground.scheme.visits_listed


RULES = (
    Rule("ZJ071", "household", ("household_id",), _missed, _listed_visits),
    Rule("ZJ072", "household", ("visits",), _too_few, _counted_visits),
)
