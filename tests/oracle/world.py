"""Where and when generated rows are, and the amounts near which something changes there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from tests.oracle.roster import Value, fen

T = TypeVar("T")
Cells = dict[str, Value]

ZERO, CENT, GOAL = Decimal(0), Decimal("0.01"), Decimal(22000)
YEARS = (2020, 2022, 2020, 2022, 2018, 2019, 2021)
COUNTIES = ("遂昌县", "庆元县", "桐乡市", "嘉善县", "淳安县", "丽水市", "嘉兴市")
JIAXING_COUNTIES = ["桐乡市", "嘉善县"]
STANDARDS = [
    Decimal(each)
    for each in ["8000", "7999.99", "10000", "9999.99", "10000.01", "4000", "5333.33", "5333.35", "6666.67"]
]
ODD_INCOMES = (ZERO, -CENT, Decimal(-1200), Decimal("12345.67"))


@dataclass(frozen=True)
class World:
    """Where and when the rows of one roster are, and the amounts near which something changes."""

    counties: Sequence[str]
    years: Sequence[int]
    edges: Sequence[Decimal]
    own: Mapping[tuple[Value, Value], Sequence[Decimal]]
    """Floor and lines of one county and year."""
    exact: bool = False
    """Whether what the items make lies on these to the fen, in every household."""

    def county(self, rng: Random) -> str | None:
        return rng.choice([None, "某某县"]) if rare(rng) else rng.choice(self.counties)


def make_world(rng: Random, counties: Sequence[str], years: Sequence[int], places: Sequence[Cells]) -> World:
    """The floors, the target of 2022, and 1.5 times and twice each standard, which counts a year later."""
    floors = {2020: [Decimal(8000)], 2022: [Decimal(10000)]}
    own: dict[tuple[Value, Value], list[Decimal]] = {
        (county, year): list(floors.get(year, ())) for county in counties for year in years
    }
    for row in places:
        standard, year = row["dibao_standard"], row["year"]
        if isinstance(standard, Decimal) and isinstance(year, int):
            lines = [fen(standard * Decimal("1.5")), standard * 2]
            own.setdefault((row["place"], year + 1), []).extend(lines)
    every = dict.fromkeys([*floors[2020], *floors[2022], GOAL, *(line for lines in own.values() for line in lines)])
    common = [*around(*every), *ODD_INCOMES]
    return World(
        counties, years, common, {key: lines for key, lines in own.items() if lines}, exact=rng.randint(0, 3) == 3
    )


def goal_world(counties: Sequence[str], years: Sequence[int]) -> World:
    """All households lie about the income that Jiaxing's must reach on average."""
    return World(counties, years, around(GOAL), {})


def around(*amounts: Decimal) -> list[Decimal]:
    """Each amount, and a fen less and more."""
    return [amount + step for amount in amounts for step in (ZERO, -CENT, CENT)]


def rare(rng: Random) -> bool:
    """Once in ten; the first of the ten is what Hypothesis shrinks to."""
    return rng.randint(0, 9) == 9


def some(rng: Random, values: Sequence[T], most: int) -> list[T]:
    """From one of the values to ``most``, none twice unless it stands twice."""
    return list(dict.fromkeys(rng.choice(values) for _ in range(rng.randint(1, most))))
