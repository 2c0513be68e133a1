"""Rosters of 丽水市 in 2022."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import YES_NO, around, beside, make_many, readable
from tests.oracle_tables.rosters import belonging, fact, households
from tests.oracle_tables.rows import World

COUNTY, YEAR = "遂昌县", 2022
HOUSEHOLD = {
    "category": ("低保", "特困", "低保边缘", None),
    "per_capita_income": (*beside("18000", "10000", "12000"), None),
    "income": beside("36000", "24000", "54000"),
    "members": (2, 3, 0),
    "labourers": (0, 1, 2, None, None, None),
    "on_dibao": (True, False, None, False),
    "employed": (0, 1, None, None, None),
    "observed_from": (*around(date(2021, 3, 1), date(2021, 12, 31), date(2020, 2, 29)), None),
    "observed_to": (*around(date(2022, 2, 28), date(2022, 12, 31)), None, None),
    "exited_on": (*around(date(2022, 3, 1), date(2018, 1, 1), date(2022, 12, 31)), None),
}
MEMBER = {
    "labour": ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "无劳动力", "丧失劳动力", None),
    "employed": (True, False, False, None),
    "work_months": (Decimal(0), Decimal(0), Decimal("0.5"), None),
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
    members = belonging(rng, owners, MEMBER, dibao=rng.choice([*YES_NO, None]), tekun=False)
    standards = rng.choice([12000, 10000]), rng.choice([8000, 12000])
    places = [fact(COUNTY, YEAR - back, dibao_standard=Decimal(each)) for back, each in enumerate(standards)]
    return World(
        COUNTY,
        YEAR,
        {
            "household": owners,
            "member": readable(members, "employed", "work_months"),
            "grant": make_many(rng, GRANT, 1, 20),
            "place": places,
        },
    )
