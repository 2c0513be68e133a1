"""ID, phone, bank and household numbers: text throughout. All numbers are made up."""

import re

import polars as pl
import pytest
from cell_rows import UNHURRIED, UNREADABLE, column, field, noted, plain, read, says_nothing
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from incomeaudit.vocabulary import Field

ID = field("id", personal="id")
PHONE = field("id", personal="phone")
BANK = field("id", personal="bank")
HOUSEHOLD = field("id")

ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("330101199001011329", "330101199001011329"),
        ("33010119900101132X", "33010119900101132X"),
        ("33010119900101132x", "33010119900101132X"),
        ("33010119900101132Ｘ", "33010119900101132X"),
        ("３３０１０１１９９００１０１１３２９", "330101199001011329"),
        ("'330101199001011329", "330101199001011329"),
        ("＇330101199001011329", "330101199001011329"),
        ('="330101199001011329"', "330101199001011329"),
        (" 330101 19900101 1329\n", "330101199001011329"),
        ("330101199001011329\u200b", "330101199001011329"),
        ("33010119900101132x11", "33010119900101132X11"),
        ("33010119900101132943", "33010119900101132943"),
        ("330101900101132", "330101900101132"),
        ("012345", "012345"),
        ("12345.0", "12345"),
    ],
)
def test_a_number_is_kept_as_text(cell: str, expected: str) -> None:
    for of in (ID, PHONE, BANK, HOUSEHOLD):
        assert read([cell], of) == [expected]
    assert noted(column([cell], ID)) == {}
    assert column([cell], ID).values.dtype == pl.String


@pytest.mark.parametrize("cell", [None, "", " ", "\u3000", "\u200b", "无", "-", "—", "/", "没有", "'"])
def test_a_blank_or_nothing_is_null(cell: str | None) -> None:
    assert read([cell], ID) == read([cell], HOUSEHOLD) == [None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *[
            ("H-001", "H-001"),
            ("遂昌001", "遂昌001"),
            ("户12", "户12"),
            ("ｈ－１", "h-1"),
            ("1E5", "1E5"),
            ("+86 138", "+86138"),
        ],
        *[("3311-02 / 7", "3311-02/7"), ("0", "0"), ("-5", "-5"), ("x", "x"), ("ax", "ax"), ("12345.60", "12345.60")],
        *[(error, UNREADABLE) for error in [*ERRORS, "##", "########"]],
    ],
)
def test_household_numbers(cell: str, expected: object) -> None:
    assert read([cell], HOUSEHOLD) == [expected]


@pytest.mark.parametrize("cell", ["3.30101199001011E+17", "3.30101E17", "3E+17", "3.3e17", "'3.30101199001011E+17"])
def test_a_personal_number_in_scientific_notation_is_lost(cell: str) -> None:
    for of in (ID, PHONE, BANK):
        assert read([cell], of) == [UNREADABLE]
        assert noted(column([cell], of)) == {"id_lost_digits": [0]}
    assert noted(column([cell], HOUSEHOLD)) == {}


def test_an_id_that_excel_kept_as_a_number_is_noted_and_kept() -> None:
    cells = ["330101199001012000", "330101199001011008", "330101199001011329", None, "3.3E+17", "33010119900101132000"]
    found = column(cells, ID)
    assert found.values.to_list() == [*cells[:4], None, cells[5]]
    assert noted(found) == {"id_lost_digits": [0, 1, 4, 5]}
    assert noted(column(cells, BANK)) == {"id_lost_digits": [4]}


@UNHURRIED
@given(st.integers(110_000_000_000_000, 659_999_999_999_999))
def test_fifteen_digits_that_went_through_a_number_are_noted(first_fifteen: int) -> None:
    """Unless the check digit happens to fit: a genuine number may well end in three zeros."""
    cell = str(int(float(first_fifteen * 1000)))
    fits = ric.calc_check_digit(cell) == cell[17]
    assert noted(column([cell], ID)) == ({} if fits else {"id_lost_digits": [0]})


def test_among_many_that_do_not_fit_one_that_fits_is_noted_too() -> None:
    rounded = [f"33010119900101{n}000" for n in range(1, 10)]
    assert any(ric.calc_check_digit(cell) == cell[17] for cell in rounded)
    assert noted(column([*rounded, "330101199001011329"], ID)) == {"id_lost_digits": list(range(9))}


def test_a_column_in_which_every_id_is_a_double_was_numbers() -> None:
    as_doubles = [str(int(float(330101199001011329 + 7_777_777_777 * n))) for n in range(5)]
    assert noted(column([*as_doubles, None, "33010119900101132X"], ID)) == {"id_lost_digits": [0, 1, 2, 3, 4]}


def test_a_double_among_other_ids_counts_where_its_check_digit_does_not_fit() -> None:
    as_doubles = [str(int(float(330101199001011329 + 7_777_777_777 * n))) for n in range(5)]
    wrong = [place for place, number in enumerate(as_doubles) if ric.calc_check_digit(number[:17]) != number[17]]
    assert wrong
    assert noted(column([*as_doubles, "330101199001011329"], ID)) == {"id_lost_digits": wrong}


# ------------------------------------------------------------------------------------------- the same in plain Python


def expected(cell: str | None, *, personal: bool) -> object:
    text = plain(cell or "").replace(" ", "")
    if not text or says_nothing(text):
        return None
    if text in ERRORS or (len(text) > 1 and set(text) == {"#"}):
        return UNREADABLE
    whole, point, zeros = text.partition(".")
    if point and zeros and set(zeros) == {"0"} and set(whole) <= set("0123456789") and whole:
        text = whole
    digits, found, suffix = text.partition("x")
    if found and digits and len(suffix) <= 4 and set(digits + suffix) <= set("0123456789"):
        text = f"{digits}X{suffix}"
    if personal and re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}", text):
        return UNREADABLE
    return text


NUMBERS = st.text("0123456789", min_size=1, max_size=20)
PIECES = st.sampled_from(
    ["x", "X", "Ｘ", "'", " ", "\u3000", ".0", "E+17", "e", "-", "H", "号", "１２", "#", '"', "=", "无"]
)
CELLS = st.one_of(
    st.none(),
    NUMBERS,
    st.builds("{}{}".format, NUMBERS, PIECES),
    st.builds("{}{}".format, PIECES, NUMBERS),
    st.builds('="{}"'.format, NUMBERS),
    st.builds("{}.{}E+{}".format, st.integers(0, 12), NUMBERS, st.integers(0, 20)),
    st.lists(PIECES | NUMBERS, max_size=4).map("".join),
    st.sampled_from([*ERRORS, "", " "]),
)


@UNHURRIED
@given(st.lists(CELLS, max_size=25), st.sampled_from([ID, PHONE, BANK, HOUSEHOLD]))
def test_as_plain_python_reads_them(cells: list[str | None], of: Field) -> None:
    assert read(cells, of) == [expected(cell, personal=of.personal is not None) for cell in cells]
