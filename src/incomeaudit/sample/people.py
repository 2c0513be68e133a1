"""Made-up people: names, families, and identity numbers with a right check digit that were never given out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from incomeaudit.sample.planted import Planted

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯曹曾彭蔡潘田董袁余叶蒋杜苏程吕丁沈姚卢傅钟姜"
_MEN = "根水土金火木林森法富贵福祥荣华明建国军伟强志勇刚平涛斌波辉峰海鹏宇浩杰俊文昌永泉松柏"
_WOMEN = "香兰花菊桂英秀梅凤珍玉芳莲娟丽萍红霞燕琴云美琳婷静雯欣怡佳慧敏洁莹雪晓彩翠月"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

# Families as (relation to the head, sex, youngest and oldest age); children come after their parents.
_FAMILIES: tuple[tuple[int, tuple[tuple[str, str, int, int], ...]], ...] = (
    (14, (("户主", "", 62, 88),)),
    (4, (("户主", "", 35, 59),)),
    (16, (("户主", "男", 62, 84), ("配偶", "女", 60, 82))),
    (12, (("户主", "男", 40, 58), ("配偶", "女", 38, 56))),
    (12, (("户主", "男", 34, 48), ("配偶", "女", 32, 46), ("之子", "男", 3, 12))),
    (9, (("户主", "男", 36, 50), ("配偶", "女", 34, 48), ("之女", "女", 7, 15), ("之子", "男", 1, 11))),
    (7, (("户主", "", 34, 50), ("之女", "女", 6, 14))),
    (8, (("户主", "男", 44, 55), ("配偶", "女", 42, 53), ("之母", "女", 72, 85))),
    (7, (("户主", "男", 42, 50), ("配偶", "女", 40, 48), ("之子", "男", 16, 19), ("之父", "男", 68, 78))),
    (5, (("户主", "女", 60, 70), ("之孙子", "男", 6, 14))),
    (
        6,
        (
            *(("户主", "男", 38, 48), ("配偶", "女", 36, 46), ("之女", "女", 8, 16)),
            *(("之父", "男", 66, 76), ("之母", "女", 65, 75)),
        ),
    ),
)


@dataclass(slots=True)
class Person:
    """One member; the attributes are named after the fields of the member table."""

    name: str
    sex: str
    birth_date: date
    id_number: str
    relation: str
    education_level: str | None
    student: str | None
    """A member has a level of education or is at school, not both."""
    health: str
    labour: str
    work_months: int | None
    work_place: str | None
    disability_card: str | None = None
    disability_kind: str | None = None
    disability_level: str | None = None
    living_allowance: bool | None = None
    nursing_allowance: bool | None = None
    rehabilitation_allowance: bool | None = None
    disability_insurance_subsidy: bool | None = None
    dropout_reason: str | None = None
    home_schooling: bool | None = None
    education_aid: bool | None = None
    rainbow_plan: bool | None = None
    tuition_waived: bool | None = None
    student_living_aid: bool | None = None
    student_grant: Decimal | None = None
    basic_medical: bool | None = None
    employee_medical: bool | None = None
    supplementary: bool | None = None
    medical_premium: Decimal | None = None
    medical_premium_subsidy: Decimal | None = None
    own_medical_cost: Decimal | None = None
    medical_aid: Decimal | None = None
    basic_pension: bool | None = None
    pension_tier: str | None = None
    pension_premium: Decimal | None = None
    pension_subsidy: Decimal | None = None
    dibao: bool | None = None
    tekun: bool | None = None
    family_supported: bool | None = None
    single_person_dibao: bool | None = None
    family_doctor: bool | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    """What a cell says instead of its value."""
    planted: Planted | None = None

    @property
    def able(self) -> bool:
        """Whether the member counts among the household's labourers."""
        return self.labour in ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")


@dataclass(slots=True)
class Register:
    """Which numbers of a county have been used, so that none is used twice."""

    code: str
    given: Counter[tuple[date, str]] = field(default_factory=Counter)
    phones: int = 0

    def identity(self, birth: date, sex: str) -> tuple[str, date]:
        """A new identity number and the birth date in it, moved on where a day has no number left.

        The order numbers are from 911 on, where registries hardly ever come on one day: such a number looks
        right and passes its check digit, and is nobody's as far as can be. It also stays clear of the round
        thousands in which numbers end that a spreadsheet has cut off.
        """
        while self.given[birth, sex] == 42:
            birth += timedelta(days=1)
        order = 910 + 2 * self.given[birth, sex] + (1 if sex == "男" else 2)
        self.given[birth, sex] += 1
        stem = f"{self.code}{birth:%Y%m%d}{order:03d}"
        return stem + check_digit(stem), birth

    def phone(self) -> str:
        """Eleven digits that begin with 120, which no mobile network uses."""
        self.phones += 1
        return f"120{self.phones:08d}"


def check_digit(stem: str) -> str:
    """The 18th character of an identity number from its first 17 (GB 11643)."""
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(stem, _WEIGHTS, strict=True)) % 11]


def made_up_name(rng: Random, sex: str, surname: str = "") -> str:
    """A full name; children keep a given surname."""
    given = _MEN if sex == "男" else _WOMEN
    return (surname or rng.choice(_SURNAMES)) + "".join(rng.sample(given, rng.choice((1, 2, 2))))


def draw_family(rng: Random, register: Register, year: int, at_least: int = 1) -> list[Person]:
    """A family of ``at_least`` so many members, the head first."""
    choices = [(weight, family) for weight, family in _FAMILIES if len(family) >= at_least]
    (family,) = rng.choices([family for _, family in choices], [weight for weight, _ in choices])
    surname = rng.choice(_SURNAMES)
    people: list[Person] = []
    for relation, sex, youngest, oldest in family:
        sex = sex or rng.choice("男女")  # noqa: PLW2901  (a lone head may be either)
        own = surname if relation not in ("配偶", "之母") else ""
        age = _age(rng, relation, youngest, oldest, people, year)
        people.append(_person(rng, register, made_up_name(rng, sex, own), sex, relation, age, year))
    _find_work(rng, people)
    return people


def _find_work(rng: Random, people: list[Person]) -> None:
    """A job for one of those able to work where none has any."""
    able = [person for person in people if person.able]
    if able and all(person.work_months is None for person in people):
        able[0].work_months, able[0].work_place = rng.randint(3, 12), "乡镇内"


def _age(rng: Random, relation: str, youngest: int, oldest: int, people: list[Person], year: int) -> int:
    """An age in the family's range and far enough from the others': spouses near, a generation at least 20 years."""
    if people:
        head = year - people[0].birth_date.year
        if relation == "配偶":
            youngest, oldest = max(youngest, head - 6), min(oldest, head + 3)
        elif relation in ("之子", "之女"):
            oldest = max(youngest, min(oldest, min(year - person.birth_date.year for person in people[:2]) - 21))
        elif relation in ("之父", "之母"):
            youngest = max(youngest, head + 20)
    return rng.randint(youngest, max(youngest, oldest))


def _person(rng: Random, register: Register, name: str, sex: str, relation: str, age: int, year: int) -> Person:
    number, birth = register.identity(date(year - age, rng.randint(1, 8), rng.randint(1, 28)), sex)
    student = _school(age)
    health = _health(rng, age)
    labour = _labour(rng, age, health, student is not None)
    works = labour in ("普通劳动力", "技能劳动力") or (labour.startswith("弱") and rng.random() < 0.4)
    return Person(
        name=name,
        sex=sex,
        birth_date=birth,
        id_number=number,
        relation=relation,
        education_level=None if student else _level(rng, age),
        student=student,
        health=health,
        labour=labour,
        work_months=rng.randint(5, 12) if works else None,
        work_place=rng.choice(("乡镇内", "县内", "县内", "省内县外", "省外")) if works else None,
    )


def _school(age: int) -> str | None:
    if age < 3:
        return "学龄前儿童"
    if age < 6:
        return "学前教育"
    if age < 12:
        return "小学"
    if age < 18:
        return ("七年级", "八年级", "九年级", "普通高中一年级", "普通高中二年级", "普通高中三年级")[age - 12]
    return "本科一年级" if age < 20 else None


def _level(rng: Random, age: int) -> str:
    if age >= 60:
        return rng.choice(("文盲或半文盲", "小学", "小学", "初中"))
    return rng.choice(("小学", "初中", "初中", "高中"))


def _health(rng: Random, age: int) -> str:
    ill = 0.02 if age < 20 else 0.25 if age < 60 else 0.55
    return rng.choice(("长期慢性病", "长期慢性病", "患有大病", "残疾")) if rng.random() < ill else "健康"


def _labour(rng: Random, age: int, health: str, at_school: bool) -> str:
    if age < 16 or at_school:
        return "无劳动力"
    if health in ("患有大病", "残疾"):
        return rng.choice(("弱劳动力或半劳动力", "丧失劳动力"))
    if age >= 60:
        return "弱劳动力或半劳动力" if age < 70 else "无劳动力"
    return rng.choice(("普通劳动力", "普通劳动力", "普通劳动力", "技能劳动力"))
