"""Reading rows that stand in memory: as ``books.read_books``, without a file and a process to read it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.assemble import assemble
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.facts import LOST_SCHEMA, MERGE_SCHEMA, CellFacts
from incomeaudit.ingest.match import build_index
from incomeaudit.ingest.model import Dataset, Input
from incomeaudit.ingest.open import Sheet
from incomeaudit.ingest.options import AS_IT_IS, ReadOptions
from incomeaudit.ingest.sheet import read_sheet
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary

INDEX = build_index(load_vocabulary())
ZH = Messages("zh")
FILE = "名册.xlsx"

Rows = Sequence[Sequence[str | None]]


def dataset_of(sheets: Mapping[str, Rows], options: ReadOptions = AS_IT_IS) -> Dataset:
    """The sheets as parts of one data set."""
    parts, frames, issues, evidence = [], [], [], []
    for name, rows in sheets.items():
        found = read_sheet(Desk(FILE, name, INDEX, ZH, len(parts), options), _sheet(name, rows))
        parts += found.parts
        frames += found.frames
        issues += found.issues
        evidence += found.evidence
    file = Input(Path(FILE), "0" * 64, 0, tuple(sheets), "xlsx")
    return assemble(parts, frames, issues, evidence, [file], INDEX.vocabulary, ZH)


def _sheet(name: str, rows: Rows) -> Sheet:
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    schema = pl.Schema({letter(column): pl.String() for column in range(width)})
    cells = pl.DataFrame(padded, schema=schema, orient="row")
    return Sheet(name, True, cells, CellFacts(LOST_SCHEMA.to_frame(), MERGE_SCHEMA.to_frame()), False)
