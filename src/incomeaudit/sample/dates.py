"""Days of a household's life on the roster, all of them in the order that the documents ask for."""

from random import Random

from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.scheme import LEFT, NEVER, WATCHED, Scheme

_NEW = 0.03
"""So many of the households on the roster came to it within the year."""


def date_households(rng: Random, scheme: Scheme, rows: list[Household]) -> None:
    """Give every household its days: review, approval, public notice and entry, observation, and leaving.

    Who is in observation entered it in the year's first half, and stays there into the next year. Who left did so
    in this year or the year before, after a whole year of observation, reviewed and announced before.
    """
    for row in rows:
        year = scheme.year
        if row.status in (WATCHED, LEFT):
            row.registered_on = (year - rng.randint(4, 6), *_month_and_day(rng))
        elif row.status != NEVER and row.planted is None and rng.random() < _NEW:
            row.registered_on = (year, *_month_and_day(rng))
        _enter(rng, row)
        if row.status == WATCHED:
            month, day = _month_and_day(rng)
            row.observed_from = (year, min(month, 6), day)
            row.observed_to = (year + 1, *_day_before(min(month, 6), day))
        elif row.status == LEFT:
            _leave(rng, row, year - rng.randint(0, 1))
        if row.on_roster:
            row.last_review_on = (year, rng.randint(2, 11), rng.randint(1, 28))


def _enter(rng: Random, row: Household) -> None:
    """Village review, approval by the township and public notice, each some days before the next."""
    row.publicised_on = _earlier(row.registered_on, rng.randint(7, 20))
    row.township_approved_on = _earlier(row.publicised_on, rng.randint(2, 15))
    row.village_review_on = _earlier(row.township_approved_on, rng.randint(2, 20))


def _leave(rng: Random, row: Household, year: int) -> None:
    """A year of observation up to the day of leaving, which was reviewed and announced."""
    month, day = max(2, rng.randint(1, 12)), rng.randint(2, 28)
    row.exited_on = (year, month, day)
    row.observed_from = (year - 1, month, day)
    row.observed_to = (year, month, day - 1)
    row.exit_publicised_on = _earlier(row.exited_on, rng.randint(1, 7))
    row.exit_reviewed_on = _earlier(row.exit_publicised_on, rng.randint(3, 14))


def _month_and_day(rng: Random) -> tuple[int, int]:
    return rng.randint(1, 12), rng.randint(2, 28)


def _day_before(month: int, day: int) -> tuple[int, int]:
    """The day before a day from the second of a month on."""
    return month, day - 1


def _earlier(day: Day, days: int) -> Day:
    """Some days before a day, within months of twenty-eight days."""
    year, month, number = day
    whole = (year * 12 + month - 1) * 28 + number - 1 - days
    months, rest = divmod(whole, 28)
    return months // 12, months % 12 + 1, rest + 1
