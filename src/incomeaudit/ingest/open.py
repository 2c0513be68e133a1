"""A sheet as strings, each column under its letter, with what its reader leaves out beside them."""

import io
from dataclasses import dataclass

import polars as pl

from incomeaudit.ingest.facts import LOST_SCHEMA, MERGE_SCHEMA, CellFacts
from incomeaudit.ingest.reader import Loaded


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as strings. Row 0 of the frame is Excel row 1; columns are named A, B, …; blanks are null."""

    name: str
    visible: bool
    cells: pl.DataFrame
    facts: CellFacts
    date1904: bool


def sheet_of(loaded: Loaded, date1904: bool, longest: int) -> Sheet:
    """What the reading process sent of a sheet, as frames.

    Cells of more than ``longest`` characters are not there: they are among the lost ones, as ``overlong_text``.
    """
    cells, lost, merges, hidden_rows = (pl.read_ipc_stream(io.BytesIO(stream)) for stream in loaded.streams)
    cells = cells.rename(dict(zip(cells.columns, loaded.letters or (), strict=True)))
    cells, overlong = _without_overlong(cells, longest)
    facts = CellFacts(
        pl.concat([lost.cast(LOST_SCHEMA), overlong]),
        merges.cast(MERGE_SCHEMA),
        hidden_rows["row"].cast(pl.UInt32),
        loaded.hidden_columns,
    )
    return Sheet(loaded.entry.name, loaded.entry.visible, _down_to(cells, facts), facts, date1904)


def _without_overlong(cells: pl.DataFrame, longest: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    if not cells.width:
        return cells, LOST_SCHEMA.to_frame()
    sizes = cells.select(pl.all().str.len_bytes().max()).row(0)
    lost = [LOST_SCHEMA.to_frame()]
    for letter, size in zip(cells.columns, sizes, strict=True):
        if size is not None and size > longest:
            long = (cells[letter].str.len_chars() > longest).fill_null(value=False)
            at = long.arg_true()
            lost.append(
                pl.DataFrame({"row": at + 1})
                .with_columns(letter=pl.lit(letter), kind=pl.lit("overlong_text"), text=pl.lit(f"> {longest}"))
                .cast(LOST_SCHEMA)
            )
            cells = cells.with_columns(pl.when(~long).then(pl.col(letter)).alias(letter))
    return cells, pl.concat(lost)


def _down_to(cells: pl.DataFrame, facts: CellFacts) -> pl.DataFrame:
    """The frame with blank rows added where rows at the end hold nothing but cells whose value is lost."""
    last = facts.lost["row"].max()
    missing = int(last) - cells.height if isinstance(last, int) and cells.width else 0
    return pl.concat([cells, cells.clear(missing)]) if missing > 0 else cells
