"""兰溪市 2023."""

from datetime import date
from decimal import Decimal

from tests.oracle_tables.household import at_school, has_able, of_school_age
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, above, after, among, both, either, fen, opposite, total

YEAR = 2023

# ---------------------------------------------------------------- 收入结构


def able_and_listed(row: Row, world: World) -> Truth:
    return both(row.listed, has_able(row, world))


def lives_on_transfers(row: Row, _: World) -> Truth:
    """转移性收入占比超过 80%."""
    items = ("wage_income", "business_income", "property_income", "transfer_income")
    income, transfers = total(row.money(item) for item in items), row.money("transfer_income")
    if income is None or transfers is None or income <= 0:
        return None
    return transfers / income > Decimal("0.80")


# ---------------------------------------------------------------- 入学


def should_learn(member: Row, world: World) -> Truth:
    return both(world.listed(member), of_school_age(member, YEAR))


def not_enrolled(member: Row, _: World) -> Truth:
    return opposite(at_school(member))


# ---------------------------------------------------------------- 走访


def not_entered(visit: Row, _: World) -> Truth:
    """走访未录入系统: as the entry says, else by whether there is a day."""
    return visit.blank("entered_on") if visit.blank("entered") else opposite(visit.yes("entered"))


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


def income_share_low(project: Row, _: World) -> Truth:
    """项目收益中用于本村低收入农户的不足 30%."""
    income, given = project.money("yearly_income"), project.money("household_income")
    if income is None or given is None:
        return None
    return income > 0 and given < fen(income * Decimal("0.30"))


# ---------------------------------------------------------------- 场租补助


def rent(grant: Row, _: World) -> Truth:
    return among(grant.word("kind"), "来料加工场租")


def over_share(grant: Row, _: World) -> Truth:
    basis = grant.money("basis")
    return above(grant.money("amount"), None if basis is None else fen(basis * Decimal("0.20")))


def over_cap(grant: Row, _: World) -> Truth:
    return above(grant.money("amount"), Decimal(20000))


def takes_on_few(grant: Row, _: World) -> Truth:
    """吸纳本村有劳动力低收入农户不到一半而享受补助."""
    able, taken_on = grant.whole("able_households"), grant.whole("absorbed_households")
    few = None if able is None or taken_on is None else 2 * taken_on < able
    return both(above(grant.money("amount"), 0), few)


# ---------------------------------------------------------------- 中高职补助

VOCATIONAL = ("中职", "高职", "技师")


def in_vocational_school(member: Row) -> Truth:
    student = member.word("student")
    return None if student is None else student.startswith(VOCATIONAL)


# ---------------------------------------------------------------- 贷款


def subsidised(loan: Row) -> Truth:
    if loan.blank("subsidised"):
        return above(loan.money("interest_subsidy"), 0)
    return loan.yes("subsidised")


RULES: tuple[Rule, ...] = ()
