"""Mistakes that the plan of Lishui knows: households, villages and premiums."""

from decimal import Decimal
from random import Random

from incomeaudit.sample import broken_lishui_exits, broken_lishui_members
from incomeaudit.sample.breaks import Break, any_row, listed_home, no_floor, province_silent
from incomeaudit.sample.changes import smudge, write
from incomeaudit.sample.household import Household, earn
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lishui import FULLY_PAID, PARTLY_PAID
from incomeaudit.sample.records import Grant
from incomeaudit.sample.scheme import LISTED, WATCHED


def _key(kind: str, cell: str, total: int, operating: int, *, boundary: bool = False) -> Break:
    """A key village that earns so much."""
    change = write(key=True, total_income=Decimal(total), operating_income=Decimal(operating))
    return Break(("LS041", "LS042"), kind, "village", cell, change, any_row, boundary)


def _paired(kind: str, cell: str, funds: int, yearly: int | None, *, boundary: bool = False) -> Break:
    """A village to which a group of the city brings so much."""
    change = write(
        city_paired=True, pairing_funds=Decimal(funds), yearly_funds=None if yearly is None else Decimal(yearly)
    )
    return Break(("LS081", "LS082"), kind, "village", cell, change, any_row, boundary)


def _fully_paid(row: Grant, _: Ground) -> bool:
    return row.kind in FULLY_PAID


def _untold(row: Grant, _: Ground) -> bool:
    """A premium of which it is not told what the household pays."""
    return row.kind in FULLY_PAID and row.own_payment is None


def _partly_paid(row: Grant, _: Ground) -> bool:
    return row.kind == PARTLY_PAID


def _watched_and_able(row: Household, ground: Ground) -> bool:
    return row.labourers > 0 and (row.status == WATCHED or listed_home(row, ground))


def _below_standard(row: Household, ground: Ground, rng: Random) -> None:
    """A yuan a head below the standard of dibao, and not a category that has it."""
    row.category = "低保边缘"
    earn(row, (ground.scheme.standards[ground.scheme.year] - 1) * row.size, rng)


def _supported_member(row: Household, ground: Ground, rng: Random) -> None:
    _below_standard(row, ground, rng)
    row.people[0].tekun = True


def _no_category(row: Household, ground: Ground, rng: Random) -> None:
    _below_standard(row, ground, rng)
    row.category = None


def _just_enough(row: Household, ground: Ground, rng: Random) -> None:
    """In observation, and 18000 yuan a head exactly, after not much less a year ago."""
    row.status = WATCHED
    row.observed_from, row.observed_to = (ground.scheme.year, 3, 1), (ground.scheme.year + 1, 2, 28)
    earn(row, Decimal(18_000) * row.size, rng)
    for each in ground.of("previous", row.household_id):
        each.per_capita_income = row.prior_per_capita_income
        each.income = (row.prior_per_capita_income or Decimal(0)) * row.size


def _part_paid(row: Grant, _: Ground, __: Random) -> None:
    """A tenth of the premium is left to the household, which is not told but follows from the amounts."""
    row.amount = (row.basis or Decimal(0)) * 9 / 10


def _nobody_works(row: Household, _: Ground, __: Random) -> None:
    """The number of employed is blank, and no member has work."""
    row.employed = None
    for person in row.people:
        person.work_months = person.work_place = None


def _listed(row: Household, _: Ground) -> bool:
    """On the roster, of whatever category."""
    return row.status == LISTED


def _able(row: Household, ground: Ground) -> bool:
    return row.labourers > 0 and listed_home(row, ground)


_PER_HEAD = "per_capita_income"

_HOUSEHOLDS = (
    Break(("LS024",), "有劳动力而人均恰为18000元", "household", _PER_HEAD, _just_enough, _watched_and_able, True),
    Break(
        ("LS031",), "低于低保标准而成员特困供养", "household", _PER_HEAD, _supported_member, listed_home, True,
        where=no_floor,
    ),
    Break(("LS031",), "低于低保标准而类型空白", "household", "category", _no_category, listed_home, where=no_floor),
    # To the province such a word is a blank cell, in a file that asks for more than this one.
    Break(
        ("LS083",), "帮扶举措写作暂无", "household", "assistance", write(assistance="暂无"), listed_home,
        where=province_silent,
    ),
    Break(("LS091",), "未填就业人数而无人务工", "household", "employed", _nobody_works, _able),
    Break(("LS091",), "未填就业人数而有人务工", "household", "employed", write(employed=None), _able, True),
    Break(
        ("LS111",), "危房没有救助登记", "household", "housing_grade",
        write(housing_grade="D", housing_done_on=None, housing_help=None), _listed,
    ),
    Break(
        ("LS111",), "危房救助方式写作无", "household", "housing_help",
        write(housing_grade="C", housing_done_on=None, housing_help="无"), _listed,
    ),
    Break(
        ("LS111",), "危房已租赁公房", "household", "housing_help",
        write(housing_grade="D", housing_done_on=None, housing_help="租赁公房"), _listed, True,
    ),
    Break(
        ("LS111",), "危房救助方式不明", "household", "housing_help",
        write(housing_grade="D", housing_done_on=None, housing_help="已上报"), _listed,
    ),
    Break(("LS111",), "危房等级无法识别", "household", "housing_grade", smudge(housing_grade="待鉴定"), _listed),
)  # fmt: skip

_VILLAGES = (
    _key("重点帮扶村年收入低于15万元", "total_income", 149_900, 90_000),
    _key("重点帮扶村经营性收入低于8万元", "operating_income", 180_000, 79_900),
    _key("重点帮扶村恰为15万元和8万元", "total_income", 150_000, 80_000, boundary=True),
    Break(("LS041",), "是否重点帮扶村无法识别", "village", "key", smudge(key="待定"), any_row),
    _paired("帮扶团组落实资金少于50万元", "pairing_funds", 499_900, 60_000),
    _paired("帮扶团组当年筹措少于5万元", "yearly_funds", 600_000, 49_900),
    _paired("帮扶团组资金恰为50万元和5万元", "pairing_funds", 500_000, 50_000, boundary=True),
    _paired("没有填当年筹措资金", "yearly_funds", 600_000, None),
    Break(("LS085",), "村没有一村一计", "village", "plan", write(plan=None), any_row),
    Break(("LS085",), "一村一计写作无", "village", "plan", write(plan="无"), any_row),
)

_PREMIUMS = (
    Break(
        ("LS062",), "应全额补助的保费由农户自付", "grant", "own_payment", write(own_payment=Decimal(20)), _fully_paid
    ),
    Break(("LS062",), "保费未足额补助", "grant", "amount", _part_paid, _untold),
    Break(("LS062",), "未填自付而补助恰为全额", "grant", "basis", write(own_payment=None), _untold, True),
    Break(("LS062",), "自付和补助都没有填", "grant", "amount", write(amount=None), _untold),
    Break(("LS062",), "自付金额无法识别", "grant", "own_payment", smudge(own_payment="部分自付"), _fully_paid),
    Break(("LS063",), "补充保险保费没有补助", "grant", "amount", write(amount=Decimal(0)), _partly_paid),
    Break(("LS063",), "补充保险保费只补一元", "grant", "amount", write(amount=Decimal(1)), _partly_paid, True),
    Break(("LS063",), "补充保险保费补助空白", "grant", "amount", write(amount=None), _partly_paid),
)

BREAKS = (*_VILLAGES, *_PREMIUMS, *_HOUSEHOLDS, *broken_lishui_members.BREAKS, *broken_lishui_exits.BREAKS)
