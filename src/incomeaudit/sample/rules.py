"""All clauses that are judged row by row, and the rows judged by them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incomeaudit.sample import judged_jiaxing, judged_lanxi, judged_lishui, judged_province
from incomeaudit.sample.judged import Ground, Rule
from incomeaudit.sample.scheme import Scheme

RULES = (*judged_province.RULES, *judged_lishui.RULES, *judged_jiaxing.RULES, *judged_lanxi.RULES)


@dataclass(slots=True)
class Verdicts:
    """What the clauses say of one row: codes with the fields at fault, and codes that cannot be answered."""

    findings: list[tuple[str, str]] = field(default_factory=list)
    unassessable: list[str] = field(default_factory=list)


def rules_for(scheme: Scheme) -> tuple[Rule, ...]:
    """The rules that are asked at the place and year."""
    return tuple(rule for rule in RULES if rule.applies(scheme))


def judge_rows(ground: Ground, tables: Mapping[str, Sequence[Any]]) -> dict[int, Verdicts]:
    """By the identity of the row, which the county keeps, what the clauses say of it."""
    said: dict[int, Verdicts] = defaultdict(Verdicts)
    for rule in rules_for(ground.scheme):
        for row in tables.get(rule.table, ()):
            answer = rule.judge(row, ground)
            if answer:
                said[id(row)].findings.append((rule.code, rule.field(row)))
            elif answer is None:
                said[id(row)].unassessable.append(rule.code)
    return said
