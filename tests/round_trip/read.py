"""Reading a file that stands in memory, without the process of its own that reads one from the disk."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from incomeaudit.ingest.assemble import assemble
from incomeaudit.ingest.describe import Desk
from incomeaudit.ingest.files.book import Cells, SheetEntry
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.open_book import open_book
from incomeaudit.ingest.match import index_of
from incomeaudit.ingest.model import Dataset, Input
from incomeaudit.ingest.open import sheet_of
from incomeaudit.ingest.reader import Loaded
from incomeaudit.ingest.sheet import read_sheet
from incomeaudit.messages import Messages
from incomeaudit.vocabulary import load_vocabulary

_TEXT, _ROW = pa.string(), pa.uint32()
_LOST = pa.schema([("row", _ROW), ("letter", _TEXT), ("kind", _TEXT), ("text", _TEXT)])
_MERGES = pa.schema([("letter", _TEXT), ("top", _ROW), ("bottom", _ROW)])
_HIDDEN = pa.schema([("row", _ROW)])


def read_bytes(data: bytes, file: str, passwords: Sequence[str]) -> Dataset:
    """A file's tables, as ``read`` gives them."""
    vocabulary, messages, limits = load_vocabulary(), Messages("zh"), Limits()
    index = index_of(vocabulary)
    book, kind = open_book(data, file, limits, passwords)
    parts, frames, issues, evidence = [], [], [], []
    for number, entry in enumerate(book.sheets):
        sheet = sheet_of(_loaded(entry, book.load(number)), book.date1904, limits.text)
        found = read_sheet(Desk(file, entry.name, index, messages, len(parts)), sheet)
        parts += found.parts
        frames += found.frames
        issues += found.issues
        evidence += found.evidence
    names = tuple(entry.name for entry in book.sheets)
    source = Input(Path(file), hashlib.sha256(data).hexdigest(), len(data), names, kind)
    return assemble(parts, frames, issues, evidence, [source], vocabulary, messages)


def _loaded(entry: SheetEntry, cells: Cells) -> Loaded:
    facts = cells.facts
    batches = (
        cells.batch,
        _batch(facts.lost, _LOST),
        _batch(facts.merges, _MERGES),
        _batch([(row,) for row in facts.hidden_rows], _HIDDEN),
    )
    return Loaded(entry, cells.letters, tuple(facts.hidden_columns), tuple(map(_stream, batches)))


def _batch(rows: Sequence[Sequence[object]], schema: pa.Schema) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.record_batch([pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema)


def _stream(batch: pa.RecordBatch) -> bytearray:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, batch.schema) as writer:
        writer.write_batch(batch)
    return bytearray(out.getvalue())
