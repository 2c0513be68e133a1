"""嘉兴市低收入农户高水平全面小康计划（2018—2022年）, clause by clause, as far as the workbook has the columns."""

from incomeaudit.sample.cells import Answer, is_blank, known
from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import (
    LED,
    Ground,
    Rule,
    asks_security,
    below,
    blank,
    both,
    funded,
    listed,
    no,
    on_roster,
    per_head,
)
from incomeaudit.sample.judged_jiaxing_help import HELP
from incomeaudit.sample.judged_jiaxing_leaving import LEAVING
from incomeaudit.sample.judged_jiaxing_members import MEMBERS

CATEGORIES, APART = ("低保", "低保边缘", "支出型贫困"), "特困"
VILLAGE_RECURRING, VILLAGE_OPERATING = 1_500_000, 500_000
FREE_COURSES = ("劳动预备制", "岗前", "订单", "技能提升")
LOAN_FROM, LOAN_TO = 50_000, 100_000


def _categorised(row: Household, ground: Ground) -> Answer:
    return both(listed(row, ground), no(is_blank(row, "category")))


def _is_of(row: Household, *categories: str) -> Answer:
    category = known(row, "category")
    return None if category is None else category in categories


def _protected(row: Household) -> Answer:
    """On dibao or tekun support, by the cell that says so or else by the category."""
    dibao, apart = known(row, "on_dibao"), _is_of(row, APART)
    if dibao or apart:
        return True
    if is_blank(row, "on_dibao"):
        return _is_of(row, "低保", APART)
    return both(dibao, apart)


def _unprotected(row: Household, ground: Ground) -> Answer:
    return both(below(per_head(row), ground.scheme.standards[ground.scheme.year]), no(_protected(row)))


def _reviewed(row: Household, ground: Ground) -> Answer:
    return both(on_roster(row, ground), no(is_blank(row, "last_review_on")))


def _review_long_ago(row: Household, ground: Ground) -> Answer:
    """More than twelve months before the end of the year."""
    day = known(row, "last_review_on")
    return None if day is None else bool(day < (ground.scheme.year - 1, 12, 31))


RULES = (
    Rule("JX021", "household", ("category",), lambda row, _: no(_is_of(row, *CATEGORIES, APART)), _categorised),
    Rule("JX022", "household", ("category",), lambda row, _: is_blank(row, "category"), listed),
    Rule("JX023", "household", ("category",), lambda row, _: _is_of(row, APART), _categorised),
    Rule("JX024", "household", ("household_id",), blank("household_id"), on_roster),
    Rule("JX025", "household", ("last_review_on",), _review_long_ago, _reviewed),
    Rule("JX026", "household", ("last_review_on",), lambda row, _: is_blank(row, "last_review_on"), on_roster),
    Rule(
        "JX031", "village", ("recurring_income",),
        lambda row, _: below(known(row, "recurring_income"), VILLAGE_RECURRING), since=2022,
    ),
    Rule(
        "JX032", "village", ("operating_income",), lambda row, _: below(row.operating_income, VILLAGE_OPERATING),
        since=2022,
    ),
    Rule("JX034", "leader", ("households",), lambda row, _: below(row.households, LED)),
    Rule("JX035", "training", ("fee",), lambda row, _: row.fee > 0, lambda row, _: row.kind in FREE_COURSES),
    Rule("JX036", "household", ("per_capita_income", "income"), _unprotected, on_roster),
    Rule("JX073", "loan", ("collateral",), asks_security),
    Rule("JX074", "loan", ("principal",), lambda row, _: not LOAN_FROM <= row.principal <= LOAN_TO),
    Rule("JX076", "household", ("cadre",), lambda row, _: is_blank(row, "cadre"), on_roster),
    Rule("JX081", "project", ("publicised_on",), blank("publicised_on"), funded),
    *MEMBERS,
    *HELP,
    *LEAVING,
)  # fmt: skip
