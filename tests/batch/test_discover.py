"""Which files of a folder are audited, and that every other one is named with its reason."""

import os
from pathlib import Path

import openpyxl
import pytest

from incomeaudit.batch.discover import Found, discover
from incomeaudit.batch.patterns import Patterns
from incomeaudit.messages import Problem


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return root


def kinds(found: Found) -> dict[str, str]:
    return {skipped.name: skipped.kind for skipped in found.skipped}


def test_files_in_the_order_of_paths(tmp_path: Path) -> None:
    root = tree(tmp_path, "乙/b.xlsx", "乙/a.XLS", "甲.csv", "甲/深/c.et", "z.parquet")
    assert discover(root, Patterns()).files == ("z.parquet", "乙/a.XLS", "乙/b.xlsx", "甲.csv", "甲/深/c.et")


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    names = (
        "a.xlsx",
        "~$a.xlsx",
        ".~a.xlsx",
        ".~lock.a.xlsx#",
        ".藏.xlsx",
        "说明.pdf",
        "a-审计报告.xlsx",
        ".git/b.xlsx",
    )
    found = discover(tree(tmp_path, *names), Patterns())
    assert found.files == ("a.xlsx",)
    assert kinds(found) == {
        "~$a.xlsx": "lock",
        ".~a.xlsx": "lock",
        ".~lock.a.xlsx#": "lock",
        ".藏.xlsx": "hidden",
        "说明.pdf": "other",
        "a-审计报告.xlsx": "report",
        ".git": "hidden",
    }


def test_a_report_is_known_by_what_it_says_of_itself(tmp_path: Path) -> None:
    for name, creator, identifier in (
        ("改名.xlsx", "incomeaudit 0.1.0", "ab12"),
        ("模板.xlsx", "incomeaudit 0.1.0", None),
    ):
        book = openpyxl.Workbook()
        book.properties.creator, book.properties.identifier = creator, identifier
        book.save(tmp_path / name)
    found = discover(tmp_path, Patterns())
    assert found.files == ("模板.xlsx",)
    assert kinds(found) == {"改名.xlsx": "report"}


def test_links_are_not_followed_out(tmp_path: Path) -> None:
    inside, outside = tree(tmp_path / "县", "a.xlsx", "乡/b.xlsx"), tree(tmp_path / "别处", "c.xlsx")
    (inside / "外.xlsx").symlink_to(outside / "c.xlsx")
    (inside / "外").symlink_to(outside)
    (inside / "圈").symlink_to(inside)
    (inside / "又.xlsx").symlink_to(inside / "a.xlsx")
    (inside / "断.xlsx").symlink_to(inside / "没有.xlsx")
    found = discover(inside, Patterns())
    assert found.files == ("a.xlsx", "乡/b.xlsx")
    wanted = {
        "外.xlsx": "link_out",
        "外": "link_out",
        "圈": "link_again",
        "又.xlsx": "link_again",
        "断.xlsx": "link_broken",
    }
    assert kinds(found) == wanted


def test_a_linked_folder_may_itself_be_audited(tmp_path: Path) -> None:
    tree(tmp_path / "真", "a.xlsx")
    (tmp_path / "链").symlink_to(tmp_path / "真")
    assert discover(tmp_path / "链", Patterns()).files == ("a.xlsx",)


@pytest.mark.parametrize(
    ("include", "exclude", "files"),
    [
        (("*花名册*",), (), ("2020/花名册.xlsx", "旧/花名册.xlsx", "花名册.XLSX")),
        (("2020",), (), ("2020/别的.xlsx", "2020/花名册.xlsx")),
        (("2020/*",), ("别的*",), ("2020/花名册.xlsx",)),
        ((), ("2020", "旧"), ("花名册.XLSX",)),
        (("*.xlsx",), (), ("2020/别的.xlsx", "2020/花名册.xlsx", "旧/花名册.xlsx", "花名册.XLSX")),
        (("*/花名册.xlsx",), ("旧/*",), ("2020/花名册.xlsx",)),
    ],
)
def test_patterns(tmp_path: Path, include: tuple[str, ...], exclude: tuple[str, ...], files: tuple[str, ...]) -> None:
    root = tree(tmp_path, "花名册.XLSX", "2020/花名册.xlsx", "2020/别的.xlsx", "旧/花名册.xlsx")
    assert discover(root, Patterns(include, exclude)).files == files


def test_the_output_folder_is_not_audited(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.xlsx", "结果/报告/b.xlsx")
    assert discover(root, Patterns(), tmp_path / "结果").files == ("a.xlsx",)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="没有这个文件夹"):
        discover(tmp_path / "没有", Patterns())


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    assert kinds(discover(tmp_path, Patterns())) == {"a.xlsx": "other"}
