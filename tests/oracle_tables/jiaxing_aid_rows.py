"""Rosters of 嘉兴市 in several years, with leaders, courses and grants beside the members."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import YES_NO, around, beside, make_many
from tests.oracle_tables.rosters import STRANGERS, belonging, fact, households
from tests.oracle_tables.rows import Row, World

COUNTY, CITY = "桐乡市", "嘉兴市"
YEARS = (2018, 2019, 2021, 2022)
HOUSEHOLD = {
    "category": ("低保", "特困", "低保边缘", "低保边缘", "支出型贫困", None),
    "on_dibao": (True, False, False, None, None),
    "dibao_payment": (None, None, Decimal(0), Decimal("0.01")),
    "tekun_payment": (None, None, Decimal(0), Decimal("0.01")),
    "per_capita_income": (None, *beside("12000"), Decimal(9000)),
    "income": (*beside("24000", "36000"), Decimal("24000.01")),
    "members": (2, 3, 0),
    "housing_grade": ("A", "B", "C", "D", "C", None),
    "housing_done_on": (None, None, *around(date(2019, 1, 1))),
    "housing_ledger": YES_NO,
}
MEMBER = {
    "health": ("健康", "残疾", None, None, "健康", "残疾", None, None, "死亡"),
    "disability_card": (None, None, None, "33042520000101001X42"),
    "disability_kind": ("精神", "肢体", None, None),
    "disability_level": ("一级", "二级", "三级", "四级", None, None),
    "living_allowance": YES_NO,
    "nursing_allowance": YES_NO,
    "rehabilitation_allowance": YES_NO,
    "disability_insurance_subsidy": YES_NO,
    "student": (
        *("学前教育", "普通高中一年级", "普通高中三年级", "中职二年级", "技师学院", "高职高专一年级", "本科五年级"),
        *("硕士研究生及以上", "九年级", "非在校生", None),
    ),
    "tuition_waived": YES_NO,
    "student_living_aid": YES_NO,
    "student_grant": (*beside("5000", "3000"), Decimal(0)),
}
GRANT = {
    "kind": ("危房改造", "危房改造", "异地搬迁"),
    "paid_to": ("农户", "农户", "施工方", "村"),
}
TRAINING = {
    "kind": ("劳动预备制", "岗前", "订单", "技能提升", "其他"),
    "household_id": ("H0", None, None),
    "low_income_trainees": (0, 1, 20, None),
    "trainees": (20, 30),
    "fee": (Decimal(0), Decimal("0.01"), Decimal(200)),
}
LEADER = {
    "name": ("王某", "李某", None),
    "households": (9, 10, 11, None),
    "low_income_households": (9, 10, 2, None),
}


def world(rng: Random) -> World:
    year = rng.choice(YEARS)
    owners = households(rng, HOUSEHOLD, COUNTY, year)
    tables = {
        "household": owners,
        "member": belonging(rng, owners, MEMBER, strangers=STRANGERS),
        "grant": belonging(rng, owners, GRANT, 2, strangers=STRANGERS),
        "training": make_many(rng, TRAINING, 1, 20),
        "leader": make_many(rng, LEADER, 1, 10),
        "place": _places(rng, year),
    }
    return World(COUNTY, year, tables)


def _places(rng: Random, year: int) -> list[Row]:
    """A standard of the county, or of its city alone; the years before had another."""
    own = rng.choice([Decimal(12000), Decimal(12000), None])
    return [
        fact(COUNTY, year, dibao_standard=own),
        fact(CITY, year, dibao_standard=Decimal(12000) if own is None else Decimal(9000)),
        fact(COUNTY, year - 1, dibao_standard=Decimal(15000)),
    ]
