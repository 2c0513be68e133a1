"""Values that are tried out: where and when they hold, and what is said of a mistake."""

from datetime import date
from pathlib import Path

import pytest

from incomeaudit.messages import LANGUAGES, Messages, Problem
from incomeaudit.rulebook.load import Rulebook, parse_pack
from incomeaudit.rulebook.overlay import TrialValue, read_overlay, read_setting, with_trials
from incomeaudit.rulebook.resolve import value_on
from incomeaudit.vocabulary.places import load_places

PLACES = load_places()
CITY, COUNTY, OTHER = "浙江省/丽水市", "浙江省/丽水市/遂昌县", "浙江省/丽水市/松阳县"

HEAD = """
format = 1
[document]
id = "{id}"
title = {{ zh = "甲", en = "A" }}
issuer = "丽水市"
place = "浙江省/丽水市"
issued = 2020-01-01
in_force = {{ from = 2020-01-01, to = 2024-12-31 }}
[[clause]]
id = "{id}/x"
at = "一"
kind = "household"
demand = {{ zh = "要求。", en = "A demand." }}
state = "encoded"
"""


def parameter(name: str, values: str, document: str) -> str:
    return (
        f'[[parameter]]\nid = "{name}"\ntitle = {{ zh = "数", en = "Figure" }}\n'
        f'clause = "{document}/x"\nvalues = [{values}]\n'
    )


LINE = (
    '{ value = 9000, from = 2021-01-01, until = 2023-01-01, source = "一" }, '
    '{ value = 9500, from = 2023-01-01, source = "一" }, '
    f'{{ value = 9900, from = 2021-01-01, place = "{COUNTY}", source = "二" }}'
)


@pytest.fixture
def rulebook() -> Rulebook:
    one = HEAD.format(id="one") + parameter("line", LINE, "one")
    one += parameter("grades", '{ value = ["C", "D"], source = "三" }', "one")
    one += parameter("strict", '{ value = true, source = "三" }', "one")
    one += parameter("deadline", '{ value = 2020-10-31, source = "三" }', "one")
    one += parameter("shared", '{ value = 1, source = "四" }', "one")
    two = HEAD.format(id="two") + parameter("shared", '{ value = 2, source = "四" }', "two")
    return Rulebook({name: parse_pack(text, name) for name, text in (("one", one), ("two", two))})


def value(rulebook: Rulebook, place: str, day: str, name: str = "line", pack: str = "one") -> object:
    held = rulebook.packs[pack]
    found = value_on(held.parameter_of(name), held.document, place, date.fromisoformat(day))
    return found.value if found else None


def overlaid(tmp_path: Path, rulebook: Rulebook, body: str) -> Rulebook:
    path = tmp_path / "试.toml"
    path.write_text(f'title = "试"\nreason = "看看"\n[[override]]\nparameter = "line"\n{body}', "utf-8")
    return with_trials(rulebook, read_overlay(path), PLACES)


def test_a_value_alone_stands_in_for_all_on_their_own_days_and_places(rulebook):
    tried = with_trials(rulebook, [read_setting("line=10000")], PLACES)
    for place in (CITY, COUNTY, OTHER):
        assert value(tried, place, "2020-12-31") is None, "the demand begins in 2021 all the same"
        assert [value(tried, place, day) for day in ("2021-01-01", "2023-01-01")] == [10000, 10000]
    assert value(rulebook, CITY, "2021-01-01") == 9000, "the rulebook itself stays as it was"


def test_days_narrow_a_value_and_leave_the_rest(tmp_path, rulebook):
    tried = overlaid(tmp_path, rulebook, "value = 1\nfrom = 2022-01-01\nuntil = 2023-07-01")
    days = ("2020-12-31", "2021-12-31", "2022-01-01", "2023-06-30", "2023-07-01")
    assert [value(tried, CITY, day) for day in days] == [None, 9000, 1, 1, 9500]
    assert value(tried, COUNTY, "2022-06-01") == 9900, "a nearer place keeps its own"


def test_a_place_narrows_a_value_and_leaves_the_others(tmp_path, rulebook):
    tried = overlaid(tmp_path, rulebook, f'value = 1\nplace = "{OTHER}"')
    assert [value(tried, place, "2022-06-01") for place in (CITY, COUNTY, OTHER)] == [9000, 9900, 1]
    assert value(tried, OTHER, "2020-06-01") is None, "it begins when the demand does"
    assert value(overlaid(tmp_path, rulebook, f'value = 2\nplace = "{COUNTY}"'), COUNTY, "2023-06-01") == 2


def test_no_place_has_two_values_on_one_day(tmp_path, rulebook):
    for body in ("from = 2022-01-01", "until = 2022-01-01", "from = 2021-06-01\nuntil = 2021-07-01", ""):
        held = overlaid(tmp_path, rulebook, f"value = 1\n{body}").packs["one"]
        for month in range(60):
            day = date(2020 + month // 12, month % 12 + 1, 1)
            standing = [
                item
                for item in held.parameter_of("line").values
                if item.place is None and (item.start or date.min) <= day and (item.until is None or day < item.until)
            ]
            assert len(standing) <= 1, (body, day)


def test_the_last_of_several_holds_and_names_what_the_document_says(rulebook):
    tried = with_trials(rulebook, [read_setting("line=1"), read_setting("one.line=2")], PLACES)
    found = tried.packs["one"].parameter_of("line").values[0]
    assert isinstance(found, TrialValue)
    assert (found.value, found.stated, found.origin, found.source) == (2, "9000", "--set one.line=2", "一")


@pytest.mark.parametrize(
    ("setting", "name", "expected"),
    [
        ("line=10000.5", "line", 10000.5),
        ("line = 8000", "line", 8000),
        ("grades=B,C、D", "grades", ["B", "C", "D"]),
        ("strict=否", "strict", False),
        ("deadline=2021-01-31", "deadline", date(2021, 1, 31)),
    ],
)
def test_a_text_is_read_as_the_parameters_own_kind(rulebook, setting, name, expected):
    tried = with_trials(rulebook, [read_setting(setting)], PLACES)
    assert tried.packs["one"].parameter_of(name).values[-1].value == expected


def test_a_name_that_two_documents_have_must_say_which(rulebook):
    with pytest.raises(Problem) as said:
        with_trials(rulebook, [read_setting("shared=3")], PLACES)
    assert said.value.key == "parameter_shared"
    assert said.value.values["names"] == "one.shared、two.shared"
    tried = with_trials(rulebook, [read_setting("two.shared=3")], PLACES)
    assert (value(tried, CITY, "2022-01-01", "shared", "one"), value(tried, CITY, "2022-01-01", "shared", "two")) == (
        1,
        3,
    )


@pytest.mark.parametrize(
    ("setting", "key", "part"),
    [
        ("line", "setting_form", "line"),
        ("=3", "setting_form", "=3"),
        ("line=", "setting_form", "line="),
        ("lien=3", "parameter_unknown", "line"),
        ("two.line=3", "parameter_unknown", "shared"),
        ("three.line=3", "policy_unknown", "three"),
        ("line=高", "trial_kind", "高"),
        ("line=nan", "trial_kind", "nan"),
        ("strict=3", "trial_kind", "True"),
        ("deadline=soon", "trial_kind", "2020-10-31"),
        ("grades=", "setting_form", "grades"),
        ("grades=,", "trial_kind", "C、D"),
    ],
)
def test_a_mistake_in_a_setting_is_one_line(rulebook, setting, key, part):
    with pytest.raises(Problem) as said:
        with_trials(rulebook, [read_setting(setting)], PLACES)
    assert said.value.key == key
    for lang in LANGUAGES:
        line = Messages(lang).problem(said.value)
        assert part in line
        assert "\n" not in line


@pytest.mark.parametrize(
    ("body", "key", "part"),
    [
        ("value = '高'", "trial_kind", "试.toml override.1"),
        ("value = 1\nplace = '浙江省/杭州市'", "trial_place", "浙江省/杭州市"),
        ("value = 1\nplace = '浙江省/丽水市/没有县'", "trial_place", "没有县"),
        ("value = 1\nfrom = 2022-01-01\nuntil = 2022-01-01", "trial_days", "试.toml override.1"),
        ("value = 1\nform = 2022-01-01", "overlay_invalid", "override.1.form"),
        ("", "overlay_invalid", "override.1.value"),
        ("value =", "overlay_invalid", "TOML"),
    ],
)
def test_a_mistake_in_an_overlay_names_file_and_key(tmp_path, rulebook, body, key, part):
    with pytest.raises(Problem) as said:
        overlaid(tmp_path, rulebook, body)
    assert said.value.key == key
    for lang in LANGUAGES:
        assert part in Messages(lang).problem(said.value)


def test_an_overlay_says_its_title_and_reason(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('[[override]]\nparameter = "line"\nvalue = 1\n', "utf-8")
    with pytest.raises(Problem) as said:
        read_overlay(path)
    assert said.value.values["key"] == "title"
    with pytest.raises(Problem) as gone:
        read_overlay(tmp_path / "没有.toml")
    assert gone.value.key == "overlay_unreadable"
