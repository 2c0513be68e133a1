"""The auditor agrees with the oracle on every generated roster: check by check, row by row, fen by fen."""

from functools import cache

from hypothesis import assume, given, settings

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import Setting, load_setting
from tests.oracle.agreement import Reached, assert_agree, count, has_a_year
from tests.oracle.answer import answer_of
from tests.oracle.dataset import dataset_of
from tests.oracle.oracle import consult
from tests.oracle.roster import Roster
from tests.oracle.strategies import rosters

OPTIONS = Options()


@cache
def setting() -> Setting:
    return load_setting(OPTIONS)


def test_every_check_and_target_agrees() -> None:
    reached = Reached()

    # The same rosters on every machine and every day.
    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(rosters())
    def agree(roster: Roster) -> None:
        assume(has_a_year(roster))
        expected = consult(roster)
        assert_agree(answer_of(audit_dataset(dataset_of(roster), OPTIONS, setting())), expected)
        count(reached, expected)

    agree()
    # An agreement about rosters in which nothing happens would be worth nothing.
    assert not [each for each, times in reached.items() if not times]
