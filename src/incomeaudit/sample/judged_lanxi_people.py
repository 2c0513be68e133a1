"""兰溪市 2023 年方案: dibao of the seriously ill, schooling and what pupils get, supplementary insurance."""

from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.judged import Ground, Rule, at_home, both, no
from incomeaudit.sample.judged_lanxi_cells import among, denied
from incomeaudit.sample.judged_province import of_school_age
from incomeaudit.sample.people import Person

ILL, SEVERE, LIGHT = "患有大病", ("一级", "二级"), ("三级", "四级")
EDGE = "低保边缘"
AT_NO_SCHOOL = ("非在校生", "学龄前儿童")
VOCATIONAL = ("中职", "高职高专", "技师学院")
"""What the names of vocational schools begin with."""


def severe(row: Person) -> Answer:
    """Whether somebody is seriously ill or severely disabled; a disability without a grade leaves that open."""
    if among(row, "health", ILL) or among(row, "disability_level", *SEVERE):
        return True
    if among(row, "disability_level", *LIGHT):
        return among(row, "health", ILL)
    healthy = among(row, "health", "健康", "长期慢性病")
    return False if both(is_blank(row, "disability_level"), healthy) else None


def _could_be_covered_alone(row: Person, ground: Ground) -> Answer:
    home = ground.home(row)
    return both(home.on_roster, severe(row), None if home.category is None else home.category == EDGE)


def _not_covered_alone(row: Person, _: Ground) -> Answer:
    """On no dibao and no tekun support, with the family or singly; two blank cells leave that open."""
    names = ("dibao", "single_person_dibao", "tekun")
    told = [False if is_blank(row, name) else known(row, name) for name in names]
    if is_blank(row, "dibao") and is_blank(row, "single_person_dibao"):
        told.append(None)
    return no(either(*told))


def at_school(row: Person) -> Answer:
    """Whether somebody goes to a school or a kindergarten."""
    return no(among(row, "student", *AT_NO_SCHOOL))


def vocational(row: Person) -> Answer:
    """Whether somebody is at a vocational school."""
    school = known(row, "student")
    return None if school is None else bool(school.startswith(VOCATIONAL))


def _not_enrolled(row: Person, _: Ground) -> Answer:
    """A child that is taught at home is enrolled."""
    taught = False if is_blank(row, "home_schooling") else known(row, "home_schooling")
    return no(either(at_school(row), taught))


def _not_aided(row: Person, _: Ground) -> Answer:
    plan = False if is_blank(row, "rainbow_plan") else known(row, "rainbow_plan")
    return no(either(known(row, "education_aid"), plan))


def _alive(row: Person, ground: Ground) -> Answer:
    alive = True if is_blank(row, "health") else no(among(row, "health", "死亡"))
    return both(at_home(row, ground), alive)


RULES = (
    Rule("LX021", "member", ("health",), _not_covered_alone, _could_be_covered_alone),
    Rule("LX041", "member", ("student",), _not_enrolled, of_school_age),
    Rule(
        "LX050", "member", ("education_aid",), _not_aided,
        lambda row, ground: both(at_home(row, ground), at_school(row)),
    ),
    Rule(
        "LX051", "member", ("rainbow_plan",), denied("rainbow_plan"),
        lambda row, ground: both(at_home(row, ground), vocational(row)),
    ),
    Rule("LX060", "member", ("supplementary",), denied("supplementary"), _alive),
)  # fmt: skip
