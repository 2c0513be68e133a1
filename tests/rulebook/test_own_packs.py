"""The cases of the skeleton and of the worked example hold, as those of the shipped packs do."""

from functools import cache
from pathlib import Path

import pytest

from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting, load_setting
from incomeaudit.rulebook.skeleton import skeleton
from tests.rulebook import case_runner

EXAMPLE = Path(__file__).parents[2] / "docs" / "own-pack" / "songyang-2021.toml"


@pytest.fixture(params=["skeleton", "example"])
def own(request, tmp_path, monkeypatch):
    """A rulebook with one pack more, which the case runner then uses."""
    path = EXAMPLE
    if request.param == "skeleton":
        path = tmp_path / "本县.toml"
        path.write_text(skeleton(), "utf-8")

    @cache
    def setting(lang: str = "zh") -> Setting:
        return load_setting(Options(packs=(path,), lang=lang))

    monkeypatch.setattr(case_runner, "setting", setting)
    case_runner.table_fields.cache_clear()
    yield list(setting().rulebook.packs.values())[-1]
    case_runner.table_fields.cache_clear()


def test_every_case_comes_out_as_it_says(own):
    for check in own.check:
        assert {case.expect for case in check.case} >= {"flagged", "passed", "unassessable"}, check.code
        for case in check.case:
            answer = case_runner.run_case(own, check, case)
            assert answer.verdict == case.expect, (check.code, case.name)
            if case.gap is not None:
                assert answer.finding["gap"] == pytest.approx(case.gap)
    for target in own.target:
        assert {case.expect for case in target.case} >= {"met", "not_met", "unassessable"}, target.code
        for case in target.case:
            row = case_runner.run_target_case(own, target, case)
            assert row["outcome"] == case.expect, (target.code, case.name)
            if case.measured is not None:
                assert row["measured"] == pytest.approx(case.measured)
