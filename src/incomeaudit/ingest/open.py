"""A workbook's sheets as strings, each column under its letter, with what the reader leaves out beside them."""

import io
import zipfile
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from incomeaudit.ingest.cellscan import CellFacts, scan_cells
from incomeaudit.ingest.container import SheetEntry
from incomeaudit.ingest.load import Loader, Raw, Workbook, as_problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as strings. Row 0 of the frame is Excel row 1; columns are named A, B, …; blanks are null."""

    name: str
    visible: bool
    cells: pl.DataFrame
    facts: CellFacts
    date1904: bool


def sheets_of(
    workbook: Workbook, loading: Callable[[], Loader], chosen: Collection[str]
) -> Iterator[tuple[SheetEntry, Sheet | None]]:
    """The chosen sheets in the workbook's order, one at a time; None for a chart sheet, which holds no table.

    ``loading`` gives the loader, and may take its time: the sheet's XML is looked through meanwhile.

    Raises ``Problem`` where the content breaks off or is no valid XML.
    """
    loader: Loader | None = None
    with zipfile.ZipFile(io.BytesIO(workbook.data)) as archive, ThreadPoolExecutor(1) as beside:
        for number, entry in enumerate(workbook.container.sheets):
            if entry.name not in chosen:
                continue
            if not entry.member:
                yield entry, None
                continue
            with as_problem(workbook.file):
                scan = beside.submit(_scan, archive, entry.member)
                loader = loader or loading()
                cells = _frame(loader.sheet(number))
                facts = scan.result()
            cells = _down_to(cells, facts)
            yield entry, Sheet(entry.name, entry.visible, cells, facts, workbook.container.date1904)
            del cells, facts, scan  # before the next sheet takes as much again


def _frame(raw: Raw) -> pl.DataFrame:
    frame = pl.DataFrame(raw.cells)
    return frame.rename(dict(zip(frame.columns, raw.letters, strict=True)))


def _down_to(cells: pl.DataFrame, facts: CellFacts) -> pl.DataFrame:
    """The frame with blank rows added where rows at the end hold nothing but errors and formulas without a value."""
    last = facts.lost["row"].max()
    missing = int(last) - cells.height if isinstance(last, int) and cells.width else 0
    return pl.concat([cells, cells.clear(missing)]) if missing > 0 else cells


def _scan(archive: zipfile.ZipFile, member: str) -> CellFacts:
    with archive.open(member) as stream:
        return scan_cells(stream)
