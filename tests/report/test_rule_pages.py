"""The pages about rules and documents: complete, and the committed ones as the packs are now."""

import json
import re
from pathlib import Path

import pytest

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import load_setting
from incomeaudit.messages import LANGUAGES
from incomeaudit.report.page import Code, Facts, Grid, Link, Page, Sql, markdown
from incomeaudit.report.policy_pages import coverage_json, policies_json, policy_json
from incomeaudit.report.rule_facts import Where, entries_of, find_rule, standing
from incomeaudit.report.rule_pages import all_pages, rule_json, rule_page, write_pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
SETTINGS = {lang: load_setting(Options(lang=lang)) for lang in LANGUAGES}
SETTING = SETTINGS["zh"]


def test_the_committed_pages_are_what_the_packs_say():
    committed = {str(path.relative_to(FOLDER)): path.read_text("utf-8") for path in FOLDER.rglob("*") if path.is_file()}
    pages = all_pages(SETTING)
    stale = sorted(name for name in committed.keys() | pages.keys() if committed.get(name) != pages.get(name))
    assert stale == [], "make rules writes them anew"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_to_a_page(lang):
    pages = all_pages(SETTINGS[lang])
    for name, text in pages.items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            assert target in pages, (name, target)


def test_every_code_and_document_has_a_page_and_stands_in_the_index():
    pages = all_pages(SETTING)
    names = [*SETTING.rulebook.codes, *SETTING.rulebook.packs]
    assert set(pages) == {f"{name}.md" for name in [*names, "README", "coverage"]}
    for name in names:
        assert f"[{name}]({name}.md)" in pages["README.md"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_everything_about_its_entry(lang):
    setting = SETTINGS[lang]
    for pack, entry in entries_of(setting):
        text = markdown(rule_page(pack, entry, setting, Where())).replace("\\", "")
        for part in (entry.title.zh, entry.title.en, entry.remedy[lang], pack.document.title[lang]):
            assert part in text, entry.code
        for clause in entry.clauses:
            assert setting.rulebook.clauses[clause].demand[lang] in text
        assert f"| {len(entry.case)} |" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_has_a_place_without_a_name(lang):
    setting = SETTINGS[lang]
    for pack, entry in entries_of(setting):
        assert not re.search(
            r"〔[a-z_]*_[a-z_]*〕", markdown(rule_page(pack, entry, setting, Where())).replace("\\", "")
        )


def test_every_answer_is_json():
    for pack, entry in entries_of(SETTING):
        assert json.loads(json.dumps(rule_json(pack, entry, SETTING, Where())))["code"] == entry.code
    for pack in SETTING.rulebook.packs.values():
        assert json.loads(json.dumps(policy_json(pack, SETTING, Where())))["id"] == pack.document.id
    assert json.loads(json.dumps(policies_json(SETTING, Where("浙江省/丽水市", 2020))))["values"]


def test_the_matrix_counts_every_case_of_every_code():
    rows = coverage_json(SETTING)
    assert {row["clause"] for row in rows} == set(SETTING.rulebook.clauses)
    for row in rows:
        codes = row["codes"]
        assert isinstance(codes, list)
        assert row["cases"] == sum(sum(item["cases"].values()) for item in codes)
        assert bool(codes) == (row["state"] == "encoded")
        for item in codes:
            assert sum(item["cases"].values()) == len(find_rule(SETTING, item["code"])[1].case)


def test_fields_are_found_behind_computed_ones_and_in_other_tables():
    answer = rule_json(*find_rule(SETTING, "ZJ002"), SETTING, Where())
    fields = answer["fields"]
    assert isinstance(fields, list)
    judged = {item["field"] for item in fields if item["judged"]}
    assert judged >= {"per_capita_income", "income", "members"}
    headers = next(item["headers"] for item in fields if item["field"] == "per_capita_income")
    assert "家庭人均收入" in headers


def test_a_value_in_force_is_of_the_place_and_the_year():
    pack = SETTING.rulebook.packs["zj-2020"]
    floor = pack.parameter_of("income_floor")

    def values(place: str | None, year: int | None) -> list[object]:
        return [value.value for value in standing(floor, pack.document, Where(place, year))]

    assert values("浙江省/丽水市/遂昌县", 2020) == values(None, None) == values(None, 2020) == [8000]
    assert values("浙江省/丽水市/遂昌县", 2021) == []


def test_pages_of_codes_that_are_no_more_are_taken_away(tmp_path):
    (tmp_path / "ZZ999.md").write_text("old", "utf-8")
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    count = write_pages(tmp_path, SETTING)
    assert len(list(tmp_path.glob("*.md"))) == count
    assert not (tmp_path / "ZZ999.md").exists()
    assert (tmp_path / "note.txt").read_text("utf-8") == "mine"


def test_what_markdown_would_misread_is_escaped():
    page = Page(
        "a_b",
        [
            "x < 3 | y",
            Facts([("k", ""), ("n", Link("甲*", "ZJ002"))]),
            Sql("式", "a < 3 | b"),
            Grid(["甲"], [[Code("a|b")], [("1|2", "x\ny")]]),
        ],
    )
    assert markdown(page) == (
        "# a\\_b\n\nx \\< 3 \\| y\n\n- **n**　[甲\\*](ZJ002.md)\n\n式\n\n```sql\na < 3 | b\n```\n\n"
        "| 甲 |\n| --- |\n| `a\\|b` |\n| 1\\|2、x<br>y |\n"
    )
