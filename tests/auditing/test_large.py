"""A table audited slice by slice gives what it gives when it is audited whole."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from incomeaudit.auditing import large_columns
from incomeaudit.auditing.large import audit_large
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.ingest.model import Dataset, Evidence
from incomeaudit.messages import Problem

from .build import dataset, household, outcome
from .slicing import in_slices

PLAIN = ("findings", "checks", "targets", "unassessed", "townships", "values", "issues", "clauses")


@cache
def _setting() -> Setting:
    return load_setting(Options())


@pytest.fixture(scope="module")
def setting() -> Setting:
    return _setting()


def in_pieces(data: Dataset, setting: Setting, size: int, table: str = "household", **options: Any) -> Result:
    with TemporaryDirectory() as folder:
        beside = Path(folder) / "beside"
        beside.mkdir()
        large = in_slices(data, table, size, Path(folder))
        return audit_large(large, Options(**options), setting, beside)


def assert_alike(whole: Result, sliced: Result) -> None:
    for name in PLAIN:
        assert_frame_equal(getattr(whole, name), getattr(sliced, name), check_exact=True)
    assert (whole.households, whole.flagged_households) == (sliced.households, sliced.flagged_households)
    assert (whole.run.places, whole.run.id, whole.parts) == (sliced.run.places, sliced.run.id, sliced.parts)
    for name in ("targets", "skipped", "townships", "lacking", "facts"):
        one, other = getattr(whole.sums, name), getattr(sliced.sums, name)
        assert_frame_equal(one, other, check_row_order=False, check_exact=True)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


MONEY = st.sampled_from([0.0, 1200.0, 7999.99, 8000.0, 9000.0, 24000.0, 30000.0])
HOUSEHOLDS: Mapping[str, st.SearchStrategy[Any]] = {
    "county": some(st.sampled_from(["遂昌县", "松阳县", "桃花岛国", "鹿城区"])),
    "township": some(st.sampled_from(["云溪乡", "石练镇"])),
    "village": some(st.sampled_from(["石门村", "大坑村"])),
    "year": some(st.sampled_from([2016, 2019, 2020])),
    "household_id": some(st.sampled_from(["1", "2", "H0000001", "H0000002", "H0000003"])),
    "head_name": some(st.sampled_from(["王某", "张某"])),
    "head_id": some(st.sampled_from(["331123194001010010", "331123194001010029", "33112319400101001X"])),
    "status": some(st.sampled_from(["在册", "退出"])),
    "members": some(st.integers(0, 4)),
    "income": some(MONEY),
    "per_capita_income": some(MONEY),
    "wage_income": some(MONEY),
    "business_income": some(MONEY),
    "property_income": some(MONEY),
    "transfer_income": some(MONEY),
    "prior_per_capita_income": some(MONEY),
    "food": some(st.booleans()),
    "housing": some(st.booleans()),
}
UNREADABLE = ("household_id", "head_id", "income", "village", "wage_income", "food")


@st.composite
def rosters(draw: st.DrawFn) -> Dataset:
    """A roster with the columns that any has, gaps, texts that are no place, unreadable cells, and county figures."""
    fields = draw(st.lists(st.sampled_from([*HOUSEHOLDS]), min_size=6, max_size=18, unique=True))
    drawn = draw(st.lists(st.fixed_dictionaries({n: HOUSEHOLDS[n] for n in fields}), min_size=1, max_size=16))
    lost = draw(st.sets(st.tuples(st.integers(0, len(drawn) - 1), st.sampled_from(UNREADABLE)), max_size=4))
    unreadable = sorted((row, name) for row, name in lost if name in fields)
    rows = [
        {name: None if (number, name) in unreadable else value for name, value in row.items()}
        for number, row in enumerate(drawn)
    ]
    figures = [{"place": "遂昌县", "year": 2020, "dibao_standard": 9600.0}, {"place": "鹿城区", "year": 2019}]
    beside = {"place": figures} if draw(st.booleans()) else {}
    title = [Evidence("year", "2020", "title", 0, "A1")] if draw(st.booleans()) else []
    cells = [("household", row, name) for row, name in unreadable]
    return dataset(unreadable=cells, evidence=title, household=rows, **beside)


@given(data=rosters(), size=st.integers(2, 9), share=st.sampled_from([2, 5, 1000]))
@settings(max_examples=25, deadline=None)
def test_slices_and_the_whole_give_one_result(data: Dataset, size: int, share: int) -> None:
    setting = _setting()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_columns, "SHARE", share)
        try:
            whole = audit_dataset(data, Options(), setting)
        except Problem as problem:
            with pytest.raises(Problem) as caught:
                in_pieces(data, setting, size)
            assert caught.value.key == problem.key
            return
        assert_alike(whole, in_pieces(data, setting, size))


def test_one_id_in_several_slices_is_found_with_the_lowest_and_the_highest_household(setting: Setting) -> None:
    same = [household(household_id=f"H000000{n}", head_id="331123194001010010") for n in (5, 3, 9)]
    others = [household(household_id=f"H100000{n}", head_id=None, village=f"{n}村") for n in range(4)]
    result = in_pieces(dataset(household=[same[0], *others, *same[1:]]), setting, 2)
    found = result.findings.filter(code="ZJ144")
    assert found["row"].to_list() == [4, 9, 10]
    assert set(found["actual_text"]) == {"H0000003"}
    assert set(found["expected_text"]) == {"H0000009"}


def test_the_second_finding_of_a_subject_has_a_fingerprint_of_its_own(setting: Setting) -> None:
    data = dataset(household=[household(food=False), household(food=False), household(food=False)])
    prints = in_pieces(data, setting, 1).findings.filter(code="ZJ011")["fingerprint"]
    assert prints.n_unique() == 3
    assert prints.equals(audit_dataset(data, Options(), setting).findings.filter(code="ZJ011")["fingerprint"])


def test_rows_that_are_not_told_one_by_one_are_counted_and_said(setting: Setting) -> None:
    data = dataset(household=[household(food=None, household_id=f"H{n}") for n in range(8)] + [household(food=True)])
    whole = audit_dataset(data, Options(), setting)
    with TemporaryDirectory() as folder:
        large = in_slices(data, "household", 2, Path(folder))
        beside = Path(folder) / "beside"
        beside.mkdir()
        result = audit_large(large, Options(), setting, beside, most_unassessed=3)
    assert result.unassessed.equals(whole.unassessed.head(3))
    assert outcome(result, "ZJ011") == outcome(whole, "ZJ011")
    said = result.issues.filter(kind="unassessed_untold").row(0, named=True)
    assert (said["level"], str(whole.unassessed.height - 3) in said["message"]) == ("warning", True)


def test_a_check_that_compares_rows_itself_is_skipped_and_says_so(setting: Setting) -> None:
    pack, check = next((pack, check) for pack, check in setting.rulebook.checks if check.code == "ZJ011")
    far = check.model_copy(update={"violation": "COUNT(*) OVER (PARTITION BY village) > 1"})
    checks = [far if each.code == "ZJ011" else each for each in pack.check]
    packs = {**setting.rulebook.packs, pack.document.id: pack.model_copy(update={"check": checks})}
    changed = replace(setting, rulebook=replace(setting.rulebook, packs=packs))
    result = in_pieces(dataset(household=[household(), household()]), changed, 1)
    row = outcome(result, "ZJ011")
    assert (row["outcome"], row["reason"]) == ("skipped", setting.messages("reason.large_compares"))


def test_tables_that_are_matched_by_household_are_refused_beside_a_large_one(setting: Setting) -> None:
    data = dataset(household=[household()], member=[{"household_id": "H1", "name": "王某"}])
    with pytest.raises(Problem) as caught:
        in_pieces(data, setting, 1)
    assert caught.value.key == "large_beside"


def test_another_table_than_the_households_may_be_the_large_one(setting: Setting) -> None:
    members = [{"household_id": f"H{n % 3}", "name": "王某", "id_number": "331123194001010010"} for n in range(7)]
    data = dataset(member=members, evidence=[Evidence("year", "2020", "title", 0, "A1")])
    assert_alike(audit_dataset(data, Options(), setting), in_pieces(data, setting, 2, "member"))
    assert in_pieces(data, setting, 2, "member").findings.filter(code="ZJ145").height == 7


def test_sums_of_target_figures_do_not_hang_on_the_slices(setting: Setting) -> None:
    rows = [
        household(household_id=f"H{n}", income=0.1 * n, prior_per_capita_income=0.3 * n, members=1) for n in range(300)
    ]
    data = dataset(household=rows)
    for size in (7, 89):
        assert_alike(audit_dataset(data, Options(), setting), in_pieces(data, setting, size))
