"""Rosters as plain rows: what the oracle reads and what the auditor is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


class Unreadable:
    """A cell that says something that cannot be read; it is neither a value nor blank."""

    def __repr__(self) -> str:
        return "?"


UNREADABLE = Unreadable()

Read = Decimal | int | bool | str
Value = Read | Unreadable | None
Place = tuple[str, ...]
"""From the province down: ("浙江省", "丽水市", "遂昌县")."""

ZHEJIANG: Place = ("浙江省",)
LISHUI: Place = ("浙江省", "丽水市")
JIAXING: Place = ("浙江省", "嘉兴市")
PLACES: Mapping[str, Place] = {
    "浙江省": ZHEJIANG,
    "丽水市": LISHUI,
    "遂昌县": (*LISHUI, "遂昌县"),
    "庆元县": (*LISHUI, "庆元县"),
    "嘉兴市": JIAXING,
    "桐乡市": (*JIAXING, "桐乡市"),
    "嘉善县": (*JIAXING, "嘉善县"),
    "杭州市": (*ZHEJIANG, "杭州市"),
    "淳安县": (*ZHEJIANG, "杭州市", "淳安县"),
}

GUARANTEES = ("food", "clothing", "education", "medical", "housing", "water")
FACTS = ("members", "poverty_cause", "income_source", "epidemic_impact", "assistance")
ITEMS = ("wage_income", "business_income", "property_income", "transfer_income")
DECLARED = ("income", "per_capita_income", "net_income", "per_capita_net_income", "prior_per_capita_income")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "household": (
        *("county", "township", "village", "household_id", "year", "category", "status"),
        *(*FACTS, *ITEMS, "business_cost", "rigid_expense", *DECLARED, *GUARANTEES),
    ),
    "village": ("county", "village", "year", "total_income", "operating_income", "weak"),
    "place": ("place", "year", "dibao_standard", "prior_low_income"),
}
WHOLE = frozenset({"members", "year"})
YES_NO = frozenset({*GUARANTEES, "weak", "business_income_gross"})
WORDS = frozenset(
    {"county", "township", "place", "village", "household_id", "category", "status"}
    | {"poverty_cause", "income_source", "epidemic_impact", "assistance"}
)
"""Fields of texts and codes; what stands in none of these three sets is money in yuan."""


@dataclass(frozen=True, repr=False)
class Row:
    """One row of a sheet."""

    number: int
    """The row that Excel shows."""
    values: Mapping[str, Value]
    """What its cells say; a field that the sheet does not have is not in here."""

    def __repr__(self) -> str:
        said = " ".join(f"{field}={value}" for field, value in self.values.items() if value is not None)
        return f"<{self.number}: {said}>"

    def value(self, field: str) -> Read | None:
        """What a cell says; None where it is blank, unreadable, or the sheet has no such column."""
        found = self.values.get(field)
        return None if isinstance(found, Unreadable) else found

    def money(self, field: str) -> Decimal | None:
        found = self.value(field)
        assert found is None or isinstance(found, Decimal)
        return found

    def whole(self, field: str) -> int | None:
        found = self.value(field)
        assert found is None or (isinstance(found, int) and not isinstance(found, bool))
        return found

    def yes(self, field: str) -> bool | None:
        found = self.value(field)
        assert found is None or isinstance(found, bool)
        return found

    def word(self, field: str) -> str | None:
        found = self.value(field)
        assert found is None or isinstance(found, str)
        return found

    def blank(self, field: str) -> bool | None:
        """Whether a cell says nothing; None where it says something that cannot be read."""
        found = self.values.get(field)
        return None if isinstance(found, Unreadable) else found is None


@dataclass(frozen=True)
class Sheet:
    """One sheet of one file, with one table."""

    file: str
    name: str
    table: str
    columns: tuple[str, ...]
    """Fields from column A on."""
    rows: tuple[Row, ...]
    gross: bool | None = None
    """Whether its business income is before costs; None where nothing says."""

    def letter(self, field: str) -> str | None:
        """The column that holds a field, None where the sheet has none; no sheet here goes past column AZ."""
        if field not in self.columns:
            return None
        index = self.columns.index(field)
        return chr(65 + index) if index < 26 else f"A{chr(65 + index - 26)}"


@dataclass(frozen=True)
class Roster:
    """Several sheets that are parts of one data set."""

    sheets: tuple[Sheet, ...]

    def of(self, table: str) -> tuple[Sheet, ...]:
        """The sheets of one table, in their order."""
        return tuple(sheet for sheet in self.sheets if sheet.table == table)

    def columns(self, table: str) -> frozenset[str]:
        """Fields that some sheet of the table has."""
        return frozenset(field for sheet in self.of(table) for field in sheet.columns)


def fen(amount: Decimal) -> Decimal:
    """Half-up to the fen, away from zero."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
