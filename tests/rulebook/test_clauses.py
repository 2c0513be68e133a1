"""The packs register every clause of the five documents, truly and in our own words.

The worklist of clauses lies beside the repository (``../shared/clauses.toml``); where it is not there, the tests
that compare with it are skipped and say so, and those that look at the packs alone still run.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from incomeaudit.rulebook.model import Clause, Pack

IDS = ("zj-2020", "lishui-2018", "jiaxing-2018", "wenzhou-2016", "lanxi-2023")
WORKLIST = Path(__file__).resolve().parents[3] / "shared" / "clauses.toml"
UNSTATED = "文件未载明文号"
COPIED_RUN = 18

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SCALES = {
    "": Decimal(1),
    "%": Decimal("0.01"),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
}


@cache
def pack(document: str) -> Pack:
    path = resources.files("incomeaudit.rulebook") / "packs" / f"{document}.toml"
    return Pack.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def clauses() -> list[Clause]:
    return [clause for document in IDS for clause in pack(document).clause]


@pytest.fixture(scope="module")
def worklist() -> dict[str, Any]:
    if not WORKLIST.is_file():
        pytest.skip(f"{WORKLIST} is not there: nothing to compare the packs with")
    return tomllib.loads(WORKLIST.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def listed(worklist: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in worklist["clause"]}


def runs(text: str) -> set[str]:
    """Every stretch of COPIED_RUN characters, spaces aside."""
    bare = re.sub(r"\s", "", text)
    return {bare[i : i + COPIED_RUN] for i in range(len(bare) - COPIED_RUN + 1)}


def quantities(text: str) -> set[Decimal]:
    """The numbers that a text states, scaled: 7.14 万 is 71400, 30% is 0.3, 1.085 billion is 1085000000."""
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)\s*(%|万|亿|million\b|billion\b)?", text)
    return {Decimal(number.replace(",", "")) * SCALES[scale] for number, scale in found}


def days(text: str) -> set[date]:
    """The full dates that a text states: 2020 年 6 月 20 日, 20 June 2020."""
    zh = re.findall(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日", text)
    en = re.findall(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", text)
    return {date(int(y), int(m), int(d)) for y, m, d in zh} | {
        date(int(y), MONTHS.index(m) + 1, int(d)) for d, m, y in en
    }


def leaves(value: object) -> Iterator[object]:
    """The single values of a worklist parameter; of a dated one, its years as well."""
    match value:
        case dict():
            for day, dated in value.items():
                yield date.fromisoformat(day).year
                yield from leaves(dated)
        case list():
            for item in value:
                yield from leaves(item)
        case _:
            yield value


def states(text: str, value: object) -> bool:
    """Whether a text states a number or a date."""
    if isinstance(value, date):
        return value in days(text)
    return Decimal(str(value)) in quantities(text)


def test_documents_are_those_of_the_worklist(worklist: dict[str, Any]) -> None:
    assert [entry["id"] for entry in worklist["document"]] == list(IDS)
    for entry in worklist["document"]:
        document = pack(entry["id"]).document
        assert document.id == entry["id"]
        assert document.title.zh == entry["title"]
        assert document.number == ("" if entry["number"] == UNSTATED else entry["number"])
        assert document.issuer == entry["issuer"]
        assert document.place == entry["place"]
        assert document.issued == entry["issued"]
        assert document.in_force.start == entry["in_force"]["from"]
        assert document.in_force.end == entry["in_force"]["to"]


def test_clauses_are_those_of_the_worklist_in_its_order(worklist: dict[str, Any]) -> None:
    ours = [(clause.id, clause.at, clause.kind) for clause in clauses()]
    theirs = [(entry["id"], entry["at"], entry["kind"]) for entry in worklist["clause"]]
    assert ours == theirs


def test_all_111_clauses_are_registered_once_each_in_its_own_pack() -> None:
    assert len(clauses()) == 111
    assert max(Counter(clause.id for clause in clauses()).values()) == 1
    for document in IDS:
        assert all(clause.id.startswith(f"{document}/") for clause in pack(document).clause)


def test_demands_are_in_our_own_words(listed: dict[str, dict[str, Any]]) -> None:
    copied = {
        clause.id: shared
        for clause in clauses()
        if (shared := runs(clause.demand.zh) & runs(listed[clause.id]["audit"]))
    }
    assert copied == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_demands_state_every_number_and_date(listed: dict[str, dict[str, Any]], lang: str) -> None:
    missing = [
        (clause.id, name, value)
        for clause in clauses()
        for name, held in listed[clause.id].get("params", {}).items()
        for value in leaves(held)
        if not isinstance(value, str) and not states(clause.demand[lang], value)
    ]
    assert missing == []


def test_chinese_demands_name_the_words_that_a_parameter_lists(listed: dict[str, dict[str, Any]]) -> None:
    missing = [
        (clause.id, name, value)
        for clause in clauses()
        for name, held in listed[clause.id].get("params", {}).items()
        for value in leaves(held)
        if isinstance(value, str) and value not in clause.demand.zh
    ]
    assert missing == []


def test_parameters_of_a_pack_hold_the_numbers_of_the_worklist(listed: dict[str, dict[str, Any]]) -> None:
    """A parameter under the worklist's own name for it gives the same values from the same days."""
    for document in IDS:
        for parameter in pack(document).parameter:
            held = listed[parameter.clause].get("params", {}).get(parameter.id)
            if held is None:
                continue
            ours = {value.start.isoformat() if value.start else "": value.value for value in parameter.values}
            if isinstance(held, dict):
                assert ours == held, parameter.id
            else:
                assert list(ours.values()) == [held], parameter.id


def test_what_is_not_encoded_says_why_in_both_languages() -> None:
    for clause in clauses():
        if clause.state == "encoded":
            assert clause.reason is None, clause.id
        else:
            assert clause.reason is not None, clause.id
            assert clause.reason.zh.strip() and clause.reason.en.strip(), clause.id
        if clause.state == "pending":
            assert clause.reason is not None
            assert "尚未编码" in clause.reason.zh, clause.id
            assert "not yet encoded" in clause.reason.en, clause.id


def test_context_is_a_state_of_context_clauses_alone() -> None:
    assert [clause.id for clause in clauses() if (clause.kind == "context") != (clause.state == "context")] == []


def test_checks_and_targets_cite_none_but_encoded_clauses() -> None:
    encoded = {clause.id for clause in clauses() if clause.state == "encoded"}
    for document in IDS:
        held = pack(document)
        cited = {id_ for check in held.check for id_ in check.clauses}
        cited |= {id_ for target in held.target for id_ in target.clauses}
        assert cited <= encoded, document


def test_reading_of_quantities_and_dates() -> None:
    assert quantities("7.14 万人、10.85 亿元、30%、1.5 倍") == {
        Decimal(71400), Decimal(1_085_000_000), Decimal("0.3"), Decimal("1.5"),
    }  # fmt: skip
    assert quantities("2.5 billion yuan, 71,400 people") == {Decimal(2_500_000_000), Decimal(71400)}
    assert quantities("18000") == {Decimal(18000)}, "8000 must not be found inside 18000"
    assert days("2020 年 6 月 20 日") == days("by 20 June 2020,") == {date(2020, 6, 20)}
