"""A household as the roster tells of it, and the drawing of one in which nothing is wrong."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from incomeaudit.sample.people import Person, Register, draw_family, made_up_name
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import CENT, GUARANTEES, LEFT, LISTED, NEVER, WATCHED, Scheme, half_up

ITEMS = ("wage_income", "business_income", "property_income", "transfer_income")
HARDSHIP = "支出型贫困"

Day = tuple[int, int, int]
"""Year, month and day; days can be compared."""

# Jiaxing's plan knows three kinds of low-income households; the third is drawn by what it spends.
_CATEGORIES = {
    False: ("低保", "低保", "低保", "低保边缘", "低保边缘", "特困", "其他低收入"),
    True: ("低保", "低保", "低保边缘"),
}
_CAUSES = ("因病", "因病", "因残", "因学", "缺劳动力", "缺劳动力", "缺技术", "缺资金", "自身发展动力不足")
_SOURCES = ("务工收入", "种植养殖", "政策性补助", "养老金", "来料加工", "子女赡养")
_EPIDEMIC = ("基本无影响", "外出务工推迟", "农产品滞销", "务工收入减少", "来料加工停工")
_ASSISTANCE = ("低保兜底", "公益性岗位", "来料加工", "产业帮扶", "就业培训", "医疗救助", "光伏收益分红", "助学补助")


@dataclass(slots=True)
class Household:
    """One row of the roster; the attributes are named after the fields of the household table.

    Money is yuan; None is a blank cell. ``people`` are those who live there, whatever ``members`` says.
    """

    township: str
    village: str
    household_id: str
    people: list[Person]
    status: str | None
    category: str | None
    phone: str | None
    registered_on: Day
    cadre: str | None
    visits: int | None
    employed: int | None
    members: int | None
    food: bool | None = True
    clothing: bool | None = True
    education: bool | None = True
    medical: bool | None = True
    housing: bool | None = True
    water: bool | None = True
    poverty_cause: str | None = None
    income_source: str | None = None
    epidemic_impact: str | None = None
    assistance: str | None = None
    wage_income: Decimal | None = None
    business_income: Decimal | None = None
    property_income: Decimal | None = None
    transfer_income: Decimal | None = None
    income: Decimal | None = None
    per_capita_income: Decimal | None = None
    prior_per_capita_income: Decimal | None = None
    rigid_expense: Decimal | None = None
    village_review_on: Day | None = None
    township_approved_on: Day | None = None
    publicised_on: Day | None = None
    observed_from: Day | None = None
    observed_to: Day | None = None
    exited_on: Day | None = None
    exit_reviewed_on: Day | None = None
    exit_publicised_on: Day | None = None
    policies_stopped_on: Day | None = None
    last_review_on: Day | None = None
    cadre_unit_kind: str | None = None
    key_target: bool | None = None
    bad_habit: str | None = None
    temporary_difficulty: bool | None = None
    temporary_relief: bool | None = None
    on_dibao: bool | None = None
    housing_grade: str | None = None
    housing_done_on: Day | None = None
    housing_help: str | None = None
    housing_ledger: bool | None = None
    housing_closed: bool | None = None
    housing_paid_directly: bool | None = None
    water_done_on: Day | None = None
    water_quality: str | None = None
    water_quantity: str | None = None
    water_access: str | None = None
    water_reliability: str | None = None
    water_subsidy: bool | None = None
    power_subsidy: bool | None = None
    tv_subsidy: bool | None = None
    risk_colour: str | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    """What a cell says instead of its value."""
    planted: Planted | None = None

    @property
    def head_name(self) -> str:
        """户主姓名."""
        return self.people[0].name

    @property
    def head_id(self) -> str:
        """户主身份证号."""
        return self.people[0].id_number

    @property
    def labourers(self) -> int:
        """劳动力人数."""
        return sum(person.able for person in self.people)

    @property
    def size(self) -> int:
        """How many people live there."""
        return len(self.people)

    @property
    def on_roster(self) -> bool:
        """Whether it counts as on the roster: 在册, 观察期, or a blank status."""
        return self.status in (LISTED, WATCHED, None)


def draw_household(
    rng: Random,
    register: Register,
    scheme: Scheme,
    where: tuple[str, str, str],
    status: str | None,
    at_least: int = 1,
) -> Household:
    """A household of a status with which no check finds fault, and all that is asked of it filled in.

    ``where`` is township, village and household id; it has ``at_least`` so many members.
    """
    people = draw_family(rng, register, scheme.year, at_least)
    household = Household(
        *where,
        people=people,
        status=status,
        category=rng.choice(_CATEGORIES[scheme.city == "嘉兴市"]),
        phone=register.phone(),
        registered_on=(rng.randint(scheme.year - 4, scheme.year - 1), rng.randint(1, 12), rng.randint(1, 28)),
        cadre=made_up_name(rng, rng.choice("男女")),
        visits=rng.randint(12, 24),
        employed=sum(person.work_months is not None for person in people),
        members=len(people),
        poverty_cause=rng.choice(_CAUSES),
        income_source=rng.choice(_SOURCES),
        epidemic_impact=rng.choice(_EPIDEMIC),
        assistance="、".join(rng.sample(_ASSISTANCE, rng.choice((1, 1, 2)))),
    )
    earn(household, draw_per_head(rng, scheme, status) * len(people), rng)
    if (household.per_capita_income or 0) < scheme.standards[scheme.year]:
        household.category = "低保"
    return household


def draw_per_head(rng: Random, scheme: Scheme, status: str | None) -> Decimal:
    """An income per head that is right for a status, well away from every limit."""
    if status in (LEFT, NEVER):
        return between(rng, scheme.line * Decimal("1.02"), scheme.line * Decimal("1.7"))
    if status == WATCHED:
        return between(rng, scheme.low + 20, scheme.line * Decimal("1.5"))
    return between(rng, scheme.low + 20, scheme.line - 20)


def between(rng: Random, low: Decimal, high: Decimal) -> Decimal:
    """An amount between two, to the yuan for most and to the fen for some."""
    yuan = Decimal(rng.randint(int(low) + 1, max(int(low) + 1, int(high) - 1)))
    return yuan + rng.randint(1, 99) * CENT if rng.random() < 0.3 else yuan


def earn(household: Household, total: Decimal, rng: Random) -> None:
    """Give a household an income in the year: items, their sum, and the sum per head, all in agreement."""
    itemise(household, total, rng)
    declare(household, total)
    if household.per_capita_income is not None:
        growth = Decimal(rng.randint(1020, 1190)) / 1000
        household.prior_per_capita_income = (household.per_capita_income / growth).quantize(Decimal(1))


def declare(household: Household, total: Decimal) -> None:
    """Set income and income per head, whatever the items say."""
    household.income = total
    household.per_capita_income = half_up(total / household.size)


def itemise(household: Household, total: Decimal, rng: Random) -> None:
    """Set the four items so that they add up to ``total``, whatever income and income per head say."""
    works = any(person.work_months for person in household.people)
    wage = _part(total, rng.uniform(0.4, 0.7)) if works else Decimal(0)
    business = _part(total, rng.uniform(0.05, 0.25)) if rng.random() < 0.7 else Decimal(0)
    if rng.random() < 0.02:
        business = Decimal(-rng.randint(3, 20) * 100)  # a year of losses
    rent = _part(total, rng.uniform(0.005, 0.04)) if rng.random() < 0.3 else Decimal(0)
    household.wage_income, household.business_income, household.property_income = wage, business, rent
    household.transfer_income = total - wage - business - rent


def _part(total: Decimal, share: float) -> Decimal:
    return Decimal(int(float(total) * share))


def loosen(household: Household, rng: Random) -> None:
    """Leave out, as clerks do, what nobody asks of a household that lies above the floor or off the roster."""
    if rng.random() < 0.03:
        household.epidemic_impact = None
    if not household.on_roster:
        if rng.random() < 0.3:
            household.poverty_cause = household.assistance = None
        for name in GUARANTEES:
            if rng.random() < 0.08:
                setattr(household, name, rng.choice((False, None)))
    if rng.random() < 0.05:
        household.prior_per_capita_income = None


def draw_status(rng: Random) -> str | None:
    """A status as often as rosters have it; None is a blank cell, which counts as on the roster."""
    return rng.choices((LISTED, WATCHED, LEFT, NEVER, None), (80, 6, 7, 5, 2))[0]


def spend(household: Household, scheme: Scheme, rng: Random) -> None:
    """Make it a household poor through what it must spend: under the line only after medical and school costs.

    In Jiaxing the line is compared with what is left after these.
    """
    left = between(rng, scheme.low + 20, scheme.line - 20)
    household.category = HARDSHIP
    earn(household, between(rng, left + 500, left * Decimal("1.5")) * household.size, rng)
    household.rigid_expense = (household.income or Decimal(0)) - left * household.size
