"""A data set as Parquet files and back: what has been read once is not read again."""

import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from incomeaudit.batch.folder import PRIVATE, Folder, unwritable
from incomeaudit.ingest.model import Column, Dataset, Evidence, Input, Part
from incomeaudit.ingest.slices import Large, Slice

TABLES = "tables"
SLICES = "slices"
ISSUES = "issues.parquet"
ABOUT = "dataset.json"


def keep_dataset(found: Dataset | Large, folder: Folder, under: str) -> None:
    """Write a data set's tables to ``under/tables/<table>.parquet``, the rest beside them.

    A table in slices is moved to ``under/slices``. Raises ``Problem("store_unwritable")``.
    """
    dataset = found.dataset if isinstance(found, Large) else found
    for name, frame in dataset.tables.items():
        keep_frame(frame, folder, f"{under}/{TABLES}/{name}.parquet")
    keep_frame(dataset.issues, folder, f"{under}/{ISSUES}")
    about: dict[str, Any] = {
        "tables": list(dataset.tables),
        "parts": [asdict(part) for part in dataset.parts],
        "evidence": [asdict(item) for item in dataset.evidence],
        "inputs": [asdict(item) | {"path": item.path.as_posix()} for item in dataset.inputs],
    }
    if isinstance(found, Large):
        told = [[each.height, each.lost is not None] for each in found.slices]
        about["large"] = {"table": found.table, "slices": told}
        for number, each in enumerate(found.slices):
            _move(each.rows, folder, _rows_of(under, number))
            if each.lost is not None:
                _move(each.lost, folder, _lost_of(under, number))
    folder.write(f"{under}/{ABOUT}", json.dumps(about).encode("ascii"))


@contextmanager
def loaded(folder: Folder, under: str) -> Iterator[Dataset | Large]:
    """The data set that was kept; a table in slices lies on this machine until the block ends.

    Raises OSError, ValueError, KeyError or a Polars error where it has been damaged.
    """
    dataset, large = load_dataset(folder, under), _about(folder, under).get("large")
    if large is None:
        yield dataset
        return
    with ExitStack() as open_files:

        def here(name: str) -> Path:
            return open_files.enter_context(folder.here(name))

        slices = tuple(
            Slice(here(_rows_of(under, number)), height, here(_lost_of(under, number)) if lost else None)
            for number, (height, lost) in enumerate(large["slices"])
        )
        yield Large(dataset, large["table"], pl.read_parquet_schema(slices[0].rows), slices)


def _rows_of(under: str, number: int) -> str:
    return f"{under}/{SLICES}/{number}.parquet"


def _lost_of(under: str, number: int) -> str:
    return f"{under}/{SLICES}/{number}.lost.parquet"


def _move(path: Path, folder: Folder, name: str) -> None:
    with folder.put(name) as target:
        try:
            shutil.move(path, target)
        except OSError as error:
            raise unwritable(target, error) from error


def _about(folder: Folder, under: str) -> dict[str, Any]:
    about = json.loads(folder.read(f"{under}/{ABOUT}") or b"")
    return dict(about)


def load_dataset(folder: Folder, under: str) -> Dataset:
    """The data set that was kept, without a table in slices.

    Raises OSError, ValueError, KeyError or a Polars error where it has been damaged.
    """
    about = _about(folder, under)
    return Dataset(
        tables={name: load_frame(folder, f"{under}/{TABLES}/{name}.parquet") for name in about["tables"]},
        parts=tuple(_part(part) for part in about["parts"]),
        issues=load_frame(folder, f"{under}/{ISSUES}"),
        evidence=tuple(Evidence(**item) for item in about["evidence"]),
        inputs=tuple(_input(item) for item in about["inputs"]),
    )


def keep_frame(frame: pl.DataFrame | pl.LazyFrame, folder: Folder, name: str) -> None:
    """Write a frame as a private Parquet file. It counts only when its stage has been marked as done.

    A lazy one is never held whole.
    """
    if isinstance(frame, pl.LazyFrame):
        _sink(frame, folder, name)
        return
    # Polars says of a full disk what it says of anything; the system says it plainly.
    written = io.BytesIO()
    frame.write_parquet(written, compression="lz4")
    with folder.put(name) as path:
        try:
            # Private from its first byte on.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
            with os.fdopen(handle, "wb") as file:
                file.write(written.getbuffer())
        except OSError as error:
            raise unwritable(path, error) from error


def _sink(frame: pl.LazyFrame, folder: Folder, name: str) -> None:
    with folder.put(name) as path:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE))
            frame.sink_parquet(path, compression="lz4")
        except (OSError, pl.exceptions.ComputeError) as error:
            raise unwritable(path, error if isinstance(error, OSError) else OSError(str(error))) from error


def load_frame(folder: Folder, name: str) -> pl.DataFrame:
    """A frame that was kept."""
    with folder.here(name) as path, path.open("rb") as file:
        return pl.read_parquet(file)


def _part(kept: Mapping[str, object]) -> Part:
    columns = kept["columns"]
    assert isinstance(columns, list)
    return Part(**_tuples(kept) | {"columns": tuple(Column(**_tuples(column)) for column in columns)})  # type: ignore[arg-type]


def _input(kept: Mapping[str, object]) -> Input:
    return Input(**_tuples(kept) | {"path": Path(str(kept["path"]))})  # type: ignore[arg-type]


def _tuples(kept: Mapping[str, object]) -> dict[str, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
