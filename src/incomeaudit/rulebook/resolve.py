"""Which packs are in force where and when, and which value of a parameter holds."""

from datetime import date

from incomeaudit.rulebook.model import DatedValue, Document, Parameter

Bound = bool | int | float | date | str | list[str] | list[int]


def covers(place: str, ancestor: str) -> bool:
    """Whether ``place`` is ``ancestor`` or lies in it; both are paths in the place tree."""
    return place == ancestor or place.startswith(f"{ancestor}/")


def day_of(document: Document, year: int) -> date | None:
    """The day on which a year's data are held against a document: its last day in force in that year.

    None when the document is not in force in that year.
    """
    last = min(date(year, 12, 31), document.in_force.end)
    return last if max(date(year, 1, 1), document.in_force.start) <= last else None


def applies(document: Document, place: str, year: int) -> bool:
    """Whether the document speaks of that place in that year."""
    return covers(place, document.place) and day_of(document, year) is not None


def value_on(parameter: Parameter, document: Document, place: str, day: date) -> DatedValue | None:
    """The value in force: the interval that holds the day, of the nearest ancestor place. None when there is none."""
    standing = [
        value
        for value in parameter.values
        if (value.start or document.in_force.start) <= day
        and (value.until is None or day < value.until)
        and covers(place, value.place or document.place)
    ]
    return max(standing, key=lambda value: (value.place or document.place).count("/"), default=None)


def begins(parameter: Parameter, document: Document, place: str) -> date | None:
    """The first day on which the parameter has a value for the place; None when it never has."""
    starts = [
        value.start or document.in_force.start
        for value in parameter.values
        if covers(place, value.place or document.place)
    ]
    return min(starts, default=None)
