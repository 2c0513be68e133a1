"""Of which place and year each row speaks.

Rows that share a place and a year form a group; packs, parameters and facts are resolved once a group
and brought to the rows by the group's number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from incomeaudit.auditing.homes import from_households
from incomeaudit.auditing.options import Options
from incomeaudit.auditing.place_texts import certain, paths_of, texts_of, times
from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.model import PART, ROW, Dataset, Evidence
from incomeaudit.messages import Messages, Problem
from incomeaudit.vocabulary.places import PlaceTree

GROUP = "_group"
"""Column (UInt32, null where place or year is not known): index into ``Grouping.groups``."""

PROVINCE = "浙江省"
ORIGINS = ("title", "header", "sheet", "file")
PLACE_FIELDS = ("county", "place")
"""The columns that name a row's place, the one that counts first."""
_NOT_COUNTED = frozenset({"place", "previous", "township"})
"""Tables whose rows do not say of what place and year the data are."""


LEVELS = ("province", "city", "county", "township")
"""The levels of places, from the top; a place's path has a step for each down to its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """One place and year."""

    place: str
    year: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """Tables with their group column, the groups, and where place and year came from."""

    tables: Mapping[str, pl.DataFrame]
    groups: tuple[Group, ...]
    audited_years: frozenset[int]
    origins: tuple[tuple[str, int, str, int], ...]
    """Place, year, origin in words, number of rows."""
    issues: pl.DataFrame


def group_rows(dataset: Dataset, tree: PlaceTree, options: Options, messages: Messages) -> Grouping:
    """Find the place and year of every row.

    An option overrides; then the row's own columns; then the title, the header, the sheet's name and the
    file's name, in that order. Without any place the province is taken, and the report says so. Raises
    ``Problem("no_rows")`` when no table has a row, ``Problem("year_unknown")`` when no row has a year.
    """
    files = "、".join(file.path.name for file in dataset.inputs)
    if not any(frame.height for frame in dataset.tables.values()):
        raise Problem("no_rows", file=files)
    wanted = wanted_place(options.place, tree)
    outer = _Outer(dataset, wanted, options.year)
    located: dict[str, pl.DataFrame] = {}
    issues: list[pl.DataFrame] = []
    for name, frame in dataset.tables.items():
        located[name], found = _locate(name, frame, outer, tree, dataset, messages)
        issues.extend(found)
    located = from_households(located)
    _previous_year(located)
    if "household" in located and "township" in located["household"].columns:
        located["township"] = _townships(located["household"])
    groups = _distinct_groups(located.values())
    if not groups:
        raise Problem("year_unknown", file=files)
    tables = {name: _number(frame, groups) for name, frame in located.items()}
    issues.extend(_without_group(tables, dataset, messages))
    years = _audited_years(located)
    return Grouping(tables, groups, years, _origins(located, messages), _stack(issues))


class _Outer:
    """What titles, sheets, files and options say for each part, the nearest first."""

    def __init__(self, dataset: Dataset, wanted: str | None, year: int | None) -> None:
        self.wanted = wanted
        self.year = year
        self._dataset = dataset
        self._all = dataset.evidence

    def say(self, kind: str, part: int) -> tuple[str | None, str]:
        """The one value that the nearest origin gives a part, and that origin; (None, "") when none is clear."""
        file = self._dataset.parts[part].file
        own = [item for item in self._all if item.part == part]
        beside = [item for item in self._all if self._dataset.parts[item.part].file == file]
        for evidence in (own, beside, self._all):
            found = _clearest(kind, evidence)
            if found[0] is not None:
                return found
        return None, ""


def _clearest(kind: str, evidence: Iterable[Evidence]) -> tuple[str | None, str]:
    items = [item for item in evidence if item.kind == kind]
    for origin in ORIGINS:
        values = {item.value for item in items if item.origin == origin}
        if len(values) == 1:
            return values.pop(), origin
    return None, ""


def wanted_place(text: str | None, tree: PlaceTree) -> str | None:
    """The path of the place that an option means; None without one. Raises ``Problem("place_unknown")``."""
    if text is None:
        return None
    place = certain(tree.resolve(text))
    if place is None:
        near = tree.resolve(text).candidates or tree.suggest(text)
        raise Problem("place_unknown", place=text, suggestions="、".join(place.path for place in near))
    return place.path


def _locate(
    name: str, frame: pl.DataFrame, outer: _Outer, tree: PlaceTree, dataset: Dataset, messages: Messages
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Add ``_place``, ``_year`` and their origins (``_place_from``, ``_year_from``) to a table."""
    parts = frame.get_column(PART).unique().to_list()
    said = {part: (*outer.say("place", part), *outer.say("year", part)) for part in parts}
    column = next((field for field in PLACE_FIELDS if field in frame.columns), None)
    resolved, unknown = _resolve_column(name, frame, column, tree, dataset, messages)
    own_year = pl.col("year") if "year" in frame.columns else pl.lit(None, dtype=pl.Int64)
    # First what the row itself says, then what stands around it.
    frame = frame.with_columns(resolved.alias("_place"), own_year.alias("_year"))
    outer_place, outer_place_from = _per_part(said, 0, pl.String()), _per_part(said, 1, pl.String())
    outer_year, outer_year_from = _per_part(said, 2, pl.String()).cast(pl.Int64), _per_part(said, 3, pl.String())
    if name == "place":
        # A row of the place table speaks of the place and year that it names, whatever the run asks for.
        place, place_from = pl.col("_place"), pl.lit("column")
    else:
        place, place_from = _settle_place(outer.wanted, outer_place, outer_place_from)
    if outer.year is None or name == "place":
        year = pl.coalesce("_year", outer_year)
        year_from = pl.when(pl.col("_year").is_not_null()).then(pl.lit("column")).otherwise(outer_year_from)
    else:
        year, year_from = pl.lit(outer.year, dtype=pl.Int64), pl.lit("option")
    frame = frame.with_columns(
        place.alias("_place"), place_from.alias("_place_from"), year.alias("_year"), year_from.alias("_year_from")
    )
    return frame, unknown


def _settle_place(wanted: str | None, outer: pl.Expr, outer_from: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """A row's place and where it comes from: its own in ``_place``, else what stands around it, else the province."""
    nearest = pl.coalesce("_place", outer, pl.lit(PROVINCE))
    origin = (
        pl.when(pl.col("_place").is_not_null())
        .then(pl.lit("column"))
        .otherwise(outer_from.fill_null(pl.lit("default")).replace("", "default"))
    )
    if wanted is None:
        return nearest, origin
    inside = (nearest == wanted) | nearest.str.starts_with(f"{wanted}/")
    return (
        pl.when(inside).then(nearest).otherwise(pl.lit(wanted)),
        pl.when(inside & (nearest != wanted)).then(origin).otherwise(pl.lit("option")),
    )


def _per_part(said: Mapping[int, Sequence[object]], index: int, dtype: pl.DataType) -> pl.Expr:
    values = {part: values[index] for part, values in said.items()}
    if len(set(values.values())) == 1:
        return pl.lit(next(iter(values.values())), dtype=dtype)
    return pl.col(PART).replace_strict(list(values), list(values.values()), return_dtype=dtype)


def _resolve_column(
    table: str, frame: pl.DataFrame, column: str | None, tree: PlaceTree, dataset: Dataset, messages: Messages
) -> tuple[pl.Expr, list[pl.DataFrame]]:
    """The place path of a column's texts, and an issue for each text that names no place (or several)."""
    if column is None:
        return pl.lit(None, dtype=pl.String), []
    texts = texts_of(frame, column)
    paths, issues = paths_of(texts, tree, dataset.parts, messages, table=table, column=column)
    if not paths:
        return pl.lit(None, dtype=pl.String), issues
    mapped = pl.col(column).replace_strict(list(paths), list(paths.values()), default=None, return_dtype=pl.String)
    return mapped, issues


def _previous_year(located: dict[str, pl.DataFrame]) -> None:
    """Let last year's rows be held against the year after theirs, which is the one that is audited."""
    previous, household = located.get("previous"), located.get("household")
    if previous is None or household is None:
        return
    years = household.get_column("_year").drop_nulls().unique().to_list()
    after = pl.lit(years[0], dtype=pl.Int64) if len(years) == 1 else pl.col("_year") + 1
    located["previous"] = previous.with_columns(after.alias("_year"))


def _townships(household: pl.DataFrame) -> pl.DataFrame:
    """One row a township of the roster, standing where its first household stands."""
    keys = ["_place", "_year", "township"]
    columns = [*keys, "_place_from", "_year_from", PART, ROW, *(["county"] if "county" in household.columns else [])]
    return household.select(columns).drop_nulls("township").unique(keys, keep="first", maintain_order=True)


def _distinct_groups(frames: Iterable[pl.DataFrame]) -> tuple[Group, ...]:
    pairs = pl.concat([frame.select("_place", "_year") for frame in frames]).drop_nulls().unique()
    return tuple(Group(place, year) for place, year in sorted(pairs.iter_rows()))


def _number(frame: pl.DataFrame, groups: Sequence[Group]) -> pl.DataFrame:
    # What a condition asks of `year` is the year that was settled, wherever it came from.
    year = pl.col("_year").alias("year")
    if len(groups) == 1 and not frame.get_column("_place").has_nulls() and not frame.get_column("_year").has_nulls():
        return frame.with_columns(year, pl.lit(0, dtype=pl.UInt32).alias(GROUP))
    numbers = pl.DataFrame(
        {
            "_place": [group.place for group in groups],
            "_year": [group.year for group in groups],
            GROUP: range(len(groups)),
        },
        schema={"_place": pl.String, "_year": pl.Int64, GROUP: pl.UInt32},
    )
    return frame.with_columns(year).join(numbers, on=["_place", "_year"], how="left", maintain_order="left")


def _without_group(tables: Mapping[str, pl.DataFrame], dataset: Dataset, messages: Messages) -> Iterator[pl.DataFrame]:
    """An issue for each part some of whose rows have no year, or no place: no check speaks of them."""
    for name, frame in tables.items():
        if not frame.get_column(GROUP).has_nulls():
            continue
        lost = frame.filter(pl.col(GROUP).is_null())
        for (part,), rows in lost.group_by([PART], maintain_order=True):
            yield issue_frame(
                dataset.parts,
                kind="rows_without_year",
                level="error",
                message=messages("issue.rows_without_year", rows=rows.select(times(rows.columns)).item()),
                table=name,
                part=part,
                row=rows.get_column(ROW)[0],
            )


def _audited_years(located: Mapping[str, pl.DataFrame]) -> frozenset[int]:
    """The years that rows other than the place table's speak of; the place table's own where there are no others."""
    others = [frame for name, frame in located.items() if name not in _NOT_COUNTED and frame.height]
    years = pl.concat([frame.get_column("_year") for frame in others or located.values()])
    return frozenset(years.unique().drop_nulls())


def _origins(located: Mapping[str, pl.DataFrame], messages: Messages) -> tuple[tuple[str, int, str, int], ...]:
    rows: list[tuple[str, int, str, int]] = []
    frames = [frame for name, frame in located.items() if name not in _NOT_COUNTED] or list(located.values())
    keys = ["_place", "_year", "_place_from", "_year_from"]
    each = [frame.group_by(keys).agg(times(frame.columns).cast(pl.Int64).alias("rows")) for frame in frames]
    counted = pl.concat(each).group_by(keys).agg(pl.col("rows").sum()).sort(keys)
    for place, year, place_from, year_from, count in counted.iter_rows():
        if place is None or year is None:
            continue
        origin = messages(
            "run.origin",
            place=messages(f"run.from_{place_from or 'default'}"),
            year=messages(f"run.from_{year_from or 'default'}"),
        )
        rows.append((place, year, origin, count))
    return tuple(rows)


def _stack(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames) if frames else issue_frame(())
