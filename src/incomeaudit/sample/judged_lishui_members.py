"""丽委发〔2019〕23号: the four allowances of the disabled, and the medical premium."""

from incomeaudit.sample.cells import Answer, is_blank, known
from incomeaudit.sample.judged import Ground, Judge, Rule, both, no
from incomeaudit.sample.people import Person

SEVERE = ("一级", "二级")
_MARKS = ("disability_level", "disability_kind", "disability_card")


def _disabled(row: Person) -> Answer:
    """Whether anything says so; a cell that cannot be read leaves it open."""
    if row.health == "残疾" or any(known(row, name) is not None for name in _MARKS):
        return True
    return None if any(name in row.unreadable for name in _MARKS) else False


def _severely_disabled(row: Person) -> Answer:
    level = known(row, "disability_level")
    if level is not None:
        return level in SEVERE
    return False if is_blank(row, "disability_level") and _disabled(row) is False else None


def _disabled_on_roster(row: Person, ground: Ground) -> Answer:
    return both(ground.home(row).on_roster, _disabled(row))


def _severe_on_roster(row: Person, ground: Ground) -> Answer:
    return both(ground.home(row).on_roster, _severely_disabled(row))


def _pays_premium(row: Person, ground: Ground) -> Answer:
    """Whether the member pays for the basic medical insurance; where no premium is given, whether it is insured."""
    premium = known(row, "medical_premium")
    pays = premium > 0 if premium is not None else None
    if is_blank(row, "medical_premium"):
        pays = known(row, "basic_medical")
    return both(ground.home(row).on_roster, pays)


def _unsubsidised(row: Person, _: Ground) -> Answer:
    subsidy = known(row, "medical_premium_subsidy")
    return None if subsidy is None else subsidy == 0


def _without(name: str) -> Judge:
    return lambda row, _: no(known(row, name))


RULES = (
    Rule("LS101", "member", ("living_allowance",), _without("living_allowance"), _disabled_on_roster),
    Rule("LS102", "member", ("nursing_allowance",), _without("nursing_allowance"), _severe_on_roster),
    Rule("LS103", "member", ("rehabilitation_allowance",), _without("rehabilitation_allowance"), _disabled_on_roster),
    Rule(
        "LS104", "member", ("disability_insurance_subsidy",), _without("disability_insurance_subsidy"),
        _disabled_on_roster,
    ),
    Rule("LS105", "member", ("medical_premium_subsidy",), _unsubsidised, _pays_premium),
)  # fmt: skip
