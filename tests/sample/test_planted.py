"""For every check of the rulebook the samples have a mistake, at each place for every check that is asked there."""

import json
from typing import Any

import pytest

from incomeaudit.rulebook import Rulebook, load_rulebook
from incomeaudit.rulebook.resolve import applies
from incomeaudit.sample import make_sample
from incomeaudit.vocabulary import load_vocabulary
from incomeaudit.vocabulary.places import load_places

COUNTED = {"ZJ071": "the roster counts visits and does not list them"}
LISTED = {"ZJ072": "the workbook lists visits and does not count them"}
LISHUI_FROM_2022 = dict.fromkeys(("LS011", "LS012", "LS013", "LS024", "LS041", "LS042"), "asked from 2022 on")
JIAXING_FROM_2022 = dict.fromkeys(("JX031", "JX032"), "asked from 2022 on")

COUNTIES = {
    ("淳安县", 2020): LISTED,
    ("遂昌县", 2020): {**COUNTED, **LISHUI_FROM_2022},
    ("遂昌县", 2022): {},
    ("海盐县", 2020): {**COUNTED, **JIAXING_FROM_2022},
    ("海盐县", 2022): {},
    ("平湖市", 2021): JIAXING_FROM_2022,
    ("庆元县", 2018): {**LISHUI_FROM_2022, "LS111": "asked from 2019 on"},
    ("永嘉县", 2018): {},
    ("永嘉县", 2020): LISTED,
    ("乐清市", 2017): {"WZ081": "asked from 2018 on"},
    ("兰溪市", 2023): {},
}
"""Places and years in which a document is in force, and which of its checks are not asked there and then, and why."""

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(load_vocabulary(), load_places())


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Truth]:
    said = {}
    for place, year in COUNTIES:
        made = make_sample(tmp_path_factory.mktemp("sample"), place, year)
        said[place, year] = json.loads(made.truth.read_text("utf-8"))
    return said


def found(truth: Truth) -> set[str]:
    return {each["code"] for each in truth["findings"]}


def test_no_check_is_without_a_mistake(rulebook: Rulebook, truths: dict[tuple[str, int], Truth]) -> None:
    assert {check.code for _, check in rulebook.checks} - set().union(*map(found, truths.values())) == set()


@pytest.mark.parametrize(("place", "year"), COUNTIES)
def test_every_check_that_is_asked_finds_something(
    rulebook: Rulebook, truths: dict[tuple[str, int], Truth], place: str, year: int
) -> None:
    truth = truths[place, year]
    in_force = {check.code for pack, check in rulebook.checks if applies(pack.document, truth["place"], year)}
    assert in_force - found(truth) == COUNTIES[place, year].keys()
    assert set(truth["checks"]) == found(truth)
