"""Days and years: ``2020-05-01 00:00:00``, ``2020.5``, ``202005``, ``2020年5月1日``, Excel's day numbers."""

from datetime import date
from functools import partial

import polars as pl

from incomeaudit.ingest.cells.parsed import Parsed, never, noted, with_odd, within, without_value
from incomeaudit.ingest.cells.spelling import NOTHING, plain

_STORED = "%Y-%m-%d 00:00:00"
"""How a date cell arrives."""

_CLOCK = r"(?:[ T](?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
_WITH_DAY = (
    rf"^([0-9]{{4}}) ?[-/.年] ?([0-9]{{1,2}}) ?[-/.月] ?([0-9]{{1,2}}) ?[日号]?{_CLOCK}$",
    r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0+)?$",
)
_WITH_MONTH = (
    r"^([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?月?$",
    r"^([0-9]{4})([0-9]{2})(?:\.0+)?$",
)
_YEAR_ONLY = r"^([0-9]{4}) ?(?:年度?)?$"
_SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"
_TRAILING_ZERO = r"^[0-9]{4}\.1$"

_YEARS = (1900, 2100)
_DAYS = (date(_YEARS[0], 1, 1), date(_YEARS[1], 12, 31))
_SERIALS = (10_000, 80_000)
_DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
"""Day 0 of Excel's two calendars. The first is set so that days from March 1900 on come out right: Excel counts a
29 February 1900 that never was."""

_ROSTER_YEARS = (1990, 2100)
_YEAR = r"^([0-9]{4})(?:\.0+)? ?(?:年度?|年份)?$"


def _day(text: pl.Expr, pattern: str) -> pl.Expr:
    """The day that ``pattern`` finds as year, month and, where it has a third group, day; null where there is none."""
    parts = text.str.extract_groups(pattern).struct.unnest()
    day = [] if pattern in _WITH_DAY else [pl.lit("01")]
    return pl.concat_str(parts, *day, separator="-").str.to_date("%Y-%m-%d", strict=False, cache=False)


def _read_dates(cells: pl.Series, *, date1904: bool) -> pl.DataFrame:
    days = within(cells.to_frame("text").select(_day(pl.col("text"), _WITH_DAY[0])).to_series(), *_DAYS)
    left = days.is_null()
    notes = noted("", never(len(cells)))
    if left.any():
        rows = left.arg_true()
        read = _read_others(cells.gather(rows), date1904=date1904)
        days = days.scatter(rows, read.get_column("value"))
        left = left.scatter(rows, read.get_column("unreadable"))
        notes = notes.scatter(rows, read.get_column("note"))
    return pl.DataFrame({"cell": cells, "value": days, "unreadable": left, "note": notes})


def _read_others(cells: pl.Series, *, date1904: bool) -> pl.DataFrame:
    """The days that are written in other ways than with year, month and day apart; ``cell`` is left out."""
    text = pl.col("text")
    serial = text.str.extract(_SERIAL).cast(pl.Int32)
    numbered = pl.lit(_DAY_ZERO[date1904]) + pl.duration(days=serial)
    year_only = (text.str.extract(_YEAR_ONLY) + "-01-01").str.to_date("%Y-%m-%d", strict=False)
    value = pl.col("value")
    return (
        pl.DataFrame({"text": plain(cells)})
        .with_columns(
            value=pl.coalesce(
                *(_day(text, pattern) for pattern in (*_WITH_DAY, *_WITH_MONTH)),
                pl.when(serial.is_between(*_SERIALS)).then(numbered),
                year_only,
            )
        )
        .with_columns(pl.when(value.dt.year().is_between(*_YEARS)).then(value))
        .select(
            "value",
            unreadable=value.is_null() & (text != "") & ~text.str.contains(NOTHING),
            note=pl.when(value.is_null())
            .then(None)
            .when(text.str.contains(_YEAR_ONLY))
            .then(pl.lit("date_year_only"))
            .when(text.str.contains(_TRAILING_ZERO))
            .then(pl.lit("date_trailing_zero")),
        )
    )


def parse_dates(cells: pl.Series, *, date1904: bool) -> Parsed:
    """Read a column of days. Gives Date, years 1900 to 2100.

    A month alone is its first day. A year alone is 1 January, with the note ``date_year_only``. ``2020.1`` is January,
    with the note ``date_trailing_zero``: a number cell shows 2020.10 in the same way. ``date1904`` is the workbook's
    calendar, for days given as bare numbers (10000, in 1927, to 80000).
    """
    # Without Polars' cache of texts already seen: it costs more than it saves.
    days = cells.str.to_date(_STORED, strict=False, cache=False)
    days = within(days, *_DAYS)
    return with_odd(cells, days, without_value(cells, days), partial(_read_dates, date1904=date1904))


def _read_years(cells: pl.Series) -> pl.DataFrame:
    text, value = pl.col("text"), pl.col("value")
    return (
        pl.DataFrame({"cell": cells, "text": plain(cells)})
        .with_columns(value=text.str.extract(_YEAR).cast(pl.Int64))
        .with_columns(pl.when(value.is_between(*_ROSTER_YEARS)).then(value))
        .select(
            "cell",
            "value",
            unreadable=value.is_null() & (text != "") & ~text.str.contains(NOTHING),
            note=pl.lit(None, dtype=pl.String),
        )
    )


def parse_years(cells: pl.Series) -> Parsed:
    """Read a column of years (2020, 2020年, 2020年度). Gives Int64, 1990 to 2100."""
    years = cells.cast(pl.Int64, strict=False)
    years = within(years, *_ROSTER_YEARS)
    return with_odd(cells, years, without_value(cells, years), _read_years)
