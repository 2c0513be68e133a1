"""Mistakes against Jiaxing's plan about insurance, medical costs, disability and the family doctor."""

from decimal import Decimal
from random import Random

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.broken_jiaxing_changes import at_school, born, disabled, who
from incomeaudit.sample.changes import Change, in_turn, smudge, write
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.people import Person

_DIBAO, _EDGE, _HARDSHIP = "低保", "低保边缘", "支出型贫困"
_ADULTS = range(20, 60)
_ANYONE, _ON_DIBAO, _ON_EDGE = who(_ADULTS), who(_ADULTS, _DIBAO), who(_ADULTS, _EDGE)
_NOT_COVERED = who(_ADULTS, _EDGE, _HARDSHIP)
_OLD, _YOUNG = who(range(45, 100), _EDGE, head=False), who(range(18), _EDGE, head=False)
_PUPIL = who(range(8, 20), _EDGE, head=False)


def _pension(tier: str | None, premium: int, subsidy: str) -> Change:
    """In the pension scheme."""
    return write(
        basic_pension=True, pension_tier=tier, pension_premium=Decimal(premium), pension_subsidy=Decimal(subsidy)
    )


def _one_yuan_short(row: Person, _: Ground, __: Random) -> None:
    row.medical_premium_subsidy = (row.medical_premium or Decimal(0)) - 1


def _treated(aid: str) -> Change:
    """Ten thousand yuan of medical costs, and what was given towards them."""
    return write(own_medical_cost=Decimal(10_000), medical_aid=Decimal(aid))


def _alone(kind: str, level: str) -> Change:
    """Disabled and kept by the family, not on dibao alone."""
    return in_turn(disabled(kind, level), write(single_person_dibao=False))


def _without(name: str, kind: str = "肢体", level: str = "四级") -> Change:
    """Disabled, without one of the allowances."""
    return in_turn(disabled(kind, level), write(**{name: False}))


_UNPAID = write(medical_premium_subsidy=Decimal(0))
_PREMIUM, _AID, _ALONE = "medical_premium_subsidy", "medical_aid", "single_person_dibao"

_INSURANCE = (
    Break(("JX037",), "最低档补贴差一分", "member", "pension_subsidy", _pension("最低档", 100, "99.99"), _ON_DIBAO),
    Break(
        ("JX037",), "最低档恰全额补贴", "member", "pension_subsidy", _pension("最低档", 100, "100"), _ON_DIBAO,
        boundary=True,
    ),
    Break(("JX038",), "其他档补贴差一分", "member", "pension_subsidy", _pension("500元", 500, "324.99"), _ON_DIBAO),
    Break(
        ("JX038",), "其他档恰补贴百分之六十五", "member", "pension_subsidy", _pension("500元", 500, "325"), _ON_DIBAO,
        boundary=True,
    ),
    Break(("JX037", "JX038"), "缴费档次未填", "member", "pension_tier", _pension(None, 100, "80"), _ON_DIBAO),
    Break(
        ("JX038",), "养老缴费补贴无法识别", "member", "pension_subsidy",
        in_turn(_pension("300元", 300, "0"), smudge(pension_subsidy="代缴")), _ON_DIBAO,
    ),
    Break(
        ("JX041",), "特困人员参保补助差一元", "member", _PREMIUM, in_turn(write(tekun=True), _one_yuan_short),
        _ON_EDGE,
    ),
    Break(("JX041",), "特困人员恰全额补助", "member", _PREMIUM, write(tekun=True), _ON_EDGE, boundary=True),
    Break(("JX042",), "低保家庭参保补助差一元", "member", _PREMIUM, _one_yuan_short, _ON_DIBAO),
    Break(
        ("JX042",), "没有缴费也没有补助", "member", _PREMIUM,
        write(medical_premium=Decimal(0), medical_premium_subsidy=None), _ON_DIBAO, boundary=True,
    ),
    Break(("JX042",), "参保补助无法识别", "member", _PREMIUM, smudge(**{_PREMIUM: "已代缴"}), _ON_DIBAO),
    Break(
        ("JX043",), "满60岁的参保补助差一元", "member", _PREMIUM, in_turn(born(60, 12, 31), _one_yuan_short), _OLD,
    ),
    Break(("JX043",), "59岁没有参保补助", "member", _PREMIUM, in_turn(born(59, 12, 30), _UNPAID), _OLD, boundary=True),
    Break(
        ("JX044",), "重病患者参保补助差一元", "member", _PREMIUM,
        in_turn(write(health="患有大病"), _one_yuan_short), _ON_EDGE,
    ),
    Break(
        ("JX044",), "慢性病人没有参保补助", "member", _PREMIUM, in_turn(write(health="长期慢性病"), _UNPAID), _ON_EDGE,
        boundary=True,
    ),
    Break(("JX045",), "未成年人参保补助差一元", "member", _PREMIUM, _one_yuan_short, _YOUNG),
    Break(
        ("JX045",), "满18岁没有参保补助", "member", _PREMIUM,
        in_turn(born(18, 12, 31), at_school("普通高中三年级"), _UNPAID), _PUPIL, boundary=True,
    ),
    Break(("JX046",), "低保家庭医疗救助不足七成", "member", _AID, _treated("6999.99"), _ON_DIBAO),
    Break(("JX046",), "低保家庭医疗救助恰为七成", "member", _AID, _treated("7000"), _ON_DIBAO, boundary=True),
    Break(("JX047",), "低保边缘等家庭医疗救助不足六成", "member", _AID, _treated("5999.99"), _NOT_COVERED),
    Break(("JX047",), "低保边缘等家庭医疗救助恰为六成", "member", _AID, _treated("6000"), _NOT_COVERED, boundary=True),
    Break(
        ("JX046",), "医疗救助金额无法识别", "member", _AID, in_turn(_treated("0"), smudge(**{_AID: "七成左右"})),
        _ON_DIBAO,
    ),
)  # fmt: skip

_CARE = (
    Break(("JX051",), "重度残疾人没有单人户施保", "member", _ALONE, _alone("肢体", "二级"), _NOT_COVERED),
    Break(("JX052",), "三级精神残疾人没有单人户施保", "member", _ALONE, _alone("精神", "三级"), _NOT_COVERED),
    Break(("JX052",), "四级智力残疾人没有单人户施保", "member", _ALONE, _alone("智力", "四级"), _NOT_COVERED),
    Break(
        ("JX051", "JX052"), "三级肢体残疾人不按单人户", "member", _ALONE, _alone("肢体", "三级"), _NOT_COVERED,
        boundary=True,
    ),
    Break(
        ("JX051",), "17岁重度残疾人不按单人户", "member", _ALONE,
        in_turn(born(17, 12, 30), at_school("普通高中二年级"), _alone("肢体", "一级")), _PUPIL, boundary=True,
    ),
    Break(("JX051",), "低保家庭的重度残疾人", "member", _ALONE, _alone("视力", "一级"), _ON_DIBAO, boundary=True),
    Break(("JX052",), "三级多重残疾", "member", _ALONE, _alone("多重", "三级"), _NOT_COVERED),
    Break(("JX053",), "没有生活补贴", "member", "living_allowance", _without("living_allowance"), _ANYONE),
    Break(
        ("JX053",), "生活补贴无法识别", "member", "living_allowance",
        in_turn(disabled("听力", "四级"), smudge(living_allowance="申请中")), _ANYONE,
    ),
    Break(
        ("JX054",), "二级残疾没有护理补贴", "member", "nursing_allowance", _without("nursing_allowance", level="二级"),
        _ON_DIBAO,
    ),
    Break(
        ("JX054",), "三级残疾没有护理补贴", "member", "nursing_allowance", _without("nursing_allowance", level="三级"),
        _ANYONE, boundary=True,
    ),
    Break(
        ("JX054",), "残疾等级未填", "member", "disability_level",
        in_turn(disabled("言语", "四级"), write(disability_level=None)), _ANYONE,
    ),
    Break(
        ("JX055",), "没有康复服务补贴", "member", "rehabilitation_allowance", _without("rehabilitation_allowance"),
        _ANYONE,
    ),
    Break(
        ("JX056",), "没有社会保险补贴", "member", "disability_insurance_subsidy",
        _without("disability_insurance_subsidy"), _ANYONE,
    ),
    Break(("JX072",), "没有签约家庭医生", "member", "family_doctor", write(family_doctor=False), _ANYONE),
    Break(("JX072",), "签约情况无法识别", "member", "family_doctor", smudge(family_doctor="拟签"), _ANYONE),
)  # fmt: skip

BREAKS = (*_INSURANCE, *_CARE)
