"""Rosters of 温州市 in 2018."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import around, beside
from tests.oracle_tables.rosters import belonging, fact, households
from tests.oracle_tables.rows import Row, World

COUNTY, YEAR = "永嘉县", 2018
STEP = (*around(date(2016, 9, 2)), date(2018, 3, 1), date(2018, 3, 2), None)
EXIT = (*around(date(2018, 6, 1)), date(2018, 5, 1), None)
HOUSEHOLD = {
    "township": ("岩头镇", "大若岩镇"),
    "village": ("甲村", "乙村", None, "乙村"),
    "key_target": (True, False, None),
    "per_capita_income": (*beside("12000", "9000"), None, Decimal(15000)),
    "income": beside("24000", "27000"),
    "members": (2, 3, 3),
    "village_review_on": STEP,
    "township_approved_on": STEP,
    "publicised_on": STEP,
    "registered_on": STEP,
    "exited_on": (*EXIT, *around(date(2018, 1, 1), date(2018, 12, 31))),
    "exit_reviewed_on": EXIT,
    "exit_publicised_on": EXIT,
}
BACKSTOP = {
    "per_capita_income": (*beside("8000"), Decimal(7000), None),
    "income": (Decimal(15000), Decimal(24000), None),
    "members": (2, 3, 0),
    "category": ("低保", "特困", "低保边缘", "支出型贫困", None),
    "on_dibao": (True, False, False, None),
    "dibao_payment": (None, None, Decimal(0), Decimal(3000)),
    "tekun_payment": (None, None, Decimal(0), Decimal(3000)),
}
MEMBER = {
    "health": ("健康", "健康", "长期慢性病", "死亡", None),
    "labour": ("普通劳动力", "技能劳动力", "普通劳动力", "弱劳动力或半劳动力", "无劳动力", None),
    "employed": (True, False, None, None),
    "work_months": (Decimal(0), Decimal("0.5"), Decimal(12), None),
    "work_place": (None, None, "县内"),
    "public_post": (None, None, "护林员"),
    "birth_date": around(*(date(YEAR - age, 9, 1) for age in (6, 15, 16)), date(2010, 2, 3)),
    "student": ("非在校生", "学龄前儿童", "小学", None, "非在校生"),
    "home_schooling": (True, False, None),
    "dropout_reason": ("因贫", "因病", None, "因贫", "家庭贫困", "交不起学费", "厌学", "非因贫"),
}


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    members = belonging(rng, owners, MEMBER, strangers=("不在花名册", None))
    return World(COUNTY, YEAR, {"household": owners, "member": members, "place": _places(rng)})


def backstop_world(rng: Random) -> World:
    """Incomes about the standard, and what is paid against want."""
    owners = households(rng, BACKSTOP, COUNTY, YEAR)
    return World(COUNTY, YEAR, {"household": owners, "place": [fact(COUNTY, YEAR, dibao_standard=Decimal(8000))]})


def _places(rng: Random) -> list[Row]:
    """Standards of the year and of the year before, with gaps that close, narrow, stay and widen; 瑞安 always says."""
    rows = []
    for place in (COUNTY, "平阳县", "瑞安市"):
        for year in (YEAR, YEAR - 1):
            known = [Decimal(8000), Decimal(8600), Decimal("8600.01"), Decimal(9000)]
            urban = rng.choice(known if place == "瑞安市" else [*known, None])
            standards = {"dibao_standard": Decimal(8000), "urban_dibao_standard": urban}
            rows.append(fact(place, year, **standards, dibao_edge_line=rng.choice([Decimal(12000), Decimal(9000)])))
    return rows
