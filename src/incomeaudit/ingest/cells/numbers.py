"""Amounts and counts: ``8,000元``, ``１.２万``, ``(1,234.5)``, ``15%``, ``3人``, ``无``.

Cells that are plain numbers are converted at once; only the rest, distinct, is looked at more closely.
"""

import math
import re
import unicodedata

import polars as pl

from incomeaudit.ingest.cells.parsed import Parsed, never, noted, with_odd, within, without_value
from incomeaudit.ingest.cells.spelling import NOTHING, plain
from incomeaudit.vocabulary import Field

LARGEST = 1e12
"""Figures from a million million on are not read: a double would no longer keep the fen safely, and so many
digits are an ID number in the wrong column."""

# A double keeps fifteen digits, and fifteen are what Excel writes, so 7999.995 may arrive a hair below itself.
# Each of up to four roundings on the way errs by at most 2⁻⁵³ of the amount, 1.2 units in the last place of 100
# once it is in fen; four such units outweigh them, and stay below the distance from a half to any other decimal
# of up to eight places and fifteen digits. The constant does the same for what is left of larger amounts
# that were subtracted.
_FEN = 100 + 4 * math.ulp(100)
_HALF = 0.5 + 5e-8

_DIGITS = r"(?:[0-9]{1,3}(?:, ?[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_SIGN = r"[+\-−]"
_ONES = "零一二三四五六七八九"
_NUMERALS = {"〇": 0, "两": 2} | {
    (_ONES[tens] if tens > 1 else "") + ("十" if tens else "") + (_ONES[ones] if ones or not tens else ""): tens * 10
    + ones
    for tens in range(10)
    for ones in range(10)
}


def round_money(amount: pl.Expr) -> pl.Expr:
    """Yuan to the fen, half away from zero, as decimal arithmetic does it.

    Takes and gives Float64 (yuan). Equal to ``decimal.ROUND_HALF_UP`` for amounts of up to fifteen digits, eight of
    them after the point, and for whole fen divided by 1 to 100; never gives −0.0. Amounts of 10¹² and more, infinities
    and NaN are returned as they are.
    """
    size = amount.abs()
    fen = (amount.sign() * (size * _FEN + _HALF).floor()).cast(pl.Int64, strict=False)  # whole numbers have no −0
    # Polars divides by a constant by multiplying with its inverse, and 510 × 0.01 is 5.1000000000000005.
    return pl.when(size < LARGEST).then((fen / 100).round(2)).otherwise(amount)


def _settled(value: pl.Expr, field: Field) -> pl.Expr:
    """Figures in the field's type; null where the field cannot hold them."""
    if field.type == "money":
        settled = round_money(value)
    elif field.type == "integer":
        # 1.1 × 10000 is 11000.000000000002; a cell that says 3.5 is further off than that.
        whole = (value - value.round()).abs() <= value.abs() * 1e-15
        settled = pl.when(whole).then(value.round().cast(pl.Int64, strict=False))
    elif field.unit == "share":
        settled = value.round(10)  # under a header in %, 57 × 0.01 is 0.5700000000000001
    else:
        settled = value
    return pl.when(value == 0).then(0).when(value.abs() < LARGEST).then(settled)  # 0 also for −0.0


def _units(field: Field) -> str:
    """Regular expression for the unit words that a cell of this field may carry."""
    if field.unit == "share":
        return "%"
    words = ["元", "圆"] if field.type == "money" or field.unit == "元" else ["个"]
    if field.unit:
        unit = re.escape(unicodedata.normalize("NFKC", field.unit))  # as the cells will be
        words += [unit, "个" + unit]
    return "|".join(words)


def _own_scale(multiplier: float) -> float:
    """What a cell that names its own unit is multiplied by: of the header's 万元/月, only the months."""
    in_months = multiplier / 12
    return 12.0 if in_months >= 1 and math.log10(in_months).is_integer() else 1.0


def _out_of_brackets(text: pl.Series, mark: str) -> pl.Series:
    """The accountant's (1,234.5) as -1,234.5."""
    if not text.str.starts_with("(").any():
        return text
    return text.str.replace(rf"^\( ?({mark}[0-9.,][0-9., ]*?) ?\)$", "-${1}")


def _read(cells: pl.Series, field: Field, multiplier: float) -> pl.DataFrame:
    mark = "(?:¥ ?)?" if field.type == "money" or field.unit == "元" else ""
    units = _units(field)
    tail = " ?%?" if field.unit == "share" else f" ?(?:万 ?)?(?:{units})?"
    number = rf"^(?:{_SIGN} ?{mark}|{mark}{_SIGN}?)(?:{_DIGITS})(?:[eE][+-]?[0-9]+|{tail})$"
    text = _out_of_brackets(plain(cells), mark)
    figures = text.str.contains(number)
    if text is not cells:  # circled and raised digits would have become ordinary ones: 5² is not 52
        figures = figures & ~cells.str.contains(r"\p{No}")
    values = text.to_frame("text").select(_figure(pl.col("text"), field)).to_series().set(~figures, None)
    nothing = never(len(cells))
    if not figures.all():
        rows = (~figures).arg_true()
        words = text.gather(rows)
        values = values.scatter(rows, _in_words(words, field, units))
        nothing = nothing.scatter(rows, words.str.contains(NOTHING))
    own, own_unit = _own_scale(multiplier), never(len(cells))
    if own != multiplier:
        own_unit = text.str.contains(f"万|{units}")
        values = (values * own).zip_with(own_unit, values * multiplier)
    elif multiplier != 1:
        values = values * multiplier
    values = values.to_frame("value").select(_settled(pl.col("value"), field)).to_series()
    if field.nothing:
        values = values.set(nothing, 0)
    return pl.DataFrame(
        {
            "cell": cells,
            "value": values,
            "unreadable": values.is_null() & ~nothing & (text != ""),
            "note": noted("unit_in_cell", own_unit & values.is_not_null()),
        }
    )


def _figure(text: pl.Expr, field: Field) -> pl.Expr:
    """The figures that texts show (Float64), as far as they are figures."""
    digits = text.str.replace("−", "-", literal=True).str.replace_all(r"[^0-9.eE+\-]", "")
    # 1.2万 is read as 1.2e4, so that it is the double nearest to 12000 and not a product
    if field.unit == "share":
        power = pl.when(text.str.ends_with("%")).then(pl.lit("e-2"))
    else:
        power = pl.when(text.str.contains("万", literal=True)).then(pl.lit("e4"))
    return (digits + power.otherwise(pl.lit(""))).cast(pl.Float64, strict=False)


def _in_words(texts: pl.Series, field: Field, units: str) -> pl.Series:
    """The numbers that texts give in words: 零, and for whole numbers 两人 and 十二. Float64."""
    numerals, counted = {"零": 0, "〇": 0}, texts
    if field.type == "integer":
        numerals, counted = _NUMERALS, texts.str.replace(f" ?(?:{units})$", "")
    return counted.replace_strict(numerals, default=None, return_dtype=pl.Float64)


def parse_numbers(cells: pl.Series, field: Field, multiplier: float) -> Parsed:
    """Read a column of amounts (yuan, rounded to the fen), numbers or whole numbers.

    ``multiplier`` is what the header asks for: 10000 under 万元, 12 under 元/月. A cell that names its own unit,
    ``8000元`` under a header in 万元, is not multiplied by the header's 万 and gets the note ``unit_in_cell``. Gives
    Float64, for integers Int64. A field marked ``nothing`` takes 无, - and / as 0.
    """
    whole = field.type == "integer" and multiplier == 1
    quick = cells.cast(pl.Int64 if whole else pl.Float64, strict=False)
    if multiplier != 1:
        quick = quick * multiplier
    if whole:
        values = within(quick, -int(LARGEST) + 1, int(LARGEST) - 1)
    else:
        values = quick.to_frame("value").select(_settled(pl.col("value"), field)).to_series()
    return with_odd(cells, values, without_value(cells, values), lambda distinct: _read(distinct, field, multiplier))
