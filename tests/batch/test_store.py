"""What is kept between runs: keys, marks, names of reports, data sets as Parquet."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incomeaudit.batch.folder import LocalFolder
from incomeaudit.batch.kept import keep_dataset, load_dataset
from incomeaudit.batch.last import FileState, Last, Summary, read_last, write_last
from incomeaudit.batch.store import digest, done, mark_done, report_name, stage_place, sweep
from incomeaudit.ingest.read import read
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary
from tests.batch.support import write_figures, write_roster

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "out")


def test_a_mark_counts_with_its_key_alone(folder: LocalFolder) -> None:
    mark_done(folder, "乡.xlsx", "take", "k1" * 20, {"rows": {"household": 3}})
    noted = done(folder, "乡.xlsx", "take", "k1" * 20)
    assert noted is not None
    assert noted["rows"] == {"household": 3}
    assert done(folder, "乡.xlsx", "take", "k2" * 20) is None
    assert done(folder, "乡.xlsx", "audit", "k1" * 20) is None
    assert done(folder, "别的.xlsx", "take", "k1" * 20) is None


def test_half_a_mark_is_none(folder: LocalFolder) -> None:
    key = "k" * 40
    mark_done(folder, "乡.xlsx", "take", key, {})
    path = folder.path / stage_place("乡.xlsx", "take", key) / "done.json"
    path.write_bytes(path.read_bytes()[:-3])
    assert done(folder, "乡.xlsx", "take", key) is None


@given(st.lists(NAMES, min_size=2, max_size=8, unique=True))
def test_no_two_files_share_a_report(stems: list[str]) -> None:
    names = [f"{stem}{suffix}" for stem in stems for suffix in (".xlsx", ".XLSX", ".xls", ".csv")]
    assert len({report_name(name) for name in names}) == len(set(names))


def test_reports_stand_as_their_files_do() -> None:
    assert report_name("乡/花名册.xlsx") == "报告/乡/花名册-审计报告.xlsx"
    assert report_name("花名册.csv") == "报告/花名册.csv-审计报告.xlsx"


def test_sweeping_leaves_what_is_used(folder: LocalFolder) -> None:
    keys = {"a": "1" * 40, "b": "2" * 40}
    for name, key in keys.items():
        mark_done(folder, name, "take", key, {})
        mark_done(folder, name, "audit", key, {})
    sweep(folder, frozenset({stage_place("a", "take", keys["a"])}))
    left = [
        (name, stage) for name, key in keys.items() for stage in ("take", "audit") if done(folder, name, stage, key)
    ]
    assert left == [("a", "take")]


def test_keys_tell_apart() -> None:
    assert digest("a", 1) != digest("a", "1")
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_a_data_set_comes_back_as_it_was(tmp_path: Path, folder: LocalFolder) -> None:
    roster = write_roster(tmp_path / "遂昌县2020年.xlsx", "妙高街道", range(30))
    figures = write_figures(tmp_path / "参数.xlsx")
    dataset = read([roster, figures], load_vocabulary(), Messages("zh"))
    keep_dataset(dataset, folder, "x")
    again = load_dataset(folder, "x")
    assert set(again.tables) == set(dataset.tables)
    for name, frame in dataset.tables.items():
        assert again.tables[name].schema == frame.schema
        assert again.tables[name].equals(frame)
    assert again.issues.equals(dataset.issues)
    assert (again.parts, again.evidence, again.inputs) == (dataset.parts, dataset.evidence, dataset.inputs)
    modes = {path.stat().st_mode & 0o777 for path in folder.path.rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_the_last_run_comes_back(folder: LocalFolder) -> None:
    last = Last("key", {"乡.xlsx": FileState("audited", "", "t", "j", "r")}, Summary(run="1", severities=("major",)))
    assert read_last(folder) == Last("", {})
    write_last(folder, last)
    assert read_last(folder) == last


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"files": {"a": {"status": 1, "what": 2}}}', json.dumps({"rollup": "x"}).encode()]
)
def test_a_damaged_note_is_none(folder: LocalFolder, damage: bytes) -> None:
    folder.write(".incomeaudit/last.json", damage)
    assert read_last(folder) == Last("", {})


def test_frames_of_no_rows_are_kept(folder: LocalFolder) -> None:
    from incomeaudit.batch.kept import keep_frame, load_frame

    frame = pl.DataFrame(schema={"a": pl.String, "b": pl.List(pl.Int64)})
    keep_frame(frame, folder, "x.parquet")
    assert load_frame(folder, "x.parquet").equals(frame)
