"""The report's texts against what the code asks for."""

import re
from importlib import resources

import pytest

from incomeaudit.messages import LANGUAGES, Messages
from incomeaudit.messages.catalog import merge, read_catalog
from incomeaudit.report.sheets import SHEETS
from incomeaudit.report.verdicts import ZERO_OUTS
from tests.report.builders import small_result

MESSAGES = [Messages(lang) for lang in LANGUAGES]


@pytest.mark.parametrize("messages", MESSAGES, ids=LANGUAGES)
def test_every_column_and_sheet_has_a_heading(messages):
    for make in SHEETS:
        sheet = make(small_result(), messages)
        assert messages(f"contents.{make.__name__}")
        for block in sheet.blocks:
            headings = [messages(column.key) for column in block.columns]
            assert len(set(headings)) == len(headings), sheet.title


@pytest.mark.parametrize("messages", MESSAGES, ids=LANGUAGES)
def test_every_zero_out_has_a_name(messages):
    for clause in ZERO_OUTS:
        assert messages(f"zero_out.{clause.split('/')[1].replace('-', '_')}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_issue_has_a_short_name(lang):
    texts = read_catalog(lang)
    kinds = {key.removeprefix("issue.") for key in texts if key.startswith("issue.")} - {"none_near"}
    named = {key.removeprefix("issue_kind.") for key in texts if key.startswith("issue_kind.")}
    assert kinds <= named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_report_is_left_unused(lang):
    root = resources.files("incomeaudit.report")
    folders = [root, root.joinpath("sheets"), root.joinpath("rollup")]
    code = "\n".join(
        file.read_text("utf-8") for folder in folders for file in folder.iterdir() if file.name.endswith(".py")
    )
    words = set(re.findall(r"\w+", code))
    for key in read_catalog(lang):
        section, name = key.split(".", maxsplit=1)
        if section in {"report", "column", "terminal", "sheet"}:
            pieces = {name, *(name.removeprefix(prefix) for prefix in PREFIXES)}
            assert pieces & words, key


PREFIXES = ("headline_", "left_", "item_", "figure_", "see_", "count_", "block_", "no_")


def test_a_text_that_stands_in_two_files_is_a_mistake():
    with pytest.raises(ValueError, match=r"b\.toml: report\.total stands in a\.toml already"):
        merge([("a.toml", '[report]\ntotal = "x"'), ("b.toml", '[report]\ntotal = "y"')])


def test_files_may_share_a_section():
    assert merge([("a.toml", '[s]\nx = "1"'), ("b.toml", '[s]\ny = "2"')]) == {"s.x": "1", "s.y": "2"}
