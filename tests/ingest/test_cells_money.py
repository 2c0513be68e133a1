"""Rounding to the fen, against decimal arithmetic."""

import math
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from cell_rows import UNHURRIED, field, read
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.ingest.cells import round_money

FEN = Decimal("0.01")


def in_decimal(amount: Decimal) -> float:
    return float(amount.quantize(FEN, ROUND_HALF_UP)) + 0.0


def rounded(amounts: list[float]) -> list[float]:
    return pl.select(round_money(pl.lit(pl.Series(amounts, dtype=pl.Float64)))).to_series().to_list()


@st.composite
def decimals(draw: st.DrawFn, digits: int) -> Decimal:
    """Decimals of at most ``digits`` digits, up to eight of them after the point, many of them close to a half fen."""
    places = draw(st.integers(0, 8))
    whole = draw(st.integers(0, 10 ** min(digits - places, 10) - 1))
    if places > 2 and draw(st.booleans()):
        nines = 10 ** (places - 2) // 2  # …5, …50, …500: the half itself
        fraction = draw(st.integers(0, 99)) * 10 ** (places - 2) + nines + draw(st.integers(-1, 1))
    else:
        fraction = draw(st.integers(0, 10**places - 1))
    return draw(st.sampled_from([1, -1])) * (whole + Decimal(fraction).scaleb(-places))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (7999.995, 8000.00),
        (7999.994999, 7999.99),
        (7999.99, 7999.99),
        (1.005, 1.01),
        (1.004999999, 1.00),
        (-1.005, -1.01),
        (0.005, 0.01),
        (2.675, 2.68),
        (23999.985 / 3, 8000.00),
        (0.1 + 0.2, 0.3),
        (999_999_999_999.99, 999_999_999_999.99),
        (1e15, 1e15),
        (math.inf, math.inf),
    ],
)
def test_known_amounts(amount: float, expected: float) -> None:
    assert rounded([amount]) == [expected]


@pytest.mark.parametrize("amount", [0.0, -0.0, -0.001, -0.004999])
def test_there_is_no_minus_zero(amount: float) -> None:
    assert math.copysign(1, rounded([amount])[0]) == 1


def test_null_and_nan_stay() -> None:
    result = pl.select(round_money(pl.lit(pl.Series([None, math.nan])))).to_series()
    assert result[0] is None
    assert math.isnan(result[1])


@UNHURRIED
@given(st.lists(decimals(15), min_size=1, max_size=30))
def test_fifteen_digits_round_as_in_decimal_arithmetic(amounts: list[Decimal]) -> None:
    expected = [in_decimal(amount) for amount in amounts]
    assert rounded([float(amount) for amount in amounts]) == expected
    assert read([f"{amount:f}" for amount in amounts], field("money")) == expected


@UNHURRIED
@given(decimals(18).filter(lambda amount: abs(amount) <= 10**9))
def test_more_digits_than_a_double_keeps_matter_only_within_a_millionth_of_a_half(amount: Decimal) -> None:
    exact = amount.quantize(FEN, ROUND_HALF_UP)
    found = Decimal(repr(rounded([float(amount)])[0]))
    if found != exact:
        assert abs(abs(amount) % FEN - FEN / 2) < Decimal("0.000001")
        assert abs(found - exact) == FEN


@UNHURRIED
@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=12), st.integers(1, 100))
def test_a_sum_of_amounts_by_head_rounds_as_in_decimal_arithmetic(fen: list[int], members: int) -> None:
    exact = (Decimal(sum(fen)) / 100) / members
    assert rounded([sum(amount / 100 for amount in fen) / members]) == [in_decimal(exact)]


@UNHURRIED
@given(st.integers(0, 10**14 - 1), st.integers(1, 100))
def test_whole_fen_by_head_round_as_in_decimal_arithmetic(fen: int, members: int) -> None:
    assert rounded([fen / 100 / members]) == [in_decimal(Decimal(fen) / 100 / members)]


@UNHURRIED
@given(st.lists(decimals(15), max_size=20))
def test_rounding_twice_changes_nothing(amounts: list[Decimal]) -> None:
    once = rounded([float(amount) for amount in amounts])
    assert rounded(once) == once


@UNHURRIED
@given(decimals(14).filter(lambda amount: abs(amount) < 10**7), st.sampled_from([10_000, 12, 120_000]))
def test_a_header_in_ten_thousands_or_by_the_month(amount: Decimal, multiplier: int) -> None:
    assert read([f"{amount:f}"], field("money"), multiplier=multiplier) == [in_decimal(amount * multiplier)]
