"""The installed command over the same roster in every format: the same findings, wherever the cells stand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .households import FACTS
from .make import PASSWORD

COMMAND = Path(sys.executable).with_name("incomeaudit.exe" if sys.platform == "win32" else "incomeaudit")

WORKBOOKS = {
    "as_excel_writes.xlsx": "xlsx",
    "plain.xlsm": "xlsx",
    "strict.xlsx": "xlsx",
    "wrong-suffix.xls": "xlsx",
    "plain-office.xlsx": "xlsx",
    "agile.xlsx": "xlsx",
    "agile-default.xlsx": "xlsx",
    "standard.xlsx": "xlsx",
    "standard-default.xlsx": "xlsx",
    "plain.xlsb": "xlsb",
    "plain-office.xls": "xls",
    "plain.et": "xls",
    "biff5.xls": "xls",
    "biff5-bare.xls": "xls",
    "rc4.xls": "xls",
    "rc4-default.xls": "xls",
    "crypto-api.xls": "xls",
    "crypto-api-default.xls": "xls",
    "xor.xls": "xls",
    "xor-default.xls": "xls",
    "plain-office.ods": "ods",
    "from_1904.xlsx": "xlsx",
}
"""Fixtures with the roster and the county's figures on a sheet of their own, and their formats."""
ONE_SHEET = {
    "utf8.csv": ("csv", 0),
    "bom.csv": ("csv", 0),
    "gb18030.csv": ("csv", 0),
    "utf16.txt": ("csv", 0),
    "semicolons.csv": ("csv", 0),
    "held.csv": ("csv", 1),
    "broken-lines.csv": ("csv", 0),
    "plain.tsv": ("csv", 0),
    "plain-office.csv": ("csv", 0),
    "csv-inside.xls": ("csv", 0),
    "html.xls": ("html", 1),
    "xml2003.xls": ("xml2003", 2),
    "plain.parquet": ("parquet", 0),
}
"""Fixtures with the roster alone: their formats, and the rows above its header."""


def check(*words: str | Path) -> tuple[int, dict[str, Any], str]:
    options = ["--place", "遂昌县", "--year", "2020", "--format", "json"]
    done = subprocess.run([COMMAND, "check", *words, *options], capture_output=True, timeout=120, check=False)
    assert b"Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr.decode("utf-8")


def found(answer: dict[str, Any], rows_above: int = 0) -> list[tuple[object, ...]]:
    """Findings without what hangs on the file's name; rows as they would be without the rows above the header."""
    return sorted(
        (item["code"], item["subject"]["id"], str(item["actual"]), (item["source"]["row"] or rows_above) - rows_above)
        for item in answer["findings"]
    )


@pytest.fixture(scope="session")
def password(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("passwords") / "密码.txt"
    path.write_text(f"不是这个\n{PASSWORD}\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "县级参数.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "县级参数"
    for row in FACTS:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="session")
def expected(corpus: Path) -> list[tuple[object, ...]]:
    status, answer, _ = check(corpus / "plain.xlsx")
    assert status == 1
    assert answer["summary"]["households"] == 24
    assert len(answer["findings"]) > 10
    return found(answer)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook(name: str, corpus: Path, password: Path, expected: list[tuple[object, ...]]) -> None:
    status, answer, said = check(corpus / name, "--password-file", password)
    assert (status, said) == (1, "")
    assert answer["inputs"][0]["format"] == WORKBOOKS[name]
    assert found(answer) == expected


@pytest.mark.parametrize("name", ONE_SHEET)
def test_a_sheet_alone(name: str, corpus: Path, facts: Path, expected: list[tuple[object, ...]]) -> None:
    status, answer, said = check(corpus / name, "--facts", facts)
    form, above = ONE_SHEET[name]
    assert (status, said) == (1, "")
    assert answer["inputs"][0]["format"] == form
    assert found(answer, above) == expected


@pytest.mark.parametrize("name", ["agile.xlsx", "standard.xlsx", "rc4.xls", "crypto-api.xls", "xor.xls"])
def test_a_password_that_nobody_gives(name: str, corpus: Path, tmp_path: Path) -> None:
    status, answer, said = check(corpus / name)
    assert (status, answer, said.count("\n")) == (2, {}, 1)
    assert "--password-file" in said
    wrong = tmp_path / "密码.txt"
    wrong.write_text("不是这个\n", "utf-8")
    status, answer, said = check(corpus / name, "--password-file", wrong)
    assert (status, answer, said.count("\n")) == (2, {}, 1)
    assert "不是这个" not in said


@pytest.mark.parametrize("name", ["headers_only.xlsx", "headers-office.ods"])
def test_no_rows_are_never_clean(name: str, corpus: Path) -> None:
    status, answer, said = check(corpus / name)
    assert (status, answer, said.count("\n")) == (2, {}, 1)


@pytest.mark.parametrize("name", ["odd_cells", "hidden", "titled", "merged_down", "township_sheets", "form"])
def test_other_formats_tell_the_same_of_odd_sheets(name: str, corpus: Path) -> None:
    _, expected, _ = check(corpus / f"{name}.xlsx")
    assert expected["summary"]["households"] >= 3
    for suffix in ("xls", "ods"):
        _, answer, _ = check(corpus / f"{name}-office.{suffix}")
        assert found(answer) == found(expected)


def test_a_wrong_suffix_is_mentioned(corpus: Path) -> None:
    for name in ("wrong-suffix.xls", "csv-inside.xls", "html.xls", "xml2003.xls"):
        _, answer, _ = check(corpus / name)
        assert [item["kind"] for item in answer["issues"] if item["kind"] == "suffix_differs"] == ["suffix_differs"]


def test_error_cells_are_issues_in_every_format(corpus: Path) -> None:
    cells = []
    for name in ("errors.xlsx", "errors-office.xls", "errors-office.ods"):
        _, answer, _ = check(corpus / name)
        said = [
            (item["source"]["cell"], item["source"]["text"])
            for item in answer["issues"]
            if item["kind"] == "error_cell"
        ]
        cells.append(sorted(said))
    assert cells[0] == [("F5", "#VALUE!"), ("K4", "#DIV/0!"), ("P3", "#REF!"), ("Q2", "#N/A"), ("R6", "#NAME?")]
    assert cells[1:] == cells[:1] * 2


def test_formulas_without_a_value_say_what_to_do(corpus: Path) -> None:
    _, answer, _ = check(corpus / "errors.xlsx")
    said = [item for item in answer["issues"] if item["kind"] == "formula_without_value"]
    assert [item["source"]["cell"] for item in said] == ["Q8", "Q9", "Q10", "Q11"]
    assert all("打开并保存" in item["message"] for item in said)
