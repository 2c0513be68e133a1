"""What the further clauses say of a row, told once more in plain Python from the clauses and never from a pack.

Of a household below the floor the county may also find that it is on no dibao, or that no help is planned for
it. Such a finding follows from what stands in the row, whatever it was broken for, and is worked out here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from incomeaudit.sample.county import Village
from incomeaudit.sample.further import Loan, Project
from incomeaudit.sample.household import Household
from incomeaudit.sample.people import Person
from incomeaudit.sample.scheme import LISTED, Scheme, half_up

Answer = bool | None
"""Yes, no, or: that cannot be said."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows of the county as they stood when it was made, so that a clause can look from one at the others."""

    scheme: Scheme
    households: Sequence[Household]
    villages: Sequence[Village]
    neighbours: Mapping[str, list[Household]]
    """By village."""
    homes: Mapping[int, Household]
    """By the identity of a person."""
    heads: Mapping[str, set[str]]
    """By identity number, the households of which its bearer is the head."""
    holders: Mapping[str, set[str]]
    """By identity number, the households of which its bearer is a member."""

    def home(self, person: Person) -> Household:
        """The household in which a person lives."""
        return self.homes[id(person)]


def ground_of(scheme: Scheme, households: Sequence[Household], villages: Sequence[Village]) -> Ground:
    """The county's rows with what connects them."""
    neighbours: dict[str, list[Household]] = defaultdict(list)
    homes: dict[int, Household] = {}
    heads: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for row in households:
        neighbours[row.village].append(row)
        heads[row.head_id].add(row.household_id)
        for person in row.people:
            homes.setdefault(id(person), row)
            holders[person.id_number].add(row.household_id)
    return Ground(scheme, households, villages, neighbours, homes, heads, holders)


Judge = Callable[[Any, Ground], Answer]
"""From a row, of whichever table the rule speaks, to an answer."""


def always(_: object, __: Ground) -> Answer:
    """A check that speaks of every row of its table."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: of whom it speaks, what is wrong, and the fields at fault, the first of them that says something."""

    code: str
    table: str
    fields: tuple[str, ...]
    wrong: Judge
    speaks: Judge = always
    since: int = 0
    """The first year in which it is asked."""

    def applies(self, scheme: Scheme) -> bool:
        """Whether it is asked at the place in the year."""
        return self.code[:2] in scheme.documents and scheme.year >= self.since

    def judge(self, row: object, ground: Ground) -> Answer:
        """Whether the row is at fault; None where that cannot be said, False also where it is not spoken of."""
        spoken = self.speaks(row, ground)
        if spoken is False:
            return False
        return None if spoken is None else self.wrong(row, ground)

    def field(self, row: object) -> str:
        """The field whose cell a finding points to."""
        return next((name for name in self.fields if getattr(row, name) is not None), self.fields[0])


def both(*parts: Answer) -> Answer:
    """Whether all of it holds."""
    if False in parts:
        return False
    return None if None in parts else True


def no(part: Answer) -> Answer:
    """The opposite."""
    return None if part is None else not part


def below(value: Decimal | int | None, limit: Decimal | int) -> Answer:
    """Whether a figure lies below a limit, which is itself not below it."""
    return None if value is None else value < limit


def on_roster(row: Household, _: Ground) -> Answer:
    """在册, 观察期 or blank."""
    return row.on_roster


def listed(row: Household, _: Ground) -> Answer:
    """在册 or blank."""
    return row.status in (LISTED, None)


def per_head(row: Household) -> Decimal | None:
    """Declared income per head, else the income by the members."""
    if row.per_capita_income is not None:
        return row.per_capita_income
    if row.income is None or row.members is None or row.members <= 0:
        return None
    return half_up(row.income / row.members)


def blank(name: str) -> Judge:
    """Whether a cell holds nothing."""
    return lambda row, _: getattr(row, name) is None


LED = 10
"""Households that a leader brings along, at the least."""


def asks_security(row: Loan, _: Ground) -> Answer:
    """Whether a small credit loan asks for collateral or a guarantee."""
    return None if row.collateral is None else row.collateral != "信用"


def funded(row: Project, _: Ground) -> Answer:
    """Whether public money goes into a project."""
    return row.funds > 0


def covered(row: Household) -> Answer:
    """Whether a household is on dibao or tekun support, by its category."""
    return None if row.category is None else row.category in ("低保", "特困")
