"""The auditor agrees with the oracle on what a county reaches of its targets."""

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle_tables.answer import audited
from tests.oracle_tables.targets import TARGETS
from tests.oracle_tables.targets_rows import world


@pytest.mark.parametrize("county", TARGETS)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_every_outcome_is_the_oracles(county: str, seed: int) -> None:
    made = world(Random(seed), county)
    result = audited(made, [target.code for target in TARGETS[county]])
    for target in TARGETS[county]:
        own = (pl.col("code") == target.code) & pl.col("place").str.ends_with(county)
        said = result.targets.filter(own).get_column("outcome").to_list() or ["unassessable"]
        assert said == [target.outcome(made)], (target.code, target.measured(made), target.goal(made))


@pytest.mark.parametrize("county", TARGETS)
def test_the_rows_bring_about_every_outcome(county: str) -> None:
    worlds = [world(Random(seed), county) for seed in range(60)]
    for target in TARGETS[county]:
        assert {target.outcome(each) for each in worlds} >= {"met", "not_met"}, target.code
