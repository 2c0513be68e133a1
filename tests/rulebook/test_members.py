"""Of members who have died nothing is asked, and nobody counts them: not in a check, not in a target, not in a sum."""

import pytest

from incomeaudit.rulebook.computed import Sum
from incomeaudit.rulebook.model import Check, Target
from incomeaudit.rulebook.sql import condition_of

from .case_runner import setting, table_fields


def over_members() -> list[object]:
    entries: list[Check | Target] = [entry for _, entry in (*setting().rulebook.checks, *setting().rulebook.targets)]
    return [pytest.param(entry, id=entry.code) for entry in entries if entry.table == "member" and entry.scope]


def sums_of_members() -> list[object]:
    return [
        pytest.param(field.source, id=field.id)
        for field in table_fields("household").computed.values()
        if isinstance(field.source, Sum) and field.source.source == "member"
    ]


@pytest.mark.parametrize("entry", over_members())
def test_a_scope_over_members_leaves_out_who_died(entry: Check | Target) -> None:
    asked = {field.id for field in table_fields("member").chain(condition_of(entry.scope or "").fields)}
    assert {"household_on_roster", "living"} <= asked


@pytest.mark.parametrize("total", sums_of_members())
def test_a_sum_over_members_counts_the_living(total: Sum) -> None:
    assert "living" in total.condition.fields


def test_both_are_there_to_be_looked_at() -> None:
    assert len(over_members()) > 20
    assert len(sums_of_members()) > 5
