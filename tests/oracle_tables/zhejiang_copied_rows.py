"""Rosters of a county of 浙江省 in 2020 in which incomes, items and heads repeat themselves; files with gaps."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import Choices, beside, make_row
from tests.oracle_tables.rosters import households
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.zhejiang_rows import COUNTY, YEAR

AT_LINE = (Decimal(8000), Decimal("8000.01"), Decimal(8005), Decimal("8009.99"))
BESIDE_LINE = (*beside("8010", "8110"), Decimal(8050), Decimal(8090), Decimal("7999.99"), Decimal(20000))
VILLAGE = {
    "township": ("威坪镇", "威坪镇", "汾口镇"),
    "village": ("甲村", "甲村", "甲村", "乙村"),
    "category": ("低保", "低保", "特困", None),
    "members": (2, 2, 2, 3, 0),
    "head_id": ("33012719500203001X", "33012719500203001x", *(f"3301271950020{n:05}" for n in range(40)), None),
}
FILE = {
    **dict.fromkeys(("township", "village", "head_name", "assistance", "cadre"), ("甲",) * 12 + (None,)),
    "head_id": ("330127195002030018",),
    "phone": ("13000000000",),
    "category": ("低保", "低保边缘"),
    "registered_on": (date(2019, 5, 1),),
    "members": (1, 2, 3),
    "poverty_cause": ("因病", "因残"),
    "per_capita_income": (Decimal(9000), Decimal(9000), None),
    "income": (Decimal(18000), Decimal(18000), None),
    "per_capita_net_income": (Decimal(8500), None),
    "net_income": (Decimal(17000), None),
}


def world(rng: Random) -> World:
    """Villages whose households repeat one figure, more or less of them, a heap above the line, or no income at all."""
    incomes: tuple[Decimal | None, ...] = (*[Decimal(9000)] * rng.choice([1, 8, 20]), *BESIDE_LINE[::2], None)
    if rng.randint(0, 1):
        incomes = (*AT_LINE * rng.randint(2, 6), *BESIDE_LINE, None)
    unknown = rng.randint(0, 7) == 0
    if unknown:
        incomes = (None,)
    amounts = (Decimal(0), Decimal(5000), Decimal(6000))
    choices: Choices = {
        **VILLAGE,
        "per_capita_income": incomes,
        "income": (*(2 * income for income in incomes if income), None, None),
        "per_capita_net_income": (None,) if unknown else (Decimal(9000), None),
        "net_income": (None,) if unknown else (Decimal(18000), None),
        "wage_income": amounts,
        "business_income": amounts[: rng.randint(1, 2)],
        "property_income": (Decimal(0), Decimal(0), Decimal(300)),
        "transfer_income": amounts[: rng.randint(1, 3)],
    }
    rows = households(rng, choices, COUNTY, YEAR, rng.choice([8, 24, 60]))
    return World(COUNTY, YEAR, {"household": [_renumbered(rng, row) for row in rows]})


def _renumbered(rng: Random, row: Row) -> Row:
    """Some households under one short number, which each village gives anew, and some under one long number."""
    name = rng.choice([row.word("household_id"), row.word("household_id"), "H1", "330127100201002"])
    return Row({**row.cells, "household_id": name})


def files(rng: Random) -> World:
    rows = households(rng, FILE, COUNTY, YEAR)
    return World(COUNTY, YEAR, {"household": [_spoiled(rng, row) for row in rows]})


def _spoiled(rng: Random, row: Row) -> Row:
    """Most files as they should be: one cell in ten households blank."""
    whole = {name: options[0] for name, options in FILE.items()}
    return row if rng.randint(0, 1) else Row({**row.cells, **make_row(rng, {}, **whole).cells})
