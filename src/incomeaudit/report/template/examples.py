"""The made-up row that stands under each header."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

Value = str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class _Examples:
    year: int
    county: str
    rows: Mapping[str, Mapping[str, Value]]


@cache
def _read() -> _Examples:
    raw = tomllib.loads(resources.files(__package__).joinpath("examples.toml").read_text("utf-8"))
    return _Examples(raw.pop("year"), raw.pop("county"), raw)


def example_of(table: str, county: str | None = None, year: int | None = None) -> Mapping[str, Value]:
    """The example of a table by field, in the vocabulary's units; fields that it leaves blank are not there.

    ``county`` takes the place of the example's own, and its days and years are moved to ``year``.
    """
    examples = _read()
    later = (year or examples.year) - examples.year
    return {field: _moved(value, field, later, county) for field, value in examples.rows[table].items()}


def _moved(value: Value, field: str, later: int, county: str | None) -> Value:
    if field == "county" and county:
        return county
    if field == "year" and isinstance(value, int):
        return value + later
    # A birthday is moved as well, so that the person keeps the age that the row is made for.
    return value.replace(year=value.year + later) if isinstance(value, date) else value
