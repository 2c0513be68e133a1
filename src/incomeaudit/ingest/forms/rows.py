"""Rows of a form taken apart: which cell is a label, which the value beside it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.match import Head, head_of

LOST = "\x00"
"""Stands where a cell's value is not there: an error, a formula that nobody calculated."""

Texts = Mapping[int, str]
"""A row's filled cells: column, counted from 0, to text."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A label of a form and the cell that belongs to it."""

    head: Head
    """The label with its groups; its letter is the value's column."""
    row: int
    """Excel's."""
    label: str
    """The label's own cell, B3."""
    value: str | None
    """None for a blank cell, ``LOST`` for one whose value is not there."""

    @property
    def labelled(self) -> bool:
        """Whether there is a label; a figure without one beside it may be anything."""
        return bool(self.head.texts)

    @property
    def cell(self) -> str:
        """Where the value stands, or would."""
        return f"{self.head.letter}{self.row}"


def slots_in(
    texts: Texts,
    row: int,
    sections: Sequence[tuple[int, str]],
    is_label: Callable[[str], bool],
    is_answer: Callable[[str, str], bool],
    label_columns: Collection[int],
) -> Iterator[Slot]:
    """The labels of one row, from left to right, each with the value to its right.

    ``row`` is Excel's; ``sections`` are columns and texts of labels merged down over this row from above;
    ``is_label`` says whether a text is a known header, ``is_answer`` whether a text, even so, is an answer to a
    label; in ``label_columns`` mostly labels stand. What stands where a label should and is not known is one
    all the same, unless it is a figure. A label with another right beside it is a group.
    """
    filled = sorted(texts.items())
    groups = [text for column, text in sections if filled and column < filled[0][0]]
    last: Slot | None = None
    at = 0
    while at < len(filled):
        column, text = filled[at]
        after = filled[at + 1] if at + 1 < len(filled) else None
        if last is not None and _is_unit(text):
            last = replace(last, head=head_of(last.head.letter, (*last.head.texts, text)))
            at += 1
            continue
        if last is not None:
            yield last
            last = None
        name, said = in_one_cell(text)
        if said and is_label(name):
            yield Slot(head_of(letter(column), (*groups, name)), row, f"{letter(column)}{row}", said)
            at += 1
            continue
        if _is_figure(text) or (after is None and at and not is_label(text)):
            yield Slot(head_of(letter(column), ()), row, f"{letter(column)}{row}", text)
            at += 1
            continue
        beside = after is not None and after[0] == column + 1
        if after is None or (is_label(after[1]) and not is_answer(text, after[1])):
            if after is not None and (beside or not is_label(text)):
                groups.append(text)
            elif is_label(text):
                last = _slot(groups, text, column, column + 1, row, None)
            at += 1
        elif not beside and after[0] in label_columns and not _is_figure(after[1]) and not is_answer(text, after[1]):
            last = _slot(groups, text, column, column + 1, row, None) if is_label(text) else None
            at += 1
        else:
            last = _slot(groups, text, column, after[0], row, after[1])
            at += 2
    if last is not None:
        yield last


def in_one_cell(text: str) -> tuple[str, str]:
    """Label and value of a cell that holds both, 户主姓名：张三; two empty texts where it does not."""
    found = re.fullmatch(r"([^:：]+)[:：](.*\S.*)", text.strip())
    return (found[1], found[2].strip()) if found else ("", "")


def _slot(groups: Sequence[str], text: str, column: int, value_column: int, row: int, value: str | None) -> Slot:
    return Slot(head_of(letter(value_column), (*groups, text)), row, f"{letter(column)}{row}", value)


def _is_figure(text: str) -> bool:
    return text.isascii() or bool(re.search(r"\d{5}", text))


def _is_unit(text: str) -> bool:
    said = normalise(text)
    return said.unit is not None and not said.text
