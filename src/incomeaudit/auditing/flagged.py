"""Flagged rows of several checks one after the other, with what each check's own expressions say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from incomeaudit.auditing.frame import marks_of
from incomeaudit.auditing.plan import Planned
from incomeaudit.ingest.model import PART
from incomeaudit.messages import Messages
from incomeaudit.rulebook.model import Check
from incomeaudit.rulebook.sql import Condition, condition_of

FIGURES = ("actual", "expected", "gap", "gap_household")
"""What a check's own expressions give, each of them if the check has it."""
_NUMBER = "=check"
_PLACE = "=place"


@dataclass(frozen=True, slots=True)
class Flagged:
    """One row a finding: check by check, the rows of each in the order of the table."""

    items: tuple[Planned, ...]
    """The checks."""
    rows: pl.DataFrame
    """The flagged rows, with all columns of the table, whose they are (``=check``), and their place (``=place``)."""
    values: pl.DataFrame
    """What the checks' expressions say, each of the rows of all checks; columns as ``column_of`` names them."""

    @property
    def checks(self) -> list[Check]:
        """The checks as their packs have them."""
        return [item.entry for item in self.items if isinstance(item.entry, Check)]

    def each(self, given: Sequence[object], dtype: pl.DataType | None = None) -> pl.Expr:
        """A value that each check has, brought to its findings; texts unless ``dtype`` says otherwise."""
        return pl.lit(pl.Series(given, dtype=dtype or pl.String())).gather(pl.col(_NUMBER))

    def own(self, columns: pl.DataFrame, names: Sequence[str | None], dtype: pl.DataType) -> pl.Expr:
        """For each finding the value of its check's own column, which ``names`` gives by check.

        ``columns`` has a row a finding and is of one type; null where a check has no column, or it is not there.
        """
        known = {*columns.columns}
        wanted = [name for name in dict.fromkeys(names) if name in known]
        if not wanted:
            return pl.lit(None, dtype=dtype)
        begins: dict[str | None, int] = {name: place * columns.height for place, name in enumerate(wanted)}
        places = self.each([begins.get(name) for name in names], pl.UInt32()) + pl.col(_PLACE)
        return pl.lit(pl.concat([columns.get_column(name) for name in wanted], rechunk=True)).gather(places)

    def own_value(self, columns: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
        """``own`` of the columns that ``column_of`` names."""
        return self.own(columns, [column_of(number, name) for number in range(len(self.items))], dtype)


def column_of(number: int, name: str) -> str:
    """The column of ``Flagged.values`` in which a check's ``actual``, ``gap`` … stands."""
    return f"{number}.{name}"


def flagged_rows(frame: pl.DataFrame, found: Sequence[tuple[Planned, pl.Series]]) -> Flagged:
    """The rows that some checks flag; ``found`` gives each check with the positions of its rows in ``frame``."""
    positions = pl.concat([own for _, own in found], rechunk=True)
    number = [place for place, (_, own) in enumerate(found) for _ in range(len(own))]
    conditions = {
        column_of(place, name): condition_of(sql, item.pack.document.id)
        for place, (item, _) in enumerate(found)
        for name in FIGURES
        if (sql := getattr(item.entry, name)) is not None
    }
    far = {name: condition for name, condition in conditions.items() if condition.compares_rows}
    rows = frame[positions]
    values = _values(rows, {name: condition for name, condition in conditions.items() if name not in far})
    values += _values(frame, far, positions) if far else []
    numbers = [pl.Series(_NUMBER, number, dtype=pl.UInt32), pl.Series(_PLACE, range(len(number)), dtype=pl.UInt32)]
    return Flagged(tuple(item for item, _ in found), rows.hstack(numbers), pl.DataFrame(values))


def _values(
    rows: pl.DataFrame, conditions: Mapping[str, Condition], positions: pl.Series | None = None
) -> list[pl.Series]:
    """What conditions say of rows, of those at ``positions`` if these are given."""
    marks = marks_of(rows)
    # The part stands with them so that there is a row a row, even where every expression is one literal.
    said = rows.select(PART, *(condition.expression(marks).alias(name) for name, condition in conditions.items()))
    return (said if positions is None else said[positions]).get_columns()[1:]


def as_texts(values: pl.DataFrame, messages: Messages) -> pl.DataFrame:
    """All columns as texts, as a reader writes them: 是, 7999.99, 2020-03-01."""
    words = {"true": messages("value.yes"), "false": messages("value.no")}
    return values.select(
        cs.boolean().cast(pl.String).replace(words),
        cs.float().round(2).cast(pl.Decimal(38, 2)).cast(pl.String),
        (~cs.boolean() & ~cs.float()).cast(pl.String),
    )


def as_figures(values: pl.DataFrame) -> pl.DataFrame:
    """The columns that are numbers, to six decimals, which is finer than any they come from."""
    return values.select(cs.numeric().cast(pl.Float64).round(6))
