"""浙江省 2020：饮水达标人口、产业帮扶资金、山海协作项目、中央扶持村、电子档案完整率."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle_tables.rows import Row, World
from tests.oracle_tables.targets import Figure, Target, at_least, share
from tests.oracle_tables.truth import Truth
from tests.oracle_tables.zhejiang_dossier import completeness
from tests.oracle_tables.zhejiang_places import Regional


def summed(amounts: Iterable[Decimal | int | None]) -> Figure:
    """A total of what is known; of nothing known there is none."""
    known = [amount for amount in amounts if amount is not None]
    return sum(map(Fraction, known), Fraction(0)) if known else None


def counted(table: str, fits: Callable[[Row], Truth]) -> Callable[[World], Figure]:
    """Rows that are known to fit, of those of which it is known."""

    def count(world: World) -> Figure:
        return summed(None if (fitting := fits(row)) is None else int(fitting) for row in world.of(table))

    return count


# ---------------------------------------------------------------- 饮水


def drinking(row: Row) -> int | None:
    """People of a household whose water came up to standard this year, by 31 October; without a day none has."""
    day = row.day("water_done_on")
    if day is None:
        return 0 if row.blank("water_done_on") else None
    return row.whole("members") if day.year == 2020 and day <= date(2020, 10, 31) else 0


def people_with_water(world: World) -> Figure:
    return summed(drinking(row) for row in world.of("household") if row.listed)


# ---------------------------------------------------------------- 项目


def industry_funds(world: World) -> Figure:
    return summed(row.money("funds") for row in world.of("project") if row.word("kind") == "产业帮扶")


def of_cooperation(project: Row) -> Truth:
    kind = project.word("kind")
    return None if kind is None else kind == "山海协作"


def supported(village: Row) -> Truth:
    return village.yes("centrally_supported")


# ---------------------------------------------------------------- 电子档案


def complete(world: World) -> Figure:
    return completeness(list(world.of("household")))


WHOLE, PROVINCE = ("province", "city", "county"), ("province",)
TARGETS = (
    Regional(Target("ZJ151", people_with_water, share("71400"), at_least), "household", WHOLE, PROVINCE),
    Regional(Target("ZJ161", industry_funds, share("1085000000"), at_least), "project", WHOLE, PROVINCE),
    Regional(Target("ZJ162", counted("project", of_cooperation), share("300"), at_least), "project", WHOLE, PROVINCE),
    Regional(Target("ZJ163", counted("village", supported), share("675"), at_least), "village", WHOLE, PROVINCE),
)
FILE_TARGETS = (Regional(Target("ZJ132", complete, share("1"), at_least), "household", ("township",)),)
