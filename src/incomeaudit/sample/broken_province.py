"""Mistakes that the notice of the province knows; here those of figures that are too much alike."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample import broken_province_needs, broken_province_visits
from incomeaudit.sample.breaks import Break, listed_home
from incomeaudit.sample.changes import write
from incomeaudit.sample.county import Township
from incomeaudit.sample.household import HARDSHIP, Household, earn
from incomeaudit.sample.judged import Ground, per_head
from incomeaudit.sample.judged_province import ALIKE, LINE, PILE, WIDTH
from incomeaudit.sample.planted import Planted

_SPARE = 10
"""So many more lie on the line than are asked for, if there are any: one or the other may get another mistake yet."""


def _can_earn_anew(rows: Sequence[Household]) -> list[Household]:
    """Households on the roster in which nothing is planted yet, the poorest first."""
    fresh = [row for row in rows if row.planted is None and row.on_roster and row.category not in (HARDSHIP, "特困")]
    return sorted(fresh, key=lambda row: row.per_capita_income or Decimal(0))


def _many(row: Township, ground: Ground) -> bool:
    """The township in which most households can still earn anew, if those are enough."""
    most = max(len(_can_earn_anew(each.rows)) for each in ground.tables["township"])
    return len(_can_earn_anew(row.rows)) == most >= PILE


def _pile_up(row: Township, _: Ground, rng: Random) -> None:
    """The poorest households of a township declare just what they must, each a little different."""
    for number, each in enumerate(_can_earn_anew(row.rows)[: PILE + _SPARE]):
        earn(each, (LINE + Decimal(number * WIDTH) / (PILE + _SPARE)) * each.size, rng)


def _like_it(row: Household, ground: Ground) -> list[Household]:
    """Neighbours who could well have the same income per head."""
    return [each for each in _can_earn_anew(ground.neighbours[row.village]) if each is not row]


def _enough(row: Household, ground: Ground) -> int:
    """How many must be alike in a household's village: five, and half of those who say what they earn."""
    near = [
        each
        for each in ground.neighbours[row.village]
        if each.on_roster and each.category != "特困" and per_head(each) is not None
    ]
    return max(ALIKE, (len(near) + 1) // 2)


def _has_alike(row: Household, ground: Ground) -> bool:
    return listed_home(row, ground) and len(_like_it(row, ground)) >= _enough(row, ground) - 1


def _same_income(fewer: int, row: Household, ground: Ground, rng: Random) -> None:
    """As many of a village as must be, or fewer, declare the same income per head."""
    for each in _like_it(row, ground)[: _enough(row, ground) - 1 - fewer]:
        earn(each, (row.per_capita_income or Decimal(0)) * each.size, rng)
        each.planted = Planted("人均收入与邻户雷同", cell="per_capita_income")


BREAKS = (
    Break(("ZJ141",), "多户收入刚好压在标准线上", "township", "township", _pile_up, _many),
    Break(("ZJ142",), "整村收入雷同", "household", "per_capita_income", partial(_same_income, 0), _has_alike),
    Break(
        ("ZJ142",), "收入雷同的户不足半数或不足五户", "household", "per_capita_income", partial(_same_income, 1),
        _has_alike, boundary=True,
    ),
    Break(("ZJ131",), "档案缺致贫原因", "household", "poverty_cause", write(poverty_cause=None), listed_home),
    *broken_province_visits.BREAKS,
    *broken_province_needs.BREAKS,
)  # fmt: skip
