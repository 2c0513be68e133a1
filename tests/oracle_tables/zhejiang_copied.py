"""浙江省 2020：数据真实性. What is alike is looked for among incomes that are known."""

from decimal import Decimal

from tests.oracle_tables.household import floor_income
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, above, among, both, opposite

ITEMS = ("wage_income", "business_income", "property_income", "transfer_income")

# ---------------------------------------------------------------- 压线


def first_of_township(row: Row, world: World) -> Truth:
    """A township stands where its first household does."""
    name = row.word("township")
    return name is not None and row is next(r for r in world.of("household") if r.word("township") == name)


def piled_up(row: Row, world: World) -> Truth:
    """10 households or more from 8000 to below 8010, and three times the average of the ten bands above."""
    incomes = [floor_income(other) for other in world.sharing("household", row, "township")]
    known = [income for income in incomes if income is not None]
    at_line = sum(8000 <= income < 8010 for income in known)
    bands = [sum(8000 + 10 * band <= income < 8010 + 10 * band for income in known) for band in range(1, 11)]
    return at_line >= 10 and at_line > 3 * Decimal(sum(bands)) / 10 if known else None


# ---------------------------------------------------------------- 同村


def of_village(row: Row, world: World) -> list[Row]:
    """Rows of one village; where a township is blank, those where it is blank too."""
    names = ("county", "township", "village")
    return [other for other in world.of("household") if all(other.word(n) == row.word(n) for n in names)]


def not_tekun(row: Row) -> Truth:
    """特困 households of a place are paid by one standard."""
    return True if row.blank("category") else opposite(among(row.word("category"), "特困"))


def compared(row: Row, _: World) -> Truth:
    return both(row.listed, not_tekun(row))


def alike(row: Row, world: World) -> Truth:
    """整村收入雷同: five or more of a village, and half of those compared."""
    own = floor_income(row)
    rows = [other for other in of_village(row, world) if compared(other, world)]
    incomes = [income for other in rows if (income := floor_income(other)) is not None]
    if own is None or row.word("village") is None:
        return None
    return incomes.count(own) >= 5 and 2 * incomes.count(own) >= len(incomes)


def items(row: Row) -> tuple[Decimal | None, ...]:
    return tuple(row.money(name) for name in ITEMS)


def several_items(row: Row, _: World) -> Truth:
    """Two items or more that are not 0; one that is not known leaves it open."""
    if None in items(row):
        return None if row.listed is not False else False
    return both(row.listed, above(sum(amount != 0 for amount in items(row)), 1))


def copied(row: Row, world: World) -> Truth:
    """各分项收入逐户复制: three households of a village or more, on the roster or not."""
    if row.word("village") is None or None in items(row):
        return None
    return sum(items(other) == items(row) for other in of_village(row, world)) >= 3


# ---------------------------------------------------------------- 一证多户


def numbered(row: Row) -> tuple[str | None, ...] | None:
    """What tells households apart: short numbers begin anew in every village."""
    name = row.word("household_id")
    if name is None:
        return None
    where = ("county", "township", "village") if len(name) < 8 else ()
    return (name, *(row.word(field) for field in where))


def head_of_several(row: Row, world: World) -> Truth:
    """同一户主身份证多户重复; capital letters or small."""

    def number(other: Row) -> str:
        return (other.word("head_id") or "").upper()

    if not number(row) or numbered(row) is None:
        return None
    same = [other for other in world.of("household") if number(other) == number(row)]
    return len({key for other in same if (key := numbered(other)) is not None}) > 1


RULES = (
    Rule("ZJ141", "household", piled_up, first_of_township),
    Rule("ZJ142", "household", alike, compared),
    Rule("ZJ143", "household", copied, several_items),
    Rule("ZJ144", "household", head_of_several),
)
