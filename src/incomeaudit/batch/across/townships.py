"""RG004: townships, or counties, of which there should be a roster and no file holds one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from incomeaudit.batch.across.found import Found, found_rows, nothing, some
from incomeaudit.batch.across.names import county_of, township_key
from incomeaudit.batch.across.scan import Scan, streamed
from incomeaudit.messages import Problem
from incomeaudit.vocabulary.places import Place, PlaceTree

CODE = "RG004"


@dataclass(frozen=True, slots=True)
class Expected:
    """One township or county of which there should be a roster."""

    called: str
    county: str | None
    """Path; None where only the township's name is given."""
    township: str | None
    """None where any roster of the county will do."""


def no_file(registers: Scan, expect: Sequence[str], tree: PlaceTree) -> Found:
    """Places of ``expect`` that no household table speaks of, for every year of which there is one.

    ``expect`` holds townships (妙高街道, 遂昌县/妙高街道), counties, or cities and the province for all their counties:
    the place tree knows no townships, so without a list the check is skipped. A roster whose rows do not say their
    township counts for the one that its sheet or its path names. Raises ``Problem("expect_county_unknown")``.
    """
    if not expect:
        return Found(CODE, nothing(), 0, skipped="no_expected")
    there = streamed(registers["roster_village"].select("year", "county", "township_key", "file", "sheet").unique())
    years = sorted(there["year"].drop_nulls().unique())
    wanted = {
        (item.county, item.township or "", item.called): item for word in expect for item in _expected(word, tree)
    }
    missing: list[dict[str, object]] = []
    asked = 0
    for year in years:
        rows = there.filter(pl.col("year") == year)
        for item in wanted.values():
            place = tree.get(item.county) if item.county else None
            if place is not None and not place.in_force(date(year, 12, 31)) and not _lives_on(place, tree, year):
                continue
            asked += 1
            if not _has_roster(rows, item):
                missing.append(_row(item, year, asked))
    # Without one year that rows speak of, nothing says whether the townships are there.
    open_rows = some(open_year=len(wanted)) if not years else {}
    told = found_rows(pl.DataFrame(missing)) if missing else nothing()
    return Found(CODE, told, asked + sum(open_rows.values()), open_rows)


def _expected(word: str, tree: PlaceTree) -> list[Expected]:
    text = word.strip().strip("/")
    named = tree.resolve(text)
    if named.exact and named.place is not None:
        return [Expected(place.name.zh, county_of(place.path), None) for place in _counties(named.place, tree)]
    above, slash, township = text.rpartition("/")
    if not slash:
        whole = next((name for name in _lead(text, tree) if text != name), "")
        above, township = whole, text[len(whole) :]
    if not above:
        return [Expected(text, None, township_key(text))]
    county = tree.resolve(above).place
    if county is None or county.level != "county":
        raise Problem("expect_county_unknown", place=word, county=above)
    return [Expected(text, county_of(county.path), township_key(township))]


def _counties(place: Place, tree: PlaceTree) -> list[Place]:
    if place.level == "county":
        return [place]
    return [county for child in tree.children(place.path) for county in _counties(child, tree)]


def _lead(text: str, tree: PlaceTree) -> list[str]:
    """Full names of counties with which a text begins: 遂昌县妙高街道."""
    return [
        place.name.zh for place in tree.places.values() if place.level == "county" and text.startswith(place.name.zh)
    ]


def _lives_on(place: Place, tree: PlaceTree, year: int) -> bool:
    """Whether a county bore another of its names in that year: 临安区 was 临安市 in 2016."""
    others = (other for other in tree.places.values() if county_of(other.path) == place.path)
    return any(other.in_force(date(year, 12, 31)) for other in others)


def _has_roster(rows: pl.DataFrame, item: Expected) -> bool:
    """Whether some household table speaks of a place, or stands in a sheet or file that is named after it."""
    ours = rows if item.county is None else rows.filter(pl.col("county").is_null() | (pl.col("county") == item.county))
    if item.township is None:
        return ours.filter(pl.col("county").is_not_null()).height > 0
    if (ours["township_key"] == item.township).any():
        return True
    unsaid = ours.filter(pl.col("township_key").is_null())
    named = pl.any_horizontal(pl.col(name).str.contains(item.township, literal=True) for name in ("file", "sheet"))
    return unsaid.filter(named).height > 0


def _row(item: Expected, year: int, matter: int) -> dict[str, object]:
    return {
        "matter": matter,
        "said": "rg004",
        "subject": item.called,
        "place": item.county,
        "township": item.called.rpartition("/")[2] if item.township is not None else None,
        "year": year,
    }
