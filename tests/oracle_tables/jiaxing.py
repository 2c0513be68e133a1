"""嘉兴市 2018–2022."""

from datetime import date, timedelta
from decimal import Decimal

from tests.oracle_tables.household import a_year_later, age_on, at_school, listed_and_living, of_school_age
from tests.oracle_tables.rows import LEFT, WATCHED, Row, World
from tests.oracle_tables.rule import Condition, Rule
from tests.oracle_tables.truth import Truth, above, after, among, below, both, either, fen, opposite

YEAR = 2022


# ---------------------------------------------------------------- 一年一核


def was_reviewed(row: Row, _: World) -> Truth:
    return both(row.listed, opposite(row.blank("last_review_on")))


def review_is_old(row: Row, _: World) -> Truth:
    """距上次核查超过 12 个月, at the end of the year."""
    return after(date(YEAR, 12, 31), a_year_later(row.day("last_review_on")))


# ---------------------------------------------------------------- 成员所在户


def category(member: Row, world: World) -> str | None:
    household = world.household(member)
    return None if household is None else household.word("category")


def of_category(*wanted: str) -> Condition:
    return lambda member, world: both(listed_and_living(member, world), among(category(member, world), *wanted))


def is_tekun(member: Row, world: World) -> Truth:
    """A person on 特困, or of a household on it; a person's own 否 stands where the household says nothing."""
    of_household = among(category(member, world), "特困")
    if member.yes("tekun") or of_household:
        return True
    return of_household if member.blank("tekun") else member.yes("tekun")


def tekun(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), is_tekun(member, world))


# ---------------------------------------------------------------- 养老缴费补贴


def insured(member: Row) -> Truth:
    if member.blank("basic_pension"):
        return above(member.money("pension_premium"), 0)
    return member.yes("basic_pension")


def lowest_tier(member: Row) -> Truth:
    return among(member.word("pension_tier"), "最低档")


def pays_lowest(member: Row, world: World) -> Truth:
    return both(of_category("低保")(member, world), insured(member), lowest_tier(member))


def pays_more(member: Row, world: World) -> Truth:
    return both(of_category("低保")(member, world), insured(member), opposite(lowest_tier(member)))


def short_of(subsidy: str, cost: str, share: str = "1") -> Condition:
    """The subsidy is less than a share of a cost that there was."""

    def short(member: Row, _: World) -> Truth:
        paid = member.money(cost)
        due = None if paid is None else fen(paid * Decimal(share))
        return both(above(paid, 0), below(member.money(subsidy), due))

    return short


# ---------------------------------------------------------------- 医保缴费补助、医疗救助


def old(member: Row, world: World) -> Truth:
    age = age_on(member.day("birth_date"), date(YEAR, 12, 31))
    return both(of_category("低保边缘")(member, world), None if age is None else age >= 60)


def minor(member: Row, world: World) -> Truth:
    age = age_on(member.day("birth_date"), date(YEAR, 12, 31))
    return both(of_category("低保边缘")(member, world), None if age is None else age < 18)


def seriously_ill(member: Row, world: World) -> Truth:
    return both(of_category("低保边缘")(member, world), among(member.word("health"), "患有大病"))


def aided_at_70(member: Row, world: World) -> Truth:
    on_dibao = among(category(member, world), "低保")
    return both(listed_and_living(member, world), either(is_tekun(member, world), on_dibao))


def aided_at_60(member: Row, world: World) -> Truth:
    return both(of_category("低保边缘", "支出型贫困")(member, world), opposite(is_tekun(member, world)))


# ---------------------------------------------------------------- 残疾人


def grown_and_supported(member: Row, world: World) -> Truth:
    """An adult who lives on the family; where this is on 低保 or 特困 itself, the person is provided for."""
    age = age_on(member.day("birth_date"), date(YEAR, 12, 31))
    provided_for = among(category(member, world), "低保", "特困")
    grown = None if age is None else age >= 18
    return both(listed_and_living(member, world), member.yes("family_supported"), grown, opposite(provided_for))


def severe(member: Row) -> Truth:
    """Who is disabled and has no grade on record may have one of the two."""
    if member.blank("disability_level"):
        return False if disabled(member) is False else None
    return among(member.word("disability_level"), "一级", "二级")


def mental(member: Row) -> Truth:
    """Several disabilities in one may hold a mental one or not."""
    if member.blank("disability_level") and disabled(member) is False:
        return False
    kind = member.word("disability_kind")
    slight = among(member.word("disability_level"), "三级", "四级")
    return both(slight, None if kind == "多重" else among(kind, "精神", "智力"))


def supported_severe(member: Row, world: World) -> Truth:
    return both(grown_and_supported(member, world), severe(member))


def supported_mental(member: Row, world: World) -> Truth:
    return both(grown_and_supported(member, world), mental(member))


def not_given(field: str) -> Condition:
    return lambda row, _: opposite(row.yes(field))


def disabled(member: Row) -> Truth:
    """Any entry on a disability makes a person disabled; a health that cannot be read may be one."""
    entries = [opposite(member.blank(name)) for name in ("disability_card", "disability_kind", "disability_level")]
    by_health = False if member.blank("health") else among(member.word("health"), "残疾")
    return either(*entries, by_health)


def disabled_of_school_age(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), disabled(member), of_school_age(member, YEAR))


def untaught(member: Row, _: World) -> Truth:
    return opposite(either(at_school(member), member.yes("home_schooling")))


# ---------------------------------------------------------------- 危旧房


def housing_grant(row: Row, _: World) -> Truth:
    return among(row.word("kind"), "危房改造")


def local_short(row: Row, _: World) -> Truth:
    """当地财政配套少于国家和省专项补助之和."""
    higher = row.money("higher_amount")
    if row.blank("higher_amount"):
        national, provincial = row.money("national_amount"), row.money("provincial_amount")
        higher = None if national is None or provincial is None else national + provincial
    return None if row.blank("higher_amount") is None else below(row.money("local_amount"), higher)


def rebuilt_since_2019(row: Row, _: World) -> Truth:
    done = row.day("housing_done_on")
    on_time = False if row.blank("housing_done_on") else None if done is None else done >= date(2019, 1, 1)
    return both(row.listed, on_time)


# ---------------------------------------------------------------- 贷款贴息


def borrower_left(loan: Row, world: World) -> Truth:
    household = world.household(loan)
    return None if household is None else among(household.status, LEFT)


def stopped_early(loan: Row, world: World) -> Truth:
    """退出后、到期前停了贴息; a subsidy without such a day goes on."""
    if loan.blank("subsidy_stopped_on"):
        return False
    household, stopped = world.household(loan), loan.day("subsidy_stopped_on")
    left = None if household is None else household.day("exited_on")
    return both(opposite(after(left, stopped)), after(loan.day("to_date"), stopped))


# ---------------------------------------------------------------- 观察期


def has_left(row: Row, _: World) -> Truth:
    """Since the plan began; a blank day does not let anyone off."""
    left = row.day("exited_on")
    since = True if row.blank("exited_on") else None if left is None else left >= date(2018, 1, 1)
    return both(among(row.status, LEFT), since)


def left_after_watch(row: Row, world: World) -> Truth:
    return both(has_left(row, world), opposite(row.blank("observed_from")))


def watch_was_short(row: Row, _: World) -> Truth:
    """From the first day to exit or to the end of observation, whichever came first after it.

    Who leaves on the last day of observation was observed that day too; who is watched only after leaving, is
    watched until the end of observation.
    """
    start, left, last = row.day("observed_from"), row.day("exited_on"), row.day("observed_to")
    if start is None or (left is None and not row.blank("exited_on")):
        return None
    if last is None and row.blank("observed_to") is None:
        return None
    leaving = left if left and left > start and left != last else None
    ends = [day for day in (leaving, last and last + timedelta(1)) if day]
    return after(a_year_later(start), min(ends)) if ends else None


def watched(row: Row, world: World) -> Truth:
    return either(among(row.status, WATCHED), left_after_watch(row, world))


def policies_stopped(row: Row, _: World) -> Truth:
    if row.blank("policies_stopped_on"):
        return False
    return after(a_year_later(row.day("observed_from")), row.day("policies_stopped_on"))


premium = short_of("medical_premium_subsidy", "medical_premium")

RULES = (
    Rule("JX025", "household", review_is_old, was_reviewed),
    Rule("JX037", "member", short_of("pension_subsidy", "pension_premium"), pays_lowest),
    Rule("JX038", "member", short_of("pension_subsidy", "pension_premium", "0.65"), pays_more),
    Rule("JX041", "member", premium, tekun),
    Rule("JX042", "member", premium, of_category("低保")),
    Rule("JX043", "member", premium, old),
    Rule("JX044", "member", premium, seriously_ill),
    Rule("JX045", "member", premium, minor),
    Rule("JX046", "member", short_of("medical_aid", "own_medical_cost", "0.70"), aided_at_70),
    Rule("JX047", "member", short_of("medical_aid", "own_medical_cost", "0.60"), aided_at_60),
    Rule("JX051", "member", not_given("single_person_dibao"), supported_severe),
    Rule("JX052", "member", not_given("single_person_dibao"), supported_mental),
    Rule("JX061", "grant", local_short, housing_grant),
    Rule("JX063", "household", not_given("housing_closed"), rebuilt_since_2019),
    Rule("JX064", "household", not_given("housing_paid_directly"), rebuilt_since_2019),
    Rule("JX071", "member", untaught, disabled_of_school_age),
    Rule("JX072", "member", not_given("family_doctor"), listed_and_living),
    Rule("JX075", "loan", stopped_early, borrower_left),
    Rule("JX077", "household", lambda row, _: row.blank("observed_from"), has_left),
    Rule("JX078", "household", watch_was_short, left_after_watch),
    Rule("JX079", "household", policies_stopped, watched),
)
