"""The auditor's answer, in the oracle's form."""

from collections import defaultdict
from decimal import Decimal

from incomeaudit.auditing.result import Result
from tests.oracle.roster import fen
from tests.oracle.verdicts import At, CheckVerdict, Figures, Finding, Targets, TargetVerdict, Verdicts


def answer_of(result: Result) -> Verdicts:
    """Checks and targets of a result."""
    flagged: dict[str, dict[At, Finding]] = defaultdict(dict)
    for found in result.findings.iter_rows(named=True):
        at = (found["file"], found["sheet"], found["row"])
        assert at not in flagged[found["code"]], f"{found['code']} twice at {at}"
        money = (_fen(found[name]) for name in ("actual", "expected", "gap", "gap_household"))
        flagged[found["code"]][at] = Finding(found["cell"], Figures(*money))
    unassessable: dict[str, set[At]] = defaultdict(set)
    for row in result.unassessed.iter_rows(named=True):
        for code in row["codes"]:
            unassessable[code].add((row["file"], row["sheet"], row["row"]))
    checks = {}
    for check in result.checks.iter_rows(named=True):
        code = check["code"]
        verdict = CheckVerdict(check["outcome"], check["in_scope"], flagged[code], frozenset(unassessable[code]))
        counted = (len(verdict.flagged), len(verdict.unassessable), verdict.assessed)
        assert (check["flagged"], check["unassessable"], check["assessed"]) == counted, check
        checks[code] = verdict
    return Verdicts(checks, _targets(result))


def _targets(result: Result) -> Targets:
    found: Targets = {}
    for row in result.targets.iter_rows(named=True):
        key = (row["code"], row["place"], row["year"])
        assert key not in found, key
        measured = row["measured"]
        if measured is not None:
            measured = _fen(measured) if row["unit"] == "yuan" else Decimal(measured).quantize(Decimal("1e-10"))
        goal = None if row["target"] is None else Decimal(str(row["target"]))
        found[key] = TargetVerdict(row["outcome"], row["level"], measured, goal, row["rows"], row["left_out"])
    return found


def _fen(figure: float | None) -> Decimal | None:
    return None if figure is None else fen(Decimal(str(figure)))
