"""Rosters of 丽水市 in 2022 with what disabled and insured members, dangerous houses and leaders are asked for."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.lishui_rows import COUNTY, YEAR
from tests.oracle_tables.making import YES_NO, around, make_many
from tests.oracle_tables.rosters import belonging, households
from tests.oracle_tables.rows import World

HOUSEHOLD = {
    "housing_grade": ("A", "B", "C", "D", "C", None),
    "housing_done_on": (None, None, None, *around(date(2022, 12, 31))),
    "housing_help": (
        None,
        "危房改造",
        "货币安置",
        "租赁公租房",
        "无",
        "暂无",
        "尚未落实",
        "未改造",
        "未改造",
        "正在协调",
    ),
}
MEMBER = {
    "disability_kind": (None, None, None, "肢体"),
    "disability_level": (None, None, None, "一级", "二级", "三级", "四级"),
    "disability_card": (None, None, None, "33112319900101001X42"),
    "health": ("健康", "长期慢性病", "残疾", "死亡", None),
    "living_allowance": (*YES_NO, None),
    "nursing_allowance": (*YES_NO, None),
    "rehabilitation_allowance": (*YES_NO, None),
    "disability_insurance_subsidy": (*YES_NO, None),
    "basic_medical": (True, True, False, None),
    "medical_premium": (Decimal(0), Decimal("0.01"), Decimal(320), None, None),
    "medical_premium_subsidy": (Decimal(0), Decimal(0), Decimal("0.01"), Decimal(320), None),
}
LEADER = {
    "county": (COUNTY,),
    "households": (9, 10, 11, 0, None, None),
    "low_income_households": (9, 10, 11, 0, None),
}


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, strangers=("不在花名册", None)),
        "leader": make_many(rng, LEADER, 1, 12),
    }
    return World(COUNTY, YEAR, tables)
