"""What the texts on a form are: labels that are known, answers to them, or neither."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from incomeaudit.ingest.blocks import may_be_header
from incomeaudit.ingest.cells import parse
from incomeaudit.ingest.forms.rows import LOST, Slot, Texts, in_one_cell
from incomeaudit.ingest.match import HeaderIndex, Known, head_of, match_head
from incomeaudit.vocabulary import Field

_FIELDS = 4
"""Household fields, at least, of a form."""
_ROWS = 3
"""Rows, at least, over which they are spread: a header takes three, but there no value stands beside a label."""
_READABLE = 0.6
"""Of the values that are not free text, those that must be what their labels ask for."""
_NAMING = frozenset({"household_id", "head_id", "head_name"})


@dataclass(frozen=True)
class Labels:
    """The vocabulary's headers as the labels of a form."""

    index: HeaderIndex
    _known: dict[str, bool] = field(default_factory=dict)

    def is_label(self, text: str) -> bool:
        """Whether some table has a header of this name."""
        if text not in self._known:
            self._known[text] = not text.isascii() and may_be_header(text, self.index)
        return self._known[text]

    def is_answer(self, label: str, text: str) -> bool:
        """Whether a text, though it is a header too (特困供养人员), is one of the codes that a label asks for."""
        known = match_head(head_of("A", (label,)), self.index, "household")
        if known is None or known.field.type != "code":
            return False
        return text.strip() in self.index.vocabulary.codes[known.field.codes].spellings

    def is_title(self, texts: Texts) -> bool:
        """Whether a row says things of its own, 填报单位：…, and has no label."""
        said = [in_one_cell(text)[0] for text in texts.values()]
        return all(said) and not any(map(self.is_label, said))

    def match(self, slot: Slot, table: str) -> Known | None:
        """The field of a table that a label leads to, and how."""
        return match_head(slot.head, self.index, table)

    def field(self, slot: Slot) -> Field | None:
        """The household's field that a label leads to."""
        known = self.match(slot, "household")
        return known.field if known else None

    def of_household(self, slots: Iterable[Slot]) -> list[tuple[Field, Slot]]:
        """The labels that lead to fields of the household."""
        return [(found, slot) for slot in slots if (found := self.field(slot))]

    def are_sure(self, slots: Sequence[Slot]) -> bool:
        """Whether labels and values are those of a household's form.

        Sure is what shows four fields of a household, one of them naming it, beside values, in three rows or more,
        and mostly values that are what their labels ask for: figures where there must be figures.
        """
        fields = self.of_household(slots)
        told = {found.id for found, _ in fields}
        named = [slot for slot in slots if slot.value and self._names(slot)]
        if not named or len(told | {"head_name"}) < _FIELDS or len(fields) > 2 * len(told):
            return False
        return len({slot.row for _, slot in fields}) >= _ROWS and self._are_readable(fields)

    def are_blank(self, slots: Sequence[Slot]) -> bool:
        """Whether labels are those of a household's form that nobody has filled in."""
        fields = self.of_household(slots)
        rows = {slot.row for _, slot in fields}
        filled = [slot for _, slot in fields if slot.value]
        return len({found.id for found, _ in fields}) > _FIELDS and len(rows) > _ROWS and not filled

    def _names(self, slot: Slot) -> bool:
        own, member = self.field(slot), self.match(slot, "member")
        return bool((own and own.id in _NAMING) or (member and member.field.id == "name"))

    def _are_readable(self, fields: Sequence[tuple[Field, Slot]]) -> bool:
        asked = [
            (found, slot.value) for found, slot in fields if found.type != "text" and slot.value not in {None, LOST}
        ]
        readable = sum(self._is_readable(found, value or "") for found, value in asked)
        return readable >= max(2, _READABLE * len(asked))

    def _is_readable(self, found: Field, value: str) -> bool:
        if found.type == "id":
            return bool(re.search(r"\d", value))
        return not parse(pl.Series([value]), found, self.index.vocabulary.codes).unreadable.any()
