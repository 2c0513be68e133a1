"""The auditor agrees with the oracle on what a county reaches of its targets, and its city, province and townships."""

from collections.abc import Sequence
from functools import partial
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle_tables import (
    jiaxing_targets,
    jiaxing_targets_rows,
    lanxi_targets,
    lanxi_targets_rows,
    lishui_targets,
    lishui_targets_rows,
    wenzhou_targets,
    wenzhou_targets_rows,
    zhejiang_copied_rows,
    zhejiang_targets,
    zhejiang_targets_rows,
)
from tests.oracle_tables.answer import audited
from tests.oracle_tables.making import Maker
from tests.oracle_tables.targets import TARGETS, Target
from tests.oracle_tables.targets_rows import world
from tests.oracle_tables.zhejiang_places import Regional

COUNTIES: dict[str, tuple[Sequence[Target], Maker]] = {
    **{county: (targets, partial(world, county=county)) for county, targets in TARGETS.items()},
    "嘉兴市": (jiaxing_targets.TARGETS["嘉兴市"], jiaxing_targets_rows.world),
    "兰溪市": (lanxi_targets.TARGETS["兰溪市"], lanxi_targets_rows.world),
}


@pytest.mark.parametrize("county", COUNTIES)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_every_outcome_is_the_oracles(county: str, seed: int) -> None:
    targets, maker = COUNTIES[county]
    made = maker(Random(seed))
    result = audited(made, [target.code for target in targets])
    for target in targets:
        own = (pl.col("code") == target.code) & pl.col("place").str.ends_with(county)
        said = result.targets.filter(own).get_column("outcome").to_list() or ["unassessable"]
        assert said == [target.outcome(made)], (target.code, target.measured(made), target.goal(made))


@pytest.mark.parametrize("county", COUNTIES)
def test_the_rows_bring_about_every_outcome(county: str) -> None:
    targets, maker = COUNTIES[county]
    worlds = [maker(Random(seed)) for seed in range(60)]
    for target in targets:
        assert {target.outcome(each) for each in worlds} == {"met", "not_met", "unassessable"}, target.code


REGIONS: dict[str, tuple[Sequence[Regional], Maker]] = {
    "zhejiang": (zhejiang_targets.TARGETS, zhejiang_targets_rows.world),
    "zhejiang, files": (zhejiang_targets.FILE_TARGETS, zhejiang_copied_rows.files),
    "lishui": (lishui_targets.TARGETS, lishui_targets_rows.world),
    "wenzhou": (wenzhou_targets.TARGETS, wenzhou_targets_rows.world),
}


@pytest.mark.parametrize("region", REGIONS)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_every_place_is_told_what_the_oracle_tells_it(region: str, seed: int) -> None:
    """Several counties in one run: which places are spoken of at all, and what each of them reaches."""
    targets, maker = REGIONS[region]
    made = maker(Random(seed))
    result = audited(made, [each.target.code for each in targets])
    for each in targets:
        code, expected = each.target.code, each.outcomes(made)
        rows = result.targets.filter((pl.col("code") == code) & pl.col("place").is_not_null())
        said = dict(rows.select("place", "outcome").iter_rows()) or dict.fromkeys(expected, "unassessable")
        assert said == expected, (code, {path: each.target.measured(own) for path, own in each.seen(made).items()})


@pytest.mark.parametrize("region", REGIONS)
def test_the_rows_of_a_region_bring_about_every_outcome(region: str) -> None:
    targets, maker = REGIONS[region]
    worlds = [maker(Random(seed)) for seed in range(60)]
    for each in targets:
        wanted = {"met", "not_met"} | ({"reported"} if set(each.levels) - set(each.judged) else set())
        assert {outcome for world in worlds for outcome in each.outcomes(world).values()} >= wanted, each.target.code
