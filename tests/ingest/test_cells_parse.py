"""What holds for every type of field, whatever the cells say."""

import unicodedata
from datetime import date

import polars as pl
import pytest
from cell_rows import CODES, UNHURRIED, column, field, noted, rows, visible
from hypothesis import given, settings
from hypothesis import strategies as st

from incomeaudit.ingest.cells import Parsed, parse
from incomeaudit.vocabulary import Field

FIELDS = {
    "money": (field("money", unit="元", nothing=True), pl.Float64),
    "number": (field("number", unit="亩"), pl.Float64),
    "share": (field("number", unit="share"), pl.Float64),
    "integer": (field("integer", unit="人"), pl.Int64),
    "boolean": (field("boolean"), pl.Boolean),
    "date": (field("date"), pl.Date),
    "year": (field("year"), pl.Int64),
    "code": (field("code", codes="relation"), pl.String),
    "id": (field("id", personal="id"), pl.String),
    "household": (field("id"), pl.String),
    "text": (field("text"), pl.String),
}
EACH = pytest.mark.parametrize(("of", "dtype"), FIELDS.values(), ids=FIELDS)

ROSTER = [
    "8000",
    "-1,234.5",
    "3人",
    "是",
    "√",
    "2020-05-01 00:00:00",
    "2020.1",
    "2020年",
    "户主",
    "01-户主",
    "无",
    "-",
    "/",
]
ROSTER += [
    "330101199001011000",
    "3.3E+17",
    "33010119900101132x",
    " 张\u200b三",
    "#N/A",
    "inf",
    "nan",
    "",
    " ",
    "\u3000",
    "约8000",
]
CELLS = st.none() | st.sampled_from(ROSTER) | st.text(max_size=6)


def same(one: Parsed, other: Parsed) -> bool:
    return one.values.equals(other.values) and one.unreadable.equals(other.unreadable) and noted(one) == noted(other)


@EACH
@pytest.mark.parametrize(
    "cells",
    [
        pl.Series([], dtype=pl.String),
        pl.Series([], dtype=pl.Null),
        pl.Series([None, None], dtype=pl.String),
        pl.Series([None, None], dtype=pl.Null),
        pl.Series([" ", None, "\u3000"]),
    ],
    ids=["empty", "empty of no type", "null", "null of no type", "blank"],
)
def test_a_column_that_says_nothing(of: Field, dtype: pl.DataType, cells: pl.Series) -> None:
    found = parse(cells, of, CODES)
    assert found.values.dtype == dtype
    assert rows(found) == [None] * len(cells)
    assert found.notes == ()


@EACH
@settings(UNHURRIED, max_examples=50)
@given(cells=st.lists(CELLS, max_size=20))
def test_every_cell_is_read_blank_or_unreadable(of: Field, dtype: pl.DataType, cells: list[str | None]) -> None:
    found = column(cells, of)
    assert found.values.dtype == dtype
    assert (found.values.name, found.unreadable.name) == (of.id, of.id)
    assert len(rows(found)) == len(cells)
    for note in found.notes:
        assert note.rows.dtype == pl.UInt32
        assert note.rows.is_sorted()
        assert note.rows.is_unique().all()
        assert not note.rows.is_empty()
        assert max(note.rows) < len(cells)
    blank = pl.Series([not visible(unicodedata.normalize("NFKC", cell or "")) for cell in cells], dtype=pl.Boolean)
    assert not found.unreadable.filter(blank).any()
    assert found.values.filter(blank).is_null().all()


@EACH
@settings(UNHURRIED, max_examples=40)
@given(cells=st.lists(CELLS, max_size=12), at=st.integers(0, 12))
def test_chunks_make_no_difference(of: Field, dtype: pl.DataType, cells: list[str | None], at: int) -> None:
    parts = [pl.Series("H", part, dtype=pl.String) for part in (cells[:at], cells[at:])]
    assert same(parse(pl.concat(parts, rechunk=False), of, CODES), column(cells, of))


@EACH
@settings(UNHURRIED, max_examples=20)
@given(cells=st.lists(CELLS, min_size=1, max_size=6))
def test_a_cell_is_read_the_same_alone_as_in_its_column(of: Field, dtype: pl.DataType, cells: list[str | None]) -> None:
    together = column(cells, of)
    alone = [column([cell], of) for cell in cells]
    assert rows(together) == [rows(one)[0] for one in alone]
    assert noted(together) == {
        kind: [row for row, one in enumerate(alone) if kind in noted(one)]
        for kind in {kind for one in alone for kind in noted(one)}
    }


@EACH
def test_the_cells_are_left_as_they_are(of: Field, dtype: pl.DataType) -> None:
    texts = [*ROSTER, None]
    cells = pl.Series("H", texts)
    parse(cells, of, CODES)
    assert cells.to_list() == texts


def test_a_long_column_of_mixed_forms() -> None:
    days = ["2020-05-01 00:00:00", "2020.5.1", "约五月", None, "-"] * 2000
    found = column(days, field("date"))
    assert found.values.to_list() == [date(2020, 5, 1), date(2020, 5, 1), None, None, None] * 2000
    assert found.unreadable.to_list() == [False, False, True, False, False] * 2000
