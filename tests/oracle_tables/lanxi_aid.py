"""兰溪市 2023: who should be supported and is not, visits entered, and the colour of a household."""

from tests.oracle_tables.household import at_school, listed, listed_and_living, local_dibao_standard, paid
from tests.oracle_tables.lanxi import at_vocational_school
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, among, below, both, either, fen, opposite

CITY = "金华市"


def granted(row: Row, field: str) -> Truth:
    """Whether a cell says 是; a blank is no such entry."""
    return False if row.blank(field) else row.yes(field)


# ---------------------------------------------------------------- 支出型贫困


def on_dibao(row: Row) -> Truth:
    """As registered, where that is blank by the category; or as paid. A blank category is not 特困."""
    registered = among(row.word("category"), "低保") if row.blank("on_dibao") else row.yes("on_dibao")
    tekun = False if row.blank("category") else among(row.word("category"), "特困")
    return either(registered, paid(row, "dibao_payment"), paid(row, "tekun_payment"), tekun)


def poor_after_expense(row: Row, world: World) -> Truth:
    """扣除刚性支出后人均低于低保标准."""
    declared, members = row.money("per_capita_income"), row.whole("members")
    income = row.money("income")
    if row.blank("income"):
        income = None if declared is None or members is None else fen(declared * members)
    expense = row.money("rigid_expense")
    if income is None or expense is None or members is None or members <= 0:
        return None
    return below(fen((income - expense) / members), local_dibao_standard(world, CITY))


def poor_without_dibao(row: Row, world: World) -> Truth:
    return both(poor_after_expense(row, world), opposite(on_dibao(row)))


# ---------------------------------------------------------------- 重病重残


def gravely_ill_or_disabled(member: Row) -> Truth:
    """患有大病, or a disability of grade 1 or 2; without an entry on either nobody knows."""
    health, level = member.word("health"), member.word("disability_level")
    ill = among(health, "患有大病")
    severe = among(level, "一级", "二级")
    if member.blank("disability_level"):
        severe = False if health in ("健康", "长期慢性病") else None
    return either(ill, severe)


def in_edge_household(member: Row, world: World) -> Truth:
    household = world.household(member)
    category = None if household is None else household.word("category")
    return both(listed_and_living(member, world), gravely_ill_or_disabled(member), among(category, "低保边缘"))


def not_singly_on_dibao(member: Row, _: World) -> Truth:
    """One of the two entries on 低保 has to be there, and the other must not be unreadable."""
    fields = ("dibao", "single_person_dibao")
    if all(member.blank(field) for field in fields) and not member.yes("tekun"):
        return None
    return opposite(either(*(granted(member, field) for field in (*fields, "tekun"))))


# ---------------------------------------------------------------- 临时救助


def relieved(row: Row, world: World) -> Truth:
    """As a grant shows or the roster says; a grant of no known kind may be one where the roster says nothing."""
    if row.yes("temporary_relief"):
        return True
    kinds = [among(grant.word("kind"), "临时救助") for grant in world.sharing("grant", row)]
    by_grant = None if row.word("household_id") is None else either(*kinds)
    if by_grant:
        return True
    if row.blank("temporary_relief"):
        return by_grant
    return row.yes("temporary_relief")


def hardship_unrelieved(row: Row, world: World) -> Truth:
    return both(row.yes("temporary_difficulty"), opposite(relieved(row, world)))


# ---------------------------------------------------------------- 教育


def listed_student(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), at_school(member))


def vocational_student(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), at_vocational_school(member))


def not_aided(member: Row, _: World) -> Truth:
    """教育救助 as registered, or any other grant to a student."""
    others = [granted(member, field) for field in ("tuition_waived", "student_living_aid", "rainbow_plan")]
    return opposite(either(member.yes("education_aid"), paid(member, "student_grant"), *others))


def no_rainbow_plan(member: Row, _: World) -> Truth:
    return opposite(member.yes("rainbow_plan"))


# ---------------------------------------------------------------- 走访录入


def entry_not_told(visit: Row, _: World) -> Truth:
    return visit.blank("entered")


def without_day_of_entry(visit: Row, _: World) -> Truth:
    return visit.blank("entered_on")


def entry_told_without_day(visit: Row, _: World) -> Truth:
    return both(visit.blank("entered_on"), opposite(visit.blank("entered")))


def said_not_entered(visit: Row, _: World) -> Truth:
    return opposite(visit.yes("entered"))


# ---------------------------------------------------------------- 浙农码


def red(row: Row) -> Truth:
    """A dangerous house not rebuilt, or one of four figures of the water not up to standard."""
    house = among(row.word("housing_grade"), "C", "D")
    if house:
        house = row.blank("housing_done_on")
    elif row.blank("housing_grade"):
        house = opposite(row.yes("housing"))
    figures = ("water_quality", "water_quantity", "water_access", "water_reliability")
    return either(house, *(among(row.word(figure), "不达标") for figure in figures))


def yellow(row: Row, world: World) -> Truth:
    """Any other finding of this document about the household."""
    subsidies = [opposite(row.yes(field)) for field in ("water_subsidy", "power_subsidy", "tv_subsidy")]
    return either(hardship_unrelieved(row, world), *subsidies, row.blank("assistance"), row.blank("cadre"))


def wrong_colour(row: Row, world: World) -> Truth:
    """The colour on record is none that the findings, as far as they are known, leave possible."""
    grave, other, recorded = red(row), yellow(row, world), row.word("risk_colour")
    possible = {"红"} if grave else {"黄"} if other else {"绿"} if other is False else {"黄", "绿"}
    if grave is None:
        possible |= {"红"}
    if recorded is None:
        return None
    return True if recorded not in possible else False if possible == {recorded} else None


RULES = (
    Rule("LX020", "household", poor_without_dibao, listed),
    Rule("LX021", "member", not_singly_on_dibao, in_edge_household),
    Rule("LX022", "household", hardship_unrelieved, listed),
    Rule("LX050", "member", not_aided, listed_student),
    Rule("LX051", "member", no_rainbow_plan, vocational_student),
    Rule("LX100", "household", wrong_colour, listed),
    Rule("LX111", "visit", without_day_of_entry, entry_not_told),
    Rule("LX112", "visit", said_not_entered, entry_told_without_day),
)
