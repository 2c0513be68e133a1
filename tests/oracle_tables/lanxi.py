"""兰溪市 2023."""

from datetime import date
from decimal import Decimal

from tests.oracle_tables import lanxi_loans
from tests.oracle_tables.household import at_school, has_able, listed, listed_and_living, living, of_school_age
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Condition, Rule
from tests.oracle_tables.truth import Truth, above, after, among, below, both, either, fen, opposite, total

YEAR = 2023

# ---------------------------------------------------------------- 收入结构


def able_and_listed(row: Row, world: World) -> Truth:
    return both(row.listed, has_able(row, world))


def business_net(row: Row) -> Decimal | None:
    """经营净收入; of a figure that is gross, the cost is taken off."""
    income, cost = row.money("business_income"), row.money("business_cost")
    gross = False if row.blank("business_income_gross") else row.yes("business_income_gross")
    if gross is None or income is None:
        return None
    return income if not gross else None if cost is None else income - cost


def all_items(row: Row) -> Decimal | None:
    items = [row.money(item) for item in ("wage_income", "property_income", "transfer_income")]
    return total([*items, business_net(row)])


def lives_on_transfers(row: Row, _: World) -> Truth:
    """转移性收入占比超过 80%."""
    income = all_items(row)
    if income is None or income <= 0:
        return None
    return above(row.money("transfer_income"), fen(income * Decimal("0.80")))


# ---------------------------------------------------------------- 入学


def should_learn(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), of_school_age(member, YEAR))


def not_enrolled(member: Row, _: World) -> Truth:
    """A child taught at home is enrolled; a blank cell says that it is not."""
    at_home = False if member.blank("home_schooling") else member.yes("home_schooling")
    return opposite(either(at_school(member), at_home))


def not_supplemented(member: Row, _: World) -> Truth:
    return opposite(member.yes("supplementary"))


# ---------------------------------------------------------------- 走访


def due_in(row: Row, month: int) -> Truth:
    """The month of entry counts; without a day of entry, all months do."""
    entered = row.day("registered_on")
    if row.blank("registered_on"):
        return True
    return None if entered is None else (entered.year, entered.month) <= (YEAR, month)


def month_missed(row: Row, world: World) -> Truth:
    """某月没有走访记录; a visit without a day may have been in a month that seems missed."""
    if row.word("household_id") is None:
        return None
    days = [visit.day("visited_on") for visit in world.sharing("visit", row)]
    visited = {(day.year, day.month) for day in days if day is not None}
    missed = [both(due_in(row, month), (YEAR, month) not in visited) for month in range(1, 13)]
    if sum(each is True for each in missed) > days.count(None):
        return True
    return False if all(each is False for each in missed) else None


# ---------------------------------------------------------------- 项目


def relocates(project: Row, _: World) -> Truth:
    return among(project.word("kind"), "异地搬迁")


def land_late(project: Row, _: World) -> Truth:
    return after(project.day("land_ready_on"), date(2023, 6, 30))


def building_late(project: Row, _: World) -> Truth:
    return after(project.day("started_on"), date(2023, 10, 31))


def on_the_menu(project: Row, _: World) -> Truth:
    return among(project.word("kind"), "菜单式")


def filed_late(project: Row, _: World) -> Truth:
    return after(project.day("filed_on"), date(2023, 3, 31))


def accepted_late(project: Row, _: World) -> Truth:
    return either(project.blank("accepted_on"), after(project.day("accepted_on"), date(2023, 9, 30)))


def not_before(field: str) -> Condition:
    """实施前没有: no such day although it was begun, or a later one."""

    def missing_or_late(project: Row, _: World) -> Truth:
        begun = project.day("started_on" if project.blank("implemented_on") else "implemented_on")
        if project.blank(field):
            return None if begun is None else True
        return after(project.day(field), begun)

    return missing_or_late


def earns(project: Row, _: World) -> Truth:
    return above(project.money("yearly_income"), 0)


def income_share_low(project: Row, _: World) -> Truth:
    """项目收益中用于本村低收入农户的不足 30%."""
    income = project.money("yearly_income")
    return below(project.money("household_income"), None if income is None else fen(income * Decimal("0.30")))


def finished(project: Row, _: World) -> Truth:
    return either(*(opposite(project.blank(name)) for name in ("completed_on", "accepted_on")))


def unmanaged(project: Row, _: World) -> Truth:
    return project.blank("asset_manager")


# ---------------------------------------------------------------- 场租补助


def rent(grant: Row, _: World) -> Truth:
    return among(grant.word("kind"), "来料加工场租")


def over_share(grant: Row, _: World) -> Truth:
    basis = grant.money("basis")
    return above(grant.money("amount"), None if basis is None else fen(basis * Decimal("0.20")))


def over_cap(grant: Row, _: World) -> Truth:
    return above(grant.money("amount"), Decimal(20000))


def rent_paid(grant: Row, world: World) -> Truth:
    return both(rent(grant, world), above(grant.money("amount"), 0))


def takes_on_few(grant: Row, _: World) -> Truth:
    """吸纳本村有劳动力低收入农户不到一半而享受补助."""
    able, taken_on = grant.whole("able_households"), grant.whole("absorbed_households")
    return None if able is None or taken_on is None else 2 * taken_on < able


# ---------------------------------------------------------------- 中高职补助

VOCATIONAL = ("中职", "高职", "技师")


def at_vocational_school(member: Row) -> Truth:
    school = member.word("student")
    return None if school is None else school.startswith(VOCATIONAL)


def has_vocational_student(row: Row, world: World) -> Truth:
    members = world.sharing("member", row)
    known = [both(living(member), at_vocational_school(member)) for member in members]
    return both(row.listed, either(*known) if known else None)


def low_vocational_grant(row: Row, world: World) -> Truth:
    """每户每学年补助少于 3000 元（按户，不按人）; a household without any grant has none.

    A grant whose kind or amount is not known may belong to any of the sums.
    """
    if row.word("household_id") is None:
        return None
    kinds = [(grant.word("kind"), grant) for grant in world.sharing("grant", row)]
    grants = [grant for kind, grant in kinds if kind == "中高职补助"]
    years = {grant.word("school_year") for grant in grants}
    sums = [total(grant.money("amount") for grant in grants if grant.word("school_year") == year) for year in years]
    if any(each is None for each in sums) or any(kind is None for kind, _ in kinds):
        return None
    return any(each is not None and each < 3000 for each in sums) or not sums


def vocational(grant: Row, _: World) -> Truth:
    return among(grant.word("kind"), "中高职补助")


def reviewed_late(grant: Row, _: World) -> Truth:
    return after(grant.day("reviewed_on"), date(2023, 10, 20))


# ---------------------------------------------------------------- 各乡镇培训


def first_of_township(row: Row, world: World) -> bool:
    """A township stands where its first household stands."""
    name = row.word("township")
    return name is not None and next(r for r in world.of("household") if r.word("township") == name) is row


def trainees(course: Row) -> int | None:
    """低收入农户: where the list separates them; a row that gives no number is of one person, if it names a household."""
    for field in ("low_income_trainees", "trainees"):
        if not course.blank(field):
            return course.whole(field)
    return None if course.word("household_id") is None else 1


def trained_on(course: Row) -> date | None:
    return course.day("held_on" if course.blank("finished_on") else "finished_on")


def people_trained(row: Row, world: World) -> int:
    return sum(trainees(course) or 0 for course in world.sharing("training", row, "township"))


def too_few_trained(row: Row, world: World) -> Truth:
    """少于 15 名; a township without any course has none."""
    if people_trained(row, world) >= 15:
        return False
    return None if any(trainees(course) is None for course in world.sharing("training", row, "township")) else True


def enough_trained(row: Row, world: World) -> Truth:
    """Of the townships with too few, LX160 speaks; without all numbers nobody knows which they are."""
    return both(first_of_township(row, world), opposite(too_few_trained(row, world)))


def trained_late(row: Row, world: World) -> Truth:
    """Fewer than 15 by the end of October, although 15 in all."""
    courses = world.sharing("training", row, "township")
    days = [(trained_on(course), trainees(course)) for course in courses]
    if sum(people or 0 for day, people in days if day is not None and day <= date(2023, 10, 31)) >= 15:
        return False
    return None if any(day is None or people is None for day, people in days) else True


RULES = (
    Rule("LX011", "household", lives_on_transfers, able_and_listed),
    Rule("LX041", "member", not_enrolled, should_learn),
    Rule("LX060", "member", not_supplemented, listed_and_living),
    Rule("LX110", "household", month_missed, listed),
    Rule("LX131", "project", land_late, relocates),
    Rule("LX132", "project", building_late, relocates),
    Rule("LX140", "project", not_before("approved_on"), on_the_menu),
    Rule("LX141", "project", not_before("publicised_on"), on_the_menu),
    Rule("LX142", "project", filed_late, on_the_menu),
    Rule("LX143", "project", accepted_late, on_the_menu),
    Rule("LX150", "household", low_vocational_grant, has_vocational_student),
    Rule("LX151", "grant", reviewed_late, vocational),
    Rule("LX160", "household", too_few_trained, first_of_township),
    Rule("LX161", "household", trained_late, enough_trained),
    Rule("LX170", "grant", over_share, rent),
    Rule("LX171", "grant", over_cap, rent),
    Rule("LX172", "grant", takes_on_few, rent_paid),
    Rule("LX190", "project", income_share_low, earns),
    Rule("LX191", "project", unmanaged, finished),
    *lanxi_loans.RULES,
)
