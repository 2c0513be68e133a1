"""The corpus, made once for all workers of a test run."""

import os
import time
from pathlib import Path

import pytest

from tests.writers.office import need_office

from .make import make_corpus

_SECONDS = 300


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all fixtures. Without LibreOffice the tests that need it are skipped."""
    need_office()
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "corpus"
    done = folder.with_suffix(".done")
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _SECONDS
        while not done.exists():
            assert time.monotonic() < deadline, "another worker has not made the corpus"
            time.sleep(0.1)
        return folder
    make_corpus(folder)
    done.touch()
    return folder
