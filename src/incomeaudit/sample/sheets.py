"""Laying the county out on sheets: titles, headers, rows, sums and notes; every row of a table keeps its number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Literal

from openpyxl.utils import get_column_letter

from incomeaudit.sample.columns import (
    GRANT,
    HOUSEHOLD,
    LEADER,
    LOAN,
    MEMBER,
    PLACE,
    PREVIOUS,
    PROJECT,
    TRAINING,
    VILLAGE,
    VISIT,
    Column,
)
from incomeaudit.sample.county import Township, Village
from incomeaudit.sample.forms import Cell, number
from incomeaudit.sample.household import Household
from incomeaudit.sample.people import Person
from incomeaudit.sample.place_rows import PlaceRow
from incomeaudit.sample.plan import County, people_of
from incomeaudit.sample.planted import Planted
from incomeaudit.sample.records import Further, Previous
from incomeaudit.sample.scheme import Scheme, half_up

_SUMMED = ("members", "labourers", "wage_income", "business_income", "property_income", "transfer_income", "income")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: what its cells hold, and what it is."""

    cells: tuple[Cell, ...]
    kind: Literal["title", "line", "header", "data", "sum", "note"]


Subject = Household | Village | PlaceRow | Person | Township | Further | Previous
"""What a row is about; townships have no sheet, and stand at their first household's row."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row of a table came to lie."""

    subject: Subject
    row: int
    """As Excel counts, the sheet's first row being 1."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it will be written."""

    name: str
    table: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    merged: tuple[str, ...]
    placed: tuple[Placed, ...]

    def address(self, field: str, row: int) -> str:
        """The cell of a field in a row, as H7."""
        return f"{get_column_letter(self._index(field) + 1)}{row}"

    def holds(self, field: str, placed: Placed) -> Cell:
        """What the cell of a field holds."""
        return placed.cells[self._index(field)]

    def _index(self, field: str) -> int:
        return next(index for index, column in enumerate(self.columns) if column.field == field)


def planted_of(subject: object) -> Planted | None:
    """What was planted in a row, if anything."""
    planted = getattr(subject, "planted", None)
    return planted if isinstance(planted, Planted) else None


def lay_out(county: County, rng: Random) -> tuple[Sheet, ...]:
    """The sheets of the workbook, in their order."""
    first = (_households(county, rng), _members(county, rng), _villages(county, rng), _places(county, rng))
    return (*first, *(_further(table, rows, county.scheme, rng) for table, rows in county.further.items()))


def lay_out_previous(county: County, rng: Random) -> Sheet:
    """Last year's roster, the one sheet of a workbook of its own."""
    scheme = county.scheme
    title = f"{scheme.county}{scheme.year - 1}年低收入农户花名册"
    rows: list[tuple[Subject, dict[str, Cell]]] = [(row, {"": number}) for number, row in enumerate(county.previous, 1)]
    return _simple("农户", "previous", PREVIOUS, title, rows, scheme, rng)


def _row(columns: Iterable[Column], subject: object, rng: Random, known: dict[str, Cell]) -> tuple[Cell, ...]:
    """The cells of one row; ``known`` are those that the row's place gives, by field."""
    unreadable: dict[str, str] = getattr(subject, "unreadable", {})
    cells: list[Cell] = []
    for column in columns:
        if column.field in known:
            cells.append(known[column.field])
        elif column.field in unreadable:
            cells.append(unreadable[column.field])
        else:
            value = getattr(subject, column.field)
            cells.append(None if value is None else column.form(value, rng))
    return tuple(cells)


def _spread(width: int, texts: dict[int, str]) -> tuple[Cell, ...]:
    """A row that holds texts at some positions and nothing else."""
    return tuple(texts.get(index) for index in range(width))


def _households(county: County, rng: Random) -> Sheet:
    scheme = county.scheme
    # Only rosters of these years ask what the epidemic did to a household.
    epidemic = 2020 <= scheme.year <= 2022
    asked = tuple(column for column in HOUSEHOLD if column.stands(scheme.documents))
    columns = tuple(column for column in asked if epidemic or column.field != "epidemic_impact")
    width = len(columns)
    last = get_column_letter(width)
    groups = tuple(column.group or column.header for column in columns)
    lines = [
        Line(_spread(width, {0: f"{scheme.county}{scheme.year}年低收入农户花名册"}), "title"),
        Line(
            _spread(
                width,
                {
                    0: f"填报单位：{scheme.county}（示例）",
                    14: f"填报日期：{scheme.year}年12月25日",
                    width - 2: "单位：元",
                },
            ),
            "line",
        ),
        Line(
            tuple(group if index == 0 or groups[index - 1] != group else None for index, group in enumerate(groups)),
            "header",
        ),
        Line(tuple(column.header if column.group else None for column in columns), "header"),
    ]
    merged = [f"A1:{last}1", "A2:H2", "O2:R2", "A3:A4", *_group_ranges(groups, 3)]
    placed: list[Placed] = []
    for township, together in groupby(county.households, key=lambda each: each.township):
        rows = list(together)
        for household in rows:
            known: dict[str, Cell] = {"": len(placed) + 1, "county": scheme.county}
            cells = _row(columns, household, rng, known)
            lines.append(Line(cells, "data"))
            placed.append(Placed(household, len(lines), cells))
        lines.append(Line(_sums(columns, rows, {"": "小计", "township": township}), "sum"))
    lines.append(Line(_sums(columns, county.households, {"": "合计"}), "sum"))
    lines.append(Line(_spread(width, {0: "填表人：（示例）", 14: "审核人：（示例）"}), "note"))
    lines.append(
        Line(_spread(width, {0: "说明：本表为演示用的虚构数据，姓名、证件号码、电话和金额均非真实。"}), "note")
    )
    return Sheet("农户", "household", columns, tuple(lines), tuple(merged), tuple(placed))


def _group_ranges(groups: Sequence[str], row: int) -> list[str]:
    """The ranges of neighbouring columns that stand in one group."""
    ranges: list[str] = []
    start = 0
    for _, together in groupby(groups):
        end = start + len(list(together))
        if end - start > 1:
            ranges.append(f"{get_column_letter(start + 1)}{row}:{get_column_letter(end)}{row}")
        start = end
    return ranges


def _sums(columns: Sequence[Column], rows: Sequence[Household], known: dict[str, Cell]) -> tuple[Cell, ...]:
    totals = {name: sum((Decimal(str(getattr(row, name) or 0)) for row in rows), Decimal(0)) for name in _SUMMED}
    cells = {name: number(total) for name, total in totals.items()}
    if totals["members"] > 0:
        cells["per_capita_income"] = number(half_up(totals["income"] / totals["members"]))
    return tuple(known.get(column.field, cells.get(column.field)) for column in columns)


def _members(county: County, rng: Random) -> Sheet:
    scheme = county.scheme
    homes = {id(person): row.household_id for row in county.households for person in row.people}
    people = people_of(county.households)
    rows: list[tuple[Subject, dict[str, Cell]]] = [(each, {"household_id": homes[id(each)]}) for each in people]
    title = f"{scheme.county}{scheme.year}年低收入农户家庭成员名单"
    return _simple("家庭成员", "member", MEMBER, title, rows, scheme, rng)


def _villages(county: County, rng: Random) -> Sheet:
    title = f"{county.scheme.county}{county.scheme.year}年村集体经济收入情况表"
    rows: list[tuple[Subject, dict[str, Cell]]] = [
        (village, {"": number}) for number, village in enumerate(county.villages, 1)
    ]
    return _simple("村集体经济", "village", VILLAGE, title, rows, county.scheme, rng)


def _places(county: County, rng: Random) -> Sheet:
    title = f"{county.scheme.county}{county.scheme.year}年县级参数"
    return _simple("县级参数", "place", PLACE, title, [(place, {}) for place in county.places], county.scheme, rng)


_FURTHER = {
    "visit": ("走访记录", VISIT, "低收入农户走访记录"),
    "grant": ("补助发放", GRANT, "帮扶补助发放台账"),
    "loan": ("小额信贷", LOAN, "低收入农户小额信贷台账"),
    "project": ("项目", PROJECT, "帮扶项目台账"),
    "leader": ("带头人", LEADER, "致富带头人名单"),
    "training": ("培训", TRAINING, "低收入农户培训台账"),
}
"""Name, columns and title of the sheets of the further tables."""


def _further(table: str, rows: Sequence[Further], scheme: Scheme, rng: Random) -> Sheet:
    name, columns, title = _FURTHER[table]
    whole = f"{scheme.county}{scheme.year}年{title}"
    return _simple(name, table, columns, whole, [(row, {}) for row in rows], scheme, rng)


def _simple(
    name: str,
    table: str,
    every: tuple[Column, ...],
    title: str,
    rows: Iterable[tuple[Subject, dict[str, Cell]]],
    scheme: Scheme,
    rng: Random,
) -> Sheet:
    """A sheet with a title, one header row and the rows; the columns that a document in force asks for."""
    columns = tuple(column for column in every if column.stands(scheme.documents))
    lines = [
        Line(_spread(len(columns), {0: title}), "title"),
        Line(tuple(column.header for column in columns), "header"),
    ]
    placed: list[Placed] = []
    for subject, known in rows:
        cells = _row(columns, subject, rng, known)
        lines.append(Line(cells, "data"))
        placed.append(Placed(subject, len(lines), cells))
    return Sheet(name, table, columns, tuple(lines), (f"A1:{get_column_letter(len(columns))}1",), tuple(placed))
