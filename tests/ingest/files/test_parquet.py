"""Parquet files as pyarrow, Polars and pandas write them."""

import io
import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.writers.seen import FILE, cells, problem, texts

from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.parquet import open_parquet
from incomeaudit.messages import Problem


def written(table: pa.Table, **options: object) -> bytes:
    held = io.BytesIO()
    pq.write_table(table, held, **options)
    return held.getvalue()


def column(values: object, kind: pa.DataType | None = None) -> list[str | None]:
    """How a column comes back; its name is row 1."""
    rows = texts(cells(open_parquet, written(pa.table({"列": pa.array(values, kind)}))))
    assert rows[0] == ["列"]
    return [text for [text] in rows[1:]]


def test_a_book_of_one_sheet_called_like_the_file() -> None:
    book = open_parquet(written(pa.table({"户编号": ["H1"], "人口数": [3]})), FILE, Limits())
    assert (book.format, [entry.name for entry in book.sheets], book.date1904) == ("parquet", ["花名册"], False)
    read = book.load(0)
    assert (read.letters, texts(read)) == (("A", "B"), [["户编号", "人口数"], ["H1", "3"]])


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        ([1, None, -3, 330102199001011234], pa.int64(), ["1", None, "-3", "330102199001011234"]),
        ([255], pa.uint8(), ["255"]),
        ([8000.0, 7999.99, None, float("nan"), 1e17], pa.float64(), ["8000", "7999.99", None, None, "1" + "0" * 17]),
        ([0.1, 8000.0], pa.float32(), ["0.1", "8000"]),
        ([Decimal("8000.00"), Decimal("-1.10"), None], pa.decimal128(12, 2), ["8000", "-1.1", None]),
        ([date(2020, 5, 1), None], pa.date32(), ["2020-05-01 00:00:00", None]),
        ([date(2020, 5, 1)], pa.date64(), ["2020-05-01 00:00:00"]),
        (
            [datetime(2020, 5, 1), datetime(2020, 5, 1, 8, 30)],
            pa.timestamp("ns"),
            ["2020-05-01 00:00:00", "2020-05-01 08:30:00"],
        ),
        ([datetime(2020, 4, 30, 16)], pa.timestamp("us", "+08:00"), ["2020-05-01 00:00:00"]),
        ([time(12, 30), None], pa.time32("s"), ["12:30:00", None]),
        ([True, False, None], pa.bool_(), ["true", "false", None]),
        (["张三", "", " ", None, "#N/A"], pa.string(), ["张三", None, None, None, "#N/A"]),
        (["张三"], pa.large_string(), ["张三"]),
        ([None, None], pa.null(), [None, None]),
    ],
)
def test_types(values: object, kind: pa.DataType, read: list[str | None]) -> None:
    assert column(values, kind) == read


def test_categories() -> None:
    assert column(pa.array(["是", "否", None, "是"]).dictionary_encode()) == ["是", "否", None, "是"]
    assert column(pa.array([5, 6, 5]).dictionary_encode()) == ["5", "6", "5"]


def test_several_row_groups_and_names_that_repeat() -> None:
    table = pa.Table.from_arrays(
        [pa.array(range(10)), pa.array(list("abcdefghij")), pa.array(["x"] * 10)], ["a", "a", ""]
    )
    read = texts(cells(open_parquet, written(table, row_group_size=3)))
    assert read[0] == ["a", "a", None]
    assert [row[:2] for row in read[1:]] == [[str(n), letter] for n, letter in enumerate("abcdefghij")]


def test_no_rows() -> None:
    assert texts(cells(open_parquet, written(pa.table({"户编号": pa.array([], pa.string())})))) == [["户编号"]]


def test_columns_that_no_cell_can_hold_are_named() -> None:
    table = pa.table({"甲": [[1]], "乙": [b"x"], "丙": [1], "丁": [{"a": 1}], "戊": [timedelta(1)]})
    said = problem(open_parquet, written(table))
    assert (said.key, said.values["columns"]) == ("parquet_columns", "甲、乙、丁、戊")


@pytest.mark.parametrize(
    ("limits", "key"),
    [
        (Limits(rows=100), "over_rows"),
        (Limits(columns=1), "over_columns"),
        (Limits(cells=150), "over_cells"),
        (Limits(unpacked_mb=0), "over_unpacked"),
        (Limits(text=5), "over_text"),
    ],
)
def test_limits(limits: Limits, key: str) -> None:
    table = pa.table({"a": range(100), "b": ["123456"] * 100})
    assert problem(open_parquet, written(table), limits=limits).key == key


def test_a_text_that_repeats_is_counted_as_often_as_it_stands() -> None:
    table = pa.table({"a": ["好" * 10_000] * 100})
    data = written(table)
    assert len(data) < 100_000
    assert problem(open_parquet, data, limits=Limits(unpacked_mb=2)).values["found"] == 2
    assert len(texts(cells(open_parquet, data, limits=Limits(unpacked_mb=3)))) == 101


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-50], lambda data: data[:40] + data[60:], lambda data: b"PAR1" * 9]
)
def test_broken_files(damage) -> None:  # type: ignore[no-untyped-def]
    data = written(pa.table({"a": ["张三"] * 100, "b": range(100)}))
    assert problem(open_parquet, damage(data)).key == "broken_file"


def test_damaged_files_are_read_or_refused() -> None:
    table = {"a": ["张三", "李四"] * 50, "b": [1.5, None] * 50, "c": [date(2020, 5, 1)] * 100}
    data = written(pa.table(table))
    chance = random.Random(4)
    refused = 0
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(data))] = chance.randrange(256)  # in place: the footer gives places
        try:
            open_parquet(bytes(damaged), FILE, Limits())
        except Problem:
            refused += 1
    assert 0 < refused < 300
