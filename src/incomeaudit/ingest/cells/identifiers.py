"""Numbers that are names: ID, phone and bank numbers, household numbers. Kept as text throughout."""

from functools import partial

import polars as pl

from incomeaudit.ingest.cells.parsed import Note, Parsed, with_odd, without_value
from incomeaudit.ingest.cells.spelling import ERROR, NOTHING, plain
from incomeaudit.vocabulary.model import Personal

LOST_DIGITS = "id_lost_digits"

_TIDY = r"^(?:[A-Z一-鿿][0-9A-Z一-鿿_-]*[0-9]|[0-9]{1,17}X)$"
"""Numbers in their final form that hold a letter; those of digits alone are known by converting them."""

_SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}$"
_ROUND = r"^[0-9]{15,}000$"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_FEWEST_DOUBLES = 5
"""One number of 18 digits in 64 happens to be a double; five and all of them are no chance."""


def _read(cells: pl.Series, personal: Personal | None) -> pl.DataFrame:
    text = pl.col("text")
    lost = text.str.contains(_SCIENTIFIC) & (personal is not None)
    blank = (text == "") | text.str.contains(NOTHING)
    unreadable = lost | text.str.contains(ERROR)
    return (
        pl.DataFrame({"cell": cells, "text": plain(cells)})
        .with_columns(
            text.str.replace_all(" ", "")
            .str.replace(r"^([0-9]+)\.0+$", "${1}")
            .str.replace("^([0-9]+)x([0-9]{0,4})$", "${1}X${2}")
        )
        .select(
            "cell",
            value=pl.when(~blank & ~unreadable).then(text),
            unreadable=unreadable,
            # Of 18 digits the check digit has its say, in ``_lost_digits``.
            note=pl.when(lost | text.str.contains(_ROUND) & (text.str.len_bytes() != 18) & (personal == "id")).then(
                pl.lit(LOST_DIGITS)
            ),
        )
    )


def _lost_digits(ids: pl.Series) -> pl.Series:
    """Positions (UInt32) of ID numbers that were kept as a number and so lost digits, as far as they show it.

    Excel keeps fifteen digits and puts zeros for the rest, and what is read from the file is the double nearest to
    that: …011000 arrives as …011008. Other programs write all 17 digits of the double. One number in 64 happens to be
    a double, so such a one counts where its check digit does not fit; where every number of 18 digits in the column
    is a double, none is what it seems.
    """
    number = pl.col("number")
    rounded = (number + 500) // 1000 * 1000
    found = (
        ids.to_frame("id")
        .select(number=pl.when(pl.col("id").str.len_bytes() == 18).then(pl.col("id").cast(pl.Int64, strict=False)))
        .select(
            "number",
            suspect=(number == rounded.cast(pl.Float64).cast(pl.Int64, strict=False)) | (number == rounded),
            double=number.cast(pl.Float64).cast(pl.Int64, strict=False) == number,
        )
    )
    numbers, suspect, doubles = found.get_columns()
    if len(numbers) - numbers.null_count() >= _FEWEST_DOUBLES and doubles.all():
        suspect = numbers.is_not_null()
    near = (suspect | doubles).arg_true()
    if near.is_empty():
        return near
    wrong = ~_check_out(numbers.gather(near))
    # A number whose check digit fits is likely what it seems, unless most of those beside it do not fit.
    suspected = suspect.gather(near)
    all_of_them = (suspected & wrong).sum() * 2 > suspected.sum()
    return near.filter(wrong | suspected if all_of_them else wrong)


def _check_out(numbers: pl.Series) -> pl.Series:
    """Whether the eighteenth digit of each ID number follows from the others (GB 11643). Int64 to Boolean."""
    weighed, left = numbers * 0, numbers // 10
    for weight in reversed(_WEIGHTS):
        weighed, left = weighed + left % 10 * weight, left // 10
    # The remainders 0 … 10 ask for 1 0 X 9 8 … 2; an X is no digit.
    return (12 - weighed % 11) % 11 == numbers % 10


def parse_ids(cells: pl.Series, *, personal: Personal | None) -> Parsed:
    """Read a column of numbers that are names. Gives String: no spaces, narrow, no apostrophe or ="…", X capital.

    Never goes through a number: leading zeros and the eighteenth digit stay. Where personal numbers stand in
    scientific notation, their digits are gone and the cell is unreadable; ID numbers that were stored as a number
    keep their value. Both get the note ``id_lost_digits``.
    """
    odd = without_value(cells, cells.cast(pl.Int64, strict=False))
    if odd.any():
        texts = odd.arg_true()
        odd = odd.scatter(texts, ~cells.gather(texts).str.contains(_TIDY))
    parsed = with_odd(cells, cells, odd, partial(_read, personal=personal))
    if personal != "id":
        return parsed
    rows = [note.rows for note in parsed.notes] + [_lost_digits(parsed.values)]
    positions = pl.concat(rows).unique().sort()
    return Parsed(parsed.values, parsed.unreadable, (Note(LOST_DIGITS, positions),) if len(positions) else ())
