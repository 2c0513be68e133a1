import csv
import io

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from incomeaudit.auditing.result import FINDING_SCHEMA
from incomeaudit.messages import Problem
from incomeaudit.report.tabular import write_csv, write_parquet
from tests.report.builders import empty_result, findings_frame, hostile_result, result, small_result, unsafe_housing


def rows_of(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_column_and_row_is_there(tmp_path):
    write_csv(small_result(), tmp_path / "r.csv")
    rows = rows_of((tmp_path / "r.csv").read_bytes())
    assert len(rows) == 12
    assert list(rows[0]) == list(FINDING_SCHEMA)
    assert (rows[0]["actual"], rows[0]["gap_household"], rows[0]["cell"]) == ("7899.5", "201.0", "H5")
    assert rows[0]["clauses"] == "zj-2020/zero-below-floor"
    assert rows[6]["actual"] == ""


def test_an_empty_result_is_a_header():
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        write_csv(empty_result(), path)
        assert path.read_bytes().decode("utf-8-sig").splitlines() == [",".join(FINDING_SCHEMA)]


def test_standard_output(capfdbinary):
    write_csv(small_result(), None)
    assert len(rows_of(capfdbinary.readouterr().out)) == 12


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 138", "'+86 138"),
        ("-1+2", "'-1+2"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-5", "-5"),
        ("+8.25", "+8.25"),
        ("否", "否"),
        ('a,b"c\nd', 'a,b"c\nd'),
    ],
)
def test_texts_that_would_run_as_formulas_are_quoted_and_others_untouched(tmp_path, text, written):
    made = result(findings_frame([unsafe_housing(1) | {"actual_text": text}]), households=1)
    write_csv(made, tmp_path / "r.csv")
    (row,) = rows_of((tmp_path / "r.csv").read_bytes())
    assert row["actual_text"] == written


def test_parquet_gives_back_the_frame(tmp_path):
    made = hostile_result()
    write_parquet(made, tmp_path / "r.parquet")
    back = pl.read_parquet(tmp_path / "r.parquet")
    assert back.schema == FINDING_SCHEMA
    assert_frame_equal(back, made.findings)


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, write):
    with pytest.raises(Problem):
        write(small_result(), tmp_path)
    assert list(tmp_path.iterdir()) == []
