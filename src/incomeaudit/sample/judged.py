"""What the further clauses say of a row, told once more in plain Python from the clauses and never from a pack.

Of a household below the floor the county may also find that it is on no dibao, or that no help is planned for
it. Such a finding follows from what stands in the row, whatever it was broken for, and is worked out here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from incomeaudit.sample.cells import Answer, is_blank
from incomeaudit.sample.household import Household
from incomeaudit.sample.people import Person
from incomeaudit.sample.records import Loan, Project
from incomeaudit.sample.scheme import LISTED, Scheme, half_up


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows of the county as they stood when it was made, so that a clause can look from one at the others."""

    scheme: Scheme
    tables: Mapping[str, Sequence[Any]]
    """Every table's rows: household, member, village, place, previous, visit, grant, loan, project and so on."""
    neighbours: Mapping[str, list[Household]]
    """By village."""
    homes: Mapping[int, Household]
    """By the identity of a person."""
    heads: Mapping[str, set[str]]
    """By identity number, the numbers of the households of which its bearer is the head."""
    holders: Mapping[str, set[str]]
    """By identity number, the numbers of the households of which its bearer is a member."""
    by_household: Mapping[str, Mapping[str, list[Any]]]
    """By table, of visits, grants, loans, this year's and last year's rows, those of each household number."""

    @property
    def households(self) -> Sequence[Household]:
        """This year's roster."""
        return self.tables["household"]

    @property
    def county_places(self) -> list[Any]:
        """The county's own rows of the place sheet, last year's before this year's."""
        return [row for row in self.tables["place"] if row.place == self.scheme.county]

    def home(self, person: Person) -> Household:
        """The household in which a person lives."""
        return self.homes[id(person)]

    def of(self, table: str, household_id: str) -> list[Any]:
        """The rows of a table that name a household."""
        return self.by_household[table].get(household_id, [])


def ground_of(scheme: Scheme, tables: Mapping[str, Sequence[Any]]) -> Ground:
    """The county's rows with what connects them."""
    neighbours: dict[str, list[Household]] = defaultdict(list)
    homes: dict[int, Household] = {}
    heads: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for row in tables["household"]:
        neighbours[row.village].append(row)
        numbers = {row.household_id} - {None}
        heads[row.head_id] |= numbers
        for person in row.people:
            homes.setdefault(id(person), row)
            holders[person.id_number] |= numbers
    by_household: dict[str, dict[str, list[Any]]] = {}
    for table in ("household", "previous", "visit", "grant", "loan"):
        by_household[table] = defaultdict(list)
        for row in tables.get(table, ()):
            by_household[table][row.household_id].append(row)
    return Ground(scheme, tables, neighbours, homes, heads, holders, by_household)


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


def at_home(row: Person, ground: Ground) -> Answer:
    """Whether a member's household is on the roster; without its number nobody knows which household it is."""
    home = ground.home(row)
    return None if home.household_id is None else home.on_roster


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
    """Whether a cell says nothing."""
    return lambda row, _: is_blank(row, name)


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
