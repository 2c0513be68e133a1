"""Amounts, numbers and whole numbers as people type them."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import polars as pl
import pytest
from cell_rows import UNHURRIED, UNREADABLE, all_digits, column, field, noted, plain, read, says_nothing
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.vocabulary import Field

MONEY = field("money", unit="元", nothing=True)
SILENT_MONEY = field("money", unit="元")
SHARE = field("number", unit="share")
MEMBERS = field("integer", unit="人", nothing=True)
LAND = field("number", unit="亩")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("8000", 8000.0),
        ("7999.99", 7999.99),
        ("7999.995", 8000.0),
        ("8000.", 8000.0),
        (".5", 0.5),
        ("007", 7.0),
        ("+5", 5.0),
        ("-5", -5.0),
        ("－5", -5.0),
        ("−5", -5.0),
        ("- 5", -5.0),
        ("-0", 0.0),
        ("8,000", 8000.0),
        ("8，000.5", 8000.5),
        ("1,234,567.89", 1234567.89),
        ("8, 000", 8000.0),
        ("8 000", 8000.0),
        ("1 234 567.5", 1234567.5),
        ("１２３４．５", 1234.5),
        ("８，０００", 8000.0),
        ("¥8000", 8000.0),
        ("￥ 8,000.00元", 8000.0),
        ("-¥5", -5.0),
        ("¥-5", -5.0),
        ("8000 圆", 8000.0),
        ("1.2万", 12000.0),
        ("1.2万元", 12000.0),
        ("1.2 万 元", 12000.0),
        ("(1,234.5)", -1234.5),
        ("（1,234.5）", -1234.5),
        ("( ¥5 )", -5.0),
        ("1.5E4", 15000.0),
        ("1.5e-2", 0.02),
        ("'8000", 8000.0),
        ('="8000"', 8000.0),
        ("\xa08000\u200b ", 8000.0),
        ("零", 0.0),
        ("〇", 0.0),
        ("0", 0.0),
    ],
)
def test_money_is_read(cell: str, expected: float) -> None:
    assert read([cell], MONEY) == read([cell], SILENT_MONEY) == [expected]


@pytest.mark.parametrize("cell", ["无", "-", "—", "–", "——", "－", "/", "／", "空", "没有", " 无 "])
def test_a_word_for_nothing_is_nought_only_where_the_field_says_so(cell: str) -> None:
    assert read([cell], MONEY) == [0.0]
    assert read([cell], SILENT_MONEY) == [None]
    assert read([cell], MEMBERS) == [0]
    assert read([cell], field("integer", unit="人")) == [None]


@pytest.mark.parametrize("cell", [None, "", " ", "\xa0", "\u3000\u3000", "\u200b", "\ufeff", "\t\n", "'"])
def test_a_blank_cell_is_null(cell: str | None) -> None:
    assert read([cell], MONEY) == read([cell], MEMBERS) == [None]


@pytest.mark.parametrize(
    "cell",
    [
        *("约8000", "8000左右", "8000-9000", "8000+", "八千", "#N/A", "#####", "true", "2020-05-01 00:00:00"),
        *("inf", "-inf", "nan", "NaN", "infinity", "1e400", "1e12", "330101199001011328"),
        *("12,34", "1,2345", ",123", "80 00", "1.2.3", "1,234,56", "--5", "+-5", "-(5)", "()", "(8000元)"),
        *("15%", "5²", "①", "3人", "800元/月", "1e4元", "¥", "元", "万", "一"),
    ],
)
def test_money_that_cannot_be_read(cell: str) -> None:
    assert read([cell], MONEY) == [UNREADABLE]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3", 3),
        ("3.0", 3),
        ("1e3", 1000),
        ("3人", 3),
        ("3 人", 3),
        ("3个", 3),
        ("3个人", 3),
        ("三", 3),
        ("两个人", 2),
        ("十", 10),
        ("十二人", 12),
        ("二十", 20),
        ("九十九", 99),
        ("零", 0),
        ("1.1万人", 11000),
        ("-3", -3),
        ("3.5", UNREADABLE),
        ("3户", UNREADABLE),
        ("3元", UNREADABLE),
        ("¥3", UNREADABLE),
        ("一百", UNREADABLE),
        ("二〇", UNREADABLE),
        ("9223372036854775807", UNREADABLE),
        ("-9223372036854775808", UNREADABLE),
        ("99999999999999999999", UNREADABLE),
    ],
)
def test_whole_numbers(cell: str, expected: object) -> None:
    found = column([cell], MEMBERS)
    assert found.values.dtype == pl.Int64
    assert read([cell], MEMBERS) == [expected]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("15%", 0.15), ("１５％", 0.15), ("-2.5 %", -0.025), ("0.15", 0.15), ("15", 15.0), ("%", UNREADABLE)],
)
def test_shares(cell: str, expected: object) -> None:
    assert read([cell], SHARE) == [expected]


@pytest.mark.parametrize(
    ("unit", "cell", "expected"),
    [
        *[("亩", "2.5亩", 2.5), ("亩", "2.5 亩", 2.5), ("亩", "2.5元", UNREADABLE), ("亩", "15%", UNREADABLE)],
        *[("月", "6个月", 6.0), ("次", "12次", 12.0), ("岁", "60岁", 60.0), ("户", "3户", 3.0), ("%", "15%", 15.0)],
        *[("", "2.5", 2.5), ("", "7.12345678", 7.12345678), ("", "-0.0", 0.0), ("元", "¥8,000元", 8000.0)],
    ],
)
def test_a_cell_may_carry_the_unit_of_its_field(unit: str, cell: str, expected: object) -> None:
    assert read([cell], field("number", unit=unit)) == [expected]


@pytest.mark.parametrize(
    ("multiplier", "cell", "expected"),
    [
        (10_000, "1.2", 12_000.0),
        (10_000, "¥1.2", 12_000.0),
        (10_000, "1.2万", 12_000.0),
        (10_000, "1.2万元", 12_000.0),
        (10_000, "8000元", 8000.0),
        (1000, "8000元", 8000.0),
        (12, "800", 9600.0),
        (12, "800元", 9600.0),
        (12, "0.08万元", 9600.0),
        (120_000, "0.08", 9600.0),
        (120_000, "800元", 9600.0),
        (10_000, "零", 0.0),
    ],
)
def test_a_unit_in_the_cell_goes_before_that_of_the_header(multiplier: float, cell: str, expected: float) -> None:
    assert read([cell], SILENT_MONEY, multiplier=multiplier) == [expected]


def test_a_unit_in_the_cell_is_noted_where_it_changed_the_amount() -> None:
    cells = ["1.2", None, "8000元", "无", "1.2万元", "约8000元"]
    assert noted(column(cells, SILENT_MONEY, multiplier=10_000)) == {"unit_in_cell": [2, 4]}
    assert noted(column(cells, SILENT_MONEY)) == {}


def test_shares_under_a_header_in_per_cent() -> None:
    cells = [*map(str, range(101)), "57%"]
    assert read(cells, SHARE, multiplier=0.01) == [*(n / 100 for n in range(101)), 0.57]


def test_counts_under_a_header_in_ten_thousands() -> None:
    assert read(["1.1", "0.00005", "3人"], MEMBERS, multiplier=10_000) == [11_000, UNREADABLE, 3]


# ------------------------------------------------------------------------------------------- the same in plain Python

NUMERALS = dict(zip("零〇一二两三四五六七八九十", [0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10], strict=True))


def units_of(of: Field) -> list[str]:
    if of.unit == "share":
        return ["%"]
    own = [of.unit, "个" + of.unit] if of.unit else []
    return sorted([*own, *(["元", "圆"] if of.type == "money" or of.unit == "元" else ["个"])], key=len, reverse=True)


def numeral(text: str, of: Field) -> Decimal | None:
    if of.type != "integer":
        return Decimal(0) if text in {"零", "〇"} else None
    for unit in units_of(of):
        if text.endswith(unit):
            text = text[: -len(unit)].removesuffix(" ")
            break
    if text in NUMERALS:
        return Decimal(NUMERALS[text])
    tens, ten, ones = text.partition("十")
    digits = "一二三四五六七八九"
    if not ten or (tens and tens not in digits[1:]) or (ones and ones not in digits) or len(tens + ones) > 2:
        return None
    return Decimal((digits.index(tens) + 1 if tens else 1) * 10 + (digits.index(ones) + 1 if ones else 0))


def mantissa(text: str) -> Decimal | None:
    whole, _, fraction = text.partition(".")
    for separator in (",", " "):
        if separator in whole:
            first, *groups = whole.replace(", ", ",").split(separator)
            if not (all_digits(first) and len(first) <= 3 and all(all_digits(g) and len(g) == 3 for g in groups)):
                return None
            whole = first + "".join(groups)
    if not (whole or fraction) or not all(all_digits(part) for part in (whole, fraction) if part):
        return None
    return Decimal(f"{whole or 0}.{fraction or 0}")


def figure(text: str, of: Field, multiplier: Decimal, own: Decimal) -> Decimal | None:
    """The figure that a cell gives, or None."""
    currency = of.type == "money" or of.unit == "元"
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip(" ")
        if not re.fullmatch("[¥0-9., ]+", text) or "¥" in text[1:]:
            return None
    marked = signed = False
    while text and (text[0] in "+-−" or text[0] == "¥"):
        if text[0] == "¥":
            if marked or not currency:
                return None
            marked = True
            text = text[1:].removeprefix(" ")
            continue
        if signed or negative:
            return None
        signed, was_marked = True, marked
        negative, text = text[0] in "-−", text[1:]
        if not was_marked:
            text = text.removeprefix(" ")
    base, exponent, power = text.lower().partition("e")
    if exponent:
        value = mantissa(base)
        if value is None or base.endswith(" ") or not re.fullmatch("[+-]?[0-9]+", power):
            return None
        value = value.scaleb(int(power)) * multiplier
    else:
        scale, times = Decimal(1), multiplier
        for unit in units_of(of):
            if text.endswith(unit):
                text, times = text[: -len(unit)].removesuffix(" "), own
                scale = Decimal("0.01") if of.unit == "share" else scale
                break
        if of.unit != "share" and text.endswith("万"):
            text, scale, times = text[:-1].removesuffix(" "), Decimal(10_000), own
        value = mantissa(text)
        if value is None:
            return None
        value = value * scale * times
    return -value if negative else value


def expected(cell: str | None, of: Field, multiplier: int) -> object:
    text = plain(cell or "")
    if not text:
        return None
    if says_nothing(text):
        return (0 if of.type == "integer" else 0.0) if of.nothing else None
    own = Decimal(12 if multiplier in {12, 120_000} else 1)
    found = numeral(text, of)
    if found is not None:
        value: Decimal | None = found * (own if any(text.endswith(unit) for unit in units_of(of)) else multiplier)
    elif any(unicodedata.category(character) == "No" for character in cell or ""):
        value = None
    else:
        value = figure(text, of, Decimal(multiplier), own)
    if value is None or abs(value) >= 10**12:
        return UNREADABLE
    if of.type == "integer":
        return int(value) if value == int(value) else UNREADABLE
    if of.type == "money":
        return float(value.quantize(Decimal("0.01"), ROUND_HALF_UP)) + 0.0
    return pytest.approx(float(value), rel=1e-15, abs=1e-10 if of.unit == "share" else 0)


def test_the_oracle_knows_the_table() -> None:
    assert expected("￥ 8,000.00元", MONEY, 1) == 8000.0
    assert expected("二十三人", MEMBERS, 1) == 23
    assert expected("1,2345", MONEY, 1) is UNREADABLE
    with pytest.raises(InvalidOperation):
        Decimal("8,000")


WIDE = str.maketrans("0123456789.,+-%()", "０１２３４５６７８９．，＋－％（）")
PIECES = [
    "-",
    "+",
    "−",
    "¥",
    "￥",
    "(",
    ")",
    " ",
    "\u3000",
    "e",
    "E",
    ".",
    ",",
    "，",
    "万",
    "元",
    "圆",
    "人",
    "个",
    "%",
]
PIECES += [
    "约",
    "左右",
    "无",
    "/",
    "一",
    "十",
    "三",
    "两",
    "零",
    "²",
    "'",
    "\u200b",
    "5",
    "12",
    "000",
    "8,000",
    "7999.995",
]


@st.composite
def figures(draw: st.DrawFn) -> str:
    """Cells that mostly hold a figure: sign, mark, digits, unit, each sometimes there."""
    digits = draw(
        st.one_of(
            st.integers(0, 10**8).map(str),
            st.integers(0, 10**8).map(lambda n: f"{n:,}"),
            st.decimals(0, 10**6, places=4).map(lambda d: f"{d:f}"),
            st.decimals(0, 10**6, places=3).map(lambda d: f"{d:,}"),
            st.sampled_from(["1.5e3", "2E-2", "三", "十二", "两", "零", "〇", ".5", "8."]),
        )
    )
    before = draw(st.sampled_from(["", "", "", "-", "+", "－", "¥", "￥ ", "-¥", "¥-", "- ", "'", "（"]))
    after = draw(
        st.sampled_from(["", "", "", "元", " 元", "圆", "万", "万元", " 万 元", "人", "个", "个人", "%", "亩", "）"])
    )
    cell = before + digits + after
    return cell.translate(WIDE) if draw(st.booleans()) else cell


CELLS = st.one_of(
    st.none(),
    st.sampled_from(["无", "-", "——", "/", "空", "没有", " ", "\u3000"]),
    figures(),
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
)


@UNHURRIED
@given(
    st.lists(CELLS, max_size=25),
    st.sampled_from([MONEY, SILENT_MONEY, MEMBERS, LAND, SHARE, field("number"), field("integer")]),
    st.sampled_from([1, 1, 10_000, 12]),
)
def test_as_plain_python_reads_them(cells: list[str | None], of: Field, multiplier: int) -> None:
    assert read(cells, of, multiplier=multiplier) == [expected(cell, of, multiplier) for cell in cells]
