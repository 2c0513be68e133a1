"""浙江省 2020：电子档案质量."""

from fractions import Fraction

from tests.oracle_tables.household import listed
from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.rule import Rule
from tests.oracle_tables.truth import Truth, both, either

PLAIN = (
    *("township", "village", "household_id", "head_name", "head_id", "phone", "category", "registered_on", "members"),
    *("poverty_cause", "assistance", "cadre"),
)
"""The required fields beside income, which may be given in four ways."""


def without_income(row: Row) -> Truth:
    """Neither per head nor for a household whose members are counted, disposable or net."""
    each = [
        both(row.blank(per_head), either(row.blank(whole), row.blank("members")))
        for per_head, whole in (("per_capita_income", "income"), ("per_capita_net_income", "net_income"))
    ]
    return both(*each)


def gaps(row: Row) -> list[Truth]:
    """For each required field, whether nothing stands there."""
    return [*(row.blank(name) for name in PLAIN), without_income(row)]


def incomplete(row: Row, _: World) -> Truth:
    """必填字段有空白."""
    return either(*gaps(row))


def completeness(rows: list[Row]) -> Fraction | None:
    """填了的必填项 ÷ 应填的必填项, over the households of which every field is known to be blank or not."""
    known = [found for row in rows if row.listed and None not in (found := gaps(row))]
    filled = sum(found.count(False) for found in known)
    return Fraction(filled, sum(map(len, known))) if known else None


RULES = (Rule("ZJ131", "household", incomplete, listed),)
