"""The rows below a header: data, and between and below them what is none."""

from collections.abc import Sequence

from hypothesis import strategies as st

from .forms import Form
from .grid import Grid
from .roster import Roster
from .spell import Column, Spelled, spelled
from .values import Value

_TOTALS = ("小计", "合计", "合 计", "大坑村小计", "总计：", "合计（2户）")
_PLACES = frozenset({"county", "township", "village", "hamlet", "household_id", "head_id", "head_name", "name"})
_NOTES = ("填表人：王某", "审核人：李某", "制表：张某", "负责人（签字）：", "审核日期：2020年12月31日")
_AFTER = ("注：以上数据均经核实。", "联系电话：0578-8123456", "说明：收入以元计")
_SHARED = frozenset({"text", "code", "boolean", "date", "year"})
"""Types of which a merged value counts for all its rows."""


class Body:
    """Writes the rows of a roster to a grid, and adds the kinds of issues that they make."""

    def __init__(
        self,
        draw: st.DrawFn,
        grid: Grid,
        form: Form,
        roster: Roster,
        columns: Sequence[tuple[int, Column | None]],
        kinds: set[str],
    ) -> None:
        self._draw, self._grid, self._form, self._roster, self._kinds = draw, grid, form, roster, kinds
        self._columns = columns
        self._row = 0

    def write(self, first: int, header: Sequence[int], left: int) -> list[int]:
        """Write all rows from ``first`` on; the rows in which those of the roster stand."""
        self._row = first
        merged = self._merged()
        placed: list[int] = []
        for number, values in enumerate(self._roster.rows):
            held = {column for column, (top, bottom) in merged.items() if top < number <= bottom}
            if number and not self._form.plain:
                self._between(header, left, may_add=not held)
            placed.append(self._row)
            for column, asked in self._columns:
                if column not in held:
                    self._fill(column, asked, values, number)
            self._row += 1
        for column, (top, bottom) in merged.items():
            self._grid.merge(placed[top], column, placed[bottom], column)
        if not self._form.plain:
            self._between(header, left, may_add=True)
            self._notes(left)
        return placed

    def _fill(self, column: int, asked: Column | None, values: dict[str, Value], number: int) -> None:
        if asked is None:
            self._grid.put(self._row, column, number + 1 if self._form.typed else str(number + 1))
            return
        said = (
            self._draw(spelled(values[asked.field.id], asked)) if not self._form.plain else self._uniform(values, asked)
        )
        self._grid.put(self._row, column, said.cell)
        if said.note and said.cell is not None:
            self._kinds.add(said.note)

    def _uniform(self, values: dict[str, Value], asked: Column) -> Spelled:
        """Cells of one type: a value itself, in the header's unit."""
        value = values[asked.field.id]
        if isinstance(value, bool):
            return Spelled(value is not asked.inverted)
        if isinstance(value, float):
            return Spelled(round(value / asked.scale, 8))
        return Spelled(value)

    def _merged(self) -> dict[int, tuple[int, int]]:
        """Columns with a cell merged down over some rows, which then have one value."""
        rows = self._roster.rows
        if not self._form.merges or len(rows) < 2 or self._draw(st.integers(0, 3)):
            return {}
        naming = {"head_name", "name", *self._roster.table.key}
        may = [
            (at, asked.field.id)
            for at, asked in self._columns
            if asked and asked.field.type in _SHARED and asked.field.id not in naming
        ]
        if not may:
            return {}
        column, name = self._draw(st.sampled_from(may))
        top = self._draw(st.integers(0, len(rows) - 2))
        if rows[top][name] is None:
            return {}
        bottom = self._draw(st.integers(top + 1, len(rows) - 1))
        for row in rows[top : bottom + 1]:
            row[name] = rows[top][name]
        self._kinds.add("merged_filled")
        return {column: (top, bottom)}

    def _between(self, header: Sequence[int], left: int, *, may_add: bool) -> None:
        what = self._draw(st.sampled_from(["", "", "", "", "blank"] + ["total", "header", "unfilled"] * may_add))
        if what == "blank":
            self._row += 1
        elif what == "total":
            self._total(left)
        elif what == "header":
            self._repeat(header)
        elif what == "unfilled":
            self._unfilled()

    def _total(self, left: int) -> None:
        on_the_left = {column for column, _ in self._columns[:3]} & {0, 1, 2}
        places = [
            column for column, asked in self._columns if (asked and asked.field.id in _PLACES) or column in on_the_left
        ]
        word = self._draw(st.sampled_from(_TOTALS))
        at = self._draw(st.sampled_from(places))
        self._grid.put(self._row, at, word)
        for column, asked in self._columns:
            if asked and asked.field.type == "money" and column != at and self._draw(st.booleans()):
                total = self._draw(st.integers(0, 10**6)) / 100
                self._grid.put(self._row, column, total if self._form.typed else str(total))
        self._kinds.add("subtotals_dropped")
        self._row += 1

    def _repeat(self, header: Sequence[int]) -> None:
        """The header once more, as a printed page repeats it."""
        for row in header:
            for column, _ in self._columns:
                self._grid.put(self._row, column, self._grid.cells.get((row, column)))
            self._row += 1
        self._kinds.add("headers_repeated")

    def _unfilled(self) -> None:
        """A line prepared and left empty: a number in a column that no field is taken from."""
        unknown = [column for column, asked in self._columns if asked is None]
        if unknown:
            self._grid.put(self._row, unknown[0], 99 if self._form.typed else "99")
            self._kinds.add("rows_unfilled")
            self._row += 1

    def _notes(self, left: int) -> None:
        if not self._draw(st.booleans()):
            return
        known = sum(asked is not None for _, asked in self._columns)
        texts = self._draw(st.lists(st.sampled_from(_NOTES), min_size=1, max_size=3 if known > 2 else 1, unique=True))
        column = self._draw(st.sampled_from((0, left)))
        self._kinds.add("notes_at_end")
        for text in texts:
            self._grid.put(self._row, column, text)
            column += self._draw(st.integers(1, 2))
        self._row += 1
        for text in self._draw(st.lists(st.sampled_from(_AFTER), max_size=2, unique=True)):
            self._grid.put(self._row, left, text)
            self._row += 1
