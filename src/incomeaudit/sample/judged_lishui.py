"""丽委发〔2019〕23号, clause by clause, as far as the workbook has the columns."""

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
    no,
    on_roster,
    per_head,
)

ABLE_INCOME, LEAST_EMPLOYED = 18000, 1
_INCOME = ("per_capita_income", "income")


def _able(row: Household, _: Ground) -> Answer:
    return both(row.on_roster, row.labourers > 0)


def _below_standard(row: Household, ground: Ground) -> Answer:
    return below(per_head(row), ground.scheme.standards[ground.scheme.year])


RULES = (
    Rule("LS024", "household", _INCOME, lambda row, _: below(per_head(row), ABLE_INCOME), _able, since=2022),
    Rule("LS031", "household", _INCOME, lambda row, _: no(covered(row)), _below_standard),
    Rule("LS061", "loan", ("collateral",), asks_security),
    Rule("LS083", "household", ("assistance",), blank("assistance"), on_roster),
    Rule("LS084", "household", ("cadre",), blank("cadre"), on_roster),
    Rule("LS086", "village", ("paired_unit",), blank("paired_unit")),
    Rule("LS091", "household", ("employed",), lambda row, _: below(row.employed, LEAST_EMPLOYED), _able),
    Rule("LS113", "leader", ("households",), lambda row, _: row.households < LED),
    Rule("LS131", "project", ("publicised_on",), blank("publicised_on"), funded),
)
