import re

import pytest

from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.messages.catalog import read_catalog

PLACE = re.compile(r"\{(\w*)[^{}]*\}")


def test_both_languages_say_the_same_things():
    zh, en = (read_catalog(lang) for lang in LANGUAGES)
    assert set(zh) == set(en)
    for key, text in zh.items():
        assert sorted(set(PLACE.findall(text))) == sorted(set(PLACE.findall(en[key]))), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_is_one_line(lang):
    for key, text in read_catalog(lang).items():
        if key.startswith("problem."):
            assert "\n" not in text, key


def test_a_problem_says_itself_without_a_language():
    assert "zj-1999" in str(Problem("policy_unknown", policy="zj-1999", known="zj-2020"))


def test_a_problem_may_carry_a_value_called_key():
    said = Messages("en").problem(Problem("pack_invalid", file="mine.toml", key="check.AB001.scope", error="no"))
    assert said == "pack mine.toml: check.AB001.scope: no"


def test_an_unknown_key_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        Messages("zh")("no.such")
