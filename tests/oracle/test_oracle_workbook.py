"""The same agreement, with the rows written to real workbooks and read back before they are audited."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings

import incomeaudit
from tests.oracle.agreement import assert_agree, has_a_year
from tests.oracle.answer import answer_of
from tests.oracle.oracle import consult
from tests.oracle.roster import Roster
from tests.oracle.strategies import rosters
from tests.oracle.workbook import write


@settings(max_examples=25, deadline=None, derandomize=True)
@given(roster=rosters())
def test_audit_of_workbooks_agrees(roster: Roster) -> None:
    assume(has_a_year(roster))
    with TemporaryDirectory() as folder:
        result = incomeaudit.audit(write(roster, Path(folder)))
    assert_agree(answer_of(result), consult(roster))
