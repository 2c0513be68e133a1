"""A check as the oracle knows it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.truth import Truth

Condition = Callable[[Row, World], Truth]


def always(_: Row, __: World) -> Truth:
    return True


@dataclass(frozen=True)
class Rule:
    """What a check flags among the rows of its table."""

    code: str
    table: str
    violation: Condition
    scope: Condition = always


@dataclass(frozen=True)
class Verdict:
    """Positions of rows in their table."""

    flagged: frozenset[int]
    unassessable: frozenset[int]


def judge(rule: Rule, world: World) -> Verdict:
    """Hold a rule against every row of its table."""
    flagged, unassessable = set[int](), set[int]()
    for position, row in enumerate(world.of(rule.table)):
        scope = rule.scope(row, world)
        violation = None if scope is False else rule.violation(row, world)
        if scope and violation:
            flagged.add(position)
        elif scope is None or (scope and violation is None):
            unassessable.add(position)
    return Verdict(frozenset(flagged), frozenset(unassessable))
