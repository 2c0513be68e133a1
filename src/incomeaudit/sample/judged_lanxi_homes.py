"""兰溪市 2023 年方案: relief, houses, water, charges, the colour of the 浙农码, visits, help and cadres."""

from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground, Rule, blank, both, no, on_roster
from incomeaudit.sample.judged_lanxi_cells import among, denied, says
from incomeaudit.sample.records import Visit

RED, YELLOW, GREEN = "红", "黄", "绿"
WATER = ("water_quality", "water_quantity", "water_access", "water_reliability")
CHARGES = ("water_subsidy", "power_subsidy", "tv_subsidy")
RELIEF = "临时救助"
FAILED = "不达标"


def _relieved(row: Household, ground: Ground) -> Answer:
    """Whether temporary relief was given, by the roster or by a grant; a blank cell says that it was not."""
    granted = any(grant.kind == RELIEF for grant in ground.of("grant", row.household_id))
    told = False if is_blank(row, "temporary_relief") else known(row, "temporary_relief")
    return either(told, granted)


def _left_alone(row: Household, ground: Ground) -> Answer:
    """In temporary hardship and without relief."""
    return both(known(row, "temporary_difficulty"), no(_relieved(row, ground)))


def _dangerous(row: Household, _: Ground) -> Answer:
    return among(row, "housing_grade", "C", "D")


def _unsafe(row: Household, ground: Ground) -> Answer:
    """A dangerous house that has not been rebuilt; where it has no grade, one that is not safe."""
    if is_blank(row, "housing_grade"):
        return no(known(row, "housing"))
    return both(_dangerous(row, ground), is_blank(row, "housing_done_on"))


def colours(row: Household, ground: Ground) -> set[str]:
    """The colours that a household may have: one where all is known, more where something is left open.

    Red stands for the house and the water, yellow for hardship, charges and help, green for neither.
    """
    red = either(_unsafe(row, ground), *(among(row, name, FAILED) for name in WATER))
    charges = [no(known(row, name)) for name in CHARGES]
    yellow = either(_left_alone(row, ground), *charges, is_blank(row, "assistance"), is_blank(row, "cadre"))
    possible = set() if red is False else {RED}
    if red is not True:
        possible |= set() if yellow is False else {YELLOW}
        possible |= set() if yellow is True else {GREEN}
    return possible


def _miscoloured(row: Household, ground: Ground) -> Answer:
    possible, colour = colours(row, ground), known(row, "risk_colour")
    if colour is None:
        return None
    if colour not in possible:
        return True
    return False if len(possible) == 1 else None


def _months_missed(row: Household, ground: Ground) -> list[Answer]:
    """For each month of the year, whether the household was on the roster and nobody came."""
    year, entered = ground.scheme.year, known(row, "registered_on")
    days = [known(visit, "visited_on") for visit in ground.of("visit", row.household_id)]
    seen = {day[:2] for day in days if day is not None}
    return [
        both(None if entered is None else bool(entered[:2] <= (year, month)), (year, month) not in seen)
        for month in range(1, 13)
    ]


def _not_visited(row: Household, ground: Ground) -> Answer:
    """A visit without a day may have been in a month that seems missed."""
    missed = _months_missed(row, ground)
    undated = sum(known(visit, "visited_on") is None for visit in ground.of("visit", row.household_id))
    if missed.count(True) > undated:
        return True
    return None if missed.count(False) < len(missed) else False


def _no_answer(row: Visit, _: Ground) -> Answer:
    return is_blank(row, "entered")


def _answer_without_day(row: Visit, ground: Ground) -> Answer:
    return both(is_blank(row, "entered_on"), no(_no_answer(row, ground)))


RULES = (
    Rule("LX022", "household", ("temporary_relief",), _left_alone, on_roster),
    Rule(
        "LX070", "household", ("housing_done_on",), lambda row, _: is_blank(row, "housing_done_on"),
        lambda row, ground: both(row.on_roster, _dangerous(row, ground)),
    ),
    *(
        Rule(code, "household", (name,), says(name, FAILED), on_roster)
        for code, name in zip(("LX080", "LX081", "LX082", "LX083"), WATER, strict=True)
    ),
    *(
        Rule(code, "household", (name,), denied(name), on_roster)
        for code, name in zip(("LX090", "LX091", "LX092"), CHARGES, strict=True)
    ),
    Rule("LX100", "household", ("risk_colour",), _miscoloured, on_roster),
    Rule("LX110", "household", ("household_id",), _not_visited, on_roster),
    Rule("LX111", "visit", ("entered_on",), lambda row, _: is_blank(row, "entered_on"), _no_answer),
    Rule("LX112", "visit", ("entered",), denied("entered"), _answer_without_day),
    Rule("LX120", "household", ("assistance",), blank("assistance"), on_roster),
    Rule("LX121", "household", ("cadre",), blank("cadre"), on_roster),
)  # fmt: skip
