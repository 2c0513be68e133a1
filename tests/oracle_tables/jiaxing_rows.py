"""Rosters of 嘉兴市 in 2022."""

from datetime import date
from decimal import Decimal
from random import Random

from tests.oracle_tables.making import YES_NO, around, beside, make_many
from tests.oracle_tables.rosters import STRANGERS, belonging, households
from tests.oracle_tables.rows import World

COUNTY, YEAR = "桐乡市", 2022
HOUSEHOLD = {
    "category": ("低保", "特困", "低保边缘", "低保边缘", "支出型贫困", None),
    "last_review_on": around(date(2021, 12, 31), date(2022, 6, 30), date(2021, 12, 1)),
    "observed_from": (*around(date(2021, 3, 1), date(2020, 2, 29), date(2021, 1, 31)), None),
    "observed_to": (*around(date(2022, 2, 28), date(2021, 2, 27), date(2022, 1, 30)), None, None),
    "exited_on": (*around(date(2022, 3, 1), date(2021, 3, 1), date(2018, 1, 1), date(2022, 1, 31)), None),
    "policies_stopped_on": (*around(date(2022, 3, 1), date(2021, 2, 28), date(2022, 1, 31)), None),
    "housing_done_on": (*around(date(2019, 1, 1)), None),
    "housing_closed": YES_NO,
    "housing_paid_directly": YES_NO,
}
MEMBER = {
    "tekun": (True, False, None, False, False),
    "birth_date": around(
        *(date(YEAR - 60, 12, 31), date(YEAR - 18, 12, 31), date(YEAR - 17, 1, 1), date(YEAR - 61, 1, 1)),
        *(date(YEAR - 6, 9, 1), date(YEAR - 15, 9, 1), date(YEAR - 16, 9, 1)),
    ),
    "health": ("健康", "患有大病", "残疾", "患有大病", "残疾", "健康", None, None, "死亡"),
    "basic_pension": (True, True, False, None),
    "pension_premium": (Decimal(0), Decimal(200), Decimal(2000), Decimal("100.01")),
    "pension_tier": ("最低档", "第五档", "2000元", None),
    "pension_subsidy": (*beside("130", "200", "1300", "65.01"), Decimal(0), Decimal(2000)),
    "medical_premium": (Decimal(0), Decimal(350), Decimal(350)),
    "medical_premium_subsidy": (*beside("350"), Decimal(0)),
    "own_medical_cost": (Decimal(0), Decimal(10000), Decimal("0.05")),
    "medical_aid": (*beside("7000", "6000"), Decimal(0), Decimal("0.03"), Decimal("0.04")),
    "family_supported": (True, True, False),
    "single_person_dibao": YES_NO,
    "disability_card": (None, None, None, "33042520000101001X42"),
    "disability_kind": ("精神", "智力", "肢体", "多重", None),
    "disability_level": ("一级", "二级", "三级", "四级", None),
    "student": ("非在校生", "学龄前儿童", "小学", "九年级", None),
    "home_schooling": (True, False, False),
    "family_doctor": YES_NO,
}
LOAN = {
    "to_date": around(date(2022, 9, 1)),
    "subsidy_stopped_on": (*around(date(2022, 9, 1), date(2022, 3, 1), date(2021, 3, 1)), None),
}
GRANT = {
    "county": (COUNTY,),
    "year": (YEAR,),
    "kind": ("危房改造", "危房改造", "异地搬迁"),
    "local_amount": beside("20000"),
    "higher_amount": (*beside("20000"), None, None),
    "national_amount": (Decimal(12500), Decimal(0)),
    "provincial_amount": (Decimal(7500), Decimal("7500.01"), Decimal(20000)),
}


def world(rng: Random) -> World:
    owners = households(rng, HOUSEHOLD, COUNTY, YEAR)
    return World(
        COUNTY,
        YEAR,
        {
            "household": owners,
            "member": belonging(rng, owners, MEMBER, strangers=STRANGERS),
            "loan": belonging(rng, owners, LOAN, 2, strangers=STRANGERS),
            "grant": make_many(rng, GRANT, 1, 20),
        },
    )
