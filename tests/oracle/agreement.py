"""Holding the auditor's verdicts against the oracle's, and keeping count of what the rosters brought about."""

from collections import Counter
from dataclasses import asdict

from tests.oracle.located import located
from tests.oracle.roster import COLUMNS, Roster
from tests.oracle.verdicts import Verdicts

Reached = Counter[tuple[str, str]]
"""By code and by what happened: flagged, cleared, unassessable, skipped; for targets their outcomes."""


def has_a_year(roster: Roster) -> bool:
    """Whether some row says where and when it is; without any there is nothing to audit."""
    return any(item.year and item.place for table in COLUMNS for item in located(roster, table))


def assert_agree(answer: Verdicts, expected: Verdicts) -> None:
    """One check or target at a time, so that a failure names it. Of what the oracle knows; see its list of codes."""
    for code, verdict in expected.checks.items():
        assert asdict(answer.checks[code]) == asdict(verdict), code
    known = {code for code, _, _ in expected.targets}
    assert {key for key in answer.targets if key[0] in known} ^ expected.targets.keys() == set()
    for key, target in expected.targets.items():
        assert answer.targets[key] == target, key


def count(reached: Reached, verdicts: Verdicts) -> None:
    """Add what one roster brought about."""
    for code, verdict in verdicts.checks.items():
        reached[code, "skipped"] += verdict.outcome == "skipped" and not verdict.in_scope
        reached[code, "flagged"] += len(verdict.flagged)
        reached[code, "cleared"] += verdict.assessed - len(verdict.flagged)
        reached[code, "unassessable"] += len(verdict.unassessable)
    for (code, _, _), target in verdicts.targets.items():
        for outcome in ("skipped", "met", "not_met", "unassessable"):
            reached[code, outcome] += target.outcome == outcome
