"""What the plan of Jiaxing asks a roster to say, as it should be."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from incomeaudit.sample.county import Village
from incomeaudit.sample.household import Day, Household
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant, Loan
from incomeaudit.sample.scheme import LEFT, Scheme

_TIERS = (("最低档", 100), ("最低档", 100), ("300元", 300), ("500元", 500), ("1000元", 1000))
_PAYING = range(16, 60)
"""The ages at which people pay for their pension."""
_GRANTS, _LOANS = 10, 16


def fill(rng: Random, scheme: Scheme, tables: Mapping[str, list[Any]]) -> None:
    """Fill in the members, the houses, those who left and the villages; add grants and loans."""
    for person in tables["member"]:
        _insure(rng, scheme, person)
        _treat(rng, person)
        _care(person)
        _teach(rng, person)
    for row in tables["household"]:
        _keep_house(row)
        if row.status == LEFT:
            row.policies_stopped_on = row.exited_on
    for village in tables["village"]:
        _recur(rng, scheme, village)
    _rebuild(rng, tables)
    _lend(rng, tables)


def _insure(rng: Random, scheme: Scheme, person: Person) -> None:
    """Pension for those who pay for it and medical insurance for all, the premiums subsidised as on dibao."""
    person.medical_premium = person.medical_premium_subsidy = Decimal(420 + 40 * (scheme.year - 2018))
    person.basic_pension = scheme.year - person.birth_date.year in _PAYING and person.student is None
    if person.basic_pension:
        person.pension_tier, premium = rng.choice(_TIERS)
        person.pension_premium = Decimal(premium)
        whole = person.pension_tier == "最低档"
        person.pension_subsidy = person.pension_premium * (100 if whole else rng.randint(65, 90)) / 100


def _treat(rng: Random, person: Person) -> None:
    """What the ill pay themselves, seven tenths of it made good and more; a family doctor for everyone."""
    person.family_doctor = True
    person.tekun = False
    ill = person.health in ("患有大病", "残疾") or (person.health == "长期慢性病" and rng.random() < 0.5)
    person.own_medical_cost = Decimal(rng.randint(10, 260) * 100 if ill else 0)
    if ill:
        person.medical_aid = person.own_medical_cost * rng.randint(70, 90) / 100


def _care(person: Person) -> None:
    """Every allowance for the disabled; those who cannot work live on their family and are on dibao alone."""
    if person.health != "残疾":
        person.family_supported = False
        return
    severe = person.disability_level in ("一级", "二级")
    person.living_allowance = person.rehabilitation_allowance = person.disability_insurance_subsidy = True
    person.nursing_allowance = severe
    person.family_supported = person.labour == "丧失劳动力"
    person.single_person_dibao = person.family_supported and (severe or person.disability_kind in ("精神", "智力"))


def _teach(rng: Random, person: Person) -> None:
    """No fees and a living allowance from kindergarten to senior high school, and grants from there on."""
    if person.student is None:
        person.student = "非在校生"
    study(person, person.student, Decimal(rng.randint(30, 45) * 100), Decimal(rng.randint(50, 80) * 100))


def study(person: Person, school: str, at_high_school: Decimal, at_university: Decimal) -> None:
    """Put somebody into a year of school with all that the plan gives there; grants are yuan a year."""
    person.student, person.education_level = school, person.education_level if school == "非在校生" else None
    person.tuition_waived = person.student_living_aid = person.student_grant = None
    if school.startswith(("学前教育", "普通高中", "中职")):
        person.tuition_waived = person.student_living_aid = True
    if school.startswith("普通高中"):
        person.student_grant = at_high_school
    elif school.startswith("本科"):
        person.student_grant = at_university


def _keep_house(row: Household) -> None:
    """A dangerous house is in the ledger until it is rebuilt, and the money went to the household."""
    if row.housing_done_on is not None:
        row.housing_ledger = row.housing_closed = row.housing_paid_directly = True


def _recur(rng: Random, scheme: Scheme, village: Village) -> None:
    """Recurring income between that from operations and all income, in 2022 at least 1.5 million yuan."""
    least = max(village.operating_income, Decimal(1_500_000 if scheme.year == 2022 else 0))
    share = Decimal(rng.randint(0, 80)) / 100
    village.recurring_income = (least + (village.total_income - least) * share).quantize(Decimal(100))


def _rebuild(rng: Random, tables: Mapping[str, list[Any]]) -> None:
    """Grants for houses that were rebuilt; the county gives as much as nation and province together, or more."""
    rebuilt = [row for row in tables["household"] if row.on_roster and row.housing_done_on is not None]
    for row in rng.sample(rebuilt, min(_GRANTS, len(rebuilt))):
        nation, province = Decimal(rng.randint(60, 110) * 100), Decimal(rng.randint(30, 75) * 100)
        own = nation + province + rng.choice((0, 0, 500, 1000))
        tables["grant"].append(
            Grant(
                "危房改造",
                *(row.household_id, row.head_name, row.village),
                amount=nation + province + own,
                national_amount=nation,
                provincial_amount=province,
                local_amount=own,
                paid_to="农户",
                granted_on=row.housing_done_on,
            )
        )


def _lend(rng: Random, tables: Mapping[str, list[Any]]) -> None:
    """Loans of households that left before these are due; most keep their subsidy to the end."""
    gone = [(row, row.exited_on) for row in tables["household"] if row.exited_on is not None]
    loans: list[Loan] = tables["loan"]
    for row, (year, month, day) in rng.choices(gone, k=_LOANS) if gone else ():
        due: Day = (year + 2, month, day)
        principal = Decimal(rng.randint(50, 100) * 1000)
        number = f"{loans[0].loan_id[:-4]}{len(loans) + 1:04d}"
        loan = Loan(
            *(number, row.household_id, row.head_name, principal, "4.35%", "信用"),
            *((year - 1, month, day), due),
        )
        loan.subsidy_stopped_on = rng.choice((None, None, due))
        loans.append(loan)
