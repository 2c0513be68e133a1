"""The reading process, asked in this one."""

import io
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tests.ingest.books import book

from incomeaudit.ingest.files import child
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.wire import Gone, hear


def answers(path: Path, **changes: object) -> list[dict[str, Any]]:
    request = {
        "path": str(path),
        "file": path.name,
        "passwords": [],
        "only": None,
        "without": [],
        "first": 0,
        **changes,
    }
    out = io.BytesIO()
    child._serve(request, Limits(**{**asdict(Limits()), **changes.pop("limits", {})}), out)  # type: ignore[dict-item]
    out.seek(0)
    said = []
    while True:
        try:
            said.append(hear(out)[0])
        except Gone:
            return said


def test_sheets_are_handed_over_one_after_the_other(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"甲": [[], [None, None, "x"]], "乙": [["y"]]})
    said = answers(path)
    assert [message["kind"] for message in said] == ["book", "loading", "sheet", "loading", "sheet", "end"]
    assert [message["letters"] for message in said if message["kind"] == "sheet"] == [["C"], ["A"]]
    assert [sheet["name"] for sheet in said[0]["sheets"]] == ["甲", "乙"]


def test_what_a_sheet_does_not_have_is_not_sent(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"甲": [["x"]], "乙": [["y"]]}, merges=["A1:A3"])
    sizes = [message["sizes"] for message in answers(path) if message["kind"] == "sheet"]
    assert [[size > 0 for size in own] for own in sizes] == [[True, False, True, False], [True, False, False, False]]


@pytest.mark.parametrize(
    ("change", "read"), [({"only": ["乙"]}, [1]), ({"without": ["乙"]}, [0, 2]), ({"first": 2}, [2])]
)
def test_only_what_is_asked_for_is_loaded(tmp_path: Path, change: dict[str, object], read: list[int]) -> None:
    path = book(tmp_path / "r.xlsx", {"甲": [["x"]], "乙": [["y"]], "丙": [["z"]]})
    assert [message["number"] for message in answers(path, **change) if message["kind"] == "sheet"] == read


@pytest.mark.parametrize(
    ("error", "key"),
    [(PermissionError(13, "denied"), "file_not_permitted"), (OSError(5, "Input/output error"), "file_unreadable")],
)
def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, key: str) -> None:
    def refuse(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", refuse)
    [said] = answers(tmp_path / "r.xlsx")
    assert (said["kind"], said["key"]) == ("problem", key)


@contextmanager
def held_back() -> Iterator[None]:
    """As a user whom permissions hold back: root gives up its rights for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_a_file_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:  # tmp_path lies in a folder that only root may enter
        Path(folder).chmod(0o755)
        path = book(Path(folder) / "r.xlsx", [["x"]])
        path.chmod(0o644)
        answers(path)  # so that everything is imported while the program's own files may be read
        with held_back():
            assert answers(path)[-1]["kind"] == "end"
        path.chmod(stat.S_IWUSR)
        with held_back():
            assert [said["key"] for said in answers(path)] == ["file_not_permitted"]
