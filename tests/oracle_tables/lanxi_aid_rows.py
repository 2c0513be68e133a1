"""Rosters of 兰溪市 in 2023 with what households and members are supported by, and visits entered or not."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import beside
from tests.oracle_tables.rosters import STRANGERS, belonging, fact, households
from tests.oracle_tables.rows import Row, World

COUNTY, CITY, YEAR = "兰溪市", "金华市", 2023
WATER = ("达标",) * 9 + ("不达标",)
MOSTLY = (*(True,) * 7, False)
HOUSEHOLD = {
    "category": ("低保", "特困", "低保边缘", "低保边缘", "低保边缘", "支出型贫困", None),
    "on_dibao": (True, False, False, False, None, None),
    "dibao_payment": (None, None, None, Decimal(0), Decimal("0.01")),
    "tekun_payment": (None, None, None, Decimal(0), Decimal("0.01")),
    "income": (*beside("34000", "46000"), None),
    "per_capita_income": (Decimal("17000"), Decimal("16999.99"), Decimal("17000.01"), None),
    "members": (2, 2, 3, 0),
    "rigid_expense": (*beside("10000"), Decimal(10000), Decimal(0)),
    "temporary_difficulty": (True, True, False, None),
    "temporary_relief": (True, False, None, None),
    "housing_grade": ("A", "B", "B", "C", "D", None),
    "housing_done_on": (date(2022, 5, 1), date(2023, 5, 1), None),
    "housing": (True, True, False, None),
    "water_quality": WATER,
    "water_quantity": WATER,
    "water_access": WATER,
    "water_reliability": WATER,
    "water_subsidy": MOSTLY,
    "power_subsidy": MOSTLY,
    "tv_subsidy": MOSTLY,
    "assistance": (*("产业帮扶",) * 5, None),
    "cadre": (*("王某",) * 5, None),
    "risk_colour": ("红", "黄", "绿", "绿"),
}
MEMBER = {
    "health": ("健康", "患有大病", "患有大病", "残疾", "长期慢性病", "死亡", None),
    "disability_level": ("一级", "二级", "三级", None, None),
    "dibao": (True, False, False, None),
    "single_person_dibao": (True, False, None, None),
    "tekun": (True, False, None, None, None),
    "student": ("非在校生", "学龄前儿童", "小学", "中职一年级", "高职高专三年级", "技师学院", "本科一年级", None),
    "education_aid": (True, False, False, None),
    "student_grant": (Decimal(0), Decimal("0.01"), None, None, None),
    "tuition_waived": (True, False, False, None),
    "student_living_aid": (True, False, False, None),
    "rainbow_plan": (True, False, False, None),
}
GRANT = {
    "kind": ("临时救助", "产业奖补", "产业奖补", "产业奖补", None),
    "amount": (Decimal(500), Decimal(1000)),
}
VISIT = {
    "visited_on": (date(YEAR, 5, 20), date(YEAR, 6, 1)),
    "entered_on": (date(YEAR, 5, 20), date(YEAR, 6, 2), None),
    "entered": (True, False, None, None),
}


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, strangers=STRANGERS),
        "grant": belonging(rng, owners, GRANT, 2, strangers=STRANGERS),
        "visit": belonging(rng, owners, VISIT, 2, strangers=STRANGERS),
        "place": _places(rng),
    }
    return World(COUNTY, YEAR, tables)


def _places(rng: Random) -> list[Row]:
    """A standard of the city, or of its prefecture alone; the year before had another."""
    own = rng.choice([Decimal(12000), Decimal(12000), None])
    return [
        fact(COUNTY, YEAR, dibao_standard=own),
        fact(CITY, YEAR, dibao_standard=Decimal(12000) if own is None else Decimal(9000)),
        fact(COUNTY, YEAR - 1, dibao_standard=Decimal(15000)),
    ]
