"""The checks on villages and on 县级参数, and the targets of places."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.oracle.household import Household
from tests.oracle.located import Facts, Located, audited_years, facts, located
from tests.oracle.roster import JIAXING, LISHUI, ZHEJIANG, Place, Roster, fen
from tests.oracle.rule import Rule, can_run, columns, judge
from tests.oracle.verdicts import CheckVerdict, Figures, Targets, TargetVerdict, Truth, below, both, opposite

_LEVELS = ("province", "city", "county")

# ---------------------------------------------------------------- checks


def place_verdicts(roster: Roster) -> dict[str, CheckVerdict]:
    """Every check on villages and on 县级参数."""
    villages = [(item, item) for item in located(roster, "village")]
    years = audited_years(roster)
    # Rows of other years are there as last year's figures, not to be audited.
    spoken_of = [item if item.year in years else replace(item, year=None) for item in located(roster, "place")]
    places = [(item, item) for item in spoken_of]
    found: dict[str, CheckVerdict] = {}
    for code, field, floor in (("ZJ021", "total_income", "100000"), ("ZJ022", "operating_income", "50000")):
        rule = _at_least(code, field, Decimal(floor), ZHEJIANG, 2020)
        found[code] = judge(rule, villages, roster.columns("village"))
    for code, floor, place, year in (("ZJ031", "8000", ZHEJIANG, 2020), ("LS013", "10000", LISHUI, 2022)):
        rule = _at_least(code, "dibao_standard", Decimal(floor), place, year)
        found[code] = judge(rule, places, roster.columns("place"))
    return found


def _at_least(code: str, field: str, floor: Decimal, place: Place, year: int) -> Rule[Located]:
    def figures(item: Located) -> Figures:
        actual = item.row.money(field)
        assert actual is not None
        return Figures(actual, floor, floor - actual)

    return Rule(
        code,
        (columns(field),),
        lambda item: below(item.row.money(field), floor),
        figures,
        lambda item: item.cell(field),
        place=place,
        years=range(year, year + 1),
    )


# ---------------------------------------------------------------- targets


@dataclass(frozen=True)
class _Part:
    """What one row gives to a place's figure; None for what it does not say."""

    item: Located
    scope: Truth
    numerator: Decimal | None
    denominator: Decimal | None
    before: Decimal | None = None
    """What the numerator was the year before; the denominator is taken to have been the same."""

    @property
    def place(self) -> Place:
        assert self.item.place is not None
        return self.item.place

    @property
    def year(self) -> int:
        assert self.item.year is not None
        return self.item.year

    @property
    def left_out(self) -> bool:
        return self.scope is None or self.numerator is None or self.denominator is None


Growth = Callable[[Place, int, Sequence[_Part]], Decimal | None]
"""The base of a growth, for a place, a year and its rows."""


def target_verdicts(roster: Roster) -> Targets:
    """Every target, for each place and year that the rows speak of."""
    known = facts(roster)
    households = [_household_part(item) for item in located(roster, "household")]
    villages = [_village_part(item) for item in located(roster, "village")]
    people, towns = roster.columns("household"), roster.columns("village")
    income = (columns("income", "per_capita_income members"), columns("members"))

    def base(place: Place, year: int, parts: Sequence[_Part]) -> Decimal | None:
        return _prior_income(known, place, year, parts)

    uplift = (columns("weak"), columns("total_income"), columns("operating_income"))
    return {
        **_measure("ZJ023", villages, can_run(uplift, towns), ZHEJIANG, 2020, Decimal("0.30"), _LEVELS),
        **_measure("ZJ032", households, can_run(income, people), ZHEJIANG, 2020, Decimal("0.10"), _LEVELS, base),
        **_measure("JX011", households, can_run(income, people), JIAXING, 2022, Decimal(22000), _LEVELS[1:]),
    }


def _household_part(item: Located) -> _Part:
    household = Household(item, None, 0)
    members = None if household.people is None else Decimal(household.people)
    prior = item.row.money("prior_per_capita_income")
    before = None if prior is None else fen(prior * (members or 0))
    return _Part(item, household.on_roster, household.household_income, members, before)


def _village_part(item: Located) -> _Part:
    poor = [
        below(item.row.money("total_income"), Decimal(200000)),
        below(item.row.money("operating_income"), Decimal(100000)),
    ]
    raised = both(*(opposite(each) for each in poor))
    return _Part(item, item.row.yes("weak"), None if raised is None else Decimal(raised), Decimal(1))


def _prior_income(known: Facts, place: Place, year: int, parts: Sequence[_Part]) -> Decimal | None:
    """Last year's figure: what 县级参数 says of exactly this place, else what the rows say of themselves.

    Rows left out of this year's figure are left out of last year's too, or the two would be of different households.
    """
    told = known.of(place, year, "prior_low_income")
    if told is not None or (place, year, "prior_low_income") in known.unread:
        return told
    whole = [part for part in parts if not part.left_out]
    if any(part.before is None for part in whole):
        return None
    people = sum((part.denominator or Decimal(0) for part in whole), Decimal(0))
    return sum((part.before or Decimal(0) for part in whole), Decimal(0)) / people if people else None


def _measure(
    code: str,
    every: Sequence[_Part],
    runs: bool,
    place: Place,
    year: int,
    goal: Decimal,
    levels: Sequence[str],
    base: Growth | None = None,
) -> Targets:
    spoken_of = [part for part in every if part.item.within(place, range(year, year + 1))]
    if not runs or not spoken_of:
        return {(code, None, None): TargetVerdict("skipped")}
    found: Targets = {}
    for region in _regions(spoken_of, levels):
        inside = [part for part in spoken_of if part.place[: len(region)] == region and part.scope is not False]
        level = _LEVELS[len(region) - 1]
        found[code, "/".join(region), year] = _judge(region, year, inside, level, goal, base)
    return found


def _regions(parts: Iterable[_Part], levels: Sequence[str]) -> Iterator[Place]:
    places = {part.place for part in parts}
    regions = {place[: depth + 1] for place in places for depth in range(len(place)) if _LEVELS[depth] in levels}
    for region in regions:
        children = {place[: len(region) + 1] for place in places if place[: len(region)] == region}
        # One place below does not make the whole; a row that names the region itself speaks of the whole.
        if region in places or len(children) > 1 or _LEVELS[len(region) - 1] == "county":
            yield region


def _judge(
    region: Place, year: int, parts: Sequence[_Part], level: str, goal: Decimal, base: Growth | None
) -> TargetVerdict:
    whole = [part for part in parts if not part.left_out]
    people = sum((part.denominator or Decimal(0) for part in whole), Decimal(0))
    total = sum((part.numerator or Decimal(0) for part in whole), Decimal(0))
    measured = total / people if people else None
    if base is not None and measured is not None:
        before = base(region, year, parts)
        measured = measured / before - 1 if before else None
    if measured is not None:
        measured = fen(measured) if goal > 1 else measured.quantize(Decimal("1e-10"))
    outcome = "unassessable" if measured is None else "met" if measured >= goal else "not_met"
    return TargetVerdict(outcome, level, measured, goal, len(parts), len(parts) - len(whole))
