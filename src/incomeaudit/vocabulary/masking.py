"""Hiding personal numbers and names wherever the program writes them.

What is left is enough to find the cell again in the roster, and too little to identify the person:

=======  ==========================  =====================================
kind     shown                       example
=======  ==========================  =====================================
id       first six and last two      ``331123**********1X``
phone    first three and last four   ``138****1234``
bank     last four                   ``***************1234``
name     first character             ``王*``
=======  ==========================  =====================================

A text too short for its kind shows at most its last character, a blank one stays blank.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from incomeaudit.vocabulary.model import Field

MaskKind = Literal["id", "phone", "bank", "name"]


@dataclass(frozen=True, slots=True)
class _Shown:
    """How many characters stay at each end, and from what length of text on."""

    head: int
    tail: int
    shortest: int


_SHOWN: dict[str, _Shown] = {
    "id": _Shown(6, 2, 14),
    "phone": _Shown(3, 4, 11),
    "bank": _Shown(0, 4, 12),
}
_SHORT = _Shown(0, 1, 3)
_PERSONS = {
    "household": ("head_name", "cadre"),
    "member": ("name",),
    "visit": ("head_name", "visitor"),
    "loan": ("head_name", "borrower"),
    "project": ("asset_manager",),
    "grant": ("head_name",),
    "training": ("trainee",),
    "leader": ("name",),
}
"""By table, the fields that hold a person's name."""


def mask(text: str, kind: MaskKind) -> str:
    """``text``, trimmed, with all but a few characters of a number or name turned into ``*``."""
    plain = text.strip()
    if kind == "name":
        return f"{plain[0]}*" if plain else plain
    shown = next((s for s in (_SHOWN[kind], _SHORT) if len(plain) >= s.shortest), _Shown(0, 0, 0))
    tail = plain[len(plain) - shown.tail :]
    return f"{plain[: shown.head]}{'*' * (len(plain) - shown.head - shown.tail)}{tail}"


def mask_expr(expr: pl.Expr, kind: MaskKind) -> pl.Expr:
    """``mask`` for a String column; null stays null."""
    plain = expr.str.strip_chars()
    if kind == "name":
        return pl.when(plain == "").then(plain).otherwise(plain.str.head(1) + "*")
    length = plain.str.len_chars().cast(pl.Int64)
    whole = plain.str.replace_all(r"(?s).", "*")
    masked = whole
    for shown in (_SHORT, _SHOWN[kind]):
        hidden = whole.str.slice(0, length - shown.head - shown.tail)
        parts = [plain.str.head(shown.head), hidden, plain.str.tail(shown.tail)]
        masked = pl.when(length >= shown.shortest).then(pl.concat_str(parts)).otherwise(masked)
    return masked


def mask_kind(field: Field) -> MaskKind | None:
    """What is masked in a field's values: its personal number, or a person's name; None for nothing."""
    if field.personal:
        return field.personal
    return "name" if field.id in _PERSONS.get(field.table, ()) else None
