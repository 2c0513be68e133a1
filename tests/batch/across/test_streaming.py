"""The work across files is streamed: no query falls back to the engine that loads everything first."""

import polars as pl
import pytest

from incomeaudit.batch.across.entry import across
from incomeaudit.messages import Messages

from .rows import frame, row

FALLBACK = 'fillcolor="0.0 0.3 1.0"'
"""How the plan's picture marks a step that the streaming engine leaves to the other one."""


@pytest.fixture
def paths(tmp_path):
    """Registers of two files with something for every check."""
    made = {
        "household": [row(), row(row=6, household_id="1"), row(row=7, household_id="331123101000002")],
        "member": [row(person=2, role="member"), row(person=2, row=9, household_id="331123101000009")],
        "naming": [row(table="visit", household_id="331123101000007"), row(table="loan", household_id="7")],
        "settled": [{"table": "visit", "year": 2020, "rows": 3}],
        "village": [row(village="竹坑村")],
        "roster_village": [row(households=3)],
    }
    found = {}
    for name, rows in made.items():
        for number, file in enumerate(("甲.xlsx", "乙.xlsx")):
            path = tmp_path / f"{name}-{number}.parquet"
            frame(name, [one | {"file": file} for one in rows]).write_parquet(path)
            found.setdefault(name, []).append(path)
    return found


def test_every_scan_is_streamed(paths, monkeypatch):
    collect = pl.LazyFrame.collect
    graphs = []

    def watched(self, **options):
        if "SCAN" in self.explain():
            assert options == {"engine": "streaming"}
            graphs.append(self.show_graph(engine="streaming", plan_stage="physical", raw_output=True))
        return collect(self, **options)

    monkeypatch.setattr(pl.LazyFrame, "collect", watched)
    found = across(paths, ["白沙镇"], Messages("zh"))
    assert set(found.findings["code"]) == {"ID001", "ID002", "RG001", "RG002", "RG003", "RG004"}
    assert len(graphs) > 10
    assert all("streaming engine node" in graph for graph in graphs)
    assert [graph for graph in graphs if FALLBACK in graph] == []


def test_the_mark_of_a_fallback_is_known():
    query = pl.LazyFrame({"a": [2, 1]}).select(pl.col("a").rank())
    assert FALLBACK in query.show_graph(engine="streaming", plan_stage="physical", raw_output=True)
