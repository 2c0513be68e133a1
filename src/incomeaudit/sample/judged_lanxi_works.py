"""兰溪市 2023 年方案: projects of relocation and of the “menu”, what projects yield, and courses of each township."""

from decimal import Decimal

from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.county import Township
from incomeaudit.sample.household import Day
from incomeaudit.sample.judged import Ground, Judge, Rule, no
from incomeaudit.sample.judged_lanxi_cells import after, later_than, says
from incomeaudit.sample.records import Project, Training
from incomeaudit.sample.scheme import half_up

MENU, RELOCATION = "菜单式", "异地搬迁"
YIELD_SHARE = Decimal("0.30")
TRAINED, LAST = 15, (10, 31)


def _begun(row: Project) -> Day | None:
    """When a project began: the day of carrying it out, else that on which building began."""
    day: Day | None = known(row, "started_on" if is_blank(row, "implemented_on") else "implemented_on")
    return day


def _not_before(name: str) -> Judge:
    """Whether something was not done, or done only after the project had begun."""

    def wrong(row: Project, _: Ground) -> Answer:
        begun = _begun(row)
        if begun is None:
            return None
        return True if is_blank(row, name) else after(row, name, begun)

    return wrong


def _accepted_late(row: Project, ground: Ground) -> Answer:
    return either(is_blank(row, "accepted_on"), after(row, "accepted_on", (ground.scheme.year, 9, 30)))


def _yields(row: Project, _: Ground) -> Answer:
    income = known(row, "yearly_income")
    return None if income is None else bool(income > 0)


def _too_little_for_households(row: Project, _: Ground) -> Answer:
    income, part = known(row, "yearly_income"), known(row, "household_income")
    return None if income is None or part is None else bool(part < half_up(YIELD_SHARE * income))


def _finished(row: Project, _: Ground) -> Answer:
    return either(*(no(is_blank(row, name)) for name in ("completed_on", "accepted_on")))


def courses(row: Township, ground: Ground) -> list[Training]:
    """The courses that a township held."""
    return [course for course in ground.tables["training"] if course.township == row.township]


def people(row: Training) -> int | None:
    """Low-income people in a course; where they are not told apart, all of it."""
    number: int | None = known(row, "trainees" if is_blank(row, "low_income_trainees") else "low_income_trainees")
    return number


def _in_time(row: Training, year: int) -> bool:
    """Whether a course is known to have ended by the last day."""
    day = known(row, "held_on" if is_blank(row, "finished_on") else "finished_on")
    return day is not None and day <= (year, *LAST)


def _undated(row: Training) -> bool:
    return known(row, "held_on" if is_blank(row, "finished_on") else "finished_on") is None


def _enough(row: Township, ground: Ground) -> Answer:
    """Whether a township trained enough people at any time; a township without a course trained none."""
    numbers = [people(course) for course in courses(row, ground)]
    told = [number for number in numbers if number is not None]
    if sum(told) >= TRAINED:
        return True
    return None if len(told) < len(numbers) else False


def _too_late(row: Township, ground: Ground) -> Answer:
    held = courses(row, ground)
    in_time = sum(people(course) or 0 for course in held if _in_time(course, ground.scheme.year))
    if in_time >= TRAINED:
        return False
    return None if any(_undated(course) or people(course) is None for course in held) else True


_RELOCATION, _MENU = says("kind", RELOCATION), says("kind", MENU)

RULES = (
    Rule("LX131", "project", ("land_ready_on",), later_than("land_ready_on", 6, 30), _RELOCATION),
    Rule("LX132", "project", ("started_on",), later_than("started_on", 10, 31), _RELOCATION),
    Rule("LX140", "project", ("approved_on",), _not_before("approved_on"), _MENU),
    Rule("LX141", "project", ("publicised_on",), _not_before("publicised_on"), _MENU),
    Rule("LX142", "project", ("filed_on",), later_than("filed_on", 3, 31), _MENU),
    Rule("LX143", "project", ("accepted_on",), _accepted_late, _MENU),
    Rule("LX160", "township", ("township",), lambda row, ground: no(_enough(row, ground))),
    Rule("LX161", "township", ("township",), _too_late, _enough),
    Rule("LX190", "project", ("household_income",), _too_little_for_households, _yields),
    Rule("LX191", "project", ("asset_manager",), lambda row, _: is_blank(row, "asset_manager"), _finished),
)
