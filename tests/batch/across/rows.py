"""Registers made in memory, as many files would have left them."""

from collections.abc import Mapping, Sequence

import polars as pl

from incomeaudit.batch.across.scan import Scan
from incomeaudit.batch.across.schemas import REGISTERS

Row = dict[str, object]
SUICHANG = "浙江省/丽水市/遂昌县"
SONGYANG = "浙江省/丽水市/松阳县"
_OF_PERSON = {"name": "王某", "id_number": None, "appears": True}


def row(**values: object) -> Row:
    """A row of any register: 遂昌县 in 2020, changed by ``values``; names of places are their own keys."""
    given: Row = {"county": SUICHANG, "township": "云溪乡", "village": "石门村", "year": 2020, "file": "甲.xlsx"}
    given |= {"sheet": "农户", "row": 5, "household_id": "331123101000001", "person": 1} | values
    given["place"] = given["county"] or "浙江省"
    given["township_key"], given["village_key"] = given["township"], given["village"]
    given["cell"] = f"G{given['row']}"
    given.setdefault("home", home(given))
    return _OF_PERSON | given


def home(given: Row, *, head: bool = True) -> str | None:
    """The household, as the registers have it, in plain words."""
    number = given["household_id"]
    if number is None:
        known = [f"#{given['person']}", *(str(given[name] or "") for name in ("county", "township", "village"))]
        return "/".join(known) if head and given["person"] is not None else None
    if len(str(number)) >= 8:
        return str(number)
    path = [given["county"], given["township"], given["village"]]
    return "/".join([*(str(step or "") for step in path), str(number), *([str(given["file"])] if None in path else [])])


def frame(register: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows after a register's schema."""
    schema = REGISTERS[register]
    return pl.DataFrame([{name: one.get(name) for name in schema} for one in rows], schema=schema)


def registers(at_once: int = 1000, **given: Sequence[Mapping[str, object]]) -> Scan:
    """Registers of all files, by name; those not given are empty."""
    return Scan({name: frame(name, given.get(name, ())).lazy() for name in REGISTERS}, at_once)
