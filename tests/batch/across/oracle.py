"""The checks across files in plain Python, row by row and pair by pair."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from .rows import Row

Spots = set[tuple[object, object, object]]
PATH = ("county", "township", "village")


def spot(row: Row) -> tuple[object, object, object]:
    return row["file"], row["sheet"], row["row"]


def is_long(row: Row) -> bool:
    return row["household_id"] is not None and len(str(row["household_id"])) >= 8


def agree(a: Row, b: Row, *names: str) -> bool:
    return all(a[name] is None or b[name] is None or a[name] == b[name] for name in names)


def together(households: Sequence[Row]) -> list[list[Row]]:
    """ID002: rows that hang together by household or head, in groups of two and more."""
    rows = [row for row in households if row["year"] is not None and row["home"] is not None]
    group = {id(row): {id(row)} for row in rows}
    for a, b in combinations(rows, 2):
        same = a["home"] == b["home"] or (a["person"] is not None and a["person"] == b["person"])
        if a["year"] == b["year"] and same:
            joined = group[id(a)] | group[id(b)]
            for one in joined:
                group[one] = joined
    groups = {min(members): [row for row in rows if id(row) in members] for members in group.values()}
    return [members for members in groups.values() if len(members) > 1]


def apart(a: Row, b: Row, label: dict[tuple[object, object], int]) -> bool:
    """Whether two appearances of one person are surely in two households."""
    codes = [label.get((row["year"], row["home"])) or (row["home"] if is_long(row) else None) for row in (a, b)]
    if None not in codes:
        return codes[0] != codes[1]
    short = [row["household_id"] if code is None else None for row, code in zip((a, b), codes, strict=True)]
    if None not in short and short[0] != short[1]:
        return True
    return not agree(a, b, *PATH)


def two_homes(people: Iterable[Row], households: Sequence[Row]) -> Spots:
    """ID001: appearances of people who stand in two households; of several in one household the first counts."""
    label: dict[tuple[object, object], int] = {}
    for number, members in enumerate(together(households), start=1):
        if len({row["home"] for row in members}) > 1:
            label |= {(row["year"], row["home"]): number for row in members}
    by_person: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in people:
        if row["person"] is not None and row["year"] is not None and row["home"] is not None:
            by_person[row["person"], row["year"]].append(row)
    found: Spots = set()
    for rows in by_person.values():
        if any(apart(a, b, label) for a, b in combinations(rows, 2)):
            first: dict[object, Row] = {}
            for row in sorted(rows, key=lambda row: (row["role"], *spot(row))):
                first.setdefault(row["home"], row)
            found |= {spot(row) for row in first.values()}
    return found


def named(row: Row, households: Sequence[Row]) -> str:
    """RG001: what comes of a row that names a household."""
    if row["household_id"] is None:
        return "open_household"
    if row["year"] is None:
        return "open_year"
    same = [one for one in households if (one["year"], one["household_id"]) == (row["year"], row["household_id"])]
    if is_long(row):
        if any(agree(row, one, "county") for one in same):
            return "found"
    else:
        if row["village"] is None:
            return "open_village"
        if any(one["village"] == row["village"] and agree(row, one, "county", "township") for one in same):
            return "found"
        if any(one["village"] is None and agree(row, one, "county") for one in same):
            return "open_village"
    covered = {(one["year"], one["county"]) for one in households}
    if row["county"] is None or (row["year"], row["county"]) not in covered:
        return "open_roster"
    return "elsewhere" if same and is_long(row) else "missing"


def one_side(rows: Sequence[Row], others: Sequence[Row], *, unsaid: Sequence[Row] = ()) -> tuple[set[object], int]:
    """RG002 and RG003: villages of one side that the other side lacks, and how many could not be judged."""
    flagged: set[object] = set()
    left = 0
    villages = {(row["year"], *(row[name] for name in PATH)): row for row in rows}
    for key, row in villages.items():
        if any(
            one["year"] == row["year"] is not None
            and one["village"] == row["village"]
            and agree(one, row, "county", "township")
            for one in others
        ):
            continue
        near = [
            (one["year"], one["county"]) == (row["year"], row["county"]) and agree(one, row, "township")
            for one in [*others, *unsaid]
        ]
        blank = any(near[len(others) :])
        if row["year"] is None or not any(near) or blank:
            left += 1
        else:
            flagged.add(key)
    return flagged, left
