"""Every problem that the program can raise has its text, and every text fits the values that come with it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import incomeaudit
from incomeaudit.messages.catalog import LANGUAGES, read_catalog

SOURCES = sorted(Path(incomeaudit.__file__).parent.rglob("*.py"))


def raised() -> Iterator[tuple[str, str]]:
    """File and key of each ``Problem("key", …)`` that stands in the program in so many letters."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Problem"
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.name, first.value
                if isinstance(first, ast.IfExp):
                    for way in (first.body, first.orelse):
                        assert isinstance(way, ast.Constant)
                        yield path.name, str(way.value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_has_a_text(lang: str) -> None:
    texts = read_catalog(lang)
    keys = {key for _, key in raised()}
    assert len(keys) > 100
    assert sorted(key for key in keys if f"problem.{key}" not in texts) == []


def test_every_text_of_a_problem_is_used() -> None:
    written = "\n".join(path.read_text("utf-8") for path in SOURCES)
    unused = [
        key
        for key in read_catalog("zh")
        if key.startswith("problem.")
        and not any(
            word in written for word in (f'"{key[8:]}"', f'"{key}"', f'"{key[8:].replace("template_", "report_")}"')
        )
    ]
    assert unused == []
