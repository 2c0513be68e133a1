"""Mistakes about cadres' units, relief, grants, schooling, insurance, dangerous housing and water."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break, listed_home
from incomeaudit.sample.changes import write
from incomeaudit.sample.household import Household, earn
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_province import of_school_age
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Grant
from incomeaudit.sample.scheme import CENT, LISTED


def _paired(row: Household, ground: Ground) -> bool:
    return listed_home(row, ground) and row.cadre is not None


def _illegible(name: str, text: str, row: Household | Person | Grant, _: Ground, __: Random) -> None:
    row.unreadable[name] = text


def _poor(above: str, dibao: bool | None, relief: bool | None, row: Household, ground: Ground, rng: Random) -> None:
    """A household below 8000 yuan, some yuan a head off the standard of dibao, and what it gets."""
    row.category, row.on_dibao, row.temporary_relief = "低保边缘", dibao, relief
    row.epidemic_impact = row.epidemic_impact or "基本无影响"
    earn(row, (ground.scheme.standards[ground.scheme.year] + Decimal(above)) * row.size, rng)


def _moved_at_once(row: Grant, ground: Ground) -> bool:
    """The whole grant of a household that moved."""
    return row.kind == "异地搬迁" and len(ground.of("grant", row.household_id or "")) == 1


def _moved_for(each: Decimal, row: Grant, _: Ground, __: Random) -> None:
    """A grant of so much for each of the household's people."""
    row.amount = row.provincial_amount = each * (row.people or 1)


def _child(row: Person, ground: Ground) -> bool:
    """A child of school age in an ordinary household."""
    home = ground.home(row)
    return bool(of_school_age(row, ground)) and home.status == LISTED and row is not home.people[0]


def _at_home(reason: str | None, taught: bool | None, row: Person, _: Ground, __: Random) -> None:
    """At no school, for a reason."""
    row.student, row.dropout_reason, row.home_schooling = "非在校生", reason, taught


def _lives_there(row: Person, ground: Ground) -> bool:
    return ground.home(row).status == LISTED


def _insured(basic: bool | None, employee: bool | None, row: Person, _: Ground, __: Random) -> None:
    row.basic_medical, row.employee_medical = basic, employee


def _grade(grade: str, done: tuple[int, int, int] | None, safe: bool, row: Household, _: Ground, __: Random) -> None:
    """A house of a grade, the day on which it was rebuilt, and whether it is said to be safe."""
    row.housing_grade, row.housing_done_on, row.housing = grade, done, safe


_POOR, _BELOW = ("ZJ081",), ("ZJ002",)
_HOUSE = ("ZJ112", "ZJ113")

BREAKS = (
    Break(
        ("ZJ062",), "结对干部属村级组织", "household", "cadre_unit_kind", write(cadre_unit_kind="村级组织"), _paired,
    ),
    Break(
        ("ZJ062",), "结对干部属民营企业", "household", "cadre_unit_kind", write(cadre_unit_kind="民营企业"), _paired,
    ),
    Break(
        ("ZJ062",), "结对干部属群团组织", "household", "cadre_unit_kind", write(cadre_unit_kind="群团组织"), _paired,
    ),
    Break(("ZJ062",), "单位性质未填", "household", "cadre_unit_kind", write(cadre_unit_kind=None), _paired),
    Break(
        _POOR, "低于低保标准而无低保无救助", "household", "temporary_relief", partial(_poor, "-0.01", False, False),
        listed_home, findings=_BELOW,
    ),
    Break(
        _POOR, "低于低保标准而有临时救助", "household", "temporary_relief", partial(_poor, "-0.01", False, True),
        listed_home, boundary=True, findings=_BELOW,
    ),
    Break(
        _POOR, "恰为低保标准而无低保无救助", "household", "temporary_relief", partial(_poor, "0", False, False),
        listed_home, boundary=True, findings=_BELOW,
    ),
    Break(
        _POOR, "低于低保标准而是否享受低保不详", "household", "on_dibao", partial(_poor, "-20", None, False),
        listed_home, findings=_BELOW,
    ),
    Break(
        ("ZJ091",), "搬迁补助人均差一分", "grant", "provincial_amount", partial(_moved_for, 30_000 - CENT),
        _moved_at_once,
    ),
    Break(
        ("ZJ091",), "搬迁补助恰为人均三万元", "grant", "provincial_amount", partial(_moved_for, Decimal(30_000)),
        _moved_at_once, boundary=True,
    ),
    Break(
        ("ZJ091",), "搬迁省级补助未填", "grant", "provincial_amount", write(provincial_amount=None), _moved_at_once,
    ),
    Break(("ZJ091",), "搬迁人数为零", "grant", "people", write(people=0), _moved_at_once),
    Break(("ZJ101",), "厌学在家", "member", "student", partial(_at_home, "厌学", None), _child),
    Break(("ZJ101",), "因病休学", "member", "student", partial(_at_home, "因病休学", None), _child, boundary=True),
    Break(("ZJ101",), "送教上门", "member", "student", partial(_at_home, None, True), _child, boundary=True),
    Break(("ZJ101",), "在校生状况未填", "member", "student", write(student=None), _child),
    Break(
        ("ZJ102",), "未参加基本医疗保险", "member", "basic_medical", partial(_insured, False, False), _lives_there,
    ),
    Break(
        ("ZJ102",), "只参加职工医保", "member", "basic_medical", partial(_insured, False, True), _lives_there,
        boundary=True,
    ),
    Break(("ZJ102",), "是否参保未填", "member", "basic_medical", partial(_insured, None, None), _lives_there),
    Break(("ZJ103",), "未参加补充保险", "member", "supplementary", write(supplementary=False), _lives_there),
    Break(("ZJ103",), "是否参加补充保险未填", "member", "supplementary", write(supplementary=None), _lives_there),
    Break(
        _HOUSE, "危房未改造而填住房安全", "household", "housing_grade", partial(_grade, "D", None, True), listed_home,
    ),
    Break(
        ("ZJ112",), "危房未改造", "household", "housing_grade", partial(_grade, "C", None, False), listed_home,
        findings=("ZJ015",),
    ),
    Break(
        _HOUSE, "危房改造晚于年底一天", "household", "housing_done_on", partial(_grade, "C", (2021, 1, 1), True),
        listed_home,
    ),
    Break(
        _HOUSE, "危房恰在年底改造完成", "household", "housing_grade", partial(_grade, "C", (2020, 12, 31), True),
        listed_home, boundary=True,
    ),
    Break(
        _HOUSE, "B级房屋未改造", "household", "housing_grade", partial(_grade, "B", None, True), listed_home,
        boundary=True,
    ),
    Break(
        _HOUSE, "危房等级无法识别", "household", "housing_grade", partial(_illegible, "housing_grade", "待鉴定"),
        listed_home,
    ),
    Break(
        ("ZJ121",), "饮水晚一天达标", "household", "water_done_on", write(water_done_on=(2020, 11, 1)), listed_home,
    ),
    Break(
        ("ZJ121",), "饮水恰在期限当日达标", "household", "water_done_on", write(water_done_on=(2020, 10, 31)),
        listed_home, boundary=True,
    ),
    Break(
        ("ZJ121",), "饮水达标日期无法识别", "household", "water_done_on",
        partial(_illegible, "water_done_on", "雨季前"), listed_home,
    ),
)  # fmt: skip
