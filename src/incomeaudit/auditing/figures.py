"""Figures of counties (县级参数) from other files than those audited: used for facts, audited where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from incomeaudit.auditing.frame import marked
from incomeaudit.auditing.groups import Group, group_rows
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.setting import Setting
from incomeaudit.ingest.model import PART, Dataset, Input, Part


@dataclass(frozen=True, slots=True)
class Figures:
    """The place table of a data set, with the place and year of its rows and marks of cells that cannot be read."""

    table: pl.DataFrame
    parts: tuple[Part, ...]
    inputs: tuple[Input, ...]


def figures_of(dataset: Dataset, setting: Setting, options: Options) -> Figures:
    """The figures of a data set that holds some.

    The place and year of a run are not those of its figures. Raises Problem as ``group_rows`` does.
    """
    grouping = group_rows(dataset, setting.places, replace(options, place=None, year=None), setting.messages)
    return Figures(marked(grouping.tables, dataset)["place"], dataset.parts, dataset.inputs)


def with_figures(
    own: pl.DataFrame | None, parts: Sequence[Part], figures: Sequence[Figures], groups: Sequence[Group]
) -> tuple[pl.DataFrame | None, tuple[Part, ...]]:
    """A place table with the rows of others that speak of the groups' places or what lies above them, and all parts.

    The others' parts come after one's own, and their rows' ``_part`` with them.
    """
    spoken_of = sorted({"/".join(steps[:depth]) for steps in _paths(groups) for depth in range(1, len(steps) + 1)})
    tables = [own] if own is not None else []
    every = list(parts)
    for other in figures:
        rows = other.table.filter(pl.col("_place").is_in(spoken_of))
        if rows.height:
            tables.append(rows.with_columns(pl.col(PART) + pl.lit(len(every), dtype=pl.UInt32)))
            every += other.parts
    return (pl.concat(tables, how="diagonal") if tables else None), tuple(every)


def with_inputs(dataset: Dataset, parts: tuple[Part, ...], figures: Sequence[Figures]) -> Dataset:
    """A data set that names the parts and files of the figures it is audited with."""
    if not figures:
        return dataset
    return replace(
        dataset, parts=parts, inputs=(*dataset.inputs, *(file for other in figures for file in other.inputs))
    )


def _paths(groups: Sequence[Group]) -> list[list[str]]:
    return [group.place.split("/") for group in groups]
