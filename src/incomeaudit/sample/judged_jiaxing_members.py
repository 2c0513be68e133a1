"""Jiaxing's plan on the members: insurance and medical costs, disability, school and the family doctor."""

from decimal import Decimal

from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.judged import Ground, Judge, Rule, at_home, below, both, no
from incomeaudit.sample.people import Person

DIBAO, EDGE, HARDSHIP, TEKUN = "低保", "低保边缘", "支出型贫困", "特困"
LOWEST_TIER = "最低档"
PENSION_SHARE = Decimal("0.65")
ELDERLY, ADULT = 60, 18
AID_DIBAO, AID_EDGE = Decimal("0.7"), Decimal("0.6")
SEVERE, LIGHT, MENTAL = ("一级", "二级"), ("三级", "四级"), ("精神", "智力")
KINDERGARTEN = "学前教育"
SENIOR_HIGH = ("普通高中一年级", "普通高中二年级", "普通高中三年级")
VOCATIONAL = ("中职一年级", "中职二年级", "中职三年级")
FREE_SCHOOLING = (KINDERGARTEN, *SENIOR_HIGH, *VOCATIONAL)
UNIVERSITY = ("高职高专", "本科", "硕士研究生及以上")
"""What the names of its years begin with."""
GRANT_UNIVERSITY, GRANT_SENIOR_HIGH = 5000, 3000
AT_NO_SCHOOL = ("非在校生", "学龄前儿童")
SCHOOL_AGE = range(6, 16)


# ---------------------------------------------------------------- 所在户


def _home_is(row: Person, ground: Ground, *categories: str) -> Answer:
    """Whether the household is of one of some categories."""
    home = ground.home(row)
    return None if home.household_id is None or home.category is None else home.category in categories


def _age(row: Person, ground: Ground) -> int:
    """Years at the end of the year."""
    return ground.scheme.year - row.birth_date.year


def _age_at_school(row: Person, ground: Ground) -> int:
    """Years on 1 September."""
    return _age(row, ground) - ((row.birth_date.month, row.birth_date.day) > (9, 1))


def _short_of(row: Person, given: str, due: str, share: Decimal = Decimal(1)) -> Answer:
    """Whether what was given is less than a share of what was paid, where anything was paid."""
    paid, subsidy = known(row, due), known(row, given)
    some = None if paid is None else bool(paid > 0)
    return both(some, None if paid is None else below(subsidy, share * paid))


# ---------------------------------------------------------------- 养老、医疗


def _insured(row: Person) -> Answer:
    """Whether somebody is in the pension scheme; a premium says so where the cell is blank."""
    if is_blank(row, "basic_pension"):
        premium = known(row, "pension_premium")
        return None if premium is None else bool(premium > 0)
    answer: Answer = known(row, "basic_pension")
    return answer


def _subsidised(row: Person, ground: Ground, *, lowest: bool) -> Answer:
    """Insured, of a household on dibao, in the lowest tier or in another one."""
    tier = known(row, "pension_tier")
    right = None if tier is None else (tier == LOWEST_TIER) is lowest
    return both(at_home(row, ground), _home_is(row, ground, DIBAO), _insured(row), right)


def _supported(row: Person, ground: Ground) -> Answer:
    """Whether somebody is on tekun support, by the own cell or with the household."""
    own = False if is_blank(row, "tekun") else known(row, "tekun")
    home = _home_is(row, ground, TEKUN)
    if own or home:
        return True
    return home if is_blank(row, "tekun") else own


def _premium_short(row: Person, _: Ground) -> Answer:
    return _short_of(row, "medical_premium_subsidy", "medical_premium")


def _of_dibao(row: Person, ground: Ground) -> Answer:
    return both(at_home(row, ground), _home_is(row, ground, DIBAO))


def _of_edge(row: Person, ground: Ground) -> Answer:
    return both(at_home(row, ground), _home_is(row, ground, EDGE))


def _seriously_ill(row: Person, ground: Ground) -> Answer:
    health = known(row, "health")
    return both(_of_edge(row, ground), None if health is None else bool(health == "患有大病"))


def _aided_more(row: Person, ground: Ground) -> Answer:
    return both(at_home(row, ground), either(_supported(row, ground), _home_is(row, ground, DIBAO)))


def _aided_less(row: Person, ground: Ground) -> Answer:
    return both(at_home(row, ground), _home_is(row, ground, EDGE, HARDSHIP), no(_supported(row, ground)))


# ---------------------------------------------------------------- 残疾


def _severe(row: Person) -> Answer:
    """Whether the grade is a severe one; a disability without a grade leaves that open."""
    if is_blank(row, "disability_level"):
        return False if _disabled(row) is False else None
    return None if "disability_level" in row.unreadable else row.disability_level in SEVERE


def _mental(row: Person) -> Answer:
    """A lighter grade of a mental or intellectual disability; a multiple one may be of that kind or not."""
    kind = known(row, "disability_kind")
    if _disabled(row) is False or kind not in (None, "多重", *MENTAL):
        return False
    level = known(row, "disability_level")
    if level is not None and level not in LIGHT:
        return False
    return None if level is None or kind not in MENTAL else True


def _alone(row: Person, ground: Ground) -> Answer:
    """An adult whom the family keeps, of a household that is on neither dibao nor tekun support."""
    adult = _age(row, ground) >= ADULT
    uncovered = no(_home_is(row, ground, DIBAO, TEKUN))
    return both(at_home(row, ground), known(row, "family_supported"), adult, uncovered)


def _disabled(row: Person) -> Answer:
    """Whether a card, a kind, a grade or the health says so."""
    blanks = [is_blank(row, name) for name in ("disability_card", "disability_kind", "disability_level")]
    if False in blanks or known(row, "health") == "残疾":
        return True
    return None if None in blanks else False


def _disabled_at_home(row: Person, ground: Ground) -> Answer:
    return both(at_home(row, ground), _disabled(row))


def _nursed(row: Person, ground: Ground) -> Answer:
    return both(at_home(row, ground), _severe(row))


# ---------------------------------------------------------------- 教育


def _attends(row: Person, *schools: str) -> Answer:
    school = known(row, "student")
    return None if school is None else bool(school.startswith(schools))


def _at(*schools: str) -> Judge:
    """Somebody at one of some schools, of a household on the roster."""
    return lambda row, ground: both(at_home(row, ground), _attends(row, *schools))


def _taught(row: Person) -> Answer:
    """At school, or taught at home."""
    return either(no(_attends(row, *AT_NO_SCHOOL)), known(row, "home_schooling"))


def _disabled_of_school_age(row: Person, ground: Ground) -> Answer:
    return both(_disabled_at_home(row, ground), _age_at_school(row, ground) in SCHOOL_AGE)


def lacks(name: str) -> Judge:
    """Whether a cell says no."""
    return lambda row, _: no(known(row, name))


def _granted_less(least: int) -> Judge:
    return lambda row, _: below(known(row, "student_grant"), least)


def _pension_short(share: Decimal) -> Judge:
    return lambda row, _: _short_of(row, "pension_subsidy", "pension_premium", share)


def _aid_short(share: Decimal) -> Judge:
    return lambda row, _: _short_of(row, "medical_aid", "own_medical_cost", share)


_PENSION, _PREMIUM, _AID = ("pension_subsidy",), ("medical_premium_subsidy",), ("medical_aid",)
_ALONE, _GRANT = ("single_person_dibao",), ("student_grant",)

MEMBERS = (
    Rule(
        "JX037", "member", _PENSION, _pension_short(Decimal(1)),
        lambda row, ground: _subsidised(row, ground, lowest=True),
    ),
    Rule(
        "JX038", "member", _PENSION, _pension_short(PENSION_SHARE),
        lambda row, ground: _subsidised(row, ground, lowest=False),
    ),
    Rule(
        "JX041", "member", _PREMIUM, _premium_short,
        lambda row, ground: both(at_home(row, ground), _supported(row, ground)),
    ),
    Rule("JX042", "member", _PREMIUM, _premium_short, _of_dibao),
    Rule(
        "JX043", "member", _PREMIUM, _premium_short,
        lambda row, ground: both(_of_edge(row, ground), _age(row, ground) >= ELDERLY),
    ),
    Rule("JX044", "member", _PREMIUM, _premium_short, _seriously_ill),
    Rule(
        "JX045", "member", _PREMIUM, _premium_short,
        lambda row, ground: both(_of_edge(row, ground), _age(row, ground) < ADULT),
    ),
    Rule("JX046", "member", _AID, _aid_short(AID_DIBAO), _aided_more),
    Rule("JX047", "member", _AID, _aid_short(AID_EDGE), _aided_less),
    Rule(
        "JX051", "member", _ALONE, lacks("single_person_dibao"),
        lambda row, ground: both(_alone(row, ground), _severe(row)),
    ),
    Rule(
        "JX052", "member", _ALONE, lacks("single_person_dibao"),
        lambda row, ground: both(_alone(row, ground), _mental(row)),
    ),
    Rule("JX053", "member", ("living_allowance",), lacks("living_allowance"), _disabled_at_home),
    Rule("JX054", "member", ("nursing_allowance",), lacks("nursing_allowance"), _nursed),
    Rule("JX055", "member", ("rehabilitation_allowance",), lacks("rehabilitation_allowance"), _disabled_at_home),
    Rule(
        "JX056", "member", ("disability_insurance_subsidy",), lacks("disability_insurance_subsidy"),
        _disabled_at_home,
    ),
    Rule("JX066", "member", ("tuition_waived",), lacks("tuition_waived"), _at(*FREE_SCHOOLING)),
    Rule("JX067", "member", ("student_living_aid",), lacks("student_living_aid"), _at(*FREE_SCHOOLING)),
    Rule("JX068", "member", _GRANT, _granted_less(GRANT_UNIVERSITY), _at(*UNIVERSITY)),
    Rule("JX069", "member", _GRANT, _granted_less(GRANT_SENIOR_HIGH), _at(*SENIOR_HIGH)),
    Rule("JX071", "member", ("student",), lambda row, _: no(_taught(row)), _disabled_of_school_age),
    Rule("JX072", "member", ("family_doctor",), lacks("family_doctor"), at_home),
)  # fmt: skip
