"""The Polars type of each value type."""

import polars as pl

from incomeaudit.vocabulary.model import ValueType

_DTYPES: dict[str, pl.DataType] = {
    "money": pl.Float64(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "year": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}


def dtype_of(value_type: ValueType | str) -> pl.DataType:
    """Float64 for money and number, Int64 for integer and year, Boolean, Date; String for all else."""
    return _DTYPES.get(value_type, pl.String())
