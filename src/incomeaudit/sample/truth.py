"""The list of what was planted and what an audit of the sample must say, as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast

from incomeaudit.sample.county import Township, Village
from incomeaudit.sample.household import HARDSHIP, ITEMS, Household
from incomeaudit.sample.people import Person
from incomeaudit.sample.place_rows import PlaceRow
from incomeaudit.sample.plan import County
from incomeaudit.sample.records import name_of
from incomeaudit.sample.rules import Verdicts
from incomeaudit.sample.scheme import GUARANTEES, half_up
from incomeaudit.sample.sheets import Placed, Sheet, planted_of

_CELLS = {
    **{f"ZJ01{number}": name for number, name in enumerate(GUARANTEES, 1)},
    **{f"ZJ05{number}": name for number, name in enumerate(GUARANTEES, 1)},
    **{"ZJ021": "total_income", "ZJ022": "operating_income", "ZJ031": "dibao_standard", "LS013": "dibao_standard"},
    **{"ZJ041": "members", "ZJ042": "poverty_cause", "ZJ043": "income_source", "ZJ044": "epidemic_impact"},
    **{"ZJ045": "assistance", "DQ002": "income", "DQ011": "members", "DQ012": "household_id"},
}
"""The field whose cell a finding points to, for checks that are not about income per head."""
_BY_ITEMS = ("ZJ003", "LS004", "LS005", "LS006", "LS012", "JX004", "JX005", "JX006")
_WORDLESS = (*(f"ZJ0{tens}{number}" for tens in (1, 4, 5) for number in range(1, 7)), "DQ012")
"""Findings about a word or a blank cell, not about a figure."""
_TARGETS = ("JX011", "ZJ023", "ZJ032")

Entry = dict[str, object]


def truth_of(county: County, sheets: tuple[Sheet, ...], previous: Sheet, names: tuple[str, str], seed: int) -> str:
    """What the workbooks hold and what an audit of both must find, as JSON text in a fixed order.

    ``names`` are those of this year's and of last year's workbook. ``findings`` and ``issues`` lie at ``sheet``,
    ``row`` and ``cell``: one whose ``table`` is ``previous`` in last year's workbook, one of a ``township`` at the
    township's first household; of a household without number and of its members, ``subject_id`` is empty.
    ``flagged_households`` counts rows of households that have a finding, themselves or one of their members.
    ``boundaries`` are planted cells on the limit of the checks ``codes``, which find nothing in that row.
    ``unassessed`` and ``unassessable`` count what cannot be judged. Money is yuan.
    """
    scheme = county.scheme
    every = [(sheet, placed) for sheet in (*sheets, previous) for placed in sheet.placed]
    every += _townships(county, sheets)
    planted = [(sheet, placed) for sheet, placed in every if planted_of(placed.subject)]
    # A check that speaks of no row, or can judge none, has not run.
    answered = {code for said in county.verdicts.values() for code in said.answered}
    checks = sorted((scheme.codes | answered) - set(_TARGETS))
    findings = [entry for sheet, placed in planted for entry in _findings(scheme.floor, sheet, placed)]
    findings += [entry for sheet, placed in every for entry in _judged(sheet, placed, county.verdicts)]
    unassessed = [entry for sheet, placed in every for entry in _unassessed(sheet, placed, county.verdicts)]
    unassessable = Counter(code for each in unassessed for code in cast(list[str], each["codes"]))
    truth = {
        "workbook": names[0],
        "previous": names[1],
        "place": scheme.path,
        "year": scheme.year,
        "seed": seed,
        "checks": checks,
        "counts": _counts(county, findings),
        "findings": sorted(findings, key=lambda each: (each["code"], each["sheet"], each["row"])),
        "boundaries": [entry for sheet, placed in planted for entry in _boundaries(sheet, placed)],
        "unassessable": {code: unassessable[code] for code in checks},
        "unassessed": unassessed,
        "issues": [entry for sheet, placed in every for entry in _issues(sheet, placed)],
        "targets": [
            {
                "code": outcome.code,
                "level": "township" if outcome.township else "county",
                "place": "/".join(filter(None, (scheme.path, outcome.township))),
                "measured": float(outcome.settled),
                "target": None if outcome.target is None else float(outcome.target),
                "outcome": outcome.outcome,
                "left_out": outcome.left_out,
            }
            for outcome in county.targets
        ],
    }
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def _counts(county: County, findings: list[Entry]) -> dict[str, int]:
    rows = county.households
    return {
        "household_rows": len(rows),
        "households": len({row.household_id for row in rows}),
        "flagged_households": _flagged(findings),
        "people_declared": sum(row.members or 0 for row in rows),
        "member_rows": sum(row.size for row in {row.household_id: row for row in rows}.values()),
        "village_rows": len(county.villages),
        "place_rows": len(county.places),
        "sum_rows": len({row.township for row in rows}) + 1,
    }


def _flagged(findings: list[Entry]) -> int:
    """Rows of households with a finding, and beside them households of which only members have one.

    A member whose household has no number stands alone.
    """
    rows = {each["row"]: each["subject_id"] for each in findings if each["table"] == "household"}
    named = set(rows.values()) - {""}
    members = {each["subject_id"] or each["row"] for each in findings if each["table"] == "member"}
    return len(rows) + len(members - named)


def _townships(county: County, sheets: tuple[Sheet, ...]) -> list[tuple[Sheet, Placed]]:
    """Each township of the roster, at its first household's row."""
    roster = sheets[0]
    rows = {id(placed.subject): placed for placed in roster.placed}
    of_townships = replace(roster, table="township")
    return [(of_townships, replace(rows[id(each.rows[0])], subject=each)) for each in county.townships]


def _subject(sheet: Sheet, placed: Placed) -> Entry:
    subject = placed.subject
    if isinstance(subject, Household):
        names = (subject.household_id or "", subject.head_name)
    elif isinstance(subject, Village):
        names = (subject.village, subject.village)
    elif isinstance(subject, PlaceRow):
        names = (subject.place, subject.place)
    elif isinstance(subject, Township):
        names = (subject.township, subject.township)
    elif isinstance(subject, Person):
        names = (str(sheet.holds("household_id", placed) or ""), subject.name)
    else:
        names = name_of(subject)
    return {"table": sheet.table, "subject_id": names[0], "subject_name": names[1]}


def _at(sheet: Sheet, placed: Placed, field: str) -> Entry:
    return {"sheet": sheet.name, "row": placed.row, "cell": sheet.address(field, placed.row), "field": field}


def _findings(floor: Decimal, sheet: Sheet, placed: Placed) -> Iterator[Entry]:
    planted = planted_of(placed.subject)
    for code in planted.findings if planted else ():
        field = _cell(code, placed.subject)
        entry = {
            "code": code,
            "kind": planted.kind if planted else "",
            **_subject(sheet, placed),
            **_at(sheet, placed, field),
        }
        actual = None if code in _WORDLESS else _actual(code, field, placed.subject)
        if actual is not None:
            entry["actual"] = float(actual)
        if code == "ZJ002" and actual is not None and isinstance(placed.subject, Household):
            entry["gap"] = float(floor - actual)
            if placed.subject.members is not None:
                entry["gap_household"] = float((floor - actual) * placed.subject.members)
        yield entry


def _cell(code: str, subject: object) -> str:
    """The field whose cell is at fault: income per head, or the income it was worked out from, or the check's own."""
    if code in _CELLS or code in _BY_ITEMS or not isinstance(subject, Household):
        return _CELLS.get(code, "per_capita_income")
    worked_out = subject.per_capita_income is None and subject.income is not None
    return "income" if worked_out else "per_capita_income"


def _actual(code: str, field: str, subject: object) -> Decimal | None:
    """The figure that is at fault; for the line and the floor that is income per head."""
    if not isinstance(subject, Household) or code in _CELLS or code.startswith("DQ"):
        value = getattr(subject, field)
        return None if value is None else Decimal(value)
    if code in _BY_ITEMS:
        items = [getattr(subject, item) for item in ITEMS]
        total = sum(items, Decimal(0))
    elif subject.per_capita_income is not None and not (code.startswith("JX") and subject.category == HARDSHIP):
        return subject.per_capita_income
    else:
        total = subject.income or Decimal(0)
    if code.startswith("JX") and subject.category == HARDSHIP:
        total -= subject.rigid_expense or Decimal(0)
    return half_up(total / subject.size)


def _judged(sheet: Sheet, placed: Placed, verdicts: Mapping[int, Verdicts]) -> Iterator[Entry]:
    said, planted = verdicts.get(id(placed.subject)), planted_of(placed.subject)
    for code, field in said.findings if said else ():
        kind = planted.kind if planted else ""
        yield {"code": code, "kind": kind, **_subject(sheet, placed), **_at(sheet, placed, field)}


def _unassessed(sheet: Sheet, placed: Placed, verdicts: Mapping[int, Verdicts]) -> Iterator[Entry]:
    said, planted = verdicts.get(id(placed.subject)), planted_of(placed.subject)
    codes = [*(planted.unassessable if planted else ()), *(said.unassessable if said else ())]
    if codes:
        yield {**_subject(sheet, placed), "sheet": sheet.name, "row": placed.row, "codes": sorted(codes)}


def _boundaries(sheet: Sheet, placed: Placed) -> Iterator[Entry]:
    planted = planted_of(placed.subject)
    if planted and planted.boundary:
        text = str(sheet.holds(planted.cell, placed))
        codes = [*planted.limits]
        at = _at(sheet, placed, planted.cell)
        yield {"kind": planted.kind, "codes": codes, **_subject(sheet, placed), **at, "text": text}


def _issues(sheet: Sheet, placed: Placed) -> Iterator[Entry]:
    unreadable: dict[str, str] = getattr(placed.subject, "unreadable", {})
    for field, text in unreadable.items():
        yield {**_subject(sheet, placed), **_at(sheet, placed, field), "text": text}
