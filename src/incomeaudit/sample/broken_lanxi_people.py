"""Mistakes in what Lanxi asks of a member: dibao of the ill, schooling and its aid, insurance."""

from incomeaudit.sample.breaks import Break
from incomeaudit.sample.changes import Change, smudge, write
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lanxi_people import EDGE, ILL, at_school, vocational
from incomeaudit.sample.judged_province import of_school_age
from incomeaudit.sample.people import Person
from incomeaudit.sample.scheme import LISTED


def _listed(row: Person, ground: Ground) -> bool:
    return ground.home(row).status == LISTED


def _at_edge(row: Person, ground: Ground) -> bool:
    return _listed(row, ground) and ground.home(row).category == EDGE


def _child(row: Person, ground: Ground) -> bool:
    return _listed(row, ground) and bool(of_school_age(row, ground))


def _pupil(row: Person, ground: Ground) -> bool:
    return _listed(row, ground) and bool(at_school(row)) and not vocational(row)


def _vocational_pupil(row: Person, ground: Ground) -> bool:
    return _listed(row, ground) and bool(vocational(row))


def _disabled(level: str | None) -> Change:
    """Somebody disabled in a grade, on no dibao."""
    return write(health="残疾", disability_kind="肢体", disability_level=level, **_ON_NOTHING)


_ON_NOTHING = {"dibao": False, "single_person_dibao": False, "tekun": False}

_COVER = (
    Break(("LX021",), "重病未单独施保", "member", "health", write(health=ILL, **_ON_NOTHING), _at_edge),
    Break(("LX021",), "重残未单独施保", "member", "disability_level", _disabled("二级"), _at_edge),
    Break(("LX021",), "残疾三级未单独施保", "member", "disability_level", _disabled("三级"), _at_edge, boundary=True),
    Break(("LX021",), "残疾等级没有填", "member", "disability_level", _disabled(None), _at_edge),
)

_SCHOOLS = (
    Break(
        ("LX041",), "未入学而送教上门", "member", "home_schooling",
        write(student="非在校生", home_schooling=True), _child, boundary=True,
    ),
    Break(("LX041", "LX050", "LX051"), "在校生状况没有填", "member", "student", write(student=None), _child),
    Break(("LX050",), "未享受教育救助", "member", "education_aid", write(education_aid=False), _pupil),
    Break(
        ("LX050",), "只享受雨露计划", "member", "education_aid", write(education_aid=False), _vocational_pupil,
        boundary=True,
    ),
    Break(("LX051",), "未享受雨露计划", "member", "rainbow_plan", write(rainbow_plan=False), _vocational_pupil),
    Break(
        ("LX051",), "雨露计划无法识别", "member", "rainbow_plan", smudge(rainbow_plan="申请中"), _vocational_pupil,
    ),
)  # fmt: skip

_INSURANCE = (
    Break(("LX060",), "未参加补充保险", "member", "supplementary", write(supplementary=False), _listed),
    Break(("LX060",), "补充保险没有填", "member", "supplementary", write(supplementary=None), _listed),
    Break(("LX060",), "补充保险无法识别", "member", "supplementary", smudge(supplementary="待核"), _listed),
)

BREAKS = (*_COVER, *_SCHOOLS, *_INSURANCE)
