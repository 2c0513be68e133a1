"""Files audited apart and merged say of the whole what one audit of all of them says."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from incomeaudit.auditing.merge_checks import merged_checks
from incomeaudit.auditing.merge_places import merged_townships
from incomeaudit.auditing.merge_targets import merged_targets
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.result import CHECK_SCHEMA, TOWNSHIP_SCHEMA, Result
from incomeaudit.auditing.run import audit_dataset
from incomeaudit.auditing.setting import load_setting
from incomeaudit.auditing.sums import stacked, stacked_frames

from .build import dataset, household

SETTING = load_setting(Options())
COUNTIES = ("遂昌县", "松阳县", "永嘉县", "瑞安市", "海盐县", "兰溪市")
MONEY = st.none() | st.integers(0, 5_000_000).map(lambda fen: fen / 100)


@st.composite
def homes(draw: st.DrawFn) -> dict[str, object]:
    return household(
        county=draw(st.sampled_from(COUNTIES)),
        township=draw(st.sampled_from(("甲乡", "乙镇", None))),
        year=draw(st.sampled_from((2018, 2020, 2022))),
        members=draw(st.none() | st.integers(1, 9)),
        income=draw(MONEY),
        per_capita_income=draw(MONEY),
        prior_per_capita_income=draw(MONEY),
        status=draw(st.sampled_from(("在册", "观察期", "退出", None))),
    )


@st.composite
def villages(draw: st.DrawFn) -> dict[str, object]:
    return {
        "county": draw(st.sampled_from(COUNTIES)),
        "township": draw(st.sampled_from(("甲乡", None))),
        "village": "石门村",
        "year": 2020,
        "weak": draw(st.sampled_from((True, False, None))),
        "total_income": draw(st.sampled_from((199999.99, 200000.0, None))),
        "operating_income": draw(st.sampled_from((99999.99, 100000.0, None))),
    }


@st.composite
def figures(draw: st.DrawFn) -> list[dict[str, object]]:
    places = st.sampled_from((*COUNTIES, "丽水市", "温州市", "浙江省"))
    keys = draw(st.lists(st.tuples(places, st.sampled_from((2018, 2020, 2022))), unique=True, min_size=1, max_size=8))
    kinds = ("prior_low_income", "rural_income", "prior_rural_income", "processing_fees", "rural_population")
    values = {
        "prior_low_income": MONEY, "rural_income": MONEY, "prior_rural_income": MONEY, "processing_fees": MONEY,
        "rural_population": st.none() | st.integers(1, 10**6),
    }  # fmt: skip
    return [{"place": place, "year": year} | {kind: draw(values[kind]) for kind in kinds} for place, year in keys]


def audit(**tables: list[dict[str, object]]) -> Result:
    return audit_dataset(dataset(**tables), Options(), SETTING)


def dealt(data: st.DataObject, rows: list[dict[str, object]], hands: int) -> list[list[dict[str, object]]]:
    """The rows dealt out at random, each hand with one at least, which keeps its columns."""
    where = [*range(hands), *(data.draw(st.integers(0, hands - 1)) for _ in rows[hands:])]
    return [[row for row, hand in zip(rows, where, strict=True) if hand == number] for number in range(hands)]


ROW_TARGETS = {
    target.code for _, target in SETTING.rulebook.targets if target.table in {"household", "village", "place"}
}  # fmt: skip
FLOATS = ("numerator", "denominator", "base", "measured")


def plain(targets: pl.DataFrame) -> pl.DataFrame:
    """What is compared: every region of a target that was measured at all, figures to the fen."""
    told = targets.filter(pl.col("code").is_in(ROW_TARGETS) & pl.col("place").is_not_null())
    return told.drop("reason").with_columns(pl.col(FLOATS).round(2)).sort("code", "place", "year")


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_merged_targets_are_those_of_the_whole(data: Any) -> None:
    hands = data.draw(st.integers(1, 4))
    household_rows = data.draw(st.lists(homes(), min_size=hands, max_size=14))
    village_rows = data.draw(st.lists(villages(), min_size=hands, max_size=8))
    place_rows = data.draw(figures())
    whole = audit(household=household_rows, village=village_rows, place=place_rows)
    shares = zip(dealt(data, household_rows, hands), dealt(data, village_rows, hands), strict=True)
    units = {f"{number}": audit(household=own, village=theirs) for number, (own, theirs) in enumerate(shares)}
    units["figures"] = audit(place=place_rows)
    sums = stacked({name: result.sums for name, result in units.items()})
    merged = merged_targets(sums, Options(), SETTING).rows
    years = {row["year"] for row in (*household_rows, *village_rows)}
    # Beside rosters, figures of other years are not audited; in a file of their own they are.
    of_these = pl.col("year").is_in(list(years)) | ~pl.col("code").is_in(
        [target.code for _, target in SETTING.rulebook.targets if target.table == "place"]
    )
    ours, theirs = plain(merged).filter(of_these), plain(whole.targets).filter(of_these)
    assert ours.rows() == theirs.rows()


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_merged_counts_are_those_of_the_whole(data: Any) -> None:
    hands = data.draw(st.integers(1, 4))
    drawn = data.draw(st.lists(homes(), min_size=hands, max_size=14))
    # Of one number each: what compares rows of several files is not for single files to say.
    rows = [row | {"household_id": f"H{number}", "village": f"{number}村"} for number, row in enumerate(drawn)]
    whole = audit(household=rows)
    units = {f"{number}": audit(household=own) for number, own in enumerate(dealt(data, rows, hands))}
    sums = stacked({name: result.sums for name, result in units.items()})
    checks = stacked_frames({name: result.checks for name, result in units.items()}, CHECK_SCHEMA)
    merged = merged_checks(checks, sums, SETTING)
    counts = ("code", "in_scope", "assessed", "flagged", "unassessable")
    of_rows = pl.col("table") == "household"
    assert merged.filter(of_rows).select(counts).rows() == whole.checks.filter(of_rows).select(counts).rows()
    said = (
        merged_townships(sums.townships)
        .group_by("city", "county", "township")
        .agg(pl.col("households", "people").sum())
    )
    keys = ["city", "county", "township"]
    expected = whole.townships.select(*keys, "households", "people")
    assert said.cast(dict(expected.schema)).sort(keys, nulls_last=True).rows() == expected.rows()
    assert set(whole.townships.columns) == set(TOWNSHIP_SCHEMA)
