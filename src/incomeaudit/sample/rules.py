"""All clauses that are judged row by row, and the rows judged by them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from incomeaudit.sample import (
    judged_jiaxing,
    judged_lanxi,
    judged_lishui,
    judged_province,
    judged_quality,
    judged_wenzhou,
    targets_jiaxing,
    targets_lanxi,
    targets_lishui,
    targets_province,
    targets_wenzhou,
)
from incomeaudit.sample.judged import Ground, Rule
from incomeaudit.sample.scheme import Scheme
from incomeaudit.sample.targets import Outcome

RULES = (
    *judged_quality.RULES,
    *judged_province.RULES,
    *judged_lishui.RULES,
    *judged_jiaxing.RULES,
    *judged_wenzhou.RULES,
    *judged_lanxi.RULES,
)
_TARGETS: Mapping[str, Callable[[Ground], Iterable[Outcome]]] = {
    "ZJ": targets_province.outcomes,
    "LS": targets_lishui.outcomes,
    "JX": targets_jiaxing.outcomes,
    "WZ": targets_wenzhou.outcomes,
    "LX": targets_lanxi.outcomes,
}


@dataclass(slots=True)
class Verdicts:
    """What the clauses say of one row: codes with the fields at fault, and codes that cannot be answered."""

    findings: list[tuple[str, str]] = field(default_factory=list)
    unassessable: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    """Codes that speak of the row and find nothing wrong with it."""

    @property
    def answered(self) -> set[str]:
        """Codes that have an answer for the row, whichever."""
        return {*self.passed, *(code for code, _ in self.findings)}


def rules_for(scheme: Scheme) -> tuple[Rule, ...]:
    """The rules that are asked at the place and year.

    Of the province's two ways to look at monthly visits, the workbook's tables leave one.
    """
    counted = "ZJ072" if scheme.visits_listed else "ZJ071"
    return tuple(rule for rule in RULES if rule.applies(scheme) and rule.code != counted)


def measure(ground: Ground) -> list[Outcome]:
    """The targets in force of the county and its townships, in the order of their codes."""
    spoken = [_TARGETS[document](ground) for document in _TARGETS if document in ground.scheme.documents]
    return sorted(chain.from_iterable(spoken), key=lambda each: (each.code, each.township))


def judge_rows(ground: Ground, tables: Mapping[str, Sequence[Any]]) -> dict[int, Verdicts]:
    """By the identity of the row, which the county keeps, what the clauses say of it."""
    said: dict[int, Verdicts] = defaultdict(Verdicts)
    for rule in rules_for(ground.scheme):
        for row in tables.get(rule.table, ()):
            spoken = rule.speaks(row, ground)
            if spoken is False:
                continue
            answer = rule.wrong(row, ground) if spoken else None
            if answer:
                said[id(row)].findings.append((rule.code, rule.field(row)))
            else:
                (said[id(row)].unassessable if answer is None else said[id(row)].passed).append(rule.code)
    return said
