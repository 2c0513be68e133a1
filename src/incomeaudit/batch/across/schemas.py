"""The slim tables that every file leaves for the work across files."""

import polars as pl

_WHERE = {
    "place": pl.String(),  # path in the place tree
    "county": pl.String(),  # path of the county under its last name; null where the place is a city or the province
    "township": pl.String(),
    "village": pl.String(),
    "township_key": pl.String(),  # as they are compared: see names.py
    "village_key": pl.String(),
    "year": pl.Int64(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.UInt32(),
    "cell": pl.String(),
}
_PERSON = {
    "person": pl.Int64(),  # the ID number as numbers.py has it; null where it is blank or unreadable
    "id_number": pl.String(),
    "name": pl.String(),
    "household_id": pl.String(),
    "home": pl.String(),  # which household it is: see homes.py
}

REGISTERS: dict[str, pl.Schema] = {
    # One row of the household table; the person is the head. ``appears`` is false where the row gives no ID number for
    # the head and the file's members list the household: then the head stands among them.
    "household": pl.Schema({**_PERSON, "appears": pl.Boolean(), **_WHERE}),
    # One row a member. A head whom the household's row gives already is not here.
    "member": pl.Schema({**_PERSON, **_WHERE}),
    # One row of a table that names households (members, visits, loans …) whose household the file itself does not list.
    "naming": pl.Schema({"table": pl.String(), "household_id": pl.String(), "name": pl.String(), **_WHERE}),
    # How many rows of a table name a household that the file itself lists.
    "settled": pl.Schema({"table": pl.String(), "year": pl.Int64(), "rows": pl.UInt32()}),
    # One row of the village table.
    "village": pl.Schema(_WHERE),
    # One row a village that households name, standing where its first household stands; one with no name a township for
    # the households that say no village.
    "roster_village": pl.Schema({**_WHERE, "households": pl.UInt32()}),
}
