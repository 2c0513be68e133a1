"""Putting every mistake that applies into a row that had none."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from incomeaudit.sample import (
    broken_jiaxing,
    broken_lanxi,
    broken_lishui,
    broken_province,
    broken_quality,
    broken_shared,
    broken_wenzhou,
)
from incomeaudit.sample.breaks import NoRoom
from incomeaudit.sample.judged import Ground
from incomeaudit.sample.planted import Planted

BREAKS = (
    *broken_shared.BREAKS,
    *broken_province.BREAKS,
    *broken_lishui.BREAKS,
    *broken_jiaxing.BREAKS,
    *broken_wenzhou.BREAKS,
    *broken_lanxi.BREAKS,
    *broken_quality.BREAKS,
)


def break_rows(rng: Random, ground: Ground, tables: Mapping[str, Sequence[Any]], codes: frozenset[str]) -> None:
    """Put every mistake that applies into a row in which nothing was planted yet; the rows are changed in place.

    Raises ``NoRoom`` when there is no such row.
    """
    for each in BREAKS:
        if not each.applies(ground, codes):
            continue
        fresh = [row for row in tables[each.table] if row.planted is None and each.fits(row, ground)]
        if not fresh:
            raise NoRoom(each.kind)
        row = rng.choice(fresh)
        each.change(row, ground, rng)
        limits = tuple(code for code in each.codes if code in codes) if each.boundary else ()
        row.planted = Planted(each.kind, each.findings, each.unassessable, each.cell, each.boundary, limits)
