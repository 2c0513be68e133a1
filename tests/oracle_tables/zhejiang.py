"""浙江省 2020."""

from datetime import date
from decimal import Decimal

from tests.oracle_tables.household import at_school, floor_income, listed, listed_and_living, of_school_age
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, after, among, below, both, either, fen, opposite, total

YEAR = 2020

# ---------------------------------------------------------------- 月月有走访


def on_roster_in(row: Row, month: int) -> Truth:
    """Whether a household was on the roster in some part of a month.

    An exit before entry is an earlier one, so that without a day of entry no exit says when a household was off it.
    """
    entered, left = row.day("registered_on"), row.day("exited_on")
    if entered is None:
        return None
    arrived = (entered.year, entered.month) <= (YEAR, month)
    if row.blank("exited_on") or (left is not None and left < entered):
        return arrived
    return both(arrived, None if left is None else (left.year, left.month) >= (YEAR, month))


def visited_in(row: Row, world: World, month: int) -> Truth:
    if row.word("household_id") is None:
        return None
    days = [visit.day("visited_on") for visit in world.sharing("visit", row)]
    return any(day is not None and (day.year, day.month) == (YEAR, month) for day in days)


def month_missed(row: Row, world: World) -> Truth:
    """在册月份中有一个月没有走访记录; a visit without a day may have been in a month that seems missed."""
    missed = [both(on_roster_in(row, m), opposite(visited_in(row, world, m))) for m in range(1, 13)]
    if any(each is None for each in missed):
        return None
    undated = sum(visit.day("visited_on") is None for visit in world.sharing("visit", row))
    return False if not any(missed) else True if sum(map(bool, missed)) > undated else None


def too_few_visits(row: Row, _: World) -> Truth:
    """登记的走访次数少于月数."""
    months = [on_roster_in(row, month) for month in range(1, 13)]
    if any(each is None for each in months):
        return None
    return below(row.whole("visits"), sum(map(bool, months)))


# ---------------------------------------------------------------- 低保或临时救助


def has_dibao(row: Row) -> Truth:
    """As entered; where nothing is, only the category of 低保 says something."""
    if not row.blank("on_dibao"):
        return row.yes("on_dibao")
    return True if row.word("category") == "低保" else None


def left_without_relief(row: Row, world: World) -> Truth:
    """人均低于 8000 元且低于当地低保标准，既未享受低保也未得到临时救助."""
    income, helped = floor_income(row), either(has_dibao(row), row.yes("temporary_relief"))
    return both(below(income, 8000), below(income, world.fact("dibao_standard")), opposite(helped))


# ---------------------------------------------------------------- 搬迁补助


def relocation(row: Row, _: World) -> Truth:
    return among(row.word("kind"), "异地搬迁")


def low_relocation_grant(row: Row, world: World) -> Truth:
    """All that a household was granted in the year, over the people in it."""
    same = [other for other in world.sharing("grant", row) if other.word("kind") == "异地搬迁"] or [row]
    paid = total(other.money("provincial_amount") for other in same)
    people = max((number for other in same if (number := other.whole("people")) is not None), default=0)
    return None if paid is None or people <= 0 else fen(paid / people) < Decimal(30000)


# ---------------------------------------------------------------- 成员


def should_learn(member: Row, world: World) -> Truth:
    return both(listed_and_living(member, world), of_school_age(member, YEAR))


EXEMPT = ("免学", "缓学", "延缓", "休学", "送教", "特教", "特殊教育", "因病", "患病", "疾病", "重病", "残疾")


def dropped_out(member: Row, _: World) -> Truth:
    """未在校，且无免学、送教等登记理由; a blank cell is no reason on record, and poverty or dislike excuses nobody."""
    taught = False if member.blank("home_schooling") else member.yes("home_schooling")
    excused = any(word in (member.word("dropout_reason") or "") for word in EXEMPT)
    return opposite(either(at_school(member), taught, excused))


def uninsured(member: Row, _: World) -> Truth:
    employee = False if member.blank("employee_medical") else member.yes("employee_medical")
    return opposite(either(member.yes("basic_medical"), employee))


def not_supplemented(member: Row, _: World) -> Truth:
    return opposite(member.yes("supplementary"))


# ---------------------------------------------------------------- 危房、饮水


def dangerous(row: Row, _: World) -> Truth:
    """Grade C or D; where no grade is on record but the house is said to be safe, it is not."""
    if row.blank("housing_grade"):
        return both(row.listed, False if row.yes("housing") else None)
    return both(row.listed, among(row.word("housing_grade"), "C", "D"))


def not_done_in_time(row: Row, _: World) -> Truth:
    return either(row.blank("housing_done_on"), after(row.day("housing_done_on"), date(2020, 12, 31)))


def said_to_be_safe(row: Row, world: World) -> Truth:
    return both(row.yes("housing"), not_done_in_time(row, world))


def water_has_a_day(row: Row, _: World) -> Truth:
    return both(row.listed, opposite(row.blank("water_done_on")))


def water_late(row: Row, _: World) -> Truth:
    return after(row.day("water_done_on"), date(2020, 10, 31))


# ---------------------------------------------------------------- 一证多户


def in_several_households(member: Row, world: World) -> Truth:
    """同一身份证多户重复."""
    number = member.word("id_number")
    if number is None or member.word("household_id") is None:
        return None
    same = [other for other in world.of("member") if (other.word("id_number") or "").upper() == number.upper()]
    return len({name for other in same if (name := other.word("household_id")) is not None}) > 1


RULES = (
    Rule("ZJ071", "household", month_missed, listed),
    Rule("ZJ091", "grant", low_relocation_grant, relocation),
    Rule("ZJ101", "member", dropped_out, should_learn),
    Rule("ZJ102", "member", uninsured, listed_and_living),
    Rule("ZJ103", "member", not_supplemented, listed_and_living),
    Rule("ZJ112", "household", not_done_in_time, dangerous),
    Rule("ZJ113", "household", said_to_be_safe, dangerous),
    Rule("ZJ121", "household", water_late, water_has_a_day),
    Rule("ZJ145", "member", in_several_households),
)
RELIEF_RULES = (Rule("ZJ081", "household", left_without_relief, listed),)
COUNTED_RULES = (Rule("ZJ072", "household", too_few_visits, listed),)
