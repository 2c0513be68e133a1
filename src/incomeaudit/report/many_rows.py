"""The XML of rows that are many, made at the speed of Polars: one vectorised expression a chunk.

What ``measure.heights`` and ``few_rows.row_xml`` do for lists of values, for frames of any height.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import polars as pl
from openpyxl.utils import get_column_letter

from incomeaudit.report.cell_xml import CELL_LIMIT, ESCAPED, cut
from incomeaudit.report.layout import Column
from incomeaudit.report.measure import LINE_HEIGHT, NARROWING, TALLEST

_FORBIDDEN = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
_SPECIAL = rf"[&<>\r]|{_FORBIDDEN}|{ESCAPED}"
_SPACED = r"^\s|\s$|\s\s|[\t\n\r]"


def heights(columns: Sequence[Column], wide: Sequence[float], frame: pl.DataFrame) -> pl.Series:
    """How high each row must be for its wrapped texts, in points; null where one line is enough."""
    wrapped = [
        (column.name, width) for column, width in zip(columns, wide, strict=True) if column.kind in ("text", "long")
    ]
    if not wrapped or not frame.height:
        return pl.Series("height", [None] * frame.height, pl.Float64)
    # Splitting takes longer than all the rest, and most columns hold no line break.
    broken = frame.select(pl.col(name).str.contains("\n", literal=True).any() for name, _ in wrapped).row(0)
    lines = pl.max_horizontal(
        _lines(pl.col(name), width) if is_broken else _wraps(pl.col(name), width)
        for (name, width), is_broken in zip(wrapped, broken, strict=True)
    )
    height = pl.when(lines > 1).then((LINE_HEIGHT * lines + 2).clip(upper_bound=TALLEST))
    return frame.select(height.alias("height")).to_series()


def _lines(text: pl.Expr, width: float) -> pl.Expr:
    return text.str.split("\n").list.eval(_wraps(pl.element(), width)).list.sum()


def _wraps(line: pl.Expr, width: float) -> pl.Expr:
    return (NARROWING * _width(line) / (width - 1)).ceil().clip(lower_bound=1)


def _width(text: pl.Expr) -> pl.Expr:
    characters = text.str.len_chars().cast(pl.Int64)
    return characters + (text.str.len_bytes().cast(pl.Int64) - characters) // 2


def row_xml(frame: pl.DataFrame, first_row: int, styles: Sequence[int], heights: pl.Series) -> str:
    """The rows of ``frame`` as ``<row>`` elements, the first of them in Excel's row ``first_row``."""
    flat = _escaped(_flat(frame))
    rows = pl.int_range(first_row, first_row + frame.height, eager=True).cast(pl.String)
    height = pl.format(' ht="{}"', heights.cast(pl.String)).fill_null("")
    pieces: list[pl.Expr | str] = ['<row r="', pl.col("row"), '"', pl.col("height"), ">"]
    for index, style in enumerate(styles):
        pieces += [f'<c r="{get_column_letter(index + 1)}', pl.col("row"), f'" s="{style}"', *_rest(flat, str(index))]
    with_rows = flat.with_columns(rows.alias("row"), height.alias("height"))
    return "".join(with_rows.select(pl.concat_str(_joined([*pieces, "</row>"]))).to_series())


def _rest(flat: pl.DataFrame, name: str) -> list[pl.Expr | str]:
    """What follows a column's style: the value and the end of its cell. A column without gaps needs no choice."""
    choices: list[tuple[str, str, str]] = []
    if name in flat.columns:
        choices.append(("><v>", name, "</v></c>"))
    if f"{name}t" in flat.columns:
        choices.append((' t="inlineStr"><is>', f"{name}t", "</t></is></c>"))
    if len(choices) == 1:
        before, value, after = choices[0]
        nulls = flat.get_column(value).null_count()
        if nulls == flat.height:
            return ["/>"]
        if not nulls:
            return [before, pl.col(value), after]
    # A null makes the part that it stands in null, and the next is taken.
    parts = [pl.concat_str(pl.lit(before), value, pl.lit(after)) for before, value, after in choices]
    return [pl.coalesce(*parts, pl.lit("/>"))]


def _joined(pieces: Sequence[pl.Expr | str]) -> Iterator[pl.Expr]:
    """The pieces with neighbouring literals made one."""
    for literal, group in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if literal:
            yield pl.lit("".join(str(piece) for piece in group))
        else:
            yield from (piece for piece in group if isinstance(piece, pl.Expr))


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns as texts, named by their place; figures that are not finite null.

    A text's name ends in ``t``. A struct gives two columns, its number and its text.
    """
    columns: dict[str, pl.Expr] = {}
    for index, (name, dtype) in enumerate(frame.schema.items()):
        if isinstance(dtype, pl.Struct):
            columns[f"{index}"] = _digits(pl.col(name).struct.field("number"))
            columns[f"{index}t"] = pl.col(name).struct.field("text")
        elif dtype == pl.String:
            columns[f"{index}t"] = pl.col(name)
        else:
            columns[f"{index}"] = _digits(pl.col(name))
    return frame.select(expression.alias(name) for name, expression in columns.items())


def _digits(number: pl.Expr) -> pl.Expr:
    return pl.when(number.is_finite()).then(number).cast(pl.String)


def _escaped(flat: pl.DataFrame) -> pl.DataFrame:
    """The text columns as they may stand in a cell, behind the opening tag; empty texts null.

    Most columns hold nothing special, so each is looked at first: a look is much cheaper than the replacements.
    """
    names = [name for name in flat.columns if name.endswith("t")]
    if not names:
        return flat
    looks = flat.select(
        look.any().alias(f"{name}:{what}")
        for name in names
        for what, look in {
            "long": pl.col(name).str.len_bytes() > CELL_LIMIT,
            "special": pl.col(name).str.contains(_SPECIAL),
            "spaced": pl.col(name).str.contains(_SPACED),
        }.items()
    ).row(0, named=True)
    long = [name for name in names if looks[f"{name}:long"]]
    flat = flat.with_columns(
        pl.Series(name, [text if text is None else cut(text) for text in flat.get_column(name)], pl.String)
        for name in long
    )
    escaped = []
    for name in names:
        text = xml_text(pl.col(name)) if looks[f"{name}:special"] else pl.col(name)
        opening = '<t xml:space="preserve">' if looks[f"{name}:spaced"] else "<t>"
        escaped.append(pl.when(text != "").then(pl.concat_str(pl.lit(opening), text)).alias(name))
    return flat.with_columns(escaped)


def xml_text(text: pl.Expr) -> pl.Expr:
    """Texts as they may stand inside an element: forbidden characters gone, the others escaped."""
    return (
        text.str.replace_all(r"\r\n?", "\n")
        .str.replace_all(_FORBIDDEN, "")
        .str.replace_all(ESCAPED, "_x005F_${1}")
        .str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
    )
