"""What several documents ask of a household, and of its members."""

from datetime import date
from decimal import Decimal

from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.truth import Truth, above, among, both, either, fen, opposite


def listed(row: Row, _: World) -> Truth:
    return row.listed


def living(member: Row) -> Truth:
    """Nothing is asked for a member who has died; a blank health is that of someone living."""
    return True if member.blank("health") else opposite(among(member.word("health"), "死亡"))


def listed_and_living(member: Row, world: World) -> Truth:
    """Of a member of a household on the roster or in observation."""
    return both(world.listed(member), living(member))


def per_head(row: Row) -> Decimal | None:
    """Disposable income per head: as declared, else the household's divided by its members."""
    if not row.blank("per_capita_income"):
        return row.money("per_capita_income")
    income, members = row.money("income"), row.whole("members")
    return None if income is None or not members or members < 0 else fen(income / members)


def local_dibao_standard(world: World, city: str) -> Decimal | None:
    """当地当年低保年标准: the county's own, else its city's."""
    own = world.fact("dibao_standard")
    of_city = [row for row in world.of("place") if row.word("place") == city and row.whole("year") == world.year]
    return next((row.money("dibao_standard") for row in of_city), None) if own is None else own


def floor_income(row: Row) -> Decimal | None:
    """Income per head: disposable, or net where nothing gives that; a figure that cannot be read leaves it open."""
    declared = per_head(row)
    if declared is not None or not row.blank("per_capita_income") or row.blank("income") is None:
        return declared
    if not row.blank("per_capita_net_income"):
        return row.money("per_capita_net_income")
    income, members = row.money("net_income"), row.whole("members")
    return None if income is None or not members or members < 0 else fen(income / members)


def paid(row: Row, field: str) -> Truth:
    """Whether a payment is on record; one that cannot be read may have been made."""
    return False if row.blank(field) else above(row.money(field), 0)


def able(member: Row) -> Truth:
    return among(member.word("labour"), "普通劳动力", "技能劳动力")


def has_able(row: Row, world: World) -> Truth:
    """As the household says, else as its living members do; without members nobody knows."""
    if not row.blank("labourers"):
        number = row.whole("labourers")
        return None if number is None else number > 0
    members = world.sharing("member", row)
    return either(*(both(living(member), able(member)) for member in members)) if members else None


def age_on(birth: date | None, day: date) -> int | None:
    """Full years; who has the birthday on that very day is as old as the years say."""
    if birth is None:
        return None
    return day.year - birth.year - ((birth.month, birth.day) > (day.month, day.day))


def a_year_later(day: date | None) -> date | None:
    """After 29 February comes the 28th."""
    if day is None:
        return None
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def employed(member: Row) -> Truth:
    """As the entry says; where it is blank, whoever worked somewhere or some months is employed."""
    if not member.blank("employed"):
        return member.yes("employed")
    somewhere = not member.blank("work_place") or not member.blank("public_post")
    months = False if member.blank("work_months") else above(member.money("work_months"), 0)
    return either(somewhere, months)


def of_school_age(member: Row, year: int) -> Truth:
    """6 to 15 on 1 September."""
    age = age_on(member.day("birth_date"), date(year, 9, 1))
    return None if age is None else 6 <= age <= 15


def at_school(member: Row) -> Truth:
    return opposite(among(member.word("student"), "非在校生", "学龄前儿童"))
