"""Every case of every check and target of the shipped packs, put through a real audit; and what cases must cover."""

import re
from collections import Counter

import polars as pl
import pytest

from incomeaudit.messages import LANGUAGES, Messages
from incomeaudit.rulebook.computed import Fact
from incomeaudit.rulebook.model import Case, Check, Pack, Target, TargetCase
from incomeaudit.rulebook.sql import Condition

from .case_runner import FIRST_ROW, run_case, run_target_case, setting, table_fields

_PLACE = re.compile(r"\{([a-z_0-9]+)\}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def checks() -> list[tuple[Pack, Check]]:
    return setting().rulebook.checks


def targets() -> list[tuple[Pack, Target]]:
    return setting().rulebook.targets


def check_cases(*verdicts: str) -> list[object]:
    return [
        pytest.param(pack, check, case, id=f"{check.code}-{case.name}")
        for pack, check in checks()
        for case in check.case
        if not verdicts or case.expect in verdicts
    ]


def target_cases(*outcomes: str) -> list[object]:
    return [
        pytest.param(pack, target, case, id=f"{target.code}-{case.name}")
        for pack, target in targets()
        for case in target.case
        if not outcomes or case.expect in outcomes
    ]


def each(entries: list[tuple[Pack, Check]] | list[tuple[Pack, Target]]) -> list[object]:
    return [pytest.param(pack, entry, id=entry.code) for pack, entry in entries]


# ---------------------------------------------------------------- what the audit says of each case


@pytest.mark.parametrize(("pack", "check", "case"), check_cases())
def test_a_check_says_what_its_case_expects(pack: Pack, check: Check, case: Case) -> None:
    answer = run_case(pack, check, case)
    assert answer.verdict == case.expect, answer.result.checks.filter(pl.col("code") == check.code).rows(named=True)
    if case.gap is not None:
        assert answer.finding is not None
        assert answer.finding["gap"] == pytest.approx(case.gap, abs=1e-6)


@pytest.mark.parametrize(("pack", "target", "case"), target_cases())
def test_a_target_says_what_its_case_expects(pack: Pack, target: Target, case: TargetCase) -> None:
    row = run_target_case(pack, target, case)
    assert row["outcome"] == case.expect, row
    if case.measured is not None:
        assert row["measured"] == pytest.approx(case.measured, abs=1e-9)


# ---------------------------------------------------------------- what the findings show


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("pack", "check", "case"), check_cases("flagged"))
def test_a_message_shows_the_figures(pack: Pack, check: Check, case: Case, lang: str) -> None:
    finding = run_case(pack, check, case, lang).finding
    assert finding is not None
    message = str(finding["message"])
    assert not set("{}") & set(message), message
    for name in _PLACE.findall(check.message[lang]):
        if name in {"actual", "expected"}:
            assert str(finding[f"{name}_text"]) in message
        elif name in {"gap", "gap_household"} and finding[name] is not None:
            assert f"{finding[name]:.2f}" in message
    assert str(finding["title"]) == check.title[lang]
    assert str(finding["remedy"]) == check.remedy[lang]


@pytest.mark.parametrize(("pack", "check", "case"), check_cases("flagged"))
def test_a_finding_points_to_a_cell_that_its_figure_comes_from(pack: Pack, check: Check, case: Case) -> None:
    finding = run_case(pack, check, case).finding
    assert finding is not None
    behind = table_fields(check.table).roots(Condition(check.actual, pack.document.id).fields)
    if check.cell is not None:
        assert finding["field"] == check.cell
    else:
        assert finding["field"] in behind
        assert case.given.get(str(finding["field"])) is not None, "a cell that says something"
    assert re.fullmatch(rf"[A-Z]+{FIRST_ROW}", str(finding["cell"]))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("pack", "target", "case"), target_cases())
def test_a_target_s_message_shows_the_figures(pack: Pack, target: Target, case: TargetCase, lang: str) -> None:
    row = run_target_case(pack, target, case, lang)
    message = str(row["message"])
    assert not set("{}") & set(message), message
    assert str(row["place"]) in message
    assert str(row["year"]) in message
    shown = [float(number.replace(",", "")) for number in _NUMBER.findall(message)]
    for name in ("measured", "target"):
        figure = row[name]
        if figure is None:
            assert Messages(lang)("value.blank") in message
        else:
            assert isinstance(figure, float)
            figure = figure * 100 if target.unit == "share" else figure
            assert figure in [pytest.approx(number, abs=0.005) for number in shown], message


def test_a_fact_that_is_not_known_for_a_row_s_place_leaves_that_row_unassessable() -> None:
    """The runner gives another place the fact; were the check skipped, the case would prove nothing."""
    resting = [
        (pack, check, case)
        for pack, check in checks()
        for case in check.case
        if case.expect == "unassessable"
        for field in table_fields(check.table).facts(Condition(check.violation, pack.document.id).fields)
        if isinstance(field.source, Fact) and field.id not in case.given
    ]
    assert resting
    for pack, check, case in resting:
        row = run_case(pack, check, case).result.checks.row(by_predicate=pl.col("code") == check.code, named=True)
        assert row["unassessable"] >= 1, check.code


# ---------------------------------------------------------------- what cases and messages must cover


@pytest.mark.parametrize(("pack", "check"), each(checks()))
def test_every_check_has_the_cases_it_needs(pack: Pack, check: Check) -> None:
    expected = {case.expect for case in check.case}
    needed = {"flagged", "passed", "unassessable"} | ({"out_of_scope"} if check.scope else set())
    assert needed <= expected
    assert len(check.case) >= 4


@pytest.mark.parametrize(("pack", "entry"), [*each(checks()), *each(targets())])
def test_what_is_cited_counts_as_encoded(pack: Pack, entry: Check | Target) -> None:
    """Across packs too: the loader looks at each pack's own clauses alone."""
    assert {setting().rulebook.clauses[clause].state for clause in entry.clauses} == {"encoded"}


@pytest.mark.parametrize(("pack", "target"), each(targets()))
def test_every_target_has_the_cases_it_needs(pack: Pack, target: Target) -> None:
    assert {"met", "not_met", "unassessable"} <= {case.expect for case in target.case}


@pytest.mark.parametrize(("pack", "target"), each(targets()))
def test_every_target_is_decided_exactly_at_its_value(pack: Pack, target: Target) -> None:
    """At least and at most are met there; above and below are not."""
    outcome = "not_met" if target.direction in {"above", "below"} else "met"
    at_the_value = [
        case
        for case in target.case
        if case.expect == outcome and (row := run_target_case(pack, target, case))["measured"] == row["target"]
    ]
    assert at_the_value


@pytest.mark.parametrize(("pack", "check"), each(checks()))
def test_flagged_cases_state_the_gap(pack: Pack, check: Check) -> None:
    for case in check.case:
        assert (case.gap is not None) == (case.expect == "flagged" and check.gap is not None), case.name


@pytest.mark.parametrize(("pack", "entry"), [*each(checks()), *each(targets())])
def test_cases_have_names_of_their_own(pack: Pack, entry: Check | Target) -> None:
    names = Counter(case.name for case in entry.case)
    assert "" not in names
    assert max(names.values()) == 1, names


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("pack", "check"), each(checks()))
def test_a_message_names_every_figure_that_the_check_has(pack: Pack, check: Check, lang: str) -> None:
    shown = set(_PLACE.findall(check.message[lang]))
    says_nothing = f"{check.actual} IS BLANK" == check.violation
    needed = {name for name in ("expected", "gap", "gap_household") if getattr(check, name) is not None}
    assert (needed if says_nothing else needed | {"actual"}) <= shown


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("pack", "target"), each(targets()))
def test_a_target_s_message_names_its_figures(pack: Pack, target: Target, lang: str) -> None:
    assert {"place", "year", "measured", "target", "left_out"} <= set(_PLACE.findall(target.message[lang]))


@pytest.mark.parametrize(("pack", "check"), each(checks()))
def test_what_rests_on_recomputed_figures_is_a_lead_to_verify(pack: Pack, check: Check) -> None:
    """Only what the data prove is worded as a violation."""
    chain = table_fields(check.table).chain(Condition(check.violation, pack.document.id).fields)
    if any(field.id.startswith("recomputed") for field in chain):
        assert "疑点" in check.title.zh
        assert "(lead)" in check.title.en
        assert "待核实" in check.message.zh
        assert re.search("to verify|to be verified", check.message.en)
