"""丽水市：收入、来料加工费、累计搬迁、饮水指标、带头人，市和县."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from tests.oracle_tables.household import has_able
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.targets import (
    CITIES,
    Figure,
    Target,
    at_least,
    counted,
    exceeds,
    growth,
    rural_growth_of_city,
    share,
)
from tests.oracle_tables.truth import fen
from tests.oracle_tables.zhejiang_places import Regional
from tests.oracle_tables.zhejiang_targets import summed

YEAR = 2022

# ---------------------------------------------------------------- 收入


def able_average(world: World) -> Figure:
    """有劳动力的低收入农户人均收入, to the fen as sums of money are told."""
    rows = [(money, members) for row, money, members in counted(world) if has_able(row, world)]
    people = sum(members for _, members in rows)
    return Fraction(fen(sum((money for money, _ in rows), Decimal(0)) / people)) if people else None


# ---------------------------------------------------------------- 县级参数


def spoken_for(world: World, year: int = YEAR) -> list[Row]:
    """The rows of a year from which a place's figure is made: its own, else those of its counties."""
    rows = [row for row in world.of("place") if row.whole("year") == year]
    own = [row for row in rows if row.word("place") == world.county]
    return own or [row for row in rows if CITIES.get(row.word("place") or "") == world.county]


def fees(world: World) -> Figure:
    """年来料加工费收入."""
    return summed(row.money("processing_fees") for row in spoken_for(world))


def relocated_in_all(row: Row, world: World) -> int | None:
    """累计搬迁人数: every year from 2018 on, for a place that has a figure for each."""
    years = range(2018, YEAR + 1)
    said = {other.whole("year"): other.whole("relocated_people") for other in world.sharing("place", row, "place")}
    known = [people for year in years if (people := said.get(year)) is not None]
    return sum(known) if len(known) == len(years) else None


def relocated(world: World) -> Figure:
    return summed(relocated_in_all(row, world) for row in spoken_for(world))


WATER = ("water_population", "water_supply_assurance", "water_quality", "water_scaled")


def of_people(indicator: str) -> Callable[[World], Figure]:
    """A share of people: a place's own, else that of its counties by their rural population.

    Where one of the counties that give water figures does not say how many people it has, each counts the same.
    """

    def figure(world: World) -> Figure:
        rows = [row for row in spoken_for(world) if any(row.money(name) is not None for name in WATER)]
        people = [row.whole("rural_population") for row in rows]
        if any(number is None or number <= 0 for number in people):
            people = [1] * len(rows)
        known = [
            (Fraction(shares), number)
            for row, number in zip(rows, people, strict=True)
            if (shares := row.money(indicator)) is not None and number is not None
        ]
        weight = sum(number for _, number in known)
        return sum((shares * number for shares, number in known), Fraction(0)) / weight if weight else None

    return figure


# ---------------------------------------------------------------- 带头人


def leaders(world: World) -> Figure:
    """Who has a name is a leader."""
    return summed(None if row.blank("name") else 1 for row in world.of("leader"))


BOTH, CITY = ("city", "county"), ("city",)
TARGETS = (
    Regional(Target("LS021", growth, share("0.10"), at_least), "household", BOTH),
    Regional(Target("LS022", growth, rural_growth_of_city, exceeds), "household", BOTH),
    Regional(Target("LS023", able_average, share("18000"), at_least), "household", BOTH),
    Regional(Target("LS051", fees, share("2500000000"), at_least), "place", BOTH, CITY),
    Regional(Target("LS052", relocated, share("150000"), at_least), "place", BOTH, CITY),
    Regional(Target("LS071", of_people("water_population"), share("1"), at_least), "place", BOTH),
    Regional(Target("LS072", of_people("water_supply_assurance"), share("0.95"), at_least), "place", BOTH),
    Regional(Target("LS073", of_people("water_quality"), share("0.90"), at_least), "place", BOTH),
    Regional(Target("LS074", of_people("water_scaled"), share("0.48"), at_least), "place", BOTH),
    Regional(Target("LS112", leaders, share("300"), at_least), "leader", BOTH, CITY),
)
