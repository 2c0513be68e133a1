"""The auditor agrees with the oracle, check by check and row by row, where several tables, days or sums decide."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle_tables import (
    jiaxing,
    jiaxing_aid,
    jiaxing_aid_rows,
    jiaxing_rows,
    lanxi,
    lanxi_aid,
    lanxi_aid_rows,
    lanxi_rows,
    lishui,
    lishui_members,
    lishui_members_rows,
    lishui_rows,
    quality,
    quality_rows,
    wenzhou,
    wenzhou_rows,
    zhejiang,
    zhejiang_copied,
    zhejiang_copied_rows,
    zhejiang_dossier,
    zhejiang_rows,
)
from tests.oracle_tables.answer import audited, verdict
from tests.oracle_tables.making import Maker
from tests.oracle_tables.rows import World
from tests.oracle_tables.rule import Rule, judge

DOCUMENTS: dict[str, tuple[Sequence[Rule], Maker]] = {
    "zhejiang": (zhejiang.RULES, zhejiang_rows.world),
    "zhejiang, visits counted": (zhejiang.COUNTED_RULES, zhejiang_rows.counted_world),
    "zhejiang, relief": (zhejiang.RELIEF_RULES, zhejiang_rows.relief_world),
    "zhejiang, files": (zhejiang_dossier.RULES, zhejiang_copied_rows.files),
    "zhejiang, copied figures": (zhejiang_copied.RULES, zhejiang_copied_rows.world),
    "quality": (quality.RULES, quality_rows.world),
    "lishui": (lishui.RULES, lishui_rows.world),
    "lishui, support": (lishui.SUPPORT_RULES, lishui_rows.support_world),
    "lishui, members": (lishui_members.RULES, lishui_members_rows.world),
    "jiaxing": (jiaxing.RULES, jiaxing_rows.world),
    "jiaxing, aid": (jiaxing_aid.RULES, jiaxing_aid_rows.world),
    "wenzhou": (wenzhou.RULES, wenzhou_rows.world),
    "wenzhou, backstop": (wenzhou.BACKSTOP_RULES, wenzhou_rows.backstop_world),
    "lanxi": (lanxi.RULES, lanxi_rows.world),
    "lanxi, aid": (lanxi_aid.RULES, lanxi_aid_rows.world),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=12, deadline=None)
def test_every_verdict_is_the_oracles(name: str, seed: int) -> None:
    rules, maker = DOCUMENTS[name]
    assert_agree(rules, maker(Random(seed)))


def assert_agree(rules: Sequence[Rule], world: World) -> None:
    """One check at a time, with the rows on which the two differ."""
    result = audited(world, [rule.code for rule in rules])
    for rule in rules:
        answer, expected = verdict(result, rule.code), judge(rule, world)
        differ = (answer.flagged ^ expected.flagged) | (answer.unassessable ^ expected.unassessable)
        assert answer == expected, (rule.code, [world.of(rule.table)[position] for position in sorted(differ)])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_rows_bring_about_every_verdict(name: str) -> None:
    """Each check has rows that it flags, passes and cannot judge; an oracle that is never asked proves nothing."""
    rules, maker = DOCUMENTS[name]
    worlds = [maker(Random(seed)) for seed in range(40)]
    for rule in rules:
        verdicts = [judge(rule, world) for world in worlds]
        assert any(each.flagged for each in verdicts), rule.code
        assert any(each.unassessable for each in verdicts), rule.code
        assert any(_passed(rule, world) for world in worlds), rule.code


def _passed(rule: Rule, world: World) -> bool:
    rows = world.of(rule.table)
    return any(rule.scope(row, world) and rule.violation(row, world) is False for row in rows)
