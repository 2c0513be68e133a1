"""温州市 2016 年实施意见, clause by clause."""

from decimal import Decimal
from typing import Literal

from incomeaudit.sample.cells import Answer, either, equals, is_blank, known, later
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import Ground, Rule, below, both, listed, no, on_roster, per_head
from incomeaudit.sample.judged_province import of_school_age, out_of_school
from incomeaudit.sample.people import Person
from incomeaudit.sample.place_rows import PlaceRow
from incomeaudit.sample.scheme import LEFT, LISTED, NEVER

ISSUED = (2016, 9, 2)
UNIFIED_FROM = 2018
STEPS = ("village_review_on", "township_approved_on", "publicised_on", "registered_on")
ABLE = ("普通劳动力", "技能劳动力")
HABITS = ("吸毒", "毒瘾", "酗酒", "嗜酒", "酒瘾")
POOR = ("因贫", "贫困", "经济", "学费", "缺钱", "没钱", "家庭困难", "生活困难")
UNBACKED = ("低保边缘", "支出型贫困", "其他低收入")

# ---------------------------------------------------------------- 就业


def able(row: Person, ground: Ground) -> Answer:
    """A member of a household on the roster who is fully able to work."""
    labour = known(row, "labour")
    return both(ground.home(row).on_roster, None if labour is None else labour in ABLE)


def works(row: Person) -> Answer:
    """Months of work or a place of work say that someone works, a blank or none of both that he does not."""
    months = known(row, "work_months")
    idle = True if is_blank(row, "work_months") else None if months is None else months == 0
    return either(no(idle), no(is_blank(row, "work_place")))


def _without_work(row: Person, _: Ground) -> Answer:
    return no(works(row))


# ---------------------------------------------------------------- 倒排法和不良嗜好

Choice = Literal["chosen", "left out", "neither"]


def choice_of(row: Household) -> Choice | None:
    """As the roster says; where it says nothing, those 在册 are chosen and those 未在册 left out."""
    if is_blank(row, "key_target"):
        return "chosen" if row.status in (LISTED, None) else "left out" if row.status == NEVER else "neither"
    chosen = known(row, "key_target")
    return None if chosen is None else "chosen" if chosen else "left out"


def key_target(row: Household, _: Ground) -> Answer:
    """Whether a household counts among the chosen; where nothing is said, those on the roster and in observation."""
    if is_blank(row, "key_target"):
        return row.on_roster
    chosen: bool | None = known(row, "key_target")
    return chosen


def _left_out(row: Household, _: Ground) -> Answer:
    choice = choice_of(row)
    return None if choice is None else choice == "left out"


def _passed_over(row: Household, ground: Ground) -> Answer:
    """A chosen household of the village earns more a head."""
    own = per_head(row)
    if own is None:
        return None
    choices = [(choice_of(each), per_head(each)) for each in ground.neighbours[row.village]]
    if any(choice == "chosen" and income is not None and income > own for choice, income in choices):
        return True
    unknown = any(choice is None or (choice == "chosen" and income is None) for choice, income in choices)
    return None if unknown else False


def _bad_habit(row: Household, _: Ground) -> Answer:
    habit = known(row, "bad_habit")
    return None if habit is None else any(word in habit for word in HABITS)


# ---------------------------------------------------------------- 进出程序


def _added(row: Household, _: Ground) -> Answer:
    """Entered since the document was issued; where the day of entry does not say, an earlier step may."""
    if row.status == NEVER:
        return False
    *steps, entered = (known(row, name) for name in STEPS)
    if entered is not None:
        return bool(entered >= ISSUED)
    return True if any(day is not None and day >= ISSUED for day in steps) else None


def _step_undated(row: Household, _: Ground) -> Answer:
    return either(*(is_blank(row, name) for name in STEPS))


def _out_of_order(row: Household, _: Ground) -> Answer:
    days = [known(row, name) for name in STEPS]
    return either(*(later(first, then) for number, first in enumerate(days) for then in days[number + 1 :]))


def _left_this_year(row: Household, ground: Ground) -> Answer:
    """Left in the year; an exit without a day counts as this year's."""
    day = known(row, "exited_on")
    this_year = True if is_blank(row, "exited_on") else None if day is None else day[0] == ground.scheme.year
    return both(row.status == LEFT, this_year)


def _above_edge(row: Household, ground: Ground) -> Answer:
    """Above the county's line of 低保边缘."""
    income = per_head(row)
    line: Decimal | None = ground.county_places[-1].dibao_edge_line
    return None if income is None or line is None else income > line


def _not_above_edge(row: Household, ground: Ground) -> Answer:
    return no(_above_edge(row, ground))


def _left_unchecked(row: Household, _: Ground) -> Answer:
    """Without review or notice, or with one of them only after the exit."""
    left = known(row, "exited_on")
    steps = ("exit_reviewed_on", "exit_publicised_on")
    late = [both(no(is_blank(row, "exited_on")), later(known(row, name), left)) for name in steps]
    return either(*(is_blank(row, name) for name in steps), *late)


# ---------------------------------------------------------------- 辍学、低保


def _poor_dropout(row: Person, ground: Ground) -> Answer:
    """At no school for want of money; the reason counts only of who is known to be at none."""
    away = out_of_school(row, ground)
    if away is False or known(row, "home_schooling"):
        return False
    reason = known(row, "dropout_reason")
    return None if away is None or reason is None else any(word in reason for word in POOR)


def _gap(row: PlaceRow | None) -> Decimal | None:
    """How far the urban and the rural standard of dibao are apart."""
    rural, urban = (None, None) if row is None else (known(row, f"{kind}dibao_standard") for kind in ("", "urban_"))
    return None if rural is None or urban is None else abs(urban - rural)


def of_this_year(row: PlaceRow, ground: Ground) -> Answer:
    """This year's rows of the place sheet; the others are there to compare with."""
    return row.year == ground.scheme.year


def last_years(row: PlaceRow, ground: Ground) -> PlaceRow | None:
    """The same place's row of the year before."""
    same = (each for each in ground.tables["place"] if each.place == row.place and each.year == row.year - 1)
    return next(same, None)


def _no_narrower(row: PlaceRow, ground: Ground) -> Answer:
    """The gap is as wide as last year's, or wider; one that is closed need not narrow."""
    now, before = _gap(row), _gap(last_years(row, ground))
    return False if now == 0 else None if now is None or before is None else now >= before


def _to_be_unified(row: PlaceRow, ground: Ground) -> Answer:
    return row.year == ground.scheme.year and row.year >= UNIFIED_FROM


def _not_unified(row: PlaceRow, _: Ground) -> Answer:
    gap = _gap(row)
    return None if gap is None else gap > 0


def backed(row: Household) -> Answer:
    """On dibao or tekun support: by its category, or as entered."""
    if equals(row, "category", "特困") or known(row, "on_dibao"):
        return True
    if not is_blank(row, "on_dibao"):
        return False if known(row, "on_dibao") is False else None
    category = known(row, "category")
    return None if category is None else category not in UNBACKED


def _unbacked(row: Household, ground: Ground) -> Answer:
    standard = ground.scheme.standards[ground.scheme.year]
    return both(below(per_head(row), standard), no(backed(row)))


_INCOME = ("per_capita_income", "income")

RULES = (
    Rule("WZ010", "member", ("labour",), _without_work, able),
    Rule("WZ030", "household", _INCOME, _passed_over, _left_out),
    Rule("WZ040", "household", ("bad_habit",), _bad_habit, key_target),
    Rule("WZ050", "household", ("registered_on",), _step_undated, _added),
    Rule("WZ051", "household", ("registered_on",), _out_of_order, _added),
    Rule("WZ060", "household", _INCOME, _not_above_edge, _left_this_year),
    Rule("WZ061", "household", _INCOME, _above_edge, listed),
    Rule("WZ062", "household", ("exit_publicised_on",), _left_unchecked, _left_this_year),
    Rule("WZ070", "member", ("dropout_reason",), _poor_dropout, of_school_age),
    Rule("WZ080", "place", ("urban_dibao_standard",), _no_narrower, of_this_year),
    Rule("WZ081", "place", ("dibao_standard",), _not_unified, _to_be_unified),
    Rule("WZ090", "household", _INCOME, _unbacked, on_roster),
)
