"""Mistakes in what Lanxi asks of a household: relief, houses, water, charges, the 浙农码, visits."""

from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break, any_row, listed_home
from incomeaudit.sample.changes import Change, date_on, in_turn, smudge, write
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lanxi_homes import CHARGES, FAILED, GREEN, RED, WATER, YELLOW, colours
from incomeaudit.sample.records import Visit
from incomeaudit.sample.scheme import LISTED


def _recolour(row: Household, ground: Ground, _: Random) -> None:
    """The colour that the row as it stands asks for, so that nothing but the mistake is wrong."""
    row.risk_colour = min(colours(row, ground))


def _coloured(*changes: Change) -> Change:
    return in_turn(*changes, _recolour)


def _without_relief(row: Household, ground: Ground) -> bool:
    """An ordinary household that got no grant."""
    return listed_home(row, ground) and not ground.of("grant", row.household_id)


def _visits(row: Household, ground: Ground) -> list[Visit]:
    """The visits to a household in the order of the year."""
    return sorted(ground.of("visit", row.household_id), key=lambda visit: visit.visited_on)


def _every_month(row: Household, ground: Ground) -> bool:
    """A household that was on the roster, and was visited, all the year."""
    year = ground.scheme.year
    whole = [(visit.visited_on or (0,))[:2] for visit in ground.of("visit", row.household_id)]
    return row.status == LISTED and row.registered_on[0] < year and set(whole) == {(year, n) for n in range(1, 13)}


def _move(visit: Visit, month: int) -> None:
    """A visit in another month, on a day that all months have."""
    year, _, day = visit.visited_on or (0, 0, 0)
    visit.visited_on = visit.entered_on = (year, month, day)


def _missed(undated: int, row: Household, ground: Ground, rng: Random) -> None:
    """One month without a visit, the visit having been in a month beside it, and some visits without a day."""
    visits = _visits(row, ground)
    number = rng.randint(0, 5)
    _move(visits[number], number + 2)
    for visit in visits[7 : 7 + undated]:
        visit.visited_on = None


def _undated(row: Household, ground: Ground, rng: Random) -> None:
    """A visit of which nobody can tell the day, in a month in which there was no other."""
    rng.choice(_visits(row, ground)).unreadable["visited_on"] = "本月中旬"


def _came_in_march(row: Household, ground: Ground, _: Random) -> None:
    """Entered on the last day of March, and visited from that month on."""
    year = ground.scheme.year
    row.registered_on, row.publicised_on = (year, 3, 31), (year, 3, 20)
    row.township_approved_on, row.village_review_on = (year, 3, 14), (year, 3, 2)
    for visit in _visits(row, ground)[:2]:
        _move(visit, 3)


_DANGEROUS = write(housing_grade="C", housing_done_on=None)
_HARD = write(temporary_difficulty=True, temporary_relief=False)
_NAMES = ("水质", "水量", "用水方便程度", "供水保证率")

_RELIEF = (
    Break(("LX022",), "临时困难未得到救助", "household", "temporary_relief", _coloured(_HARD), _without_relief),
    Break(
        ("LX022",), "临时困难，救助未填也没有发放", "household", "temporary_relief",
        _coloured(_HARD, write(temporary_relief=None)), _without_relief,
    ),
    Break(
        ("LX022", "LX100"), "临时救助无法识别", "household", "temporary_relief",
        in_turn(_HARD, smudge(temporary_relief="待核")), _without_relief,
    ),
    Break(
        ("LX022",), "临时困难已救助", "household", "temporary_relief", _coloured(_HARD, write(temporary_relief=True)),
        _without_relief, boundary=True,
    ),
)  # fmt: skip

_HOUSES = (
    Break(("LX070",), "C级危房没有改造", "household", "housing_done_on", _coloured(_DANGEROUS), listed_home),
    Break(
        ("LX070",), "D级危房没有改造", "household", "housing_done_on",
        _coloured(_DANGEROUS, write(housing_grade="D")), listed_home,
    ),
    Break(
        ("LX070",), "危房年末改造完成", "household", "housing_done_on",
        _coloured(_DANGEROUS, date_on("housing_done_on", 12, 31)), listed_home, boundary=True,
    ),
    Break(
        ("LX070", "LX100"), "危房改造日期无法识别", "household", "housing_done_on",
        in_turn(_DANGEROUS, smudge(housing_done_on="正在改造")), listed_home,
    ),
)  # fmt: skip

_WATER = (
    *(
        Break((code,), f"{name}不达标", "household", field, _coloured(write(**{field: FAILED})), listed_home)
        for code, field, name in zip(("LX080", "LX081", "LX082", "LX083"), WATER, _NAMES, strict=True)
    ),
    Break(
        ("LX080",), "水质基本达标", "household", WATER[0], write(water_quality="基本达标"), listed_home, boundary=True,
    ),
    Break(("LX081", "LX100"), "水量没有填", "household", WATER[1], write(water_quantity=None), listed_home),
)  # fmt: skip

_CHARGES = (
    *(
        Break((code,), f"{name}补贴未落实", "household", field, _coloured(write(**{field: False})), listed_home)
        for code, field, name in zip(("LX090", "LX091", "LX092"), CHARGES, ("水费", "电费", "有线电视费"), strict=True)
    ),
    Break(("LX091", "LX100"), "电费补贴没有填", "household", CHARGES[1], write(power_subsidy=None), listed_home),
)

_COLOURS = (
    Break(
        ("LX070", "LX100"), "危房户登记为黄码", "household", "risk_colour",
        in_turn(_DANGEROUS, write(risk_colour=YELLOW)), listed_home,
    ),
    Break(
        ("LX092", "LX100"), "补贴未落实而登记为绿码", "household", "risk_colour",
        write(tv_subsidy=False, risk_colour=GREEN), listed_home,
    ),
    Break(("LX100",), "没有问题而登记为红码", "household", "risk_colour", write(risk_colour=RED), listed_home),
    Break(("LX100",), "浙农码颜色没有填", "household", "risk_colour", write(risk_colour=None), listed_home),
    Break(("LX100",), "浙农码颜色无法识别", "household", "risk_colour", smudge(risk_colour="橙"), listed_home),
)  # fmt: skip

_VISITS = (
    Break(("LX110",), "有一个月没有走访", "household", "household_id", partial(_missed, 0), _every_month),
    Break(("LX110",), "缺走访的月份多于日期不明的走访", "household", "household_id", partial(_missed, 1), _every_month),
    Break(("LX110",), "有走访日期无法识别", "household", "household_id", _undated, _every_month),
    Break(
        ("LX110",), "三月底进册，三月起走访", "household", "registered_on", _came_in_march, _every_month, boundary=True,
    ),
    Break(("LX111",), "走访没有录入", "visit", "entered_on", write(entered=None, entered_on=None), any_row),
    Break(("LX111",), "走访只有录入日期", "visit", "entered", write(entered=None), any_row, boundary=True),
    Break(("LX112",), "走访登记为未录入", "visit", "entered", write(entered=False, entered_on=None), any_row),
    Break(
        ("LX111", "LX112"), "是否录入无法识别", "visit", "entered",
        in_turn(write(entered_on=None), smudge(entered="补录中")), any_row,
    ),
)  # fmt: skip

BREAKS = (*_VISITS, *_RELIEF, *_HOUSES, *_WATER, *_CHARGES, *_COLOURS)
