"""Targets of a county: sums over sums, growth, shares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle_tables.household import able, employed, listed_and_living
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.truth import fen
from tests.oracle_tables.wenzhou import chosen

Figure = Fraction | None


@dataclass(frozen=True)
class Target:
    """What a county reaches, and what it should."""

    code: str
    measured: Callable[[World], Figure]
    goal: Callable[[World], Figure]
    reached: Callable[[Fraction, Fraction], bool]

    def outcome(self, world: World) -> str:
        measured, goal = self.measured(world), self.goal(world)
        if measured is None or goal is None:
            return "unassessable"
        return "met" if self.reached(measured, goal) else "not_met"


def at_least(measured: Fraction, goal: Fraction) -> bool:
    return measured >= goal


def at_most(measured: Fraction, goal: Fraction) -> bool:
    return measured <= goal


def exceeds(measured: Fraction, goal: Fraction) -> bool:
    return measured > goal


def less_than(measured: Fraction, goal: Fraction) -> bool:
    return measured < goal


def share(text: str) -> Callable[[World], Figure]:
    return lambda _: Fraction(text)


# ---------------------------------------------------------------- 人均收入与增幅


def income(row: Row) -> Decimal | None:
    """The household's; where it is blank, that per head times its members."""
    if not row.blank("income"):
        return row.money("income")
    declared, members = row.money("per_capita_income"), row.whole("members")
    return None if declared is None or members is None else fen(declared * members)


def counted(world: World, roster: str = "household") -> list[tuple[Row, Decimal, int]]:
    """Households in the sum: on the roster or in observation, with income and members."""
    rows = [(row, income(row), row.whole("members")) for row in world.of(roster) if row.listed]
    return [(row, money, people) for row, money, people in rows if money is not None and people and people > 0]


def average(world: World, roster: str = "household") -> Figure:
    """人均 = 收入合计 ÷ 人口合计."""
    rows = counted(world, roster)
    people = sum(members for _, _, members in rows)
    return Fraction(sum((money for _, money, _ in rows), Decimal(0))) / people if people else None


def average_to_the_fen(world: World) -> Figure:
    """As a sum of money is told."""
    exact = average(world)
    return None if exact is None else Fraction(fen(Decimal(exact.numerator) / exact.denominator))


def of_place(world: World, place: str, field: str, years_back: int = 0) -> Figure:
    year = world.year - years_back
    said = [row for row in world.of("place") if row.word("place") == place and row.whole("year") == year]
    figure = next((row.money(field) for row in said), None)
    return None if figure is None else Fraction(figure)


def before(world: World) -> Figure:
    """Last year's average: as 县级参数 says, else last year's roster, else every counted household of last year."""
    known = of_place(world, world.county, "prior_low_income")
    known = average(world, "previous") if known is None else known
    if known is not None:
        return known
    rows = [(row.money("prior_per_capita_income"), members) for row, _, members in counted(world)]
    if not rows or any(figure is None for figure, _ in rows):
        return None
    people = sum(members for _, members in rows)
    return Fraction(sum(((figure or Decimal(0)) * members for figure, members in rows), Decimal(0))) / people


def growth(world: World) -> Figure:
    now, then = average(world), before(world)
    return now / then - 1 if now is not None and then else None


def rural_growth(world: World, place: str) -> Figure:
    now, then = (of_place(world, place, "rural_income", back) for back in (0, 1))
    return now / then - 1 if now is not None and then else None


def rural_growth_of_city(world: World) -> Figure:
    """全市农村居民; a city is held against its own."""
    return rural_growth(world, city_of(world))


def local_rural_growth(world: World) -> Figure:
    """当地农村居民: the county's own, else its city's."""
    own = rural_growth(world, world.county)
    return rural_growth_of_city(world) if own is None else own


CITIES = {
    "遂昌县": "丽水市",
    "松阳县": "丽水市",
    "桐乡市": "嘉兴市",
    "永嘉县": "温州市",
    "瑞安市": "温州市",
    "淳安县": "杭州市",
}


def city_of(world: World) -> str:
    """The city that a county lies in; of a city, itself."""
    return CITIES.get(world.county, world.county)


# ---------------------------------------------------------------- 人数


def low_income_people(world: World, roster: str) -> int:
    members = [row.whole("members") for row in world.of(roster) if row.listed]
    return sum(people for people in members if people is not None and people > 0)


def growth_of_people(world: World) -> Figure:
    now, then = (low_income_people(world, roster) for roster in ("household", "previous"))
    return Fraction(now, then) - 1 if now and then else None


def rural_people(world: World, years_back: int) -> int | None:
    year = world.year - years_back
    said = [row for row in world.of("place") if row.word("place") == world.county and row.whole("year") == year]
    return next((row.whole("rural_population") for row in said), None)


def growth_of_rural_people(world: World) -> Figure:
    """占比逐年下降: the low-income people grew less than all."""
    now, then = rural_people(world, 0), rural_people(world, 1)
    return Fraction(now, then) - 1 if now is not None and then else None


def narrower_gap(world: World) -> Figure:
    """Last year's income of these households and what rural residents, of the county or its city, have gained since."""
    last = of_place(world, world.county, "prior_low_income")
    for place in (world.county, city_of(world)):
        now, then = (of_place(world, place, "rural_income", back) for back in (0, 1))
        if last is not None and now is not None and then is not None:
            return last + now - then
    return None


def key_people(world: World) -> Figure:
    """重点帮扶对象，按人数计算."""
    rows = [row for row in world.of("household") if chosen(row)]
    members = [people for row in rows if (people := row.whole("members")) is not None and people > 0]
    return Fraction(sum(members)) if members else None


def quota(world: World) -> Figure:
    """3% of the registered rural population in 瑞安, 5% in 永嘉."""
    population = rural_people(world, 0)
    return None if population is None else Fraction(3 if world.county == "瑞安市" else 5, 100) * population


def employment(world: World) -> Figure:
    members = [employed(row) for row in world.of("member") if listed_and_living(row, world) and able(row)]
    known = [works for works in members if works is not None]
    return Fraction(sum(known), len(known)) if known else None


# ---------------------------------------------------------------- 危房补助户均


def housing_grants(world: World) -> Figure:
    """What was paid over what the average in force on each household's day makes.

    A household that was paid in several rows is counted once, a row that names none stands by itself.
    """
    paid, due = Fraction(0), Fraction(0)
    for row in world.of("grant"):
        money, day = row.money("provincial_amount"), row.day("granted_on")
        if row.word("kind") != "危房改造" or money is None or day is None or day < date(2019, 1, 1):
            continue
        same = [other for other in world.sharing("grant", row) if other.word("kind") == "危房改造"]
        paid += Fraction(money)
        due += Fraction(7500 if day < date(2020, 1, 1) else 15000, max(1, len(same)))
    return paid / due if due else None


TARGETS = {
    "遂昌县": (
        Target("LS021", growth, share("0.10"), at_least),
        Target("LS022", growth, rural_growth_of_city, exceeds),
    ),
    "桐乡市": (
        Target("JX011", average_to_the_fen, share("22000"), at_least),
        Target("JX027", growth, share("0.15"), at_least),
        Target("JX028", growth, local_rural_growth, exceeds),
    ),
    "永嘉县": (
        Target("WZ001", growth, rural_growth_of_city, exceeds),
        Target("WZ002", average_to_the_fen, narrower_gap, exceeds),
        Target("WZ003", growth_of_people, growth_of_rural_people, less_than),
        Target("WZ011", employment, share("1"), at_least),
        Target("WZ020", key_people, quota, at_most),
    ),
    "淳安县": (Target("ZJ111", housing_grants, share("1"), at_least),),
}
