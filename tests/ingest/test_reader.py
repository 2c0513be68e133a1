"""Files that harm their parser, and the process that it happens in."""

import os
import signal
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from books import book, issues

from incomeaudit.ingest.choice import jobs_of
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.model import Dataset
from incomeaudit.ingest.options import ReadOptions
from incomeaudit.ingest.process import ReadingProcess
from incomeaudit.ingest.read import read, read_with
from incomeaudit.ingest.reader import Reader
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary import load_vocabulary

HEAD = ["户编号", "户主姓名", "家庭人口数", "人均可支配收入"]
ONE = ["H1", "张三", 2, 8000]


def read_within(*paths: Path, **limits: int) -> Dataset:
    return read(paths, load_vocabulary(), Messages("zh"), ReadOptions(limits=Limits(**limits)))


def problem_of(*paths: Path, **limits: int) -> Problem:
    with pytest.raises(Problem) as caught:
        read_within(*paths, **limits)
    assert "\n" not in Messages("zh").problem(caught.value)
    return caught.value


def with_far_cell(path: Path, sheet: str = "sheet1", *, lie: bool) -> Path:
    """Put a cell into the last corner of a sheet, with or without saying so in its dimension."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    member = f"xl/worksheets/{sheet}.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[member] = parts[member].replace(b"</sheetData>", far)
    if not lie:
        before, mark, after = parts[member].partition(b'<dimension ref="')
        parts[member] = before + mark + b"A1:XFD1048576" + after[after.index(b'"') :]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_cell_in_the_far_corner_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    problem = problem_of(with_far_cell(book(tmp_path / "r.xlsx", [HEAD, ONE]), lie=False))
    assert (problem.key, problem.values["found"]) == ("over_columns", 16_384)


@pytest.mark.skipif(os.name == "nt", reason="no limit on memory there")
def test_a_cell_in_the_far_corner_that_the_sheet_does_not_own_to(tmp_path: Path) -> None:
    small = with_far_cell(book(tmp_path / "r.xlsx", [HEAD, ONE]), lie=True)
    assert problem_of(small).key == "over_columns"
    large = with_far_cell(book(tmp_path / "r.xlsx", [HEAD, *[ONE] * 5_000]), lie=True)
    assert problem_of(large, memory_mb=2_000).key == "over_memory"


@pytest.mark.skipif(os.name == "nt", reason="no limit on memory there")
@pytest.mark.parametrize("lie", [True, False])
def test_the_other_sheets_of_the_file_are_read(tmp_path: Path, lie: bool) -> None:
    sheets = {
        "甲": [HEAD, ONE],
        "乙": [HEAD, *[["H2", "李四", 1, 9000]] * 5_000],
        "丙": [HEAD, ["H3", "王五", 1, 9000]],
    }
    path = with_far_cell(book(tmp_path / "r.xlsx", sheets), "sheet2", lie=lie)
    other = book(tmp_path / "s.xlsx", [HEAD, ["H4", "赵六", 1, 9000]])
    data = read_within(path, other, memory_mb=2_000)
    assert data.tables["household"]["household_id"].to_list() == ["H1", "H3", "H4"]
    [said] = issues(data, "sheet_failed")
    assert (said["level"], said["file"], said["sheet"]) == ("error", "r.xlsx", "乙")


def test_formatted_blanks_far_away_are_not_in_the_way(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read_within(path).tables["household"].height == 1


@pytest.mark.parametrize(
    ("limits", "key"),
    [
        ({"rows": 2}, "over_rows"),
        ({"columns": 3}, "over_columns"),
        ({"cells": 11}, "over_cells"),
    ],
)
def test_the_extent_of_a_sheet(tmp_path: Path, limits: dict[str, int], key: str) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE, ONE])
    assert problem_of(path, **limits).key == key
    assert read_within(path, rows=3, columns=4, cells=12).tables["household"].height == 2


def test_what_the_archive_may_unpack_to(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.bin", bytes(120 << 20))
    assert problem_of(path, unpacked_mb=100).key == "over_unpacked"
    assert problem_of(path).key == "over_ratio"
    assert read_within(path, ratio=100_000).tables["household"].height == 1


def test_a_small_archive_may_be_tightly_packed(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.bin", bytes(90 << 20))
    assert read_within(path).tables["household"].height == 1


def test_members_that_differ_by_case_alone(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", "<worksheet/>")
    assert problem_of(path).key == "zip_names_clash"


def test_sheets_of_one_name(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"甲": [HEAD, ONE], "乙": [HEAD, ["H2", "李四", 1, 9000]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("乙".encode(), "甲".encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert problem_of(path).key == "sheet_names_clash"


def test_overlong_text_is_an_issue_and_no_value(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", [HEAD, ["H1", "张" * 51, 2, 8000], ["H2", "李" * 50, 1, 9000]])
    data = read_within(path, text=50)
    assert data.tables["household"]["head_name"].to_list() == [None, "李" * 50]
    [said] = issues(data, "overlong_text")
    assert (said["level"], said["cell"]) == ("error", "B2")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this platform")
def test_a_file_that_takes_too_long(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    os.mkfifo(path)
    began = time.monotonic()
    problem = problem_of(path, seconds=1)
    assert (problem.key, problem.values["limit"]) == ("over_seconds", 1)
    assert time.monotonic() - began < 10


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this platform")
def test_a_parser_that_crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.xlsx"
    os.mkfifo(path)
    ask = ReadingProcess.ask

    def ask_and_crash(process: ReadingProcess, request: dict[str, object]) -> None:
        ask(process, request)
        threading.Timer(0.5, os.kill, (process._child.pid, signal.SIGSEGV)).start()

    monkeypatch.setattr(ReadingProcess, "ask", ask_and_crash)
    assert problem_of(path).key == "reader_crashed"


def test_no_process_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[ReadingProcess] = []
    begin = ReadingProcess.__init__

    def note(process: ReadingProcess) -> None:
        begin(process)
        started.append(process)

    monkeypatch.setattr(ReadingProcess, "__init__", note)
    read_within(book(tmp_path / "r.xlsx", [HEAD, ONE]), book(tmp_path / "s.xlsx", [HEAD, ["H2", "李四", 1, 9000]]))
    problem_of(tmp_path / "t.xlsx")
    assert [process._child.poll() is not None for process in started] == [True, True]


def households(process: ReadingProcess, *paths: Path, **limits: int) -> list[str]:
    """Household ids of files that a reader of its own reads in a process that is kept."""
    options = ReadOptions(limits=Limits(**limits))
    with Reader(jobs_of(paths), options, process, keep=True) as reader:
        data = read_with(reader, len(paths), load_vocabulary(), Messages("zh"), options)
    return data.tables["household"]["household_id"].to_list()


def refused(process: ReadingProcess, *paths: Path, **limits: int) -> str:
    """The key of the problem with such files."""
    with pytest.raises(Problem) as caught:
        households(process, *paths, **limits)
    return caught.value.key


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return book(tmp_path / "r.xlsx", [HEAD, ONE])


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return book(tmp_path / "s.xlsx", {"甲": [HEAD, ["H2", "李四", 1, 9000]], "乙": [["x"]]})


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    started = ReadingProcess()
    yield started
    started.end()
    assert started._child.poll() is not None


def test_one_process_serves_several_readers(process: ReadingProcess, one: Path, other: Path, tmp_path: Path) -> None:
    assert households(process, one) == ["H1"]
    assert process.usable
    assert households(process, other, one) == ["H2", "H1"]
    assert process.usable
    assert refused(process, tmp_path / "t.xlsx") == "file_missing"
    assert process.usable, "nothing happened to it"
    assert households(process, other) == ["H2"]
    process.end()
    assert not process.usable
    process.end()


def test_a_kept_process_is_asked_with_each_readers_own_limits(process: ReadingProcess, one: Path) -> None:
    assert refused(process, one, rows=1) == "over_rows"
    assert households(process, one) == ["H1"]


def test_without_being_told_to_a_reader_ends_the_process(process: ReadingProcess, one: Path) -> None:
    with Reader(jobs_of([one]), process=process) as reader:
        _, sheets = reader.open_next()
        assert len(list(sheets)) == 1
    assert not process.usable


def test_a_process_that_has_more_to_say_is_ended(process: ReadingProcess, one: Path, other: Path) -> None:
    with Reader(jobs_of([other, one]), process=process, keep=True) as reader:
        _, sheets = reader.open_next()
        next(sheets)
    assert not process.usable
    assert households(process, one) == ["H1"], "a new one was started in its place"


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_a_process_that_died_is_not_used_again(
    process: ReadingProcess, one: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[ReadingProcess] = []
    begin = ReadingProcess.__init__

    def note(process: ReadingProcess) -> None:
        begin(process)
        started.append(process)

    monkeypatch.setattr(ReadingProcess, "__init__", note)
    assert households(process, one) == ["H1"]
    process._child.kill()
    process._child.wait()
    assert not process.usable
    assert households(process, other) == ["H2"]
    assert [process._child.poll() is not None for process in started] == [True], "the reader ended its own"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this platform")
def test_a_crash_in_one_reader_leaves_nothing_to_the_next(process: ReadingProcess, one: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    os.mkfifo(path)
    threading.Timer(0.5, os.kill, (process._child.pid, signal.SIGSEGV)).start()
    assert refused(process, path) == "reader_crashed"
    assert not process.usable
    assert households(process, one) == ["H1"]
