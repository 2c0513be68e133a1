"""One sheet, given as rows in memory, read without a file: for layouts, of which there are many."""

from collections.abc import Iterable, Sequence

import polars as pl

from incomeaudit.ingest.address import letter, position
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.facts import LOST_SCHEMA, MERGE_SCHEMA, CellFacts
from incomeaudit.ingest.found import SheetRead
from incomeaudit.ingest.match import build_index
from incomeaudit.ingest.model import PART, ROW
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.options import ReadOptions
from incomeaudit.ingest.sheet import read_sheet
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary

INDEX = build_index(load_vocabulary())
Rows = Sequence[Sequence[object]]


def sheet_of(
    rows: Rows,
    name: str = "花名册",
    *,
    merges: Iterable[str] = (),
    lost: Iterable[tuple[int, str, str, str]] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (),
    visible: bool = True,
) -> Sheet:
    """Rows as the reader hands them over; ``merges`` as A2:A4, those over several rows."""
    width = max(len(row) for row in rows)
    texts = [[None if value is None else str(value) for value in [*row, *[None] * (width - len(row))]] for row in rows]
    cells = pl.DataFrame(texts, schema={letter(n): pl.String for n in range(width)}, orient="row")
    spans = [(left.rstrip("0123456789"), _row(left), _row(right)) for left, right in (m.split(":") for m in merges)]
    facts = CellFacts(
        pl.DataFrame(list(lost), schema=LOST_SCHEMA, orient="row"),
        pl.DataFrame([span for span in spans if span[1] < span[2]], schema=MERGE_SCHEMA, orient="row"),
        pl.Series(hidden_rows, dtype=pl.UInt32),
        tuple(sorted(hidden_columns, key=position)),
    )
    return Sheet(name, visible, cells, facts, False)


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def read_rows(sheet: Sheet | Rows, *, visible_only: bool = False, lang: str = "zh") -> SheetRead:
    """Read one sheet with the vocabulary that ships."""
    own = sheet if isinstance(sheet, Sheet) else sheet_of(sheet)
    desk = Desk("名册.xlsx", own.name, INDEX, Messages(lang), 0, ReadOptions(visible_only=visible_only))
    return read_sheet(desk, own)


def said(found: SheetRead, kind: str) -> list[dict[str, object]]:
    """The issues of one kind."""
    return [row for frame in found.issues for row in frame.to_dicts() if row["kind"] == kind]


def kinds(found: SheetRead, *levels: str) -> set[str]:
    """The kinds of all issues of some levels, warning and error if none is given."""
    return {
        row["kind"]
        for frame in found.issues
        for row in frame.to_dicts()
        if row["level"] in (levels or ("warning", "error"))
    }


def values(found: SheetRead, part: int = 0) -> dict[str, list[object]]:
    """The values of a part by field."""
    return found.frames[part].drop(PART, ROW).to_dict(as_series=False)


def addressed(found: SheetRead) -> dict[tuple[str, str], object]:
    """Every value that was read by table and field, and its cell."""
    cells: dict[tuple[str, str], object] = {}
    for part, frame in zip(found.parts, found.frames, strict=True):
        for row in frame.to_dicts():
            for field in part.letters:
                cells[f"{part.table}.{field}", part.cell(field, row[ROW]) or ""] = row[field]
    return cells
