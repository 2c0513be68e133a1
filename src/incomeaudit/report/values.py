"""A column's values as Python's lists, for as many rows as are quicker gone through than asked of Polars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Values:
    """One column: its numbers, its texts, or both side by side where a struct holds ``number`` and ``text``."""

    numbers: Sequence[float | None] = ()
    texts: Sequence[str | None] = ()


def values_of(frame: pl.DataFrame, names: Iterable[str]) -> list[Values]:
    """The columns of these names."""
    return [_values(frame.get_column(name)) for name in names]


def _values(column: pl.Series) -> Values:
    if column.dtype == pl.String:
        return Values(texts=column.to_list())
    if isinstance(column.dtype, pl.Struct):
        both = column.struct.unnest()
        return Values(both.get_column("number").to_list(), both.get_column("text").to_list())
    return Values(numbers=column.to_list())
