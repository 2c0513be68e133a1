"""嘉兴市低收入农户高水平全面小康计划（2018—2022年）, clause by clause, as far as the workbook has the columns."""

from incomeaudit.sample.household import Household
from incomeaudit.sample.judged import (
    LED,
    Answer,
    Ground,
    Rule,
    asks_security,
    below,
    blank,
    both,
    covered,
    funded,
    listed,
    no,
    on_roster,
    per_head,
)

CATEGORIES, APART = ("低保", "低保边缘", "支出型贫困"), "特困"
VILLAGE_OPERATING = 500_000
FREE_COURSES = ("劳动预备制", "岗前", "订单", "技能提升")
LOAN_FROM, LOAN_TO = 50_000, 100_000


def _categorised(row: Household, ground: Ground) -> Answer:
    return both(listed(row, ground), row.category is not None)


def _unprotected(row: Household, ground: Ground) -> Answer:
    return both(below(per_head(row), ground.scheme.standards[ground.scheme.year]), no(covered(row)))


RULES = (
    Rule("JX021", "household", ("category",), lambda row, _: row.category not in (*CATEGORIES, APART), _categorised),
    Rule("JX022", "household", ("category",), blank("category"), listed),
    Rule("JX023", "household", ("category",), lambda row, _: row.category == APART, _categorised),
    Rule("JX024", "household", ("household_id",), blank("household_id"), on_roster),
    Rule(
        "JX032", "village", ("operating_income",), lambda row, _: below(row.operating_income, VILLAGE_OPERATING),
        since=2022,
    ),
    Rule("JX036", "household", ("per_capita_income", "income"), _unprotected),
    Rule("JX076", "household", ("cadre",), blank("cadre"), on_roster),
    Rule("JX034", "leader", ("households",), lambda row, _: row.households < LED, since=2022),
    Rule("JX035", "training", ("fee",), lambda row, _: row.fee > 0, lambda row, _: row.kind in FREE_COURSES),
    Rule("JX073", "loan", ("collateral",), asks_security),
    Rule("JX074", "loan", ("principal",), lambda row, _: not LOAN_FROM <= row.principal <= LOAN_TO),
    Rule("JX081", "project", ("publicised_on",), blank("publicised_on"), funded),
)  # fmt: skip
