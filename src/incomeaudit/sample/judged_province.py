"""浙委办发〔2020〕29号, the clauses beside those of income and of the guarantees, as far as there are columns."""

from collections import Counter
from collections.abc import Iterable

from incomeaudit.sample.household import ITEMS, Household
from incomeaudit.sample.judged import Answer, Ground, Rule, blank, both, on_roster, per_head
from incomeaudit.sample.people import Person

SCHOOL_AGE = range(6, 16)
MONTHS = 12
ALIKE, ALIKE_SHARE, COPIED = 5, 0.5, 3
LINE, WIDTH, BANDS, PILE, TIMES = 8000, 10, 10, 10, 3
FILE = ("township", "village", "household_id", "head_name", "head_id", "phone", "category", "registered_on", "members")
FILE_TOO = ("poverty_cause", "assistance", "cadre")


def filled(row: Household) -> int:
    """How many of the thirteen required fields of a household's file are filled in; income per head is one."""
    income = row.per_capita_income is not None or (row.income is not None and row.members is not None)
    return income + sum(getattr(row, name) is not None for name in (*FILE, *FILE_TOO))


REQUIRED = len(FILE) + len(FILE_TOO) + 1


def _alike(row: Household, ground: Ground) -> Answer:
    """Five households of a village or more, and half of it, have one income per head."""
    own = per_head(row)
    if own is None:
        return None
    near = [each for each in ground.neighbours[row.village] if each.on_roster and each.category != "特困"]
    incomes = Counter(income for each in near if (income := per_head(each)) is not None)
    return incomes[own] >= ALIKE and incomes[own] >= ALIKE_SHARE * incomes.total()


def _two_items(row: Household, _: Ground) -> Answer:
    if not row.on_roster:
        return False
    items = [None if name in row.unreadable else getattr(row, name) for name in ITEMS]
    return None if None in items else sum(each != 0 for each in items) >= 2


def _copied(row: Household, ground: Ground) -> Answer:
    """Three households of a village or more have the same amount of every item."""
    own = [getattr(row, name) for name in ITEMS]
    same = [each for each in ground.neighbours[row.village] if [getattr(each, name) for name in ITEMS] == own]
    return len([each for each in same if not each.unreadable]) >= COPIED


def _head_elsewhere(row: Household, ground: Ground) -> Answer:
    return len(ground.heads[row.head_id]) > 1


def _listed_elsewhere(row: Person, ground: Ground) -> Answer:
    return len(ground.holders[row.id_number]) > 1


def of_school_age(row: Person, ground: Ground) -> Answer:
    """Six to fifteen on 1 September, of a household on the roster."""
    age = ground.scheme.year - row.birth_date.year - ((row.birth_date.month, row.birth_date.day) > (9, 1))
    return both(ground.home(row).on_roster, age in SCHOOL_AGE)


def out_of_school(row: Person, _: Ground) -> Answer:
    """Whether the state of schooling says that someone is at no school; None where it says nothing."""
    return None if row.student is None else row.student in ("非在校生", "学龄前儿童")


def piled_up(rows: Iterable[Household]) -> bool:
    """Whether ten incomes or more lie just above 8000, and more than three times as many as in the bands beside."""
    incomes = [income for row in rows if (income := per_head(row)) is not None]
    at_line = sum(LINE <= each < LINE + WIDTH for each in incomes)
    beside = sum(LINE + WIDTH <= each < LINE + WIDTH * (BANDS + 1) for each in incomes)
    return at_line >= PILE and at_line * BANDS > TIMES * beside


RULES = (
    # Townships are rows that the audit makes of the roster; none of the sample's has a pile.
    Rule("ZJ141", "township", ("township",), lambda rows, _: piled_up(rows)),
    Rule("ZJ061", "household", ("cadre",), blank("cadre"), on_roster),
    Rule("ZJ063", "village", ("paired_unit",), blank("paired_unit")),
    Rule("ZJ072", "household", ("visits",), lambda row, _: row.visits < MONTHS, on_roster),
    Rule("ZJ082", "household", ("assistance",), blank("assistance"), on_roster),
    Rule("ZJ101", "member", ("student",), out_of_school, of_school_age),
    Rule("ZJ131", "household", ("household_id",), lambda row, _: filled(row) < REQUIRED, on_roster),
    Rule(
        "ZJ142", "household", ("per_capita_income", "income"), _alike,
        lambda row, _: row.on_roster and row.category != "特困",
    ),
    Rule("ZJ143", "household", ("wage_income",), _copied, _two_items),
    Rule("ZJ144", "household", ("head_id",), _head_elsewhere),
    Rule("ZJ145", "member", ("id_number",), _listed_elsewhere),
)  # fmt: skip
