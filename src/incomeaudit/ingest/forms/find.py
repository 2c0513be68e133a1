"""The form of one household (一户一表): labels beside values, and often a small table of the members among them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from incomeaudit.ingest.address import letter, position
from incomeaudit.ingest.forms.labels import Labels
from incomeaudit.ingest.forms.rows import LOST, Slot, Texts, in_one_cell, slots_in
from incomeaudit.ingest.forms.tables import tables_inside
from incomeaudit.ingest.layout import Layout
from incomeaudit.ingest.match import HeaderIndex, head_of
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.rows import is_note
from incomeaudit.ingest.table_read import OPTIONS

_LOOKED_AT = 20
"""Rows from the top that must show that a sheet is a form."""
_FEWEST = 4
"""Labels, at least, that they must show outside the row that has most."""
_EXPLAINS = re.compile(r"字段|列名|填写说明|填报说明|填写要求|数据类型|是否必填|示例|样例")
"""Headers of a list that explains headers, which looks like a form."""


@dataclass(frozen=True, slots=True)
class Form:
    """One household's form as found on a sheet."""

    slots: tuple[Slot, ...]
    """All labels, known or not, in the order of the sheet."""
    titles: tuple[tuple[str, str], ...]
    """Cell and text of everything above the first label."""
    tables: tuple[Layout, ...] = ()
    """Tables among the labels: the household's members, visits to it, its loans."""
    unread: tuple[str, ...] = ()
    """Columns, of a sheet with a household a column, that hold something else than a household."""


def find_forms(sheet: Sheet, index: HeaderIndex) -> tuple[Form, ...] | None:
    """The forms on a sheet, each of one household: with a value to the right of each label, or a household a column.

    None where it is not surely a form, which must show labels beside values in several rows: below the headers of a
    roster stand rows, and no value stands beside a header. Empty for a form that nobody has filled in.
    """
    rule = index.told.rule if index.told else None
    if OPTIONS.search(sheet.name) or (rule and (rule.tables or rule.header_rows)):
        return None
    labels = Labels(index)
    if not _may_be_form(sheet.cells, labels) or _begins_roster(sheet, labels):
        return None
    rows = _rows(sheet, sheet.cells.height)
    return _side_by_side(rows, labels) or _below_each_other(sheet, rows, labels)


def _may_be_form(cells: pl.DataFrame, labels: Labels) -> bool:
    """A quick look at the first rows, which turns rosters away: their headers stand in one row or two."""
    named: list[set[str]] = []
    for row in cells.head(_LOOKED_AT).iter_rows():
        filled = [text for text in row if text]
        if sum(_EXPLAINS.search(text) is not None for text in filled) > 1:
            return False
        beside = [text for text in filled if labels.is_label(text)]
        named.append({*beside, *(name for name, _ in map(in_one_cell, filled) if name and labels.is_label(name))})
    most = max(named, key=len, default=set())
    elsewhere = [own for own in named if own is not most]
    return len(set().union(*elsewhere) - most) >= _FEWEST - 1 and sum(map(bool, elsewhere)) > 1


def _begins_roster(sheet: Sheet, labels: Labels) -> bool:
    """Whether the first rows show the header of a list of households, villages or counties: no form has one.

    Answers, of which a roster may have a hundred thousand, are often called like headers (养老金), so that the look at
    the first rows alone does not turn it away; this does, before each row is taken apart.
    """
    rows = _rows(sheet, _LOOKED_AT)
    return tables_inside(sheet.cells, rows, labels, sheet.name).roster


def _rows(sheet: Sheet, count: int) -> list[Texts]:
    columns = [position(name) for name in sheet.cells.columns]
    rows = [
        {column: text for column, text in zip(columns, row, strict=True) if text and text.strip()}
        for row in sheet.cells.head(count).iter_rows()
    ]
    for number, name in sheet.facts.lost.select("row", "letter").iter_rows():
        if number <= len(rows):
            rows[number - 1][position(name)] = LOST
    return list(rows)


def _below_each_other(sheet: Sheet, rows: Sequence[Texts], labels: Labels) -> tuple[Form, ...] | None:
    inside = tables_inside(sheet.cells, rows, labels, sheet.name)
    outside = [at for at in range(len(rows)) if at not in inside.rows and rows[at]]
    by_row = _slots_by_row(sheet, rows, outside, labels)
    labelled = [at for at, slots in by_row.items() if labels.of_household(slots)]
    others = [at for at in outside if len(rows[at]) > 1 and at not in labelled]
    if inside.roster or not labelled or len(others) > len(labelled):
        return None
    forms = [
        Form(tuple(slots), _titles(rows, top, slots[0].row - 1), _between(inside.layouts, top, end))
        for top, end, slots in _cut(by_row, rows, labels)
    ]
    if labels.are_sure(forms[0].slots):
        return tuple(forms)
    return () if labels.are_blank([slot for form in forms for slot in form.slots]) else None


def _between(layouts: Sequence[Layout], top: int, end: int) -> tuple[Layout, ...]:
    return tuple(layout for layout in layouts if top < layout.first_row <= end)


def _slots_by_row(sheet: Sheet, rows: Sequence[Texts], among: Sequence[int], labels: Labels) -> dict[int, list[Slot]]:
    """The labels of each row, from the first known one on."""
    columns = _label_columns((rows[at] for at in among), labels)
    merged = _merged_down(sheet, rows)
    answers: set[str] = set()
    by_row: dict[int, list[Slot]] = {}
    for at in among:
        if is_note(rows[at][min(rows[at])]) or labels.is_title(rows[at]):
            continue
        above = [(column, text) for column, top, text in merged.get(at, ()) if f"{letter(column)}{top}" not in answers]
        found = list(slots_in(rows[at], at + 1, above, labels.is_label, labels.is_answer, columns))
        answers.update(slot.cell for slot in found if slot.value)
        if found and (by_row or any(labels.field(slot) or labels.match(slot, "member") for slot in found)):
            by_row[at] = found
    return by_row


def _label_columns(rows: Iterable[Texts], labels: Labels) -> frozenset[int]:
    """Columns in which more labels stand than anything else."""
    counts = Counter((column, labels.is_label(text)) for texts in rows for column, text in texts.items())
    return frozenset(column for (column, label), count in counts.items() if label and count > counts[column, False])


def _merged_down(sheet: Sheet, rows: Sequence[Texts]) -> Mapping[int, Sequence[tuple[int, int, str]]]:
    """For each row, counted from 0, the cells merged down over it from above: column, Excel row, text."""
    found: dict[int, list[tuple[int, int, str]]] = {}
    for name, top, bottom in sheet.facts.merges.select("letter", "top", "bottom").iter_rows():
        text = rows[top - 1].get(position(name)) if top <= len(rows) else None
        for at in range(top, min(bottom, len(rows))) if text else ():
            found.setdefault(at, []).append((position(name), top, text or ""))
    return found


def _cut(by_row: Mapping[int, list[Slot]], rows: Sequence[Texts], labels: Labels) -> list[tuple[int, int, list[Slot]]]:
    """First row, end and labels of each form: one begins where the first label comes again in its column."""
    signs = [
        (at, found.id, slot.head.letter) for at, slots in by_row.items() for found, slot in labels.of_household(slots)
    ]
    begins = [at for at, *sign in signs if sign == [*signs[0][1:]]]
    tops = [0, *(_top(rows, by_row, at) for at in begins[1:])]
    return [
        (top, end, [slot for at, slots in by_row.items() if top <= at < end for slot in slots])
        for top, end in zip(tops, [*tops[1:], len(rows)], strict=True)
    ]


def _top(rows: Sequence[Texts], by_row: Mapping[int, list[Slot]], at: int) -> int:
    """The first row of the titles above a form's first label."""
    top = at
    while top and top - 1 not in by_row and not (rows[top - 1] and is_note(rows[top - 1][min(rows[top - 1])])):
        if len(rows[top - 1]) > 2:
            break
        top -= 1
    return top


def _side_by_side(rows: Sequence[Texts], labels: Labels) -> tuple[Form, ...]:
    """Households a column each beside one column of labels; none where not two columns at least are households."""
    counts = Counter(column for texts in rows for column, text in texts.items() if labels.is_label(text))
    if not counts:
        return ()
    (own, count), *others = counts.most_common()
    if count < _FEWEST or sum(number for _, number in others) > count // 10:
        return ()
    first = next(at for at, texts in enumerate(rows) if labels.is_label(texts.get(own, "")))
    among = [
        at for at in range(first, len(rows)) if own in rows[at] and len(rows[at]) > 1 and not is_note(rows[at][own])
    ]
    columns = sorted({column for at in among for column in rows[at] if column > own})
    forms: list[Form] = []
    for column in columns:
        heads = [(at, head_of(letter(column), (rows[at][own],))) for at in among]
        slots = tuple(Slot(head, at + 1, f"{letter(own)}{at + 1}", rows[at].get(column)) for at, head in heads)
        if labels.are_sure(slots):
            forms.append(Form(slots, _titles(rows, 0, first)))
    if len(forms) < 2:
        return ()
    read = {form.slots[0].head.letter for form in forms}
    forms[0] = replace(forms[0], unread=tuple(letter(column) for column in columns if letter(column) not in read))
    return tuple(forms)


def _titles(rows: Sequence[Texts], top: int, end: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"{letter(column)}{at + 1}", text) for at in range(top, end) for column, text in rows[at].items())
