"""The targets of 温州市 2016 年实施意见, summed up by hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from incomeaudit.sample.cells import known
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.judged_wenzhou import able, key_target, works
from incomeaudit.sample.scheme import LISTED, WATCHED, Scheme
from incomeaudit.sample.targets import Outcome, income_per_head

FIVE_COUNTIES = ("永嘉县", "平阳县", "苍南县", "文成县", "泰顺县", "龙港市")
"""Counties, and what was made of a part of one, with the higher quota."""


def quota_of(scheme: Scheme) -> Decimal:
    """The share of the rural people that may be chosen at the most."""
    return Decimal("0.05") if scheme.county in FIVE_COUNTIES else Decimal("0.03")


def outcomes(ground: Ground) -> Iterator[Outcome]:
    """WZ001–WZ003, WZ011 and WZ020."""
    before, now = ground.county_places
    average, lacking = income_per_head(ground.households)
    rural = _rural_growth_of_city(ground)
    yield Outcome("WZ001", average / now.prior_low_income - 1, rural, lacking, above=True)
    narrower = now.rural_income - before.rural_income + now.prior_low_income
    yield Outcome("WZ002", average, narrower, lacking, above=True)
    yield _people(ground, round(Decimal(now.rural_population) / before.rural_population - 1, 10))
    yield _employment(ground)
    yield _chosen(ground, now.rural_population)


def _rural_growth_of_city(ground: Ground) -> Decimal:
    """Growth of the income per head of the whole city's rural residents."""
    before, now = (Decimal(row.rural_income) for row in ground.tables["place"] if row.place == ground.scheme.city)
    return round(now / before - 1, 10)


def _people(ground: Ground, rural: Decimal) -> Outcome:
    """The people on the roster must become a smaller share of all: they grow by less than the rural people."""
    now = _members([row for row in ground.households if row.on_roster])
    known = [row for row in ground.tables["previous"] if "status" not in row.unreadable]
    before = _members([row for row in known if row.status in (LISTED, WATCHED, None)])
    growth = Decimal(sum(filter(None, now))) / sum(filter(None, before)) - 1
    return Outcome("WZ003", growth, rural, now.count(None), below=True)


def _members(rows: Sequence[object]) -> list[int | None]:
    """The members of each row; None where there are none or it is not known."""
    return [known(row, "members") if (known(row, "members") or 0) > 0 else None for row in rows]


def _employment(ground: Ground) -> Outcome:
    """Of the members on the roster who are able to work, the share that works."""
    spoken = [(ability, row) for row in ground.tables["member"] if (ability := able(row, ground)) is not False]
    answers = [works(row) if ability else None for ability, row in spoken]
    known = [answer for answer in answers if answer is not None]
    return Outcome("WZ011", Decimal(known.count(True)) / len(known), Decimal(1), len(answers) - len(known))


def _chosen(ground: Ground, rural_population: int) -> Outcome:
    """The people of the households chosen, of all rural people."""
    chosen = [(key_target(row, ground), row) for row in ground.households]
    spoken = [(answer, row) for answer, row in chosen if answer is not False]
    members = [people if answer else None for (answer, row) in spoken for people in _members([row])]
    limit = quota_of(ground.scheme) * rural_population
    return Outcome("WZ020", Decimal(sum(filter(None, members))), limit, members.count(None), most=True)
