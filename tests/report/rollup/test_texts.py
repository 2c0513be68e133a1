"""The roll-up's texts against what the code asks for."""

import re
from importlib import resources

import pytest

from incomeaudit.messages import LANGUAGES
from incomeaudit.messages.catalog import read_catalog
from incomeaudit.report.rollup.model import STATUSES
from incomeaudit.report.rollup.standing import Left

BUILT = ("headline_", "left_", "item_", "see_", "figure_", "changes_")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_left_unused(lang):
    folder = resources.files("incomeaudit.report.rollup")
    words = set(re.findall(r"\w+", "\n".join(f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".py"))))
    for key in read_catalog(lang):
        section, name = key.split(".", maxsplit=1)
        if section == "rollup":
            pieces = {name, *(name.removeprefix(prefix).removesuffix("_line") for prefix in BUILT)}
            assert pieces & words, key
        if section in ("sheet", "contents") and name.startswith("rollup_"):
            assert {name, name.removeprefix("rollup_")} & words, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_is_counted_has_its_texts(lang):
    texts = read_catalog(lang)
    for name in Left.__dataclass_fields__:
        assert {f"rollup.left_{name}", f"rollup.item_{name}", f"rollup.see_{name}"} <= set(texts)
    assert {f"rollup_status.{status}" for status in STATUSES} <= set(texts)
