"""What the notice of the province asks a roster to say, as it should be."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import per_head
from incomeaudit.sample.judged_province_needs import FLOOR, PUBLIC_UNITS, RELOCATION
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant
from incomeaudit.sample.scheme import Scheme

REBUILDING, REBUILT = Decimal(15_000), 9
"""What a rebuilt house brings on average, and how many houses are rebuilt in the year."""
_MOVED = 9


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Cadres' units, relief below the floor, water, insurance, supported villages, and the grants of the notice."""
    for row in tables["household"]:
        _help(rng, scheme, row)
    for person in tables["member"]:
        _insure(rng, person)
    for village in tables["village"]:
        village.centrally_supported = rng.random() < 0.2
    rows = [row for row in tables["household"] if row.on_roster and row.planted is None]
    tables["grant"].extend(_rebuilding(rng, scheme, rng.sample(rows, REBUILT)))
    tables["grant"].extend(_moving(rng, scheme, rng.sample(rows, _MOVED)))


def _help(rng: Random, scheme: Scheme, row: Household) -> None:
    """A cadre from a public body, and dibao or temporary relief for who lies below the floor."""
    if row.cadre is not None:
        row.cadre_unit_kind = rng.choice(PUBLIC_UNITS)
    income = per_head(row)
    if income is not None and income < FLOOR:
        row.on_dibao = row.category == "低保"
        row.temporary_relief = not row.on_dibao
    if rng.random() < 0.3:
        row.water_done_on = (scheme.year - rng.choice((0, 0, 1, 2)), rng.randint(1, 10), rng.randint(1, 28))


def _insure(rng: Random, person: Person) -> None:
    """Insured as a resident, and with the supplementary insurance; some say that they have none as employees."""
    person.basic_medical = person.supplementary = True
    if rng.random() < 0.4:
        person.employee_medical = False


def _rebuilding(rng: Random, scheme: Scheme, rows: Sequence[Household]) -> list[Grant]:
    """One grant for each rebuilt house, but two halves for the last.

    Where the county reaches its target they come to just what is asked on average, else to 300 yuan a house less.
    """
    less = 0 if scheme.target_met else 300
    grants: list[Grant] = []
    for number, row in enumerate(rows):
        row.housing_grade, row.housing_done_on = rng.choice("CD"), _day(rng, scheme)
        swing = Decimal(800 * (number % 3 - 1))
        whole = REBUILDING + swing - less
        grants += [_rebuilt(rng, scheme, row, part) for part in ([whole / 2] * 2 if row is rows[-1] else [whole])]
    return grants


def _rebuilt(rng: Random, scheme: Scheme, row: Household, paid: Decimal) -> Grant:
    """Paid by the province, or in Ningbo by the city; the county adds as much as province and state give."""
    grant = _grant("危房改造", rng, scheme, row)
    grant.paid_to = "农户"
    if scheme.city == "宁波市":
        grant.local_amount = grant.amount = paid
        return grant
    grant.provincial_amount, grant.national_amount = paid, Decimal(rng.randint(20, 60) * 100)
    grant.local_amount = grant.provincial_amount + grant.national_amount
    grant.amount = 2 * grant.local_amount
    return grant


def _moving(rng: Random, scheme: Scheme, rows: Sequence[Household]) -> list[Grant]:
    """At least 30000 yuan for each of a household's people, for the last household in two parts."""
    grants: list[Grant] = []
    for row in rows:
        whole = (RELOCATION + rng.choice((0, 0, 2_000, 5_000))) * row.size
        parts = [whole / 3, whole * 2 / 3] if row is rows[-1] else [whole]
        for part in parts:
            grant = _grant("异地搬迁", rng, scheme, row)
            grant.amount = grant.provincial_amount = part
            grant.people = row.size
            grants.append(grant)
    return grants


def _grant(kind: str, rng: Random, scheme: Scheme, row: Household) -> Grant:
    """A grant of a kind to a household on some day of the year."""
    return Grant(kind, row.household_id, row.head_name, row.village, granted_on=_day(rng, scheme))


def _day(rng: Random, scheme: Scheme) -> tuple[int, int, int]:
    return scheme.year, rng.randint(1, 11), rng.randint(1, 28)
