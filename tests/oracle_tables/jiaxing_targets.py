"""What 嘉兴市 as a whole should reach: leaders who take households along."""

from fractions import Fraction

from tests.oracle_tables.rows import World
from tests.oracle_tables.targets import Figure, Target, at_least


def leaders(world: World) -> Figure:
    """全市扶贫致富带头人: those with a name; the leaders of one county are not the city's."""
    counties = {row.word("county") for row in world.of("leader")}
    named = sum(row.blank("name") is False for row in world.of("leader"))
    of_city = None in counties or len(counties) > 1
    return Fraction(named) if named and of_city else None


def leaders_wanted(world: World) -> Figure:
    """From 2022."""
    return Fraction(100) if world.year >= 2022 else None


TARGETS = {"嘉兴市": (Target("JX033", leaders, leaders_wanted, at_least),)}
