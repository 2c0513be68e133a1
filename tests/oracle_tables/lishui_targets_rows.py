"""丽水市 in 2022: two of its counties in one run, and what 县级参数 says of them, of the city and of the province."""

from decimal import Decimal
from random import Random

from tests.oracle_tables.lishui_rows import HEALTH
from tests.oracle_tables.making import make_row
from tests.oracle_tables.rosters import belonging
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.targets_rows import STRANGERS, figures_of, household

CITY, YEAR = "丽水市", 2022
COUNTIES = ("遂昌县", "松阳县")
MEMBER = {"labour": ("普通劳动力", "弱劳动力或半劳动力", "无劳动力", None), "health": HEALTH}
YEARLY = {
    "processing_fees": (Decimal(1250000000), Decimal(2500000000), Decimal("2499999999.99"), None),
    "relocated_people": (15000, 15000, 15000, 30000, 29999, 14999),
    "water_population": (Decimal(1), Decimal(1), Decimal("0.9999"), None),
    "water_supply_assurance": (Decimal("0.95"), Decimal("0.94"), Decimal("0.96"), None),
    "water_quality": (Decimal("0.90"), Decimal("0.84"), Decimal("0.95"), None),
    "water_scaled": (Decimal("0.48"), Decimal("0.40"), Decimal("0.55"), None),
}


def world(rng: Random) -> World:
    last = Decimal(rng.choice([20000, 16000]))
    grown = Decimal(rng.choice(["1.10", "1.15", "1.12", "1.0999", "1.125"]))
    counties = COUNTIES[: rng.choice([1, 2, 2, 2])]
    owners = [_household(rng, counties, YEAR, number, grown * last, last) for number in range(rng.randint(1, 10))]
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, 3, STRANGERS),
        "leader": _leaders(rng),
        "place": _places(rng, last),
    }
    if rng.randint(0, 1):
        tables["previous"] = [_household(rng, counties, YEAR - 1, number, last, last) for number in range(6)]
    return World(CITY, YEAR, tables)


def _household(rng: Random, counties: tuple[str, ...], year: int, number: int, now: Decimal, last: Decimal) -> Row:
    """A household of one of the counties, rarely one of which nobody says which."""
    row = household(rng, rng.choice(counties), year, number, now, last)
    county = row.word("county") if rng.randint(0, 15) else None
    return Row({**row.cells, "county": county, "labourers": rng.choice([0, 1, 2, None, None])})


def _leaders(rng: Random) -> list[Row]:
    """300 of the city, one more or less; some without a name."""
    number = rng.choice([300, 300, 299, 301, 20])
    rows = [Row({"county": COUNTIES[row % 2], "name": "张三"}) for row in range(number)]
    nameless = [Row({"county": COUNTIES[0], "name": None}) for _ in range(rng.randint(0, 2))]
    return [*rows, *nameless]


def _places(rng: Random, last: Decimal) -> list[Row]:
    """Six years of the counties and, where it gives figures of its own, of the city; incomes alone of the province."""
    names = [*COUNTIES, *[CITY] * rng.randint(0, 1), *["浙江省"] * rng.randint(0, 1)]
    rows = []
    for name in names:
        recent = {row.whole("year"): row.cells for row in figures_of(rng, name, YEAR, last)}
        for year in range(2017, YEAR + 1):
            if year == YEAR or rng.randint(0, 30):
                said = {**recent.get(year, {}), "place": name, "year": year}
                of_all = {**said, "rural_population": None}
                rows.append(Row(of_all) if name == "浙江省" else make_row(rng, YEARLY, **said))
    return rows
