"""A sheet as strings, each column under its letter, with what its reader leaves out beside them."""

import io
from dataclasses import dataclass

import polars as pl

from incomeaudit.ingest.facts import LOST_SCHEMA, MERGE_SCHEMA, CellFacts
from incomeaudit.ingest.reader import Loaded

_HIDDEN_SCHEMA = pl.Schema({"row": pl.UInt32})


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
    cells, lost, merges, hidden_rows = loaded.streams
    said = _frame(cells)
    said.columns = list(loaded.letters or ())
    # A cell takes no more than all of them.
    said, overlong = _without_overlong(said, longest) if len(cells) > longest else (said, [])
    facts = CellFacts(
        pl.concat([_frame(lost, LOST_SCHEMA), *overlong]),
        _frame(merges, MERGE_SCHEMA),
        _frame(hidden_rows, _HIDDEN_SCHEMA).get_column("row"),
        loaded.hidden_columns,
    )
    return Sheet(loaded.entry.name, loaded.entry.visible, _down_to(said, facts), facts, date1904)


def _frame(stream: bytearray, schema: pl.Schema | None = None) -> pl.DataFrame:
    """What a piece of Arrow stream holds, with columns of these types; without a piece no rows."""
    if not stream:
        return pl.DataFrame(schema=schema)
    read = pl.read_ipc_stream(io.BytesIO(stream))
    return read.cast(schema) if schema else read


def _without_overlong(cells: pl.DataFrame, longest: int) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    lost: list[pl.DataFrame] = []
    if not cells.width:
        return cells, lost
    sizes = cells.select(pl.all().str.len_bytes().max()).row(0)
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
    return cells, lost


def _down_to(cells: pl.DataFrame, facts: CellFacts) -> pl.DataFrame:
    """The frame with blank rows added where rows at the end hold nothing but cells whose value is lost."""
    last = facts.lost["row"].max()
    missing = int(last) - cells.height if isinstance(last, int) and cells.width else 0
    return pl.concat([cells, cells.clear(missing)]) if missing > 0 else cells
