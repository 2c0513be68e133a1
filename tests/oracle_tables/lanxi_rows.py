"""Rosters of 兰溪市 in 2023."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import YES_NO, around, beside, make_many
from tests.oracle_tables.rosters import STRANGERS, belonging, households
from tests.oracle_tables.rows import UNREADABLE, Row, World

COUNTY, YEAR = "兰溪市", 2023
TOWNSHIPS = ("诸葛镇", "黄店镇", "女埠街道", "香溪镇", "马涧镇", None)
HOUSEHOLD = {
    "township": TOWNSHIPS,
    "registered_on": (date(2022, 5, 1), None, *around(date(2023, 9, 1), date(2023, 12, 1)), date(2022, 12, 31)),
    "labourers": (0, 1, None, None),
    "wage_income": (Decimal(1000), Decimal(2000)),
    "business_income": (Decimal(0), Decimal(1000)),
    "business_cost": (None, Decimal(0), Decimal(1000)),
    "business_income_gross": (None, None, False, True),
    "property_income": (Decimal(0),),
    "transfer_income": beside("8000", "4000", "12000"),
}
MEMBER = {
    "labour": ("普通劳动力", "无劳动力", "弱劳动力或半劳动力", "无劳动力", None),
    "birth_date": around(*(date(YEAR - age, 9, 1) for age in (6, 15, 16)), date(2010, 2, 3)),
    "student": ("非在校生", "学龄前儿童", "小学", "中职一年级", "高职高专三年级", "技师学院", "本科一年级", None),
    "home_schooling": (True, False, None),
    "health": ("健康", "死亡", None),
    "supplementary": YES_NO,
}
VOCATIONAL = {
    "kind": ("中高职补助",) * 6 + ("临时救助", None),
    "school_year": ("2022-2023", "2023-2024"),
    "amount": (*beside("3000", "1500"), Decimal(1500), Decimal(1500)),
    "reviewed_on": around(date(2023, 10, 20)),
}
RENT = {
    "kind": ("来料加工场租", "来料加工场租", "其他"),
    "basis": (Decimal(50000), Decimal(100000), Decimal(120000)),
    "amount": (*beside("10000", "20000"), Decimal(0)),
    "able_households": (9, 10, 0),
    "absorbed_households": (4, 5, 0),
}
TRAINING = {
    "township": TOWNSHIPS,
    "low_income_trainees": (None, 14, 15, 7, 8),
    "trainees": (None, 20, 1, 14),
    "household_id": ("H0", None),
    "held_on": around(date(2023, 10, 31), date(2023, 3, 1)),
    "finished_on": (*around(date(2023, 10, 31)), None),
}
LOAN = {
    "principal": (Decimal(50000), Decimal(50000), Decimal("50000.01"), Decimal(100000)),
    "rate": (Decimal("0.0435"), Decimal("0.06"), Decimal("0.08"), Decimal("4.35")),
    "from_date": (date(2023, 1, 1), date(2023, 3, 1)),
    "to_date": (date(2024, 1, 1), date(2023, 12, 31)),
    "subsidy_from": (None, None, date(2023, 1, 1)),
    "subsidy_to": (None, None, date(2023, 12, 31)),
    "interest_subsidy": tuple(
        Decimal(due) + Decimal(step)
        for due in ("1500", "1253.42", "2000", "1495.89")
        for step in ("0", "-0.99", "-1", "-1.01", "0.99", "1", "1.01")
    ),
    "subsidised": (True, True, False, None),
}
PROJECT = {
    "kind": ("菜单式", "异地搬迁", "其他"),
    "land_ready_on": around(date(2023, 6, 30)),
    "started_on": (*around(date(2023, 10, 31)), None),
    "approved_on": (*around(date(2023, 2, 1)), None),
    "publicised_on": (*around(date(2023, 2, 1)), None),
    "implemented_on": (*around(date(2023, 2, 1)), None),
    "filed_on": around(date(2023, 3, 31)),
    "accepted_on": (*around(date(2023, 9, 30)), None),
    "completed_on": (date(2023, 8, 1), None),
    "yearly_income": (Decimal(10000), Decimal(0), Decimal("0.05")),
    "household_income": (*beside("3000"), Decimal(0), Decimal("0.02"), Decimal("0.01")),
    "asset_manager": ("王某", None),
}

_VISIT_OF_A_STRANGER = Row({"household_id": STRANGERS[0], "visited_on": date(YEAR, 2, 1)})


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    grants = belonging(rng, owners, VOCATIONAL, 3, strangers=STRANGERS)
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, strangers=STRANGERS),
        "visit": [visit for owner in owners for visit in _visits(rng, owner)] + [_VISIT_OF_A_STRANGER],
        "grant": [*grants, *make_many(rng, RENT, 1, 20)],
        "training": make_many(rng, TRAINING, 2, 8),
        "loan": belonging(rng, owners, LOAN, 3, strangers=STRANGERS),
        "project": make_many(rng, PROJECT, 1, 30),
    }
    return World(COUNTY, YEAR, tables)


def _visits(rng: Random, owner: Row) -> list[Row]:
    """A visit in every month, or in all but one or two; in some a day of another year, or none that can be read."""
    name = owner.word("household_id")
    months = set(range(1, 13)) - {rng.choice([0, 0, 1, 8, 9, 12]), rng.choice([0, 0, 11, 12])}
    days: list[object] = [date(YEAR, month, rng.choice([1, 28])) for month in sorted(months)]
    days += rng.choice([[], [], [], [date(2022, 12, 31)], [date(2024, 1, 1)], [None], [UNREADABLE]])
    return [] if name is None else [Row({"household_id": name, "visited_on": day}) for day in days]
