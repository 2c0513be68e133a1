"""Leaders of 嘉兴市, about as many as it wants."""

from random import Random

from tests.oracle_tables.making import make_row
from tests.oracle_tables.rows import Row, World

CITY = "嘉兴市"


def world(rng: Random) -> World:
    """A list of two counties, of one, or with rows that name none and are of the city; some rows name nobody."""
    year = rng.choice([2021, 2022, 2022, 2022])
    counties = rng.choice([("桐乡市", "海盐县"), ("桐乡市", "海盐县"), ("桐乡市", None), ("桐乡市",)])
    named = rng.choice([99, 100, 100, 101])
    rows = [_leader(rng, counties[number % len(counties)], f"带头人{number}") for number in range(named)]
    rows += [_leader(rng, rng.choice(counties), None) for _ in range(rng.randint(0, 3))]
    return World(CITY, year, {"leader": rows})


def _leader(rng: Random, county: str | None, name: str | None) -> Row:
    if rng.randint(0, 200):
        return Row({"county": county, "name": name, "households": rng.choice([9, 10, None])})
    return make_row(rng, {"name": (name,), "households": (10,)}, county=county)
