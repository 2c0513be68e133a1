"""Which rows far down a sheet may be the header of another table.

A sheet may have a hundred thousand rows of one table, so the rows are not read one by one: a row in which a figure,
an ID or a date stands is no header, and one or two columns with figures leave next to nothing to look at.
"""

from collections.abc import Callable, Sequence

import polars as pl

_SAMPLE = 32
"""Rows, evenly spaced, that tell which columns hold figures."""
_FEW = 256
"""Rows that are looked at one by one without more ado."""
_LONGEST = 60


def heading_rows(
    cells: pl.DataFrame, start: int, is_name: Callable[[str], bool], names: Sequence[str]
) -> tuple[int, ...]:
    """Rows, counted from 0 and at or below ``start``, with two known headers or more and no figure, rising.

    ``cells`` are a sheet's strings; ``is_name`` says whether a text is a known header, and ``names`` are those headers
    as they are once normalised.
    """
    body = cells.slice(start)
    if body.is_empty():
        return ()
    left = _without_figures(body)
    if len(left) > _FEW:
        left = _with_names(body, left, names)
    known: dict[tuple[str | None, ...], bool] = {}
    found: list[int] = []
    for at, row in zip(left.to_list(), body[left].iter_rows(), strict=True):
        if row not in known:
            known[row] = sum(text is not None and is_name(text) for text in row) > 1
        if known[row]:
            found.append(start + at)
    return tuple(found)


def _without_figures(body: pl.DataFrame) -> pl.Series:
    """Positions of the rows in which no column holds a figure. The columns that hold most are looked at first."""
    sample = body[:: max(1, len(body) // _SAMPLE)].rows()
    counts = [sum(text is not None and _is_figure(text) for text in column) for column in zip(*sample, strict=True)]
    order = sorted((-count, letter) for count, letter in zip(counts, body.columns, strict=True) if count)
    left: pl.Series | None = None
    for _, letter in order:
        column = body[letter] if left is None else body[letter].gather(left)
        # Digits at the front and no character of more than one byte: 2020年人均可支配收入 is a header.
        figures = (column >= "0") & (column < ":") & (column.str.len_bytes() == column.str.len_chars())
        others = (~figures.fill_null(value=False)).arg_true()
        left = others if left is None else left.gather(others)
        if len(left) <= _FEW:
            break
    return left if left is not None else pl.int_range(len(body), dtype=pl.UInt32, eager=True)


def _is_figure(text: str) -> bool:
    """Whether a cell holds a figure; years do not count, which stand in headers too."""
    return "0" <= text[:1] <= "9" and text.isascii() and not (len(text) == 4 and text[:2] in {"19", "20"})


def _with_names(body: pl.DataFrame, among: pl.Series, names: Sequence[str]) -> pl.Series:
    """Positions, of some, of rows in which two cells or more hold a known header somewhere in their text."""
    telling = [name for name in names if len(name) > 1]
    text = pl.all().str.replace_all(r"\s", "")
    near = text.str.contains_any(telling) & (pl.all().str.len_chars() <= _LONGEST)
    counted = body[among].select(near.fill_null(value=False)).select(pl.sum_horizontal(pl.all()))
    return among.filter(counted.to_series() > 1)
