"""浙委办发〔2020〕29号: cadres' units, relief, relocation, insurance, dangerous housing and water."""

from decimal import Decimal

from incomeaudit.sample.cells import Answer, either, equals, is_blank, known, later
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground, Rule, at_home, below, both, no, on_roster, per_head
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant
from incomeaudit.sample.scheme import half_up

PUBLIC_UNITS = ("行政机关", "事业单位", "行政事业单位", "国有企业")
UNSETTLED_UNITS = ("群团组织",)
"""Units of which the notice does not say whether they will do."""
FLOOR, RELOCATION = 8000, Decimal(30_000)
DANGEROUS = ("C", "D")
REBUILT_BY, WATER_BY = (2020, 12, 31), (2020, 10, 31)


def _paired(row: Household, _: Ground) -> Answer:
    return both(row.on_roster, no(is_blank(row, "cadre")))


def _other_unit(row: Household, _: Ground) -> Answer:
    """A cadre of neither a public body from the township up nor a state-owned firm."""
    kind = known(row, "cadre_unit_kind")
    return None if kind is None or kind in UNSETTLED_UNITS else kind not in PUBLIC_UNITS


def _unrelieved(row: Household, ground: Ground) -> Answer:
    """Below 8000 yuan and below the standard of dibao, on no dibao and without temporary relief."""
    income, standard = per_head(row), ground.scheme.standards[ground.scheme.year]
    helped = either(_on_dibao(row), known(row, "temporary_relief"))
    return both(below(income, FLOOR), below(income, standard), no(helped))


def _on_dibao(row: Household) -> Answer:
    """As entered; where nothing is, only the category of dibao says something."""
    if is_blank(row, "on_dibao"):
        return True if known(row, "category") == "低保" else None
    return bool(known(row, "on_dibao")) if known(row, "on_dibao") is not None else None


def _relocated(row: Grant, _: Ground) -> Answer:
    return row.kind == "异地搬迁"


def _little_for_each(row: Grant, ground: Ground) -> Answer:
    """All that the province gave a household for moving, by its people, is less than 30000 yuan."""
    same = [each for each in ground.of("grant", row.household_id or "") if each.kind == row.kind]
    paid = [known(each, "provincial_amount") for each in same]
    people = max((count for each in same if (count := known(each, "people")) is not None), default=0)
    return None if None in paid or people <= 0 else half_up(sum(paid, Decimal(0)) / people) < RELOCATION


def _lives_there(row: Person, ground: Ground) -> Answer:
    """A living member of a household on the roster."""
    return both(at_home(row, ground), row.health != "死亡")


def _uninsured(row: Person, _: Ground) -> Answer:
    """In neither basic medical scheme; a blank about that of employees says that there is none."""
    employee = False if is_blank(row, "employee_medical") else known(row, "employee_medical")
    return no(either(known(row, "basic_medical"), employee))


def _unsupplemented(row: Person, _: Ground) -> Answer:
    return no(known(row, "supplementary"))


def _dangerous(row: Household, _: Ground) -> Answer:
    """Grade C or D; where no grade is on record, a house that is said to be safe is neither."""
    if is_blank(row, "housing_grade"):
        return both(row.on_roster, False if known(row, "housing") else None)
    grade = known(row, "housing_grade")
    return both(row.on_roster, None if grade is None else grade in DANGEROUS)


def _not_rebuilt(row: Household, _: Ground) -> Answer:
    return either(is_blank(row, "housing_done_on"), later(known(row, "housing_done_on"), REBUILT_BY))


def _said_safe(row: Household, ground: Ground) -> Answer:
    return both(equals(row, "housing", wanted=True), _not_rebuilt(row, ground))


def _water_dated(row: Household, _: Ground) -> Answer:
    return both(row.on_roster, no(is_blank(row, "water_done_on")))


def _water_late(row: Household, _: Ground) -> Answer:
    return later(known(row, "water_done_on"), WATER_BY)


RULES = (
    Rule("ZJ062", "household", ("cadre_unit_kind",), _other_unit, _paired),
    Rule("ZJ081", "household", ("per_capita_income", "income"), _unrelieved, on_roster),
    Rule("ZJ091", "grant", ("provincial_amount",), _little_for_each, _relocated),
    Rule("ZJ102", "member", ("basic_medical",), _uninsured, _lives_there),
    Rule("ZJ103", "member", ("supplementary",), _unsupplemented, _lives_there),
    Rule("ZJ112", "household", ("housing_grade",), _not_rebuilt, _dangerous),
    Rule("ZJ113", "household", ("housing",), _said_safe, _dangerous),
    Rule("ZJ121", "household", ("water_done_on",), _water_late, _water_dated),
)
