"""Settling which column stands for which field: one each, in units that fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from incomeaudit.ingest.address import position
from incomeaudit.ingest.match import Taken
from incomeaudit.ingest.units import Unit, parse_unit
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import Field, Table


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column whose header is known but which is not read, and why: a kind of issue."""

    taken: Taken
    kind: str
    """``unit_unfit``, ``gross_beside_net``, ``other_year``, ``mapped_otherwise`` or a problem's key."""
    problem: Problem | None = None
    """What keeps the sheet from being audited, where reading goes on only to show how it is understood."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What the figures of a column are multiplied by to come to the vocabulary's unit."""

    multiplier: float = 1.0
    text: str = ""
    """``×10000``, ``×12``, ``×10000 ×12``; empty for nothing."""


def settle(
    taken: Sequence[Taken],
    table: Table,
    year: int | None,
    messages: Messages,
    *,
    file: str,
    sheet: str,
    only_look: bool = False,
) -> tuple[tuple[Taken, ...], tuple[LeftOut, ...]]:
    """One column for each field of a table, and the columns left out.

    Of two columns for one field under different years the later is the field and that of the year before its
    ``prior_`` field, where the table has one; a column without a year counts as ``year``, which is what titles and
    names say. A figure before costs yields to one after, and a column known by its header to one that the user's
    mapping names. Raises ``Problem`` naming both columns for any other pair; where one ``only_look``s, they are left
    out with it.
    """
    left: list[LeftOut] = []
    fitting: list[Taken] = []
    for item in taken:
        if unit_fits(item.field, item.head.unit):
            fitting.append(item)
        else:
            left.append(LeftOut(item, "unit_unfit"))
    _refuse_two_keys(fitting, messages, sheet=sheet)
    by_field = _by_field(_without_outdone(_last_years(fitting, table, year, left), left))
    settled: list[Taken] = []
    for items in by_field.values():
        net = [item for item in items if item.how != "gross"]
        if net:
            left += [LeftOut(item, "gross_beside_net") for item in items if item.how == "gross"]
        first, *others = net or items
        if others:
            problem = _two_columns(first, others[0], messages, file=file, sheet=sheet)
            if not only_look:
                raise problem
            left += [LeftOut(item, problem.key, problem) for item in (first, *others)]
            continue
        settled.append(first)
    settled.sort(key=lambda item: position(item.head.letter))
    return tuple(settled), tuple(left)


def _by_field(taken: Sequence[Taken]) -> Mapping[str, list[Taken]]:
    by_field: dict[str, list[Taken]] = {}
    for item in taken:
        by_field.setdefault(item.field.id, []).append(item)
    return by_field


def _last_years(taken: Sequence[Taken], table: Table, year: int | None, left: list[LeftOut]) -> list[Taken]:
    settled: list[Taken] = []
    for items in _by_field(taken).values():
        prior = table.fields.get(f"prior_{items[0].field.id}")
        dated = {item.head.year or year: item for item in items}
        years = sorted((key for key in dated if key is not None), reverse=True)
        told_otherwise = any(item.by for item in items) and not (years and dated[years[0]].by)
        if prior is None or len(years) < 2 or len(years) != len(items) or told_otherwise:
            settled += items
            continue
        settled.append(dated[years[0]])
        for key in years[1:]:
            if key == years[0] - 1:
                settled.append(replace(dated[key], field=prior, how="prior_year"))
            else:
                left.append(LeftOut(dated[key], "other_year"))
    return settled


def _without_outdone(taken: Sequence[Taken], left: list[LeftOut]) -> list[Taken]:
    """Leave out columns known by their headers where the mapping names another for their field."""
    told = {(item.field.id, item.how == "gross") for item in taken if item.by}
    outdone = [item for item in taken if not item.by and (item.field.id, item.how == "gross") in told]
    left += [LeftOut(item, "mapped_otherwise") for item in outdone]
    return [item for item in taken if item not in outdone]


def _refuse_two_keys(taken: Sequence[Taken], messages: Messages, *, sheet: str) -> None:
    """Raise ``Problem("mapping_two_columns")`` where two lines of a mapping name columns of a sheet for one field."""
    told: dict[tuple[str, bool], Taken] = {}
    for item in taken:
        first = told.setdefault((item.field.id, item.how == "gross"), item) if item.by else item
        if first.by and item.by and first.by != item.by:
            raise Problem(
                "mapping_two_columns",
                where=item.by.where,
                sheet=sheet,
                field=item.field.title[messages.lang],
                first=first.by.key,
                second=item.by.key,
            )


def _two_columns(first: Taken, second: Taken, messages: Messages, *, file: str, sheet: str) -> Problem:
    in_two_units = conversion_of(first, None) != conversion_of(second, None)
    return Problem(
        "field_in_two_units" if in_two_units else "two_columns_for_field",
        file=file,
        sheet=sheet,
        field=first.field.title[messages.lang],
        first=first.head.letter,
        first_header=first.head.shown,
        second=second.head.letter,
        second_header=second.head.shown,
    )


def _measured(field: Field) -> str:
    """What a field measures, in the words of ``Unit.measures``; ``nothing`` for yes and no, empty for unknown."""
    if field.type == "boolean":
        return "nothing"
    if field.unit == "share":
        return "share"
    unit = parse_unit(field.unit)
    return unit.measures if unit else ""


def unit_fits(field: Field, unit: Unit | None) -> bool:
    """Whether a unit measures what a field does: no 元 over yes and no, no 元/月 over a year's income."""
    measured = _measured(field)
    if unit is None or not measured:
        return True
    if unit.measures != measured:
        return False
    return field.monthly or not unit.monthly


def conversion_of(taken: Taken, of_title: Unit | None) -> Conversion:
    """How a column's figures come to the vocabulary's unit.

    ``of_title`` is the money unit above the table (单位：万元), for columns whose header gives none.
    """
    unit = taken.head.unit
    if unit is None and _measured(taken.field) == "money":
        unit = of_title
    if unit is None or not _measured(taken.field):
        return Conversion(12.0, "×12") if taken.monthly else Conversion()
    words: list[str] = []
    multiplier = unit.factor
    if unit.factor != 1:
        words.append(f"×{unit.factor:g}" if unit.factor < 10_000 else f"×{unit.factor:.0f}")
    if taken.monthly or (unit is of_title and unit.monthly and taken.field.monthly):
        multiplier *= 12
        words.append("×12")
    return Conversion(multiplier, " ".join(words))
