"""Mistakes that Wenzhou's document knows: who is chosen, habits, work, schooling and dibao; then who comes and goes."""

from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample import broken_wenzhou_process
from incomeaudit.sample.breaks import Break, listed_home, no_floor, province_silent
from incomeaudit.sample.changes import write
from incomeaudit.sample.household import Household, earn
from incomeaudit.sample.judged import Ground, per_head
from incomeaudit.sample.judged_province import of_school_age
from incomeaudit.sample.judged_wenzhou import UNIFIED_FROM, able, choice_of, last_years
from incomeaudit.sample.people import Person
from incomeaudit.sample.place_rows import PlaceRow
from incomeaudit.sample.scheme import CENT

# ---------------------------------------------------------------- 倒排法


def _highest_chosen(row: Household, ground: Ground) -> Decimal:
    """The highest income per head among the other chosen households of a village."""
    near = [each for each in ground.neighbours[row.village] if each is not row and choice_of(each) == "chosen"]
    incomes = [per_head(each) for each in near]
    return max((income for income in incomes if income is not None), default=Decimal(0))


def _can_be_passed_over(row: Household, ground: Ground) -> bool:
    """Another in the village is chosen, earns more, and well above the least in the sample; and all is known there."""
    known = all(choice_of(each) and per_head(each) is not None for each in ground.neighbours[row.village])
    highest = _highest_chosen(row, ground)
    well_above = highest > max(ground.scheme.low + 100, per_head(row) or Decimal(0))
    return listed_home(row, ground) and known and well_above


def _pass_over(less: str, row: Household, ground: Ground, rng: Random) -> None:
    """Not chosen, with a little less than the best-off of the chosen in the village, or just as much."""
    row.key_target = False
    earn(row, (_highest_chosen(row, ground) - Decimal(less)) * row.size, rng)


def _undecided(row: Household, _: Ground, __: Random) -> None:
    """Nobody can read whether the household was chosen."""
    row.unreadable["key_target"] = "待定"


# ---------------------------------------------------------------- 就业、辍学


def _able(row: Person, ground: Ground) -> bool:
    return bool(able(row, ground))


def _work(months: int | None, place: str | None, row: Person, _: Ground, __: Random) -> None:
    row.work_months, row.work_place = months, place


def _months_illegible(row: Person, _: Ground, __: Random) -> None:
    """Months of work that nobody can read, and no place of work."""
    row.work_place, row.unreadable["work_months"] = None, "农闲时"


def _child(row: Person, ground: Ground) -> bool:
    """A child of school age on the roster."""
    return bool(of_school_age(row, ground)) and row is not ground.home(row).people[0]


def _away(reason: str | None, row: Person, _: Ground, __: Random) -> None:
    """At no school, for a reason."""
    row.student, row.dropout_reason = "非在校生", reason


# ---------------------------------------------------------------- 低保


def _unbacked(above: str, category: str | None, row: Household, ground: Ground, rng: Random) -> None:
    """A household some yuan a head off the standard of dibao, and of a category that is not on it."""
    row.category = category
    earn(row, (ground.scheme.standards[ground.scheme.year] + Decimal(above)) * row.size, rng)


def _now(row: PlaceRow, ground: Ground) -> bool:
    """A row of this year's."""
    return row.year == ground.scheme.year


def _still_apart(ground: Ground) -> bool:
    """In years in which the standards may differ, though less than in the year before."""
    return ground.scheme.year < UNIFIED_FROM


def _united(ground: Ground) -> bool:
    """In years in which they may not, but for that in which the county's row has a mistake of the province's."""
    return ground.scheme.year >= UNIFIED_FROM and province_silent(ground)


def _gap_before(row: PlaceRow, ground: Ground) -> Decimal:
    """How much more than the rural standard the urban one was in the year before."""
    before = last_years(row, ground)
    if before is None or before.urban_dibao_standard is None or before.dibao_standard is None:
        return Decimal(0)
    return before.urban_dibao_standard - before.dibao_standard


def _no_narrower(row: PlaceRow, ground: Ground, _: Random) -> None:
    """A gap as wide as last year's, or one that has opened again."""
    row.urban_dibao_standard = (row.dibao_standard or Decimal(0)) + (_gap_before(row, ground) or 100)


def _just_narrower(row: PlaceRow, ground: Ground, _: Random) -> None:
    """A gap narrower by one fen, or closed as before."""
    row.urban_dibao_standard = (row.dibao_standard or Decimal(0)) + max(Decimal(0), _gap_before(row, ground) - CENT)


def _as_it_is(_: PlaceRow, __: Ground, ___: Random) -> None:
    """Both standards are the same already."""


_ORDER = ("WZ030",)
_DIBAO = ("WZ080", "WZ081")

BREAKS = (
    Break(_DIBAO, "城乡低保标准差距没有缩小", "place", "urban_dibao_standard", _no_narrower, _now),
    Break(
        _DIBAO, "城乡低保标准差距缩小一分", "place", "urban_dibao_standard", _just_narrower, _now,
        boundary=True, where=_still_apart,
    ),
    Break(
        _DIBAO, "城乡低保标准恰好一致", "place", "urban_dibao_standard", _as_it_is, _now, boundary=True,
        where=_united,
    ),
    Break(("WZ040",), "入选户有吸毒登记", "household", "bad_habit", write(bad_habit="吸毒"), listed_home),
    Break(("WZ040",), "入选户有酗酒登记", "household", "bad_habit", write(bad_habit="长期酗酒"), listed_home),
    Break(("WZ040",), "入选户吸烟", "household", "bad_habit", write(bad_habit="吸烟"), listed_home, boundary=True),
    Break(("WZ040",), "不良嗜好未填", "household", "bad_habit", write(bad_habit=None), listed_home),
    Break(("WZ010",), "有劳动能力而没有就业", "member", "work_months", partial(_work, None, None), _able),
    Break(("WZ010",), "务工月数为零", "member", "work_months", partial(_work, 0, None), _able),
    Break(("WZ010",), "只务工一个月", "member", "work_months", partial(_work, 1, None), _able, boundary=True),
    Break(("WZ010",), "务工月数无法识别", "member", "work_months", _months_illegible, _able),
    Break(("WZ010",), "劳动技能未填", "member", "labour", write(labour=None), _able),
    Break(("WZ070",), "因贫辍学", "member", "dropout_reason", partial(_away, "家庭贫困交不起学费"), _child),
    Break(("WZ070",), "因病休学", "member", "dropout_reason", partial(_away, "因病休学"), _child, boundary=True),
    Break(("WZ070",), "辍学原因未填", "member", "dropout_reason", partial(_away, None), _child),
    Break(
        ("WZ090",), "低于低保标准一分而未保", "household", "per_capita_income",
        partial(_unbacked, "-0.01", "低保边缘"), listed_home, where=no_floor,
    ),
    Break(
        ("WZ090",), "恰为低保标准而未保", "household", "per_capita_income",
        partial(_unbacked, "0", "低保边缘"), listed_home, boundary=True, where=no_floor,
    ),
    Break(
        ("WZ090",), "低于低保标准而农户类型未填", "household", "category", partial(_unbacked, "-100", None),
        listed_home, where=no_floor,
    ),
    *broken_wenzhou_process.BREAKS,
    # Last, for the chosen of a village may be put right or wrong before.
    Break(_ORDER, "是否入选无法识别", "household", "key_target", _undecided, listed_home),
    Break(
        _ORDER, "未入选而收入低于同村入选户一分", "household", "per_capita_income", partial(_pass_over, "0.01"),
        _can_be_passed_over,
    ),
    Break(
        _ORDER, "未入选而收入恰与同村入选户相同", "household", "per_capita_income", partial(_pass_over, "0"),
        _can_be_passed_over, boundary=True,
    ),
)  # fmt: skip
