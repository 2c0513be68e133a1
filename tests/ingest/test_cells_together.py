"""Columns read together are read as each would be alone."""

from dataclasses import replace
from datetime import date

import polars as pl
from cell_rows import CODES, UNHURRIED, field, noted
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cells_parse import CELLS, FIELDS

from incomeaudit.ingest.cells import Unread, parse, parse_together

UNREAD = st.builds(
    lambda of, cells, multiplier, inverted: Unread(pl.Series("H", cells, dtype=pl.String), of, multiplier, inverted),
    st.sampled_from([of for of, _ in FIELDS.values()] + [field("text", nothing=True), field("integer", unit="户")]),
    st.lists(CELLS, max_size=8),
    st.sampled_from([1.0, 10_000.0, 12.0]),
    st.booleans(),
)


@settings(UNHURRIED, max_examples=150)
@given(columns=st.lists(UNREAD, max_size=12), date1904=st.booleans())
def test_columns_are_read_as_each_alone(columns: list[Unread], date1904: bool) -> None:
    columns = [replace(column, field=replace(column.field, id=f"f{n}")) for n, column in enumerate(columns)]
    found = parse_together(columns, CODES, date1904=date1904)
    assert len(found) == len(columns)
    for column, parsed in zip(columns, found, strict=True):
        alone = parse(
            column.cells,
            column.field,
            CODES,
            multiplier=column.multiplier,
            inverted=column.inverted,
            date1904=date1904,
        )
        assert parsed.values.equals(alone.values, check_dtypes=True, check_names=True)
        assert parsed.unreadable.equals(alone.unreadable, check_names=True)
        assert noted(parsed) == noted(alone)


def test_numbers_that_lost_digits_are_judged_by_their_own_column() -> None:
    lost = pl.Series([f"33112319700{number}000" for number in range(1001, 1007)])
    sound = pl.Series(["331123197001011235"] * 6)
    columns = [
        Unread(cells, replace(field("id", personal="id"), id=name)) for name, cells in (("a", lost), ("b", sound))
    ]
    first, second = parse_together(columns, CODES)
    assert noted(first) == {"id_lost_digits": [0, 1, 2, 3, 4, 5]}
    assert noted(second) == noted(parse(sound, columns[1].field, CODES))


def test_many_odd_cells_are_read_by_their_spelling() -> None:
    few = ["2020.5.1", "约五月", "2020年", None, "-", "2020-05-02 00:00:00"]
    cells = pl.Series(few * 6_000)
    found = parse(cells, field("date"), CODES)
    assert found.values.to_list() == [date(2020, 5, 1), None, date(2020, 1, 1), None, None, date(2020, 5, 2)] * 6_000
    assert found.unreadable.to_list() == [False, True, False, False, False, False] * 6_000
    assert noted(found) == {"date_year_only": list(range(2, 36_000, 6))}
