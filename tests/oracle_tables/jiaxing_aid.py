"""嘉兴市 2018–2022: what a household, a disabled person and a student are due, and courses and leaders."""

from tests.oracle_tables.household import listed, listed_and_living, local_dibao_standard, paid, per_head
from tests.oracle_tables.jiaxing import disabled, not_given, severe
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Condition, Rule
from tests.oracle_tables.truth import Truth, above, among, below, both, either, opposite

CITY = "嘉兴市"
RELIEF_AT_ONCE = 2019

# ---------------------------------------------------------------- 带头人、培训


def leads_few(leader: Row, _: World) -> Truth:
    """每人带动不到 10 户, whatever the year; where the total is blank, the low-income households are all there are."""
    field = "low_income_households" if leader.blank("households") else "households"
    return below(leader.whole(field), 10)


def for_low_income(course: Row) -> Truth:
    """A row that names a household is of its member; a list that does not separate them is of such households."""
    if course.word("household_id") is not None or course.blank("low_income_trainees"):
        return True
    return above(course.whole("low_income_trainees"), 0)


def should_be_free(course: Row, _: World) -> Truth:
    kinds = ("劳动预备制", "岗前", "订单", "技能提升")
    return both(for_low_income(course), among(course.word("kind"), *kinds))


def charged(course: Row, _: World) -> Truth:
    return above(course.money("fee"), 0)


# ---------------------------------------------------------------- 应保未保


def is_tekun(row: Row) -> Truth:
    """By the category; where that does not say, a payment of nothing shows that the household is not."""
    by_category = among(row.word("category"), "特困")
    return False if by_category is None and row.money("tekun_payment") == 0 else by_category


def supported(row: Row) -> Truth:
    """享受低保、特困供养: as registered, where that is blank by the category; or as paid."""
    on_dibao = among(row.word("category"), "低保") if row.blank("on_dibao") else row.yes("on_dibao")
    return either(on_dibao, paid(row, "dibao_payment"), paid(row, "tekun_payment"), is_tekun(row))


def left_without(row: Row, world: World) -> Truth:
    poor = below(per_head(row), local_dibao_standard(world, CITY))
    return both(poor, opposite(supported(row)))


# ---------------------------------------------------------------- 残疾人补贴


def listed_disabled(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), disabled(member))


def needs_nursing(member: Row, world: World) -> Truth:
    """护理补贴 is for 重度."""
    return both(listed_and_living(member, world), severe(member))


# ---------------------------------------------------------------- 危旧房


def dangerous_still(row: Row, world: World) -> Truth:
    grade = among(row.word("housing_grade"), "C", "D")
    return both(row.listed, world.year >= RELIEF_AT_ONCE, grade, row.blank("housing_done_on"))


def housing_grant(grant: Row, world: World) -> Truth:
    return both(among(grant.word("kind"), "危房改造"), world.year >= RELIEF_AT_ONCE)


def paid_to_others(grant: Row, _: World) -> Truth:
    return opposite(among(grant.word("paid_to"), "农户"))


# ---------------------------------------------------------------- 学生


def attends(*schools: str) -> Condition:
    """Members of listed households who attend one of these kinds of school, of whatever year."""

    def at_one(member: Row, world: World) -> Truth:
        school = member.word("student")
        return both(listed_and_living(member, world), None if school is None else school.startswith(schools))

    return at_one


def granted_less(least: int) -> Condition:
    return lambda member, _: below(member.money("student_grant"), least)


below_or_in_senior_high = attends("学前教育", "普通高中", "中职")
at_university = attends("高职高专", "本科", "硕士")

RULES = (
    Rule("JX034", "leader", leads_few),
    Rule("JX035", "training", charged, should_be_free),
    Rule("JX036", "household", left_without, listed),
    Rule("JX053", "member", not_given("living_allowance"), listed_disabled),
    Rule("JX054", "member", not_given("nursing_allowance"), needs_nursing),
    Rule("JX055", "member", not_given("rehabilitation_allowance"), listed_disabled),
    Rule("JX056", "member", not_given("disability_insurance_subsidy"), listed_disabled),
    Rule("JX062", "household", not_given("housing_ledger"), dangerous_still),
    Rule("JX065", "grant", paid_to_others, housing_grant),
    Rule("JX066", "member", not_given("tuition_waived"), below_or_in_senior_high),
    Rule("JX067", "member", not_given("student_living_aid"), below_or_in_senior_high),
    Rule("JX068", "member", granted_less(5000), at_university),
    Rule("JX069", "member", granted_less(3000), attends("普通高中")),
)
