"""Mistakes against Jiaxing's plan about fees, grants and the schooling of disabled children."""

from decimal import Decimal

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.broken_jiaxing_changes import at_school, born, disabled, who
from incomeaudit.sample.changes import Change, in_turn, smudge, write

_SMALL = who(range(3, 8), head=False)
_PUPIL = who(range(6, 13), head=False)
_TEEN = who(range(13, 20), head=False)
_GROWN = who(range(16, 46), head=False)


def _granted(school: str, grant: str) -> Change:
    """At a school, with a grant of so many yuan a year."""
    return in_turn(at_school(school), write(student_grant=Decimal(grant)))


def _at_home(*, taught: bool | None) -> Change:
    """A disabled child that goes to no school."""
    return in_turn(disabled("智力", "三级"), at_school("非在校生"), write(home_schooling=taught))


_HIGH, _COLLEGE = "普通高中二年级", "本科一年级"
_FREE = ("JX066", "JX067")

BREAKS = (
    Break(
        ("JX066",), "高中没有免学杂费", "member", "tuition_waived",
        in_turn(at_school("普通高中一年级"), write(tuition_waived=False)), _TEEN,
    ),
    Break(
        ("JX067",), "学前没有生活补助", "member", "student_living_aid",
        in_turn(at_school("学前教育"), write(student_living_aid=False)), _SMALL,
    ),
    Break(
        _FREE, "小学不在免费之列", "member", "tuition_waived",
        in_turn(at_school("小学"), write(tuition_waived=False, student_living_aid=False)), _PUPIL, boundary=True,
    ),
    Break(("JX068",), "大学助学金差一分", "member", "student_grant", _granted(_COLLEGE, "4999.99"), _GROWN),
    Break(
        ("JX068",), "大学助学金恰为5000元", "member", "student_grant", _granted(_COLLEGE, "5000"), _GROWN,
        boundary=True,
    ),
    Break(("JX069",), "高中助学金差一分", "member", "student_grant", _granted(_HIGH, "2999.99"), _TEEN),
    Break(("JX069",), "高中助学金恰为3000元", "member", "student_grant", _granted(_HIGH, "3000"), _TEEN, boundary=True),
    Break(
        ("JX068",), "助学金无法识别", "member", "student_grant",
        in_turn(at_school(_COLLEGE), smudge(student_grant="已申请")), _GROWN,
    ),
    Break(
        (*_FREE, "JX068", "JX069"), "在校生状况无法识别", "member", "student", smudge(student="待核实"), _GROWN,
    ),
    Break(
        ("JX071",), "9月1日未满16岁的残疾儿童未入学", "member", "student",
        in_turn(born(16, 9, 2), _at_home(taught=False)), _PUPIL,
    ),
    Break(
        ("JX071",), "9月1日恰满16岁的残疾人不在校", "member", "student",
        in_turn(born(16, 9, 1), _at_home(taught=False)), _PUPIL, boundary=True,
    ),
    Break(("JX071",), "残疾儿童有送教上门", "member", "home_schooling", _at_home(taught=True), _PUPIL, boundary=True),
    Break(("JX071",), "残疾儿童是否送教不详", "member", "home_schooling", _at_home(taught=None), _PUPIL),
)  # fmt: skip
