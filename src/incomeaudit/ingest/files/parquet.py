"""Parquet files, as other programs hand tables on: the column names are row 1, the data begin in row 2."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as kinds

from incomeaudit.ingest.address import letter
from incomeaudit.ingest.files.book import Book, Cells
from incomeaudit.ingest.files.grid import number_text
from incomeaudit.ingest.files.limits import Limits
from incomeaudit.ingest.files.one_sheet import one_sheet, sheet_name
from incomeaudit.ingest.files.typed import see_length
from incomeaudit.messages import Problem


def open_parquet(data: bytes, file: str, limits: Limits) -> Book:
    """Read a parquet file. Missing values and NaN are blanks; a moment with a time zone is that zone's own time.

    Raises ``Problem``: broken, over a limit (told from the file's own account of itself before anything is
    unpacked), columns that hold lists, records or bytes (``parquet_columns``), which no cell can.
    """
    try:
        cells = _read(data, file, limits)
    except MemoryError:
        raise  # Arrow's own is an ArrowException as well
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Problem("broken_file", file=file) from error
    return one_sheet("parquet", file, cells)


def slices_of_parquet(path: Path, file: str, limits: Limits, rows: int) -> Iterator[tuple[int, Cells]]:
    """The cells of a file a slice of so many rows at a time, each with the number of its first row.

    The first begins with the column names. The limits on rows and cells do not count: nothing but a slice is ever held.
    Raises ``Problem`` as ``open_parquet`` does.
    """
    try:
        opened = _opened(path, file)
        sheet, names, start = sheet_name(file), opened.schema_arrow.names, 1
        limits.see_extent(file, sheet, 1, len(names))
        for batch in opened.iter_batches(batch_size=rows, use_threads=False):
            headed = names if start == 1 else None
            table = pa.Table.from_batches([batch])
            yield start, _cells(headed, table, limits, file=file, sheet=sheet, above=start - 1)
            start += batch.num_rows + (start == 1)
    except MemoryError:
        raise  # Arrow's own is an ArrowException as well
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Problem("broken_file", file=file) from error


def rows_of_parquet(path: Path, file: str) -> int:
    """How many rows a file says that it has. Raises ``Problem("broken_file")``."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Problem("broken_file", file=file) from error


def _read(data: bytes, file: str, limits: Limits) -> Cells:
    metadata, schema = pq.read_metadata(pa.BufferReader(data)), pq.read_schema(pa.BufferReader(data))
    sheet = sheet_name(file)
    limits.see_extent(file, sheet, metadata.num_rows + 1, len(schema))
    groups = range(metadata.num_row_groups)
    _see_size(sum(metadata.row_group(group).total_byte_size for group in groups), file, limits)
    opened = _opened(pa.BufferReader(data), file)
    return _cells(opened.schema_arrow.names, opened.read(use_threads=False), limits, file=file, sheet=sheet)


def _opened(source: Any, file: str) -> Any:
    """A file whose columns a sheet can hold."""
    schema = pq.read_schema(source)
    unread = [field.name for field in schema if _writer(field.type) is None]
    if unread:
        raise Problem("parquet_columns", file=file, columns="、".join(unread))
    # Texts that repeat are stored once; how much they would take written out is seen before they are. Of a row group
    # that is larger than the slices, no more than these is held.
    repeating = [field.name for field in schema if _is_text(field.type)]
    return pq.ParquetFile(source, read_dictionary=repeating, page_checksum_verification=True, buffer_size=1 << 20)


def _cells(names: Sequence[str] | None, table: Any, limits: Limits, *, file: str, sheet: str, above: int = 0) -> Cells:
    """A table as cells, below its column names if they are given; ``above`` it so many rows of the file stand."""
    _see_size(sum(_written_out(column) for column in table.columns), file, limits)
    letters = tuple(letter(number) for number in range(table.num_columns))
    columns = []
    for number, (letters_of_it, column) in enumerate(zip(letters, table.columns, strict=True)):
        texts = _texts(column)
        if names is not None:
            texts = pa.concat_arrays([pa.array([names[number]], pa.string()), texts])
        see_length(texts, letters_of_it, limits, file=file, sheet=sheet, above=above)
        columns.append(pc.if_else(pc.equal(pc.utf8_trim_whitespace(texts), ""), None, texts))
    return Cells(pa.RecordBatch.from_arrays(columns, names=list(letters)), letters)


def _see_size(found: int, file: str, limits: Limits) -> None:
    if found > limits.unpacked_mb << 20:
        raise Problem("over_unpacked", file=file, found=found >> 20, limit=limits.unpacked_mb)


def _written_out(column: Any) -> int:
    """Bytes of a column of repeating texts without the repeating."""
    if not kinds.is_dictionary(column.type) or not _is_text(column.type.value_type):
        return 0
    return sum(pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() or 0 for chunk in column.chunks)


def _is_text(kind: Any) -> bool:
    return bool(kinds.is_string(kind) or kinds.is_large_string(kind))


def _texts(column: Any) -> Any:
    """A column as an array of texts."""
    if kinds.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    write = _writer(column.type)
    assert write is not None
    if kinds.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    elif kinds.is_float16(column.type):
        column = column.cast(pa.float32())
    # Distinct values alone are written: Python takes its time over each.
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    texts = write(encoded.dictionary)
    return texts.take(encoded.indices)


def _writer(kind: Any) -> Callable[[Any], Any] | None:
    """What writes an array of this type as texts; None for a type that no cell can hold."""
    if kinds.is_dictionary(kind):
        return _writer(kind.value_type)
    if _is_text(kind) or kinds.is_integer(kind) or kinds.is_boolean(kind) or kinds.is_null(kind):
        return _cast
    if kinds.is_floating(kind):
        return _floats
    if kinds.is_decimal(kind):
        return lambda values: _each(values, _decimal)
    if kinds.is_date(kind):
        return lambda values: _each(values, lambda day: f"{day.isoformat()} 00:00:00")
    if kinds.is_timestamp(kind):
        return lambda values: _each(values, _moment)
    if kinds.is_time(kind):
        return lambda values: _each(values.cast(pa.time64("us"), safe=False), time.isoformat)
    return None


def _cast(values: Any) -> Any:
    return values.cast(pa.string())


def _floats(values: Any) -> Any:
    # Through Arrow's text, which is the shortest for the width that the number has.
    shortest = values.cast(pa.string()).to_pylist()
    return pa.array([None if text in (None, "nan") else number_text(float(text)) for text in shortest], pa.string())


def _each(values: Any, write: Callable[[Any], str]) -> Any:
    return pa.array([None if value is None else write(value) for value in values.to_pylist()], pa.string())


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(sep=" ")
