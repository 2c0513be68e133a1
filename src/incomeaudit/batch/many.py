"""The frames that many audits have kept, as one."""

from collections.abc import Mapping
from contextlib import ExitStack

import polars as pl

from incomeaudit.auditing.sums import UNIT
from incomeaudit.batch.folder import Folder
from incomeaudit.batch.store import stage_place


def with_unit(schema: pl.Schema) -> pl.Schema:
    """A schema with the column ``unit``, the file that a row is from, first."""
    return pl.Schema({UNIT: pl.String(), **schema})


def stacked_frames(out: Folder, audits: Mapping[str, str], name: str, schema: pl.Schema) -> pl.DataFrame:
    """One kept frame of every audit, one below the other in the order of files.

    ``audits`` gives each file's key; ``schema`` is that of the frames as they were kept.
    """
    if not audits:
        return pl.DataFrame(schema=schema)
    with ExitStack() as open_files:
        paths = [
            open_files.enter_context(out.here(f"{stage_place(file, 'audit', key)}/{name}.parquet"))
            for file, key in sorted(audits.items())
        ]
        return pl.scan_parquet(paths, glob=False).select(schema.names()).collect()
