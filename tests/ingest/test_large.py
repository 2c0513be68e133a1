"""Files that are read in slices give what they give when they are read whole, or say why not."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from incomeaudit.ingest import large as large_reading
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.text_slices import encoding_of
from incomeaudit.ingest.model import PART, ROW, Dataset
from incomeaudit.ingest.options import ReadOptions
from incomeaudit.ingest.read import read, read_any
from incomeaudit.ingest.reader import Job, Reader
from incomeaudit.ingest.slices import Large
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import load_vocabulary

HEAD = ["县", "村", "户编号", "户主姓名", "家庭人口数", "人均可支配收入", "吃不愁"]
Row = Sequence[object]


def households(count: int) -> list[Row]:
    return [
        ["遂昌县", f"{n % 7}村", f"H{n:07d}", f"王{n}", n % 5 + 1, "约八千" if n % 11 == 3 else 8000 + n, "是"]
        for n in range(count)
    ]


def text_of(rows: Sequence[Row], end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(rows)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "slices"
    made.mkdir()
    return made


def sliced(path: Path, folder: Path, at_once: int = 8, **limits: int) -> Dataset | Large:
    options = ReadOptions(limits=Limits(**limits), slice_rows=at_once, large_text_mb=0)
    with Reader([Job(path, path.name, in_slices=True)], options) as reader:
        return read_any(reader, 1, load_vocabulary(), Messages("zh"), options, folder)


def large(path: Path, folder: Path, at_once: int = 8, **limits: int) -> Large:
    found = sliced(path, folder, at_once, **limits)
    assert isinstance(found, Large)
    return found


def assert_as_whole(path: Path, found: Large) -> Dataset:
    """The rows, the part and the lost cells are those of the file read whole."""
    whole = read([path], load_vocabulary(), Messages("zh"))
    assert_frame_equal(pl.concat([pl.read_parquet(each.rows) for each in found.slices]), whole.tables[found.table])
    assert len(found.slices) > 1
    assert found.dataset.parts == whole.parts
    assert (found.dataset.evidence, found.dataset.inputs) == (whole.evidence, whole.inputs)
    own = pl.concat([each.issues() for each in found.slices])
    lost = whole.issues.filter((pl.col("level") == "error") & pl.col("row").is_not_null())
    assert_frame_equal(own.sort("row", "field"), lost.sort("row", "field"))
    kinds = whole.issues.get_column("kind").unique()
    assert set(found.dataset.issues.get_column("kind")) == set(kinds)
    return whole


def test_parquet(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "2020年花名册.parquet"
    rows = [[str(value) for value in row] for row in households(50)]
    pl.DataFrame(rows, schema=HEAD, orient="row").write_parquet(path, row_group_size=20)
    found = large(path, folder)
    whole = assert_as_whole(path, found)
    assert (found.height, found.table) == (50, "household")
    assert whole.issues.filter(kind="unreadable_cell").height == 5


def test_parquet_of_few_rows_is_read_whole(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.parquet"
    rows = [[str(value) for value in row] for row in households(8)]
    pl.DataFrame(rows, schema=HEAD, orient="row").write_parquet(path)
    assert isinstance(sliced(path, folder, 8), Dataset)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text(encoding: str, end: str, tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "花名册.csv"
    title = [["2020年遂昌县低收入农户花名册"], []]
    path.write_bytes(text_of([*title, HEAD, *households(60)], end).encode(encoding))
    assert_as_whole(path, large(path, folder, 40))


def test_text_whose_beginning_is_ascii(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    head = ["household_id", "head_name", "members", "village"]
    rows: list[Row] = [[f"H{n:07d}", "Wang" if n < 30 else "王某", 3, "Shimen"] for n in range(60)]
    path.write_bytes(text_of([head, *rows]).encode("gb18030"))
    assert encoding_of(path, "r.csv")[0] == "gb18030"


def test_subtotals_blank_lines_and_headers_again_are_left_out_with_their_own_rows(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    made = households(60)
    rows: list[Row] = [HEAD, *made[:20], ["小计", "", "", "", 60, "", ""], [], *made[20:30], HEAD, *made[30:]]
    path.write_text(text_of(rows), encoding="utf-8")
    found = large(path, folder, 40)
    assert_as_whole(path, found)
    assert found.dataset.issues.filter(kind="subtotals_dropped")["row"].to_list() == [22]


def test_a_quoted_line_break_is_within_its_cell(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    rows: list[Row] = [[*row[:1], "石门\r\n村", *row[2:]] for row in households(60)]
    path.write_bytes(text_of([HEAD, *rows]).encode())
    assert_as_whole(path, large(path, folder, 40))


def test_households_listed_twice_in_different_slices(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    made = households(60)
    path.write_text(text_of([HEAD, *made, made[3], made[40]]), encoding="utf-8")
    found = large(path, folder, 40)
    whole = assert_as_whole(path, found)
    twice = found.dataset.issues.filter(kind="household_listed_twice")
    assert_frame_equal(twice, whole.issues.filter(kind="household_listed_twice"))
    assert twice["row"].to_list() == [62]


def test_the_cells_that_are_listed_are_few_and_all_of_them_count(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_reading, "CELLS_TOLD", 3)
    path = tmp_path / "r.csv"
    rows: list[Row] = [[*row[:5], "约八千", row[6]] for row in households(60)]
    path.write_text(text_of([HEAD, *rows]), encoding="utf-8")
    found = large(path, folder, 40)
    assert found.dataset.issues.filter(kind="unreadable_cell").height == 3
    assert sum(each.issues().height for each in found.slices) == 60
    said = found.dataset.issues.filter(kind="cells_untold").row(0, named=True)
    assert (said["field"], "60" in said["message"]) == ("per_capita_income", True)


def test_another_table_further_down_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    other = [["村集体经济"], ["村", "村集体经济年总收入", "村集体经济经营性收入"], ["石门村", 100000, 50000]]
    path.write_text(text_of([HEAD, *households(60), [], *other]), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        large(path, folder, 40)
    assert caught.value.key == "large_not_plain"


def test_rows_after_notes_are_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    made = households(60)
    path.write_text(text_of([HEAD, *made[:25], ["填表人：王某"], *made[25:]]), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        large(path, folder, 40)
    assert caught.value.key == "large_not_plain"


def test_a_share_that_is_in_percent_only_further_down_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "p.csv"
    rows: list[Row] = [["遂昌县", 1990 + n, 0.5 if n < 30 else 97, 1000] for n in range(60)]
    path.write_text(text_of([["县", "年度", "饮用水达标人口覆盖率（%）", "饮水人口"], *rows]), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        large(path, folder, 40)
    assert caught.value.key in {"large_not_plain", "no_table"}


def test_bytes_that_are_no_text_are_found_wherever_they_stand(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    head, body = text_of([HEAD]).encode(), text_of(households(9_000)).encode()
    path.write_bytes(head + body * 4 + b"\xff\xfe\x00" * 2_000_000 + body * 4)
    with pytest.raises(Problem) as caught:
        large(path, folder, 4_000)
    assert caught.value.key in {"text_undecoded", "large_not_plain", "csv_quote_open", "over_text"}


def test_a_text_that_is_too_long_is_told_with_its_row_of_the_file(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.parquet"
    rows = [[str(value) for value in row] for row in households(50)]
    rows[41][1] = "村" * 50
    pl.DataFrame(rows, schema=HEAD, orient="row").write_parquet(path)
    with pytest.raises(Problem) as caught:
        large(path, folder, text=40)
    assert (caught.value.key, caught.value.values["cell"]) == ("over_text", "B43")


def test_limits_on_rows_and_cells_are_not_those_of_slices(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text_of([HEAD, *households(60)]), encoding="utf-8")
    assert large(path, folder, 40, rows=10, cells=20).height == 60


def test_two_large_files_are_refused(tmp_path: Path, folder: Path) -> None:
    jobs = []
    for name in ("a.csv", "b.csv"):
        path = tmp_path / name
        path.write_text(text_of([HEAD, *households(60 + len(jobs))]), encoding="utf-8")
        jobs.append(Job(path, name, in_slices=True))
    options = ReadOptions(slice_rows=40, large_text_mb=0)
    with Reader(jobs, options) as reader, pytest.raises(Problem) as caught:
        read_any(reader, 2, load_vocabulary(), Messages("zh"), options, folder)
    assert (caught.value.key, caught.value.values["file"]) == ("large_not_alone", "b.csv")


def test_slices_are_private_and_say_where_their_rows_stand(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text_of([HEAD, *households(60)]), encoding="utf-8")
    found = large(path, folder, 40)
    second = pl.read_parquet(found.slices[1].rows)
    assert (second[ROW][0], second[PART].unique().to_list()) == (11, [0])
    if os.name != "nt":
        assert {each.rows.stat().st_mode & 0o777 for each in found.slices} == {0o600}
