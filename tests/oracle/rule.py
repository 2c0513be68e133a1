"""A check as the oracle knows it, and how it is held against rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tests.oracle.located import Located
from tests.oracle.roster import ZHEJIANG, Place
from tests.oracle.verdicts import At, CheckVerdict, Figures, Finding, Truth

Columns = tuple[frozenset[str], ...]
"""Alternatives: one of these sets of columns must be there."""
EVER = range(1949, 2100)

S = TypeVar("S")


def columns(*alternatives: str) -> Columns:
    """``columns("per_capita_income", "income members")``: the one, or the other two."""
    return tuple(frozenset(each.split()) for each in alternatives)


def always(_: object) -> Truth:
    return True


def nothing_needed(_: object) -> bool:
    return True


@dataclass(frozen=True)
class Rule(Generic[S]):
    """One check over subjects of kind ``S``."""

    code: str
    needs: tuple[Columns, ...]
    violation: Callable[[S], Truth]
    figures: Callable[[S], Figures]
    cell: Callable[[S], str | None]
    scope: Callable[[S], Truth] = always
    place: Place = ZHEJIANG
    years: range = EVER
    knows: Callable[[S], bool] = nothing_needed
    """Whether 县级参数 has the figure that the check needs for the subject's place and year."""


def can_run(needs: Sequence[Columns], present: frozenset[str]) -> bool:
    """Whether the columns that are there are enough."""
    return all(any(each <= present for each in alternatives) for alternatives in needs)


def judge(rule: Rule[S], subjects: Sequence[tuple[Located, S]], present: frozenset[str]) -> CheckVerdict:
    """What a rule says of all rows of its table."""
    spoken_of = [(item, subject) for item, subject in subjects if item.within(rule.place, rule.years)]
    if not can_run(rule.needs, present) or not any(rule.knows(subject) for _, subject in spoken_of):
        return CheckVerdict("skipped")
    in_scope, flagged, unassessable = 0, dict[At, Finding](), set[At]()
    for item, subject in spoken_of:
        scope = rule.scope(subject)
        if scope is False:
            continue
        in_scope += 1
        violation = rule.violation(subject)
        if scope is None or violation is None:
            unassessable.add(item.at)
        elif violation:
            flagged[item.at] = Finding(rule.cell(subject), rule.figures(subject))
    # A check that judged not a single row has passed nothing.
    outcome = "flagged" if flagged else "passed" if in_scope > len(unassessable) else "skipped"
    return CheckVerdict(outcome, in_scope, flagged, frozenset(unassessable))
