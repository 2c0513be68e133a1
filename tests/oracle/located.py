"""Of which place and year each row speaks, and what 县级参数 says of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.oracle.roster import PLACES, ZHEJIANG, Place, Roster, Row, Sheet
from tests.oracle.verdicts import At


@dataclass(frozen=True)
class Located:
    """A row with its place and year, each None where nothing says."""

    sheet: Sheet
    row: Row
    place: Place | None
    year: int | None

    @property
    def at(self) -> At:
        return self.sheet.file, self.sheet.name, self.row.number

    def within(self, place: Place, years: range) -> bool:
        """Whether a document of that place and those years speaks of the row."""
        return self.place is not None and self.place[: len(place)] == place and self.year in years

    def cell(self, *fields: str) -> str | None:
        """The cell of the first of the fields that the sheet has."""
        letters = [self.sheet.letter(field) for field in fields]
        return next((f"{letter}{self.row.number}" for letter in letters if letter), None)


def located(roster: Roster, table: str) -> Iterator[Located]:
    """All rows of a table.

    A household or village whose county is blank or not known is somewhere in the province; a row of 县级参数
    whose place is not known says nothing of any.
    """
    for sheet in roster.of(table):
        for row in sheet.rows:
            if table == "place":
                place = PLACES.get(row.word("place") or "")
            else:
                place = PLACES.get(row.word("county") or "", ZHEJIANG)
            yield Located(sheet, row, place, row.whole("year"))


def audited_years(roster: Roster) -> frozenset[int]:
    """Years that rosters and villages speak of; where there are neither, those of 县级参数."""
    others = [*located(roster, "household"), *located(roster, "village")]
    spoken = others or [*located(roster, "place")]
    return frozenset(item.year for item in spoken if item.year is not None)


@dataclass(frozen=True)
class Facts:
    """What 县级参数 says, by place and year. Two rows that contradict each other say nothing."""

    known: dict[tuple[Place, int, str], frozenset[Decimal]]
    unread: frozenset[tuple[Place, int, str]]
    """Where a cell says something, and nobody can read what: no other figure stands in for it."""

    def of(self, place: Place, year: int, field: str) -> Decimal | None:
        """The figure of exactly this place."""
        said = self.known.get((place, year, field), frozenset())
        return next(iter(said)) if len(said) == 1 else None

    def nearest(self, place: Place | None, year: int | None, field: str) -> Decimal | None:
        """The figure of this place, else of its city, else of the province."""
        if place is None or year is None:
            return None
        for depth in range(len(place), 0, -1):
            figure = self.of(place[:depth], year, field)
            if figure is not None or (place[:depth], year, field) in self.unread:
                return figure
        return None


def facts(roster: Roster) -> Facts:
    """Every figure of 县级参数."""
    known: dict[tuple[Place, int, str], frozenset[Decimal]] = {}
    unread: set[tuple[Place, int, str]] = set()
    for item in located(roster, "place"):
        for field in ("dibao_standard", "prior_low_income"):
            if item.place is None or item.year is None:
                continue
            key, figure = (item.place, item.year, field), item.row.money(field)
            if figure is not None:
                known[key] = known.get(key, frozenset()) | {figure}
            elif item.row.blank(field) is None:
                unread.add(key)
    return Facts(known, frozenset(unread - known.keys()))
