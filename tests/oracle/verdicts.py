"""What an audit must say of a roster: one answer, whoever gives it, in a form that can be compared."""

from dataclasses import dataclass, field
from decimal import Decimal

Truth = bool | None
"""SQL's three values; None is unknown."""
At = tuple[str, str, int]
"""File, sheet and row."""


def both(*truths: Truth) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def below(amount: Decimal | None, line: Decimal | None) -> Truth:
    return None if amount is None or line is None else amount < line


def above(amount: Decimal | None, line: Decimal | None) -> Truth:
    return None if amount is None or line is None else amount > line


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


@dataclass(frozen=True)
class Figures:
    """What a finding says beside where it lies; money to the fen."""

    actual: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    gap_household: Decimal | None = None


@dataclass(frozen=True)
class Finding:
    cell: str | None
    figures: Figures


@dataclass(frozen=True)
class CheckVerdict:
    """What one check says of all rows."""

    outcome: str
    in_scope: int = 0
    flagged: dict[At, Finding] = field(default_factory=dict)
    unassessable: frozenset[At] = frozenset()

    @property
    def assessed(self) -> int:
        return self.in_scope - len(self.unassessable)


@dataclass(frozen=True)
class TargetVerdict:
    """What one target says of one place and year."""

    outcome: str
    level: str | None = None
    measured: Decimal | None = None
    goal: Decimal | None = None
    rows: int = 0
    left_out: int = 0


Targets = dict[tuple[str, str | None, int | None], TargetVerdict]
"""By code, place and year; a target that is skipped has neither."""


@dataclass(frozen=True)
class Verdicts:
    checks: dict[str, CheckVerdict]
    targets: Targets
