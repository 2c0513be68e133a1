from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from incomeaudit.batch.across.numbers import person_keys

BIRTHS = st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31))
NUMBERS = st.builds(
    lambda code, born, serial: f"{code}{born:%Y%m%d}{serial:03d}",
    st.sampled_from(["331123", "330106", "110101"]), BIRTHS, st.integers(0, 995),
)  # fmt: skip


def key(text):
    return person_keys(pl.Series([text], dtype=pl.String))[0]


@given(NUMBERS)
def test_a_number_of_15_digits_is_that_of_18_it_became(first):
    whole = first + ric.calc_check_digit(first + "0")
    old = first[:6] + first[8:]
    known = key(whole)
    assert known is not None
    assert known // 11 == int(first)
    assert key(old) == (known if first[6:8] == "19" else None)


@given(st.lists(NUMBERS, unique=True, max_size=8))
def test_every_number_has_a_key_of_its_own(firsts):
    wholes = [first + sign for first in firsts for sign in "0123456789X"]
    keys = person_keys(pl.Series(wholes, dtype=pl.String))
    assert keys.null_count() == 0
    assert keys.n_unique() == len(wholes)


@pytest.mark.parametrize("tail", ["", "11", "4402", "73B1"])
def test_a_disability_card_is_its_holders(tail):
    assert key(f"33112319600101001X{tail}") == key("33112319600101001X")


@pytest.mark.parametrize(
    "text",
    [None, "", "331123", "不详", "111111111111111111", "33112319601301001X", "331123196001320010", "031123196001010018",
     "33112319600101001", "3311231960010100180", "331123196001010018" + "91", "X33112319600101001", "+33112319600101001", "E1234567"],
)  # fmt: skip
def test_what_is_no_id_number_has_no_key(text):
    assert key(text) is None
