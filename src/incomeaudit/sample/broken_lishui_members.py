"""Mistakes that the plan of Lishui knows: the allowances of the disabled, and the medical premium."""

from decimal import Decimal
from random import Random

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.changes import Change, smudge, write
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.people import Person
from incomeaudit.sample.scheme import LISTED


def _grown_up(row: Person, ground: Ground) -> bool:
    return row.student is None and ground.home(row).status == LISTED


def _insured(row: Person, ground: Ground) -> bool:
    return row.basic_medical is True and ground.home(row).status == LISTED


def _disabled(level: str = "三级", **values: object) -> Change:
    """A disabled member with every allowance that is due, but for these values."""
    due = ("living_allowance", "rehabilitation_allowance", "disability_insurance_subsidy", "nursing_allowance")
    whole = write(**{"health": "残疾", "disability_level": level, **dict.fromkeys(due, True), **values})

    def change(row: Person, ground: Ground, rng: Random) -> None:
        whole(row, ground, rng)
        row.disability_kind = row.disability_kind or "肢体"
        row.disability_card = f"{row.id_number}4{'一二三四'.index(level[0]) + 1}"

    return change


def _vague(row: Person, ground: Ground, rng: Random) -> None:
    """Disabled, and the grade says nothing."""
    _disabled()(row, ground, rng)
    smudge(disability_level="待评定")(row, ground, rng)


def _allowance(code: str, kind: str, cell: str, change: Change, *, boundary: bool = False) -> Break:
    return Break((code,), kind, "member", cell, change, _grown_up, boundary)


def _premium(kind: str, *, boundary: bool = False, **values: Decimal | None) -> Break:
    return Break(("LS105",), kind, "member", "medical_premium_subsidy", write(**values), _insured, boundary)


_NURSING, _LIVING = "nursing_allowance", "living_allowance"
_REHABILITATION, _INSURANCE = "rehabilitation_allowance", "disability_insurance_subsidy"
_NONE, _YUAN = Decimal(0), Decimal(1)

BREAKS = (
    _allowance("LS101", "残疾人未享受生活补贴", _LIVING, _disabled(living_allowance=False)),
    _allowance("LS101", "残疾人生活补贴未填", _LIVING, _disabled(living_allowance=None)),
    _allowance("LS102", "重度残疾人未享受护理补贴", _NURSING, _disabled("二级", nursing_allowance=False)),
    _allowance("LS102", "三级残疾人没有护理补贴", _NURSING, _disabled(nursing_allowance=False), boundary=True),
    _allowance("LS102", "残疾等级无法识别", "disability_level", _vague),
    _allowance("LS103", "残疾人未享受康复服务补贴", _REHABILITATION, _disabled(rehabilitation_allowance=False)),
    _allowance("LS104", "残疾人未享受社会保险补贴", _INSURANCE, _disabled(disability_insurance_subsidy=False)),
    _premium("医保个人缴费没有补助", medical_premium_subsidy=_NONE),
    _premium("参保未填缴费而没有补助", medical_premium=None, medical_premium_subsidy=_NONE),
    _premium("医保个人缴费只补一元", medical_premium_subsidy=_YUAN, boundary=True),
    _premium("没有个人缴费也没有补助", medical_premium=_NONE, medical_premium_subsidy=_NONE, boundary=True),
    _premium("医保缴费补助未填", medical_premium_subsidy=None),
)
