"""Generated rosters, crowded where something begins or ends: on a floor or a line, a fen beside it, at nought, blank.

The rows are made by plain code from a random source that Hypothesis draws and shrinks. Strategies nested per cell
would do the same, but most of what Hypothesis made of them were rosters with one row copied over others.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from tests.oracle.household import HARDSHIP, LEFT, LISTED, NEVER, WATCHED
from tests.oracle.roster import COLUMNS, FACTS, GUARANTEES, ITEMS, UNREADABLE, Roster, Row, Sheet, Value, fen
from tests.oracle.world import (
    CENT,
    COUNTIES,
    JIAXING_COUNTIES,
    STANDARDS,
    YEARS,
    ZERO,
    Cells,
    World,
    around,
    goal_world,
    make_world,
    rare,
    some,
)

CATEGORIES: tuple[Value, ...] = ("低保", "特困", "低保边缘", HARDSHIP, HARDSHIP, HARDSHIP, "其他低收入", None)
STATUSES: tuple[Value, ...] = (LISTED, LEFT, NEVER, LISTED, WATCHED, LEFT, NEVER, None)
MEMBERS = (1, 2, 3, 4, 7, 1, 2, 3, 4, 7, 0, -2)
SHARES = (("0", "0", "0"), ("123.45", "-500", "2000.10"), ("-77.77", "0.01", "20000"))
VILLAGE_INCOMES = [Decimal(each) for each in ("50000", "100000", "200000", "49999.99", "99999.99", "199999.99", "0")]
FREE_TEXTS = frozenset(
    {"county", "township", "village", "household_id", "income_source", "epidemic_impact", "assistance"}
)
"""Fields in which nothing is unreadable: whatever stands there is the text."""
FLAWED = (
    *FACTS,
    *FACTS,
    *FACTS,
    *GUARANTEES,
    "category",
    "status",
    "status",
    "per_capita_income",
    "income",
    "rigid_expense",
)
"""Fields to blank or spoil more often than others."""
AMOUNTS = (
    *("income", "per_capita_income", "net_income", "per_capita_net_income", "prior_per_capita_income"),
    *(*ITEMS, "business_cost", "rigid_expense"),
)
DROPPABLE = (
    *(*AMOUNTS, "category", "status", "members", "food", "water", "poverty_cause", "assistance"),
    *("household_id", "county", "village"),
)
"""Columns that a roster may not have at all; one of its sheets may lack amounts that the other gives."""


def rosters() -> st.SearchStrategy[Roster]:
    """A county's or a city's workbooks: households, villages and 县级参数, each on one sheet or two."""
    return st.randoms(use_true_random=False).map(make_roster)


def make_roster(rng: Random) -> Roster:
    """One roster."""
    near_goal = rare(rng)
    counties, years = (JIAXING_COUNTIES, [2022]) if near_goal else (some(rng, COUNTIES, 3), some(rng, YEARS, 2))
    places = _place_rows(rng, counties, years)
    world = goal_world(counties, years) if near_goal else make_world(rng, counties, years, places)
    households = [_household(rng, world) for _ in range(rng.randint(0, 16))]
    villages = [_village(rng, world) for _ in range(rng.randint(0, 8))]
    if rng.randint(0, 4) == 4:
        villages = _ten_villages(rng, world)
    places += _growth_rows(rng, world, households)
    absent = frozenset(rng.choice(DROPPABLE) for _ in range(max(0, rng.randint(-5, 4))))
    gross = rng.choice([None, False, True])
    return Roster(
        (
            *_sheets(rng, "household", households, absent, gross),
            *_sheets(rng, "village", villages),
            *_sheets(rng, "place", places),
        )
    )


# ---------------------------------------------------------------- households


def _household(rng: Random, world: World) -> Cells:
    """A household complete in itself, then up to three cells blanked or made unreadable."""
    members = rng.choice(MEMBERS)
    heads = max(members, 1)
    county, year = world.county(rng), rng.choice(world.years)
    lines = world.own.get((county, year), ())
    edges = around(*lines) if lines and (world.exact or rng.randint(0, 1)) else world.edges
    declared = rng.choice(edges)
    made = rng.choice(lines) if lines and world.exact else _beside(rng, declared, edges)
    income = made * heads + (ZERO if world.exact else rng.choice([ZERO, ZERO, ZERO, CENT, -CENT]))
    off = heads + rng.choice([ZERO, CENT, -CENT])
    items = income + (ZERO if world.exact else rng.choice([ZERO, ZERO, ZERO, ZERO, CENT, off, -off]))
    row: Cells = {
        "county": county,
        "township": rng.choice(["云溪乡", None]),
        "village": rng.choice(["石门村", "梅坑村"]),
        "household_id": rng.choice([f"{rng.randint(1, 9):03}", f"3311232020{rng.randint(1, 9):05}"]),
        "year": None if rare(rng) and rare(rng) else year,
        "category": rng.choice(CATEGORIES),
        "status": rng.choice(STATUSES),
        "members": members,
        "prior_per_capita_income": rng.choice([Decimal(7000), Decimal(20000), ZERO]),
        "rigid_expense": rng.choice([income - rng.choice(edges) * heads, Decimal(3000)]),
        **_items(rng, items),
        **_declared(rng, declared, income, made),
        **dict.fromkeys(GUARANTEES, rng.choice([True, True, True, False])),
        rng.choice(GUARANTEES): False,
        "poverty_cause": "因病",
        **dict.fromkeys(FACTS[2:], "其他"),
    }
    for _ in range(rng.randint(0, 3)):
        field = rng.choice([*FLAWED, *row])
        row[field] = None if field in FREE_TEXTS else rng.choice([None, UNREADABLE])
    if rare(rng):
        row[rng.choice([*FACTS, *GUARANTEES])] = None
    return row


def _beside(rng: Random, declared: Decimal, edges: Sequence[Decimal]) -> Decimal:
    """What the items make a head: the same, about a yuan off, or something else."""
    steps = [Decimal(step) for step in ("0", "0", "-0.01", "0.01", "0.99", "1", "1.01", "-1", "-1.01")]
    return fen(rng.choice([declared + rng.choice(steps), rng.choice(edges)]))


def _declared(rng: Random, declared: Decimal, income: Decimal, made: Decimal) -> Cells:
    """Which of the four declared figures there are."""
    whole: Cells = {"per_capita_income": declared, "income": income, "net_income": None, "per_capita_net_income": None}
    nothing: Cells = dict.fromkeys(whole)
    return rng.choice(
        [
            *([whole] * 6),
            whole | {"per_capita_net_income": made, "net_income": income},
            whole | {"per_capita_income": None},
            whole | {"per_capita_income": None, "per_capita_net_income": declared},
            whole | {"income": None},
            nothing | {"per_capita_net_income": declared, "net_income": income},
            nothing | {"net_income": income},
            nothing,
        ]
    )


def _items(rng: Random, total: Decimal) -> Cells:
    """Four items that make ``total`` when business income is net, or when it is before costs."""
    shares = [Decimal(share) for share in rng.choice(SHARES)]
    cost = rng.choice([ZERO, ZERO, Decimal("77.77")])
    found = dict(zip(ITEMS, (total - sum(shares, ZERO), *shares), strict=True))
    found["business_income"] += rng.choice([ZERO, cost])
    return {**found, "business_cost": cost}


# ---------------------------------------------------------------- villages and 县级参数


def _village(rng: Random, world: World) -> Cells:
    row: Cells = {
        "county": world.county(rng),
        "village": rng.choice(["东村", "西村", "南村"]),
        "year": None if rare(rng) else rng.choice(world.years),
        "total_income": rng.choice(VILLAGE_INCOMES),
        "operating_income": rng.choice(VILLAGE_INCOMES),
        "weak": rng.choice([True, True, False]),
    }
    if rng.randint(0, 2) == 2:
        row[rng.choice(["total_income", "operating_income", "weak"])] = rng.choice([None, UNREADABLE])
    return row


def _ten_villages(rng: Random, world: World) -> list[Cells]:
    """Ten weak villages of one county, about three in ten of which have come up."""
    county, year, raised = rng.choice(world.counties), rng.choice(world.years), rng.randint(2, 4)
    enough, short = VILLAGE_INCOMES[2], VILLAGE_INCOMES[5]
    return [
        {
            "county": county,
            "village": f"{number}村",
            "year": year,
            "total_income": enough if number < raised else short,
            "operating_income": enough,
            "weak": True,
        }
        for number in range(10)
    ]


def _place_rows(rng: Random, counties: Sequence[str], years: Sequence[int]) -> list[Cells]:
    """A line for most counties and years, and other rows: of the year itself, the city, the province, no one knows."""
    found = [
        _place(county, year - 1, rng.choice(STANDARDS))
        for county in counties
        for year in years
        if rng.randint(0, 3) < 3
    ]
    for _ in range(rng.randint(0, 5)):
        name = rng.choice([*counties, *counties, "丽水市", "嘉兴市", "浙江省", None])
        year = rng.choice([*years, *years, *(year - 1 for year in years), None])
        standard = rng.choice([None, UNREADABLE]) if rare(rng) else rng.choice(STANDARDS)
        found.append(_place(name, year, standard, rng.choice([None, None, Decimal(7000), ZERO])))
    return found


def _growth_rows(rng: Random, world: World, households: Sequence[Cells]) -> list[Cells]:
    """A last year's figure from which a county's income grew by a tenth, or by a hair more or less.

    One household's income is changed so that it is a tenth to the fen.
    """
    county, year = rng.choice(world.counties), rng.choice(world.years)
    amounts, people, last = ZERO, 0, None
    for row in households:
        income, members = row["income"], row["members"]
        spoken_of = (row["county"], row["year"]) == (county, year) and row["status"] in (LISTED, WATCHED, None)
        if spoken_of and isinstance(income, Decimal) and isinstance(members, int) and members > 0:
            amounts, people, last = amounts + income, people + members, row
    if last is None or rng.randint(0, 1):
        return []
    before = (amounts / people / Decimal("1.1")).quantize(Decimal("0.1"))
    income = last["income"]
    assert isinstance(income, Decimal)
    last["income"] = income + before * people * Decimal("1.1") - amounts
    return [_place(county, year, None, before + rng.choice([ZERO, CENT, -CENT]))]


def _place(name: str | None, year: int | None, standard: Value, prior: Value = None) -> Cells:
    return {"place": name, "year": year, "dibao_standard": standard, "prior_low_income": prior}


# ---------------------------------------------------------------- sheets


def _sheets(
    rng: Random,
    table: str,
    rows: Sequence[Mapping[str, Value]],
    absent: frozenset[str] = frozenset(),
    gross: bool | None = None,
) -> tuple[Sheet, ...]:
    """The rows on one sheet, or parted between two with their columns in another order; none without rows."""
    cut = rng.randint(0, len(rows))
    found = []
    for number, part in enumerate((rows[:cut], rows[cut:]), 1):
        if part:
            lacking = absent | ({rng.choice(AMOUNTS)} if rare(rng) else set())
            names = [name for name in COLUMNS[table] if name not in lacking]
            turn, first = rng.randint(0, len(names) - 1), rng.randint(2, 5)
            placed = tuple(Row(first + index, {name: row[name] for name in names}) for index, row in enumerate(part))
            columns = (*names[turn:], *names[:turn])
            found.append(Sheet(f"{table}{number}.xlsx", f"表{number}", table, columns, placed, gross))
    return tuple(found)
