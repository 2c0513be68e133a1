"""Tables as plain rows, and what one row finds in the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle_tables.truth import Truth, among


class Unreadable:
    """A cell that says something that cannot be read; it is neither a value nor blank."""

    def __repr__(self) -> str:
        return "?"


UNREADABLE = Unreadable()
Cells = Mapping[str, object]
LISTED, WATCHED, LEFT, NEVER = "在册", "观察期", "已退出", "未在册"


@dataclass(frozen=True)
class Row:
    """One row of one table."""

    cells: Cells

    def blank(self, field: str) -> Truth:
        said = self.cells.get(field)
        return None if isinstance(said, Unreadable) else said is None

    def word(self, field: str) -> str | None:
        said = self.cells.get(field)
        return said if isinstance(said, str) else None

    def yes(self, field: str) -> Truth:
        said = self.cells.get(field)
        return said if isinstance(said, bool) else None

    def day(self, field: str) -> date | None:
        said = self.cells.get(field)
        return said if isinstance(said, date) else None

    def money(self, field: str) -> Decimal | None:
        said = self.cells.get(field)
        return said if isinstance(said, Decimal) else None

    def whole(self, field: str) -> int | None:
        said = self.cells.get(field)
        return said if isinstance(said, int) and not isinstance(said, bool) else None

    @property
    def status(self) -> str | None:
        """Of a household: a blank counts as listed; what cannot be read is not known."""
        return LISTED if self.blank("status") else self.word("status")

    @property
    def listed(self) -> Truth:
        """Of a household: whether it is on the roster or in observation."""
        return among(self.status, LISTED, WATCHED)


@dataclass(frozen=True)
class World:
    """All tables of one audit, of one county and year."""

    county: str
    year: int
    tables: Mapping[str, Sequence[Row]]

    def of(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())

    def sharing(self, table: str, row: Row, field: str = "household_id") -> list[Row]:
        """Rows of another table which name the same; none where the row names nothing."""
        name = row.word(field)
        return [other for other in self.of(table) if name is not None and other.word(field) == name]

    def household(self, row: Row) -> Row | None:
        """The household that a row names, if the roster has it."""
        return next(iter(self.sharing("household", row)), None)

    def listed(self, row: Row) -> Truth:
        """Whether the household that a row names is on the roster or in observation; unknown where none is found."""
        household = self.household(row)
        return None if household is None else household.listed

    def fact(self, field: str, years_back: int = 0) -> Decimal | None:
        """What 县级参数 says of the county."""
        year = self.year - years_back
        said = [row for row in self.of("place") if row.word("place") == self.county and row.whole("year") == year]
        return next((row.money(field) for row in said), None)
