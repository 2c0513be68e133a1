"""丽水市：残疾人补贴、医保缴费补贴、住房即时救助、致富带头人."""

from tests.oracle_tables.household import listed_and_living
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Condition, Rule
from tests.oracle_tables.truth import Truth, above, among, below, both, either, opposite

# ---------------------------------------------------------------- 残疾人


def disabled(member: Row) -> Truth:
    """A grade, a kind, a card or the state of health shows it; where all of them are silent, nobody is disabled."""
    papers = [opposite(member.blank(name)) for name in ("disability_level", "disability_kind", "disability_card")]
    by_health = False if member.blank("health") else among(member.word("health"), "残疾")
    return either(*papers, by_health)


def severely(member: Row) -> Truth:
    """一、二级; of someone disabled without a grade, nobody knows."""
    if member.blank("disability_level"):
        return None if disabled(member) is not False else False
    return among(member.word("disability_level"), "一级", "二级")


def disabled_and_listed(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), disabled(member))


def severely_and_listed(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), severely(member))


def without(allowance: str) -> Condition:
    """应享未享; a blank does not say that nothing was paid."""
    return lambda member, _: opposite(member.yes(allowance))


# ---------------------------------------------------------------- 医保缴费


def pays_premium(member: Row, world: World) -> Truth:
    """Who pays: a premium above 0; where none is entered, whoever is insured."""
    premium = above(member.money("medical_premium"), 0)
    pays = member.yes("basic_medical") if member.blank("medical_premium") else premium
    return both(listed_and_living(member, world), pays)


def not_subsidised(member: Row, _: World) -> Truth:
    subsidy = member.money("medical_premium_subsidy")
    return None if subsidy is None else subsidy == 0


# ---------------------------------------------------------------- 住房即时救助

HELP = ("改造", "安置", "租")
NOTHING = ("无", "没", "未", "暂无", "尚未")


def dangerous(row: Row, _: World) -> Truth:
    graded = False if row.blank("housing_grade") else among(row.word("housing_grade"), "C", "D")
    return both(row.listed, graded)


def not_helped(row: Row, _: World) -> Truth:
    """没有救助登记（改造、安置或租赁）; a text that is neither help nor a plain no is left to a person."""
    said, undone = row.word("housing_help"), row.blank("housing_done_on")
    if undone is False:
        return False
    if said is None or said.startswith(NOTHING):
        return undone
    return False if any(word in said for word in HELP) else None


# ---------------------------------------------------------------- 带头人


def few_households(leader: Row, _: World) -> Truth:
    """带动户数少于 10 户: all households; where they are not counted, those of low income."""
    counted = "low_income_households" if leader.blank("households") else "households"
    return below(leader.whole(counted), 10)


RULES = (
    Rule("LS101", "member", without("living_allowance"), disabled_and_listed),
    Rule("LS102", "member", without("nursing_allowance"), severely_and_listed),
    Rule("LS103", "member", without("rehabilitation_allowance"), disabled_and_listed),
    Rule("LS104", "member", without("disability_insurance_subsidy"), disabled_and_listed),
    Rule("LS105", "member", not_subsidised, pays_premium),
    Rule("LS111", "household", not_helped, dangerous),
    Rule("LS113", "leader", few_households),
)
