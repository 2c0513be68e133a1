"""What the plan of Lishui asks a roster to say, as it should be."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.county import Village
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.judged_lishui import FULLY_PAID, KEY_OPERATING, KEY_TOTAL, PARTLY_PAID
from incomeaudit.sample.judged_lishui_members import SEVERE
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant, Loan, Previous
from incomeaudit.sample.scheme import LEFT, LISTED, WATCHED, Scheme

_PLANS = ("茶叶基地提升", "高山蔬菜种植", "来料加工点扩建", "闲置农房改民宿", "光伏电站", "中药材种植", "水库鱼养殖")
_HELP = ("改造", "改造", "集中安置", "租赁公房")
_INSURED = 8
"""So many households have their crops insured, and as many a project on loan."""


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Villages, houses, members, exits and premiums, in whatever was planted before as well."""
    for village in tables["village"]:
        _pair(rng, village)
    for row in tables["household"]:
        if row.housing_grade in ("C", "D"):
            row.housing_help = rng.choice(_HELP)
        for person in row.people:
            _insure(rng, row, person)
            if row.on_roster and person.health == "残疾":
                _allow(person)
    _exit_this_year(scheme, tables["household"], tables["previous"])
    tables["grant"].extend(_premiums(rng, scheme, tables))


def _pair(rng: Random, village: Village) -> None:
    """A plan for every village, the city's groups for some weak ones; key ones earn what is asked of these."""
    village.plan = rng.choice(_PLANS)
    strong = village.total_income >= KEY_TOTAL and village.operating_income >= KEY_OPERATING
    village.key = strong and "total_income" not in village.unreadable and rng.random() < 0.5
    village.city_paired = village.weak and rng.random() < 0.5
    if village.city_paired:
        village.pairing_funds = Decimal(rng.randint(52, 120) * 10_000)
        village.yearly_funds = Decimal(rng.randint(6, 25) * 10_000)


def _insure(rng: Random, row: Household, person: Person) -> None:
    """Basic medical insurance, the premium of which is paid for those on dibao, and partly for the others."""
    person.tekun = row.category == "特困"
    if person.basic_medical is None:
        person.basic_medical = True
    if person.basic_medical:
        person.medical_premium = Decimal(280)
        whole = row.category in ("低保", "特困")
        person.medical_premium_subsidy = person.medical_premium if whole else Decimal(rng.choice((140, 196)))


def _allow(person: Person) -> None:
    """The allowances of the disabled, that for nursing only where the disability is severe."""
    person.living_allowance = person.rehabilitation_allowance = person.disability_insurance_subsidy = True
    person.nursing_allowance = person.disability_level in SEVERE


def _exit_this_year(scheme: Scheme, rows: Sequence[Household], before: Sequence[Previous]) -> None:
    """Whoever was let go wrongly, or with just enough, was let go in the year: it is the year's income that tells."""
    for row in rows:
        close = row.planted is not None and (row.planted.boundary or "LS003" in row.planted.findings)
        if row.status == LEFT and close and row.exited_on and row.exited_on[0] < scheme.year:
            for name in ("observed_from", "observed_to", "exit_reviewed_on", "exit_publicised_on", "exited_on"):
                year, month, day = getattr(row, name)
                setattr(row, name, (year + 1, month, day))
            for each in before:
                if each.household_id == row.household_id:
                    each.status = WATCHED


def _premiums(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> list[Grant]:
    """The premiums that are paid for borrowers and growers in full, and for projects on loan in part."""
    loan, crops = FULLY_PAID
    villages = {row.household_id: row.village for row in tables["household"]}
    growers = rng.sample([row for row in tables["household"] if row.status == LISTED and row.planted is None], _INSURED)
    grants = [_of_borrower(rng, scheme, loan, each, villages) for each in tables["loan"]]
    grants += [_of_grower(rng, scheme, crops, row) for row in growers]
    for each in rng.sample(tables["loan"], _INSURED):
        grant = _of_borrower(rng, scheme, PARTLY_PAID, each, villages)
        grant.amount = grant.own_payment = (grant.basis or Decimal(0)) / 2
        grants.append(grant)
    return grants


def _day(rng: Random, scheme: Scheme) -> Day:
    return scheme.year, rng.randint(1, 11), rng.randint(1, 28)


def _of_borrower(rng: Random, scheme: Scheme, kind: str, loan: Loan, villages: Mapping[str, str]) -> Grant:
    """The premium of a loan, one per cent of what was borrowed."""
    whole = loan.principal / 100
    grant = Grant(kind, loan.household_id, loan.borrower, villages[loan.household_id], granted_on=_day(rng, scheme))
    grant.basis, grant.amount, grant.own_payment = whole, whole, Decimal(0)
    return grant


def _of_grower(rng: Random, scheme: Scheme, kind: str, row: Household) -> Grant:
    """The premium of a crop; what is left to the household is not told, but follows from the amounts."""
    whole = Decimal(rng.randint(30, 90) * 2)
    return Grant(
        kind, row.household_id, row.head_name, row.village, amount=whole, basis=whole, granted_on=_day(rng, scheme)
    )
