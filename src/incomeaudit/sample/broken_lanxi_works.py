"""Mistakes in the projects and the courses that Lanxi knows."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from random import Random

from incomeaudit.sample.breaks import Break, any_row
from incomeaudit.sample.changes import Change, date_on, smudge, write
from incomeaudit.sample.county import Township
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_lanxi_works import LAST, MENU, RELOCATION, TRAINED, YIELD_SHARE, courses
from incomeaudit.sample.records import Project

_FEN = Decimal("0.01")


def _on_menu(row: Project, _: Ground) -> bool:
    return row.kind == MENU


def _relocation(row: Project, _: Ground) -> bool:
    return row.kind == RELOCATION


def _yields(row: Project, _: Ground) -> bool:
    return row.kind not in (MENU, RELOCATION)


def _begun(name: str, days: int) -> Change:
    """Something done on the day on which the project began, or the next."""

    def change(row: Project, ground: Ground, _: Random) -> None:
        row.implemented_on = (ground.scheme.year, 4, 16)
        setattr(row, name, (ground.scheme.year, 4, 16 + days))

    return change


def _part(above: Decimal, row: Project, _: Ground, __: Random) -> None:
    """Three tenths of what a project yields for households, or some yuan more."""
    row.household_income = (row.yearly_income or Decimal(0)) * YIELD_SHARE + above


def _train(people: int, month: int, day: int, row: Township, ground: Ground, _: Random) -> None:
    """So many people in all, the last course ending on a day of the year."""
    first, *others = courses(row, ground)
    for course in others:
        course.low_income_trainees = 0
    first.low_income_trainees = people
    first.held_on, first.finished_on = (ground.scheme.year, month, 9), (ground.scheme.year, month, day)


def _untold(row: Township, ground: Ground, _: Random) -> None:
    """Courses of which nobody knows how many took part."""
    for course in courses(row, ground):
        course.low_income_trainees = None
        course.unreadable["trainees"] = "十余人"


def _undated(row: Township, ground: Ground, _: Random) -> None:
    """Courses with enough people of which nobody knows the day."""
    for course in courses(row, ground):
        course.unreadable["finished_on"] = "分期进行"


def _elsewhere(row: Township, ground: Ground, rng: Random) -> None:
    """All courses entered under another township."""
    other = rng.choice([each for each in ground.tables["township"] if each.planted is None and each is not row])
    for course in courses(row, ground):
        course.name = course.name.replace(row.township, other.township)
        course.township = other.township


def _many(least: int) -> Callable[[Ground], bool]:
    """Only in a county with so many townships, so that some of them stay as they were."""
    return lambda ground: len(ground.tables["township"]) >= least


_MOVES = (
    Break(("LX131",), "政策处理完成过迟", "project", "land_ready_on", date_on("land_ready_on", 7, 1), _relocation),
    Break(
        ("LX131",), "政策处理6月30日完成", "project", "land_ready_on", date_on("land_ready_on", 6, 30), _relocation,
        boundary=True,
    ),
    Break(("LX131",), "政策处理日期没有填", "project", "land_ready_on", write(land_ready_on=None), _relocation),
    Break(("LX132",), "搬迁项目开工过迟", "project", "started_on", date_on("started_on", 11, 1), _relocation),
    Break(
        ("LX132",), "搬迁项目10月31日开工", "project", "started_on", date_on("started_on", 10, 31), _relocation,
        boundary=True,
    ),
    Break(("LX132",), "开工日期无法识别", "project", "started_on", smudge(started_on="年内"), _relocation),
)  # fmt: skip

_MENU = (
    Break(("LX140",), "未经村民代表大会通过", "project", "approved_on", write(approved_on=None), _on_menu),
    Break(("LX140",), "实施后才通过", "project", "approved_on", _begun("approved_on", 1), _on_menu),
    Break(("LX140",), "实施当天通过", "project", "approved_on", _begun("approved_on", 0), _on_menu, boundary=True),
    Break(("LX140",), "通过日期无法识别", "project", "approved_on", smudge(approved_on="春节前"), _on_menu),
    Break(("LX141",), "实施前没有公示", "project", "publicised_on", write(publicised_on=None), _on_menu),
    Break(("LX141",), "实施后才公示", "project", "publicised_on", _begun("publicised_on", 1), _on_menu),
    Break(("LX141",), "实施当天公示", "project", "publicised_on", _begun("publicised_on", 0), _on_menu, boundary=True),
    Break(("LX142",), "备案过迟", "project", "filed_on", date_on("filed_on", 4, 1), _on_menu),
    Break(("LX142",), "3月31日备案", "project", "filed_on", date_on("filed_on", 3, 31), _on_menu, boundary=True),
    Break(("LX142",), "备案日期没有填", "project", "filed_on", write(filed_on=None), _on_menu),
    Break(("LX143",), "没有验收", "project", "accepted_on", write(accepted_on=None), _on_menu),
    Break(("LX143",), "验收过迟", "project", "accepted_on", date_on("accepted_on", 10, 1), _on_menu),
    Break(("LX143",), "9月30日验收", "project", "accepted_on", date_on("accepted_on", 9, 30), _on_menu, boundary=True),
)

_PROCEEDS = (
    Break(("LX190",), "用于农户的收益不足三成", "project", "household_income", partial(_part, -_FEN), _yields),
    Break(
        ("LX190",), "用于农户的收益恰为三成", "project", "household_income", partial(_part, Decimal(0)), _yields,
        boundary=True,
    ),
    Break(("LX190",), "用于农户的收益没有填", "project", "household_income", write(household_income=None), _yields),
    Break(("LX191",), "资产没有专人管理", "project", "asset_manager", write(asset_manager=None), _on_menu),
)  # fmt: skip

_COURSES = (
    Break(("LX160",), "培训少于15人", "township", "township", partial(_train, TRAINED - 1, *LAST), any_row),
    Break(("LX161",), "培训完成过迟", "township", "township", partial(_train, TRAINED, 11, 1 + 9), any_row),
    Break(
        ("LX160", "LX161"), "10月31日恰培训15人", "township", "township", partial(_train, TRAINED, *LAST), any_row,
        boundary=True,
    ),
    Break(("LX160", "LX161"), "培训人数无法识别", "township", "township", _untold, any_row, where=_many(5)),
    Break(("LX160",), "没有培训记录", "township", "township", _elsewhere, any_row, where=_many(6)),
    Break(("LX161",), "培训完成日期无法识别", "township", "township", _undated, any_row, where=_many(7)),
)  # fmt: skip

BREAKS = (*_MOVES, *_MENU, *_PROCEEDS, *_COURSES)
