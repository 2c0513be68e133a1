"""The fixtures of the corpus are what they are called: each is read, or refused for the reason that it was made for."""

from pathlib import Path

import pytest

from incomeaudit.ingest.reader import Job, Reader
from incomeaudit.messages import Problem
from tests.writers.office import need_office

from .make import make_corpus

WITH_PASSWORD = {"agile.xlsx", "standard.xlsx", "rc4.xls", "crypto-api.xls", "xor.xls"}
FORMATS = {
    **dict.fromkeys(("plain.xlsx", "plain.xlsm", "wrong-suffix.xls", "strict.xlsx", "agile-default.xlsx"), "xlsx"),
    **dict.fromkeys(("plain-office.xls", "plain.et", "biff5.xls", "biff5-bare.xls", "xor-default.xls"), "xls"),
    **dict.fromkeys(("utf8.csv", "utf16.txt", "held.csv", "csv-inside.xls", "plain.tsv"), "csv"),
    **dict.fromkeys(("html.xls", "plain-office.html"), "html"),
    "plain.xlsb": "xlsb",
    "plain-office.ods": "ods",
    "xml2003.xls": "xml2003",
    "plain.parquet": "parquet",
}


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    need_office()
    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder)
    return sorted(folder.iterdir())


def test_every_fixture_is_read_or_refused_for_its_own_reason(fixtures: list[Path]) -> None:
    formats: dict[str, str] = {}
    refused: dict[str, str] = {}
    sheets_refused: list[tuple[str, str]] = []
    with Reader([Job(path, path.name) for path in fixtures]) as reader:
        for path in fixtures:
            try:
                workbook, sheets = reader.open_next()
            except Problem as problem:
                refused[path.name] = problem.key
                continue
            formats[path.name] = workbook.format
            loaded = list(sheets)
            assert any(sheet.letters for sheet in loaded), path.name
            sheets_refused += [(path.name, sheet.problem.key) for sheet in loaded if sheet.problem]
    assert formats.items() >= FORMATS.items()
    assert sheets_refused == []
    assert set(refused) == {*WITH_PASSWORD, "plain-office.fods"}
    assert {refused[name] for name in WITH_PASSWORD} == {"password_needed"}
