"""What one household says: its income by each definition, its status, its line."""

from dataclasses import dataclass
from decimal import Decimal

from tests.oracle.located import Located
from tests.oracle.roster import ITEMS, Row, Unreadable, fen
from tests.oracle.verdicts import Truth

LISTED, WATCHED, LEFT, NEVER = "在册", "观察期", "已退出", "未在册"
HARDSHIP = "支出型贫困"


@dataclass(frozen=True)
class Household:
    """A row of the roster beside what the oracle knows of its place, and of the other rows."""

    item: Located
    standard: Decimal | None
    """Last year's local dibao standard."""
    same_id: int
    """Rows of the same year with this household's number, its own among them."""

    @property
    def row(self) -> Row:
        return self.item.row

    @property
    def members(self) -> int | None:
        return self.row.whole("members")

    @property
    def people(self) -> int | None:
        """Members by which something can be divided."""
        return self.members if self.members is not None and self.members > 0 else None

    @property
    def status(self) -> str | None:
        """A blank counts as listed; what cannot be read is not known."""
        return None if self.row.blank("status") is None else self.row.word("status") or LISTED

    def has_status(self, *wanted: str) -> Truth:
        return None if self.status is None else self.status in wanted

    @property
    def on_roster(self) -> Truth:
        return self.has_status(LISTED, WATCHED)

    def per_head(self, amount: Decimal | None) -> Decimal | None:
        return None if amount is None or self.people is None else fen(amount / self.people)

    # ------------------------------------------------------------ what was declared

    # One figure stands in for another only where that one is blank: a figure that is there and cannot be read
    # leaves open what was declared.

    @property
    def disposable_per_capita(self) -> Decimal | None:
        if self.row.blank("per_capita_income"):
            return self.per_head(self.row.money("income"))
        return self.row.money("per_capita_income")

    @property
    def floor_income(self) -> Decimal | None:
        """Disposable income per head, or else net income per head, which old rosters give."""
        declared = self.disposable_per_capita
        open_question = self.row.blank("per_capita_income") is not True or self.row.blank("income") is None
        return declared if declared is not None or open_question else self.net_per_capita

    @property
    def net_per_capita(self) -> Decimal | None:
        if self.row.blank("per_capita_net_income"):
            return self.per_head(self.row.money("net_income"))
        return self.row.money("per_capita_net_income")

    @property
    def household_income(self) -> Decimal | None:
        if not self.row.blank("income"):
            return self.row.money("income")
        declared = self.row.money("per_capita_income")
        return None if declared is None or self.members is None else fen(declared * self.members)

    # ------------------------------------------------------------ what its items make

    @property
    def business_net(self) -> Decimal | None:
        income, cost = self.row.money("business_income"), self.row.money("business_cost")
        if not self.item.sheet.gross:
            return income
        return None if income is None or cost is None else income - cost

    @property
    def recomputed_income(self) -> Decimal | None:
        total = Decimal(0)
        for field in ITEMS:
            amount = self.business_net if field == "business_income" else self.row.money(field)
            if amount is None:
                return None
            total += amount
        return total

    @property
    def recomputed_per_capita(self) -> Decimal | None:
        return self.per_head(self.recomputed_income)

    # ------------------------------------------------------------ the line

    def line(self, multiple: str) -> Decimal | None:
        return None if self.standard is None else fen(self.standard * Decimal(multiple))

    @property
    def in_hardship(self) -> Truth:
        """Whether rigid expenses count: of a household poor through expenditure."""
        category = self.row.values.get("category")
        return None if isinstance(category, Unreadable) else category == HARDSHIP

    def after_rigid_expense(self, total: Decimal | None) -> Decimal | None:
        expense = self.row.money("rigid_expense")
        return None if total is None or expense is None else self.per_head(total - expense)

    @property
    def compared(self) -> Decimal | None:
        """The declared income per head that Jiaxing holds against its line."""
        if self.in_hardship is None:
            return None
        return self.after_rigid_expense(self.household_income) if self.in_hardship else self.disposable_per_capita

    @property
    def recomputed_compared(self) -> Decimal | None:
        """The same from the items."""
        if self.in_hardship is None:
            return None
        return self.after_rigid_expense(self.recomputed_income) if self.in_hardship else self.recomputed_per_capita
