"""Mistakes of one cell or two, each put into a row that had none, and rows that lie just where there is none yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.people import Person
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.scheme import LISTED


@dataclass(frozen=True, slots=True)
class Break:
    """One mistake: the checks it is about, the row it fits, and what is done to it."""

    codes: tuple[str, ...]
    kind: str
    table: str
    cell: str
    change: Callable[[Any, Ground, Random], None]
    fits: Callable[[Any, Ground], bool]
    boundary: bool = False
    """Whether it is no mistake but lies on the limit."""

    def applies(self, codes: frozenset[str]) -> bool:
        """Whether one of its checks is asked."""
        return any(code in codes for code in self.codes)


def listed_home(row: Household, _: Ground) -> bool:
    """An ordinary household on the roster, of more than one."""
    return row.status == LISTED and row.category in ("低保", "低保边缘")


def any_row(_: object, __: Ground) -> bool:
    """Whichever row."""
    return True


def put(name: str, value: object) -> Callable[[Any, Ground, Random], None]:
    """Write a value into a field."""

    def change(row: object, _: Ground, __: Random) -> None:
        setattr(row, name, value)

    return change


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
        if house.household_id != home.household_id and house.planted is None
    ]  # fmt: skip
    row.id_number = rng.choice(others).id_number


def _same_head(row: Household, ground: Ground, rng: Random) -> None:
    """A head who is already the head of another household."""
    others = [each for each in ground.households if each.planted is None and each.household_id != row.household_id]
    row.people[0].id_number = rng.choice(others).head_id


def _copy_items(row: Household, ground: Ground, _: Random) -> None:
    """Two neighbours get the same items, income and members as this household."""
    for other in _alike_neighbours(row, ground)[:2]:
        for name in ("wage_income", "business_income", "property_income", "transfer_income", "income"):
            setattr(other, name, getattr(row, name))
        other.per_capita_income = row.per_capita_income
        other.planted = Planted("分项收入与邻户雷同", cell="wage_income")


def _alike_neighbours(row: Household, ground: Ground) -> list[Household]:
    return [
        each for each in ground.neighbours[row.village]
        if each is not row and each.planted is None
        and each.status == LISTED and each.members == row.members and each.category == "低保"
    ]  # fmt: skip


def _has_neighbours(row: Household, ground: Ground) -> bool:
    worth = [row.wage_income, row.business_income, row.property_income, row.transfer_income]
    two = None not in worth and sum(each != 0 for each in worth) >= 2
    return two and row.status == LISTED and row.category == "低保" and len(_alike_neighbours(row, ground)) >= 2


def _able_listed(row: Household, _: Ground) -> bool:
    return row.status == LISTED and row.labourers > 0


BREAKS = (
    Break(("ZJ143",), "分项收入与邻户雷同", "household", "wage_income", _copy_items, _has_neighbours),
    Break(("ZJ061", "LS084", "JX076"), "没有结对干部", "household", "cadre", put("cadre", None), listed_home),
    Break(("ZJ063", "LS086"), "村没有结对单位", "village", "paired_unit", put("paired_unit", None), any_row),
    Break(("ZJ072",), "走访少于在册月数", "household", "visits", put("visits", 11), listed_home),
    Break(("ZJ072",), "走访恰为每月一次", "household", "visits", put("visits", 12), listed_home, boundary=True),
    Break(("ZJ082", "LS083"), "没有帮扶举措", "household", "assistance", put("assistance", None), listed_home),
    Break(("ZJ101",), "适龄儿童未在校", "member", "student", put("student", "非在校生"), _child_at_home),
    Break(("ZJ131",), "档案缺联系电话", "household", "phone", put("phone", None), listed_home),
    Break(("ZJ144",), "同一户主登记在两户", "household", "head_id", _same_head, listed_home),
    Break(("ZJ145",), "同一人登记在两户", "member", "id_number", _same_person, _not_a_head),
    Break(("LS091",), "有劳动力而无人就业", "household", "employed", put("employed", 0), _able_listed),
    Break(("LS091",), "恰有一人就业", "household", "employed", put("employed", 1), _able_listed, boundary=True),
    Break(("JX021",), "类型不在三类之内", "household", "category", put("category", "其他低收入"), listed_home),
    Break(("JX022",), "没有写明农户类型", "household", "category", put("category", None), listed_home),
    Break(("JX023",), "特困户单列", "household", "category", put("category", "特困"), listed_home),
    Break(("JX032",), "经营性收入低于50万元", "village", "operating_income", put("operating_income", 499_900), any_row),
    Break(
        ("JX032",), "经营性收入恰为50万元", "village", "operating_income", put("operating_income", 500_000), any_row,
        boundary=True,
    ),
)  # fmt: skip


def break_rows(rng: Random, ground: Ground, tables: dict[str, Sequence[Any]], codes: frozenset[str]) -> None:
    """Put every mistake that applies into a row in which nothing was planted yet; the rows are changed in place."""
    for each in BREAKS:
        if not each.applies(codes):
            continue
        fresh = [row for row in tables[each.table] if row.planted is None and each.fits(row, ground)]
        if fresh:
            row = rng.choice(fresh)
            each.change(row, ground, rng)
            row.planted = Planted(each.kind, cell=each.cell, boundary=each.boundary)
