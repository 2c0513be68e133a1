"""Mistakes that several documents know, and those about rows that are alike."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break, any_row, listed_home, no_floor
from incomeaudit.sample.changes import write
from incomeaudit.sample.household import ITEMS, Household, declare, earn
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.people import Person
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.records import Project, Training
from incomeaudit.sample.scheme import LISTED


def _child_at_home(row: Person, ground: Ground) -> bool:
    age = ground.scheme.year - row.birth_date.year
    return 6 <= age <= 15 and ground.home(row).status == LISTED and row is not ground.home(row).people[0]


def _not_a_head(row: Person, ground: Ground) -> bool:
    return row is not ground.home(row).people[0]


def _same_person(row: Person, ground: Ground, rng: Random) -> None:
    """Someone who is already a member of another household."""
    home = ground.home(row)
    others = [
        each for house in ground.households for each in house.people[1:]
        if house.household_id != home.household_id and house.planted is None and each.planted is None
    ]  # fmt: skip
    other = rng.choice(others)
    row.id_number = other.id_number
    other.planted = Planted("同一人登记在两户", cell="id_number")


def _same_head(row: Household, ground: Ground, rng: Random) -> None:
    """A head who is already the head of another household."""
    others = [each for each in ground.households if each.planted is None and each.household_id != row.household_id]
    other = rng.choice(others)
    row.people[0].id_number = other.head_id
    other.planted = Planted("同一户主登记在两户", cell="head_id")


def _copy_items(row: Household, ground: Ground, _: Random) -> None:
    """Two neighbours get the same items, and the income and the income per head that these make for them."""
    for other in _who_could_earn_as_much(row, ground)[:2]:
        for name in ITEMS:
            setattr(other, name, getattr(row, name))
        declare(other, row.income or Decimal(0))
        other.planted = Planted("分项收入与邻户雷同", cell="wage_income")


def _who_could_earn_as_much(row: Household, ground: Ground) -> list[Household]:
    scheme, income = ground.scheme, row.income or Decimal(0)
    return [
        each
        for each in ground.neighbours[row.village]
        if each is not row
        and each.planted is None
        and each.on_roster
        and scheme.low < income / each.size < scheme.line - 1
    ]


def _has_neighbours(row: Household, ground: Ground) -> bool:
    several = sum(getattr(row, name) != 0 for name in ITEMS) >= 2
    return several and row.status == LISTED and len(_who_could_earn_as_much(row, ground)) >= 2


def _uncovered(above: int, row: Household, ground: Ground, rng: Random) -> None:
    """A household without dibao, some yuan a head above the standard of dibao or below it."""
    row.category = "低保边缘"
    earn(row, (ground.scheme.standards[ground.scheme.year] + above) * row.size, rng)


def _transfers(above: int, row: Household, _: Ground, __: Random) -> None:
    """An income four fifths of which are transfers, or some yuan more."""
    total = Decimal(int(row.income or 0) // 5 * 5)
    row.transfer_income = total * 4 / 5 + above
    row.wage_income, row.business_income, row.property_income = total - row.transfer_income, Decimal(0), Decimal(0)
    declare(row, total)


def _spent(above: int, row: Household, ground: Ground, _: Random) -> None:
    """A household without dibao that keeps some yuan a head more than the standard of dibao, or fewer."""
    row.category = "低保边缘"
    left = (ground.scheme.standards[ground.scheme.year] + above) * row.size
    row.rigid_expense = (row.income or Decimal(0)) - left


def _privately(row: Project, _: Ground, __: Random) -> None:
    """A project without public money, which need not be announced."""
    row.funds, row.publicised_on = Decimal(0), None


def _other_course(row: Training, _: Ground, __: Random) -> None:
    """A course of a kind that is not named among the free ones."""
    row.kind, row.fee = "其他", Decimal(200)


def _able_listed(row: Household, _: Ground) -> bool:
    return row.status == LISTED and row.labourers > 0


BREAKS = (
    Break(("ZJ143",), "分项收入与邻户雷同", "household", "wage_income", _copy_items, _has_neighbours),
    Break(("ZJ061", "LS084", "JX076", "LX121"), "没有结对干部", "household", "cadre", write(cadre=None), listed_home),
    Break(("ZJ063", "LS086"), "村没有结对单位", "village", "paired_unit", write(paired_unit=None), any_row),
    Break(("ZJ072",), "走访少于在册月数", "household", "visits", write(visits=11), listed_home),
    Break(("ZJ072",), "走访恰为每月一次", "household", "visits", write(visits=12), listed_home, boundary=True),
    Break(("ZJ082", "LS083", "LX120"), "没有帮扶举措", "household", "assistance", write(assistance=None), listed_home),
    Break(("ZJ101", "LX041"), "适龄儿童未在校", "member", "student", write(student="非在校生"), _child_at_home),
    Break(("ZJ131",), "档案缺联系电话", "household", "phone", write(phone=None), listed_home),
    Break(("ZJ144",), "同一户主登记在两户", "household", "head_id", _same_head, listed_home),
    Break(("ZJ145",), "同一人登记在两户", "member", "id_number", _same_person, _not_a_head),
    Break(("LS091",), "有劳动力而无人就业", "household", "employed", write(employed=0), _able_listed),
    Break(("LS091",), "恰有一人就业", "household", "employed", write(employed=1), _able_listed, boundary=True),
    Break(
        ("LS031", "JX036"), "低于低保标准而未保", "household", "per_capita_income", partial(_uncovered, -1),
        listed_home, where=no_floor,
    ),
    Break(
        ("LS031", "JX036"), "恰为低保标准而未保", "household", "per_capita_income", partial(_uncovered, 0),
        listed_home, boundary=True, where=no_floor,
    ),
    Break(("LS061", "JX073"), "要求抵押", "loan", "collateral", write(collateral="抵押"), any_row),
    Break(("LS061", "JX073"), "要求保证", "loan", "collateral", write(collateral="保证"), any_row),
    Break(("LS061", "JX073"), "担保方式未填", "loan", "collateral", write(collateral=None), any_row),
    Break(("JX074",), "贷款少于5万元", "loan", "principal", write(principal=49_900), any_row),
    Break(("JX074",), "贷款多于10万元", "loan", "principal", write(principal=100_100), any_row),
    Break(("JX074",), "贷款恰为5万元", "loan", "principal", write(principal=50_000), any_row, boundary=True),
    Break(("JX074",), "贷款恰为10万元", "loan", "principal", write(principal=100_000), any_row, boundary=True),
    Break(("LS113", "JX034"), "带动不足10户", "leader", "households", write(households=9), any_row),
    Break(("LS113", "JX034"), "恰带动10户", "leader", "households", write(households=10), any_row, boundary=True),
    Break(("LS131", "JX081"), "项目没有公示", "project", "publicised_on", write(publicised_on=None), any_row),
    Break(
        ("LS131", "JX081"), "无帮扶资金的项目没有公示", "project", "publicised_on", _privately, any_row, boundary=True,
    ),
    Break(("JX035",), "培训收费", "training", "fee", write(fee=120), any_row),
    Break(("JX035",), "其他培训收费", "training", "fee", _other_course, any_row, boundary=True),
    Break(("LX020",), "支出后低于低保标准而未保", "household", "rigid_expense", partial(_spent, -1), listed_home),
    Break(("LX020",), "支出后恰为标准", "household", "rigid_expense", partial(_spent, 0), listed_home, boundary=True),
    Break(("LX011",), "有劳动力而多靠转移性收入", "household", "transfer_income", partial(_transfers, 1), _able_listed),
    Break(
        ("LX011",), "转移性收入恰占八成", "household", "transfer_income", partial(_transfers, 0), _able_listed,
        boundary=True,
    ),
    Break(("JX021",), "类型不在三类之内", "household", "category", write(category="其他低收入"), listed_home),
    Break(("JX022",), "没有写明农户类型", "household", "category", write(category=None), listed_home),
    Break(("JX023",), "特困户单列", "household", "category", write(category="特困"), listed_home),
    Break(("JX032",), "经营性收入低于50万元", "village", "operating_income", write(operating_income=499_900), any_row),
    Break(
        ("JX032",), "经营性收入恰为50万元", "village", "operating_income", write(operating_income=500_000), any_row,
        boundary=True,
    ),
)  # fmt: skip
