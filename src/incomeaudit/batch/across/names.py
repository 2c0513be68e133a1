"""Names of counties, townships and villages as they are compared: two ways of writing one place give one key."""

import re
import unicodedata
from functools import cache

from incomeaudit.vocabulary.places import load_places

COUNTY_STEPS = 3
"""Steps of a county's path: 浙江省/丽水市/遂昌县."""
_BLANK = re.compile(r"\s+")
_OFFICE = re.compile(r"(?:人民政府|办事处)$")
_KIND = re.compile(r"^(..+?)(?:[一-鿿]族)?(?:街道|镇|乡)$")
"""A town that became a 街道 keeps its stem, and so does one whose kind is left out."""
_COMMITTEE = re.compile(r"^(..+?)(?:村民委员会|村委会|行政村|村)$")
_RESIDENTS = re.compile(r"(?:社区)?居民?委员?会$")


def township_key(name: str) -> str:
    """妙高街道, 妙高镇 and 妙高街道办事处 of one county are one township."""
    plain = _OFFICE.sub("", _plain(name))
    found = _KIND.match(plain)
    return found[1] if found else plain


def village_key(name: str) -> str:
    """石门, 石门村 and 石门村委会 of one township are one village; 石门社区 is another."""
    plain = _RESIDENTS.sub("社区", _plain(name))
    found = _COMMITTEE.match(plain)
    return found[1] if found else plain


def county_of(place: str) -> str | None:
    """The path of the county that a place lies in, under its last name; None for a city, or the province.

    临安市, a county-level city until 2017, and 临安区 are one. Counties that were merged or divided are not.
    """
    steps = place.split("/")
    if len(steps) < COUNTY_STEPS:
        return None
    county = "/".join(steps[:COUNTY_STEPS])
    return _renamed().get(county, county)


@cache
def _renamed() -> dict[str, str]:
    """Counties that ended to go on whole under another name, each with that name's path."""
    places = load_places().places
    return {
        place.path: place.became[0]
        for place in places.values()
        if len(place.became) == 1 and places[place.became[0]].formed_from == (place.path,)
    }


def _plain(name: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", name))
