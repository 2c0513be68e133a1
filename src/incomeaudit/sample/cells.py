"""What a cell of a row says: a value, nothing, or something that cannot be read."""

from typing import Any

from incomeaudit.sample.household import Day

Answer = bool | None
"""Yes, no, or: that cannot be said."""

_UNDECIDED = frozenset({"assistance", "cadre", "paired_unit", "plan", "asset_manager", "work_place"})
_NOTHING = frozenset({None, "无", "没有", "暂无", "未落实", "未安排", "待定", "-", "/"})
"""Words by which a cell of these fields, though filled, says that there is nothing."""


def known(row: Any, name: str) -> Any:
    """The value of a cell; None where it is blank or cannot be read."""
    value = None if name in row.unreadable else getattr(row, name)
    return None if name in _UNDECIDED and value in _NOTHING else value


def is_blank(row: Any, name: str) -> Answer:
    """Whether a cell says nothing; what cannot be read is neither blank nor filled."""
    return None if name in row.unreadable else known(row, name) is None


def equals(row: Any, name: str, wanted: object) -> Answer:
    """Whether a cell says just that; None where it says nothing that is known."""
    found = known(row, name)
    return None if found is None else found == wanted


def later(day: Day | None, than: Day | None) -> Answer:
    """Whether a day comes after another."""
    return None if day is None or than is None else day > than


def either(*parts: Answer) -> Answer:
    """Whether some of it holds."""
    if True in parts:
        return True
    return None if None in parts else False
