"""The places that a column of texts names: each different text is looked up once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from incomeaudit.ingest.issues import issue_frame
from incomeaudit.ingest.model import PART, ROW, Part
from incomeaudit.messages import Messages
from incomeaudit.vocabulary.places import Place, PlaceTree, Resolution

TIMES = "_times"
"""Column (UInt32) of a frame whose rows stand for several rows of a table that is too large to be held: how many."""


@dataclass(frozen=True, slots=True)
class PlaceText:
    """A text of a column of places, and the rows that have it."""

    text: str
    year: int | None
    """The last year of these rows."""
    rows: int
    part: int
    row: int
    """The first of them."""


def texts_of(frame: pl.DataFrame, column: str) -> list[PlaceText]:
    """The texts of a column in the order in which they come. Names and borders change, so that each has its year."""
    last = pl.col("year").max() if "year" in frame.columns else pl.lit(None, dtype=pl.Int64)
    used = (
        frame.lazy()
        .drop_nulls(column)
        .group_by(column, maintain_order=True)
        .agg(last.alias("year"), times(frame.columns).alias("rows"), pl.col(PART).first(), pl.col(ROW).first())
        .collect()
    )
    return [PlaceText(*row) for row in used.select(column, "year", "rows", PART, ROW).iter_rows()]


def times(columns: Sequence[str]) -> pl.Expr:
    """How many rows of the table those of a frame with these columns stand for."""
    return pl.col(TIMES).sum() if TIMES in columns else pl.len()


def paths_of(
    texts: Iterable[PlaceText],
    tree: PlaceTree,
    parts: Sequence[Part],
    messages: Messages,
    *,
    table: str,
    column: str,
) -> tuple[dict[str, str | None], list[pl.DataFrame]]:
    """The path of the place that each text names, and an issue for each that names none, or several."""
    paths: dict[str, str | None] = {}
    issues: list[pl.DataFrame] = []
    for each in texts:
        place = certain(tree.resolve(each.text, on=None if each.year is None else date(each.year, 12, 31)))
        paths[each.text] = place.path if place else None
        if place is None:
            issues.append(
                issue_frame(
                    parts,
                    kind="place_not_known",
                    level="warning",
                    message=messages("issue.place_not_known", text=each.text, rows=each.rows),
                    table=table,
                    field=column,
                    part=each.part,
                    row=each.row,
                    text=each.text,
                )
            )
    return paths, issues


def certain(found: Resolution) -> Place | None:
    """A place that a text surely means: all of the text is its name, or a county stands in it."""
    place = found.place
    return place if place is not None and (found.exact or place.level == "county") else None
