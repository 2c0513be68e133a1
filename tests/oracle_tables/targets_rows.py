"""Rosters whose sums lie on a target, or a fen beside it."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import make_row
from tests.oracle_tables.rosters import STATUSES, belonging, fact
from tests.oracle_tables.rows import UNREADABLE, Row, World
from tests.oracle_tables.targets import CITIES

YEARS = {"遂昌县": 2022, "桐乡市": 2022, "永嘉县": 2018, "淳安县": 2020}
MEMBER = {
    "labour": ("普通劳动力", "无劳动力", None),
    "employed": (True, True, True, True, False, None),
    "health": ("健康", "死亡", None),
}
GRANT = {
    "kind": ("危房改造", "危房改造", "异地搬迁"),
    "provincial_amount": (Decimal(15000), Decimal(15000), Decimal(7500), Decimal("14999.99"), Decimal("15000.01")),
    "granted_on": (date(2020, 1, 1), date(2020, 3, 1), date(2019, 12, 31)),
}
STRANGERS = ("不在花名册", None)


def world(rng: Random, county: str) -> World:
    """Every household has the same income per head but one, so that the average lies where it should."""
    year, last = YEARS[county], Decimal(20000)
    grown = rng.choice([Decimal("1.10"), Decimal("1.15"), Decimal("1.12"), Decimal("1.0999")])
    owners = [household(rng, county, year, number, grown * last, last) for number in range(rng.randint(1, 8))]
    places = [figures_of(rng, place, year, last) for place in (county, CITIES[county])]
    rows = {"household": owners, "place": [row for pair in places for row in pair]}
    if rng.randint(0, 2):
        rows["previous"] = [household(rng, county, year - 1, number, last, last) for number in range(rng.randint(1, 8))]
    if county == "永嘉县":
        rows["member"] = belonging(rng, owners, MEMBER, 2, STRANGERS)
    if county == "淳安县":
        rows["grant"] = belonging(rng, owners, GRANT, 2, STRANGERS)
    return World(county, year, rows)


def household(rng: Random, county: str, year: int, number: int, per_head: Decimal, last: Decimal) -> Row:
    """A household whose income is its members' but for a fen or a yuan; something of it may be blank or unreadable."""
    members = rng.choice([1, 2, 3, 5])
    step = rng.choice([Decimal(0)] * 8 + [Decimal("-0.01"), Decimal("0.01"), Decimal("-1"), Decimal(1)])
    cells: dict[str, object] = {
        **{"county": county, "year": year, "household_id": f"H{number}", "status": rng.choice(STATUSES)},
        **{"members": members, "income": per_head * members + step, "per_capita_income": per_head},
        **{"prior_per_capita_income": last, "key_target": rng.choice([True, True, False, None])},
    }
    if rng.randint(0, 3) == 3:
        cells["income"] = None
    if rng.randint(0, 19) == 0:
        cells[rng.choice(["status", "members", "income", "per_capita_income", "key_target"])] = UNREADABLE
    return make_row(rng, {}, **cells) if rng.randint(0, 5) else Row({**cells, "prior_per_capita_income": None})


def figures_of(rng: Random, place: str, year: int, last: Decimal) -> list[Row]:
    """What 县级参数 says of two years; the rural income of both or of neither."""
    then = rng.choice([Decimal(30000), Decimal(25000), None])
    now = (
        None
        if then is None
        else then * rng.choice([Decimal(each) for each in ("1.10", "1.15", "1.12", "1.1200001", "1.05")])
    )
    low = rng.choice([last, last, None])
    people = rng.choice([100, 200, 240, 300, 301, None])
    fewer = None if people is None else rng.choice([people, people * 2, people // 2])
    figures = (now, low, people), (then, None, fewer)
    return [
        fact(place, year - back, rural_income=rural, prior_low_income=prior, rural_population=population)
        for back, (rural, prior, population) in enumerate(figures)
    ]
