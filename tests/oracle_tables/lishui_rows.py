"""Rosters of 丽水市 in 2022."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import around, beside, make_many
from tests.oracle_tables.rosters import belonging, fact, households
from tests.oracle_tables.rows import World

COUNTY, YEAR = "遂昌县", 2022
HEALTH = ("健康", "健康", "死亡", None)
HOUSEHOLD = {
    "per_capita_income": (*beside("18000", "10000", "12000"), None),
    "income": beside("36000", "24000", "54000"),
    "members": (2, 3, 0),
    "labourers": (0, 1, 2, None, None, None),
    "employed": (0, 1, None, None, None),
    "observed_from": (*around(date(2021, 3, 1), date(2021, 12, 31), date(2020, 2, 29)), None, None),
    "observed_to": (*around(date(2022, 2, 28), date(2022, 12, 31)), None, None),
    "exited_on": (*around(date(2022, 3, 1), date(2018, 1, 1), date(2022, 12, 31)), None),
}
MEMBER = {
    "labour": ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "无劳动力", "丧失劳动力", None),
    "employed": (True, False, False, None),
    "work_months": (Decimal(0), Decimal(0), Decimal("0.5"), None),
    "health": HEALTH,
}
SUPPORT = {
    "category": ("低保", "特困", "低保边缘", None),
    "per_capita_income": (*beside("12000", "8000"), *[Decimal(7000)] * 6, None),
    "income": (Decimal(15000), Decimal(24000), None),
    "members": (2, 3, 0),
    "on_dibao": (True, False, False, False, None),
    "dibao_payment": (None, None, None, Decimal(0), Decimal(3000)),
    "tekun_payment": (None, None, Decimal(0), Decimal(0), Decimal(3000)),
}
SUPPORTED_MEMBER = {
    "dibao": (False, False, False, False, True, None),
    "tekun": (False, False, False, False, None),
    "health": HEALTH,
}
GRANT = {
    "county": (COUNTY,),
    "kind": ("保证保险保费", "农业保险保费", "补充保险保费"),
    "own_payment": (Decimal(0), Decimal("0.01"), None, None),
    "basis": (Decimal(300),),
    "amount": beside("300"),
}


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    standards = rng.choice([12000, 10000]), rng.choice([8000, 12000])
    places = [fact(COUNTY, YEAR - back, dibao_standard=Decimal(each)) for back, each in enumerate(standards)]
    return World(
        COUNTY,
        YEAR,
        {
            "household": owners,
            "member": belonging(rng, owners, MEMBER, strangers=("不在花名册", None)),
            "grant": make_many(rng, GRANT, 1, 20),
            "place": places,
        },
    )


def support_world(rng: Random) -> World:
    """Incomes about the standard, and what households and their members are paid."""
    owners = households(rng, SUPPORT, COUNTY, YEAR)
    members = belonging(rng, owners, SUPPORTED_MEMBER, 2, strangers=("不在花名册", None))
    standard = fact(COUNTY, YEAR, dibao_standard=Decimal(rng.choice([8000, 12000])))
    return World(COUNTY, YEAR, {"household": owners, "member": members, "place": [standard]})
