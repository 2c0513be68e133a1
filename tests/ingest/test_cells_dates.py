"""Days and years in all their forms."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from cell_rows import UNHURRIED, UNREADABLE, all_digits, column, field, noted, plain, read, says_nothing
from hypothesis import given
from hypothesis import strategies as st

DAY = field("date")
YEAR = field("year")

MAY = date(2020, 5, 1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020-05-01 00:00:00", MAY),
        ("2020-05-01 08:30:00", MAY),
        ("2020-05-01T08:30:00", MAY),
        ("2020-05-01 08:30:00.000", MAY),
        ("2020/5/1 8:30", MAY),
        ("2020-05-01", MAY),
        ("2020/5/1", MAY),
        ("2020.5.1", MAY),
        ("2020.05.01", MAY),
        ("2020．5．1", MAY),
        ("２０２０－０５－０１", MAY),
        ("2020年5月1日", MAY),
        ("2020年05月01号", MAY),
        ("2020 年 5 月 1 日", MAY),
        ("2020年5月", MAY),
        ("2020年5", MAY),
        ("2020.05", MAY),
        ("2020.5", MAY),
        ("2020-5", MAY),
        ("2020/05", MAY),
        ("2020.10", date(2020, 10, 1)),
        ("202005", MAY),
        ("20200501", MAY),
        ("20200501.0", MAY),
        ("'2020-05-01", MAY),
        ('="2020-05-01"', MAY),
        ("43952", MAY),
        ("43952.75", MAY),
        ("10000", date(1927, 5, 18)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2100-12-31 00:00:00", date(2100, 12, 31)),
        ("2020-02-29", date(2020, 2, 29)),
    ],
)
def test_a_day_is_read(cell: str, expected: date) -> None:
    found = column([cell], DAY)
    assert found.values.dtype == pl.Date
    assert found.values.to_list() == [expected]
    assert noted(found) == {}


@pytest.mark.parametrize("cell", [None, "", " ", "\u3000", "无", "-", "—", "/", "空"])
def test_a_blank_or_nothing_is_null(cell: str | None) -> None:
    assert read([cell], DAY) == read([cell], YEAR) == [None]


@pytest.mark.parametrize(
    "cell",
    [
        *("2020-02-30", "2020-02-30 00:00:00", "2021-02-29", "2020-13", "2020-0-1", "2020.5.32", "202013", "20200230"),
        *("1899-12-31 08:30:00", "1899-12-31 00:00:00", "2101-01-01 00:00:00", "1899", "2101年", "73416"),
        *("9999", "80001", "5/1/2020", "1-5-20", "20.5.1", "2020-5-1-1", "2020-05-01 25:00", "2020-05 08:30"),
        *("五月", "去年", "长期", "2020年初", "2020-2021", "2020.5.1前", "#VALUE!", "true", "2020.0", "1234567"),
    ],
)
def test_a_day_that_cannot_be_read(cell: str) -> None:
    assert read([cell], DAY) == [UNREADABLE]


def test_what_was_assumed_is_noted() -> None:
    cells = ["2020年", "2020.1", "2020-05-01 00:00:00", None, "2020", "2020.01", "2020年度", "1899年"]
    found = column(cells, DAY)
    assert found.values.to_list() == [date(2020, 1, 1), date(2020, 1, 1), MAY, None, *[date(2020, 1, 1)] * 3, None]
    assert noted(found) == {"date_trailing_zero": [1], "date_year_only": [0, 4, 6]}


def test_the_calendar_of_1904() -> None:
    assert read(["42490", "42490.5", "2020-05-01"], DAY, date1904=True) == [MAY, MAY, MAY]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *[
            ("2020", 2020),
            ("2020年", 2020),
            ("2020年度", 2020),
            ("2020 年", 2020),
            ("２０２０", 2020),
            ("2020.0", 2020),
        ],
        *[("1990", 1990), ("2100", 2100), ("1989", UNREADABLE), ("2101", UNREADABLE), ("20", UNREADABLE)],
        *[("2020-2021", UNREADABLE), ("二〇二〇", UNREADABLE), ("2020.5", UNREADABLE), ("#N/A", UNREADABLE)],
    ],
)
def test_years(cell: str, expected: object) -> None:
    assert read([cell], YEAR) == [expected]
    assert column([cell], YEAR).values.dtype == pl.Int64


# ------------------------------------------------------------------------------------------- the same in plain Python


def on_calendar(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def without_clock(text: str) -> str | None:
    """``text`` without a time of day; None where it has one that cannot be."""
    for mark in (" ", "T"):
        head, found, clock = text.rpartition(mark)
        if found and ":" in clock:
            for form in ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f"):
                try:
                    datetime.strptime(clock, form)
                except ValueError:
                    continue
                return head
            return None
    return text


def day_of(text: str, *, date1904: bool) -> date | None:
    head = without_clock(text)
    if head is None:
        return None
    timed = head != text
    for mark in "-/.年月日号":
        head = head.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    if not timed:
        number = head[: -len(".0")] if head.endswith(".0") else head
        if all_digits(number) and len(number) in {6, 8}:
            return on_calendar(number[:4], number[4:6], number[6:] or "1")
        number, point, fraction = head.partition(".")
        if all_digits(number) and len(number) == 5 and (all_digits(fraction) or not point):
            if not 10_000 <= int(number) <= 80_000:
                return None
            start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
            return start + timedelta(days=int(number))
        year_only = head.removesuffix("度").removesuffix("年") if head.endswith(("年", "年度")) else head
        if all_digits(year_only) and len(year_only) == 4:
            return on_calendar(year_only, "1", "1")
    for mark in "/.年":
        head = head.replace(mark, "-")
    if head.endswith("月"):
        head = head[:-1]
        numbers = head.split("-")
        if len(numbers) != 2:
            return None
    else:
        numbers = head.replace("月", "-").split("-")
        if len(numbers) == 3:
            numbers[2] = numbers[2][:-1] if numbers[2].endswith(("日", "号")) else numbers[2]
    if len(numbers) not in ({3} if timed else {2, 3}) or not all(all_digits(number) for number in numbers):
        return None
    if len(numbers[0]) != 4 or any(len(number) > 2 for number in numbers[1:]):
        return None
    return on_calendar(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else "1")


def expected(cell: str | None, *, date1904: bool) -> object:
    text = plain(cell or "")
    if not text or says_nothing(text):
        return None
    day = day_of(text, date1904=date1904)
    return day if day and 1900 <= day.year <= 2100 else UNREADABLE


FORMS = [
    *("{0:%Y-%m-%d} 00:00:00", "{0:%Y-%m-%d} 09:30:00", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}"),
    *(
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}年{0.month}月",
        "{0.year}.{0.month}",
        "{0.year}-{0.month}",
        "{0.year}年",
    ),
    *("{0:%Y%m}", "{0:%Y%m%d}", "{0.year}", "{0.year} 年 {0.month} 月 {0.day} 日", "{0.year}/{0.month}/{0.day} 8:05"),
    *("{0.day}/{0.month}/{0.year}", "{0.year}-{0.month}-{0.day}日", "约{0.year}年", "'{0:%Y-%m-%d}"),
]
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
CELLS = st.one_of(
    st.none(),
    st.builds(str.format, st.sampled_from(FORMS), st.dates(date(1880, 1, 1), date(2120, 1, 1))),
    st.builds(str.format, st.sampled_from(FORMS), st.dates(date(2015, 1, 1), date(2022, 1, 1))).map(
        lambda cell: cell.translate(WIDE)
    ),
    st.integers(10_000, 99_999).map(str),
    st.floats(19_990, 80_010).map(lambda number: f"{number:.3f}"),
    st.lists(
        st.sampled_from(["2020", "5", "13", "30", "02", "-", "/", ".", "年", "月", "日", " ", "无"]), max_size=6
    ).map("".join),
)


@UNHURRIED
@given(st.lists(CELLS, max_size=25), st.booleans())
def test_days_as_plain_python_reads_them(cells: list[str | None], date1904: bool) -> None:
    assert read(cells, DAY, date1904=date1904) == [expected(cell, date1904=date1904) for cell in cells]


@UNHURRIED
@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), max_size=20), st.sampled_from(FORMS[:5]))
def test_a_day_comes_back_from_every_form_that_names_it(days: list[date], form: str) -> None:
    assert read([form.format(day) for day in days], DAY) == days


def year_of(cell: str | None) -> object:
    text = plain(cell or "")
    if not text or says_nothing(text):
        return None
    for word in ("年度", "年份", "年"):
        if text.endswith(word):
            text = text.removesuffix(word).removesuffix(" ")
            break
    digits = text.removesuffix(".0")
    return int(digits) if all_digits(digits) and len(digits) == 4 and 1990 <= int(digits) <= 2100 else UNREADABLE


YEARS = st.builds(
    "{}{}{}".format,
    st.one_of(st.integers(1980, 2110).map(str), st.sampled_from(["２０２０", "无", "", "约2020", "-", "20201"])),
    st.sampled_from(["", "", ".0", " "]),
    st.sampled_from(["", "", "年", "年度", "年份", "年末"]),
)


@UNHURRIED
@given(st.lists(st.none() | YEARS, max_size=25))
def test_years_as_plain_python_reads_them(cells: list[str | None]) -> None:
    assert read(cells, YEAR) == [year_of(cell) for cell in cells]
