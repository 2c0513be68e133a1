"""浙委办发〔2020〕29号, beside income and the guarantees: schooling, files and made-up figures."""

from collections import Counter
from collections.abc import Collection, Iterable

from incomeaudit.sample import judged_province_needs, judged_province_visits
from incomeaudit.sample.cells import Answer, either, is_blank, known
from incomeaudit.sample.household import ITEMS, Household
from incomeaudit.sample.judged import Ground, Rule, at_home, blank, both, no, on_roster, per_head
from incomeaudit.sample.people import Person

ALIKE, ALIKE_SHARE, COPIED = 5, 0.5, 3
LINE, WIDTH, BANDS, PILE, TIMES = 8000, 10, 10, 10, 3
FILE = ("township", "village", "household_id", "head_name", "head_id", "phone", "category", "registered_on", "members")
FILE_TOO = ("poverty_cause", "assistance", "cadre")
REQUIRED = len(FILE) + len(FILE_TOO) + 1
SCHOOL_AGE = range(6, 16)
OUT_OF_SCHOOL = ("非在校生", "学龄前儿童")
EXEMPT = ("免学", "缓学", "延缓", "休学", "送教", "特教", "特殊教育", "因病", "患病", "疾病", "重病", "残疾")


def _gaps(row: Household) -> list[Answer]:
    """Of each of the thirteen required fields of a household's file whether it is blank; income per head is one."""
    made_up_of = no(either(is_blank(row, "income"), is_blank(row, "members")))
    income = both(is_blank(row, "per_capita_income"), no(made_up_of))
    return [income, *(is_blank(row, name) for name in (*FILE, *FILE_TOO))]


def filled(row: Household) -> int | None:
    """How many of the required fields are filled in; None where one holds what nobody can read."""
    gaps = _gaps(row)
    return None if None in gaps else gaps.count(False)


def _incomplete(row: Household, _: Ground) -> Answer:
    return either(*_gaps(row))


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
    items = [known(row, name) for name in ITEMS]
    return None if None in items else sum(each != 0 for each in items) >= 2


def _copied(row: Household, ground: Ground) -> Answer:
    """Three households of a village or more have the same amount of every item."""
    own = [known(row, name) for name in ITEMS]
    every = [[known(each, name) for name in ITEMS] for each in ground.neighbours[row.village]]
    return every.count(own) >= COPIED


def _several(numbers: Collection[str]) -> Answer:
    """Whether it is more than one household; without any number that cannot be said."""
    return len(numbers) > 1 if numbers else None


def _head_elsewhere(row: Household, ground: Ground) -> Answer:
    return _several(ground.heads[row.head_id])


def _listed_elsewhere(row: Person, ground: Ground) -> Answer:
    return _several(ground.holders[row.id_number])


def of_school_age(row: Person, ground: Ground) -> Answer:
    """Six to fifteen on 1 September, of a household on the roster."""
    age = ground.scheme.year - row.birth_date.year - ((row.birth_date.month, row.birth_date.day) > (9, 1))
    return both(at_home(row, ground), age in SCHOOL_AGE)


def out_of_school(row: Person, _: Ground) -> Answer:
    """Whether the state of schooling says that someone is at no school; None where it says nothing."""
    state = known(row, "student")
    return None if state is None else state in OUT_OF_SCHOOL


def _dropped_out(row: Person, ground: Ground) -> Answer:
    """At no school, neither taught at home nor exempt; poverty and dislike are no exemption."""
    taught = False if is_blank(row, "home_schooling") else known(row, "home_schooling")
    exempt = any(word in (row.dropout_reason or "") for word in EXEMPT)
    return both(out_of_school(row, ground), no(either(taught, exempt)))


def piled_up(rows: Iterable[Household]) -> bool:
    """Whether ten incomes or more lie just above 8000, and more than three times as many as in the bands beside."""
    incomes = [income for row in rows if (income := per_head(row)) is not None]
    at_line = sum(LINE <= each < LINE + WIDTH for each in incomes)
    beside = sum(LINE + WIDTH <= each < LINE + WIDTH * (BANDS + 1) for each in incomes)
    return at_line >= PILE and at_line * BANDS > TIMES * beside


RULES = (
    Rule("ZJ141", "township", ("township",), lambda row, _: piled_up(row.rows)),
    Rule("ZJ061", "household", ("cadre",), blank("cadre"), on_roster),
    Rule("ZJ063", "village", ("paired_unit",), blank("paired_unit")),
    Rule("ZJ082", "household", ("assistance",), blank("assistance"), on_roster),
    Rule("ZJ101", "member", ("student",), _dropped_out, of_school_age),
    Rule("ZJ131", "household", ("household_id",), _incomplete, on_roster),
    Rule(
        "ZJ142", "household", ("per_capita_income", "income"), _alike,
        lambda row, _: row.on_roster and row.category != "特困",
    ),
    Rule("ZJ143", "household", ("wage_income",), _copied, _two_items),
    Rule("ZJ144", "household", ("head_id",), _head_elsewhere),
    Rule("ZJ145", "member", ("id_number",), _listed_elsewhere),
    *judged_province_visits.RULES,
    *judged_province_needs.RULES,
)  # fmt: skip
