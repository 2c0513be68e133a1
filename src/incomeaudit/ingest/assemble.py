"""Parts to one data set: tables put together, households listed twice pointed out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from incomeaudit.ingest.issues import issue_frame, named_rows
from incomeaudit.ingest.model import ISSUE_SCHEMA, PART, ROW, Dataset, Evidence, Input, Part
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import Table, Vocabulary

_TELLING_APART = ("household_id", "head_id", "head_name")
_WITHIN = ("county", "township", "village")
"""Household numbers often begin anew in each village, and two heads may be called alike."""


def assemble(
    parts: Sequence[Part],
    frames: Sequence[pl.DataFrame],
    issues: Iterable[pl.DataFrame],
    evidence: Iterable[Evidence],
    inputs: Iterable[Input],
    vocabulary: Vocabulary,
    messages: Messages,
) -> Dataset:
    """Put the frames of each table one below the other, in the order of the parts.

    Households of a wide sheet that a sheet of households lists too are taken from the latter alone.
    """
    said = list(issues)
    seen = tuple(evidence)
    kept = list(parts)
    rows = list(frames)
    said += _without_listed(kept, rows, messages)
    tables: dict[str, pl.DataFrame] = {}
    for table in vocabulary.tables.values():
        own = [frame for part, frame in zip(kept, rows, strict=True) if part.table == table.id]
        if own:
            tables[table.id] = _stacked(own, table)
            said += _listed_twice(tables[table.id], table, kept, _years(seen), messages)
    return Dataset(
        tables=tables,
        parts=tuple(kept),
        issues=pl.concat([ISSUE_SCHEMA.to_frame(), *said]),
        evidence=seen,
        inputs=tuple(inputs),
    )


def _stacked(frames: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    if len(frames) == 1:
        return frames[0]
    stacked = pl.concat(frames, how="diagonal", rechunk=False)
    return stacked.select(PART, ROW, *(name for name in table.fields if name in stacked.columns))


def _number(frames: Sequence[pl.DataFrame]) -> str:
    """What tells households apart in all of these frames: number, head's ID or name; empty for nothing."""
    return next((name for name in _TELLING_APART if all(name in frame.columns for frame in frames)), "")


def _identity(frames: Sequence[pl.DataFrame]) -> list[str]:
    """The columns that tell households apart, places before the number; none where there are none in common."""
    number = _number(frames)
    if not number or number == "head_id":
        return [number] if number else []
    return [*(name for name in _WITHIN if all(name in frame.columns for frame in frames)), number]


def _without_listed(parts: list[Part], frames: list[pl.DataFrame], messages: Messages) -> list[pl.DataFrame]:
    """Take out of wide sheets the households that a sheet of households lists, changing both lists in place.

    A list of members often repeats a household's category or address; it would count each household twice.
    """
    of_wide = [n for n, part in enumerate(parts) if part.table == "household" and _is_wide(part)]
    listed = [n for n, part in enumerate(parts) if part.table == "household" and not _is_wide(part)]
    issues: list[pl.DataFrame] = []
    for number in of_wide if listed else ():
        others = [frames[n] for n in listed]
        by = _identity([frames[number], *others])
        if not by:
            continue
        known = pl.concat([frame.select(by) for frame in others]).drop_nulls(by[-1]).unique()
        if by[-1] != "head_name" and known[by[-1]].n_unique() == known.height:
            by = by[-1:]  # the number alone is enough, however the village is spelled
        kept = frames[number].join(known, on=by, how="anti", nulls_equal=True, maintain_order="left")
        taken_out = frames[number].height - kept.height
        if taken_out:
            frames[number] = kept
            parts[number] = replace(parts[number], rows=kept.height)
            message = messages(
                "issue.households_listed_elsewhere",
                sheet=parts[number].sheet,
                count=taken_out,
                other="、".join(dict.fromkeys(parts[n].sheet for n in listed)),
            )
            issues.append(
                issue_frame(
                    parts,
                    kind="households_listed_elsewhere",
                    level="info",
                    message=message,
                    table="household",
                    part=number,
                )
            )
    return issues


def _is_wide(part: Part) -> bool:
    return any(column.how == "repeated" for column in part.columns)


def _years(evidence: Sequence[Evidence]) -> dict[int, str]:
    """For each part, the year that the most trusted of what stands around it names."""
    years: dict[int, str] = {}
    for said in evidence:
        if said.kind == "year":
            years.setdefault(said.part, said.value)
    return years


def _listed_twice(
    frame: pl.DataFrame, table: Table, parts: Sequence[Part], years: Mapping[int, str], messages: Messages
) -> list[pl.DataFrame]:
    """One warning for households that stand in more than one row of one year."""
    by = listed_by(frame, table)
    if not by or frame.is_empty():
        return []
    number = by[-1]
    numbers = frame[number]
    if numbers.n_unique() == len(numbers):
        return []
    said = pl.col(PART).replace_strict(list(years), list(years.values()), default="", return_dtype=pl.String)
    again = frame.select(PART, ROW, *by).filter(
        pl.col(number).is_not_null() & ~pl.struct(*by, said.alias("_said")).is_first_distinct()
    )
    return said_twice(again.select(PART, ROW), number, table, parts, messages)


def listed_by(frame: pl.DataFrame, table: Table) -> list[str]:
    """The columns by which a household that is listed twice is known, its number last; none where there are none."""
    by = _identity([frame]) if table.id == "household" else []
    if not by or by[-1] == "head_name":
        return []
    return ["year", *by] if "year" in frame.columns else by


def said_twice(
    again: pl.DataFrame, number: str, table: Table, parts: Sequence[Part], messages: Messages
) -> list[pl.DataFrame]:
    """The warning for the rows, with ``_part`` and ``_row``, of households listed before; ``number`` is their field."""
    if again.is_empty():
        return []
    message = messages(
        "issue.household_listed_twice",
        field=table.fields[number].title[messages.lang],
        count=again.height,
        rows=named_rows(again[ROW].head(6).to_list()),
    )
    return [
        issue_frame(
            parts,
            kind="household_listed_twice",
            level="warning",
            message=message,
            table=table.id,
            field=number,
            part=int(again[PART][0]),
            row=int(again[ROW][0]),
        )
    ]
