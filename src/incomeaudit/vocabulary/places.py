"""The place tree of Zhejiang: which place a text means on a day, and what lies within what.

A place is known by its path in full names, 浙江省/丽水市/遂昌县. Townships and villages are not in the tree,
yet a path may go on below it: 浙江省/丽水市/遂昌县/某乡 lies within 浙江省/丽水市.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

from rapidfuzz import fuzz, process

from incomeaudit.messages import Text

PlaceKind = Literal["province", "city", "district", "county", "county-level city"]
PlaceLevel = Literal["province", "city", "county"]
_LEVELS: tuple[PlaceLevel, ...] = ("province", "city", "county")

PlaceNote = Literal["", "former_name", "later_name"]
"""``former_name``: the name had ended by that day; ``later_name``: it had not yet begun."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place under one name and code; a county that became a district is two places."""

    code: str
    """Division code, six digits."""
    name: Text
    kind: PlaceKind
    path: str
    """浙江省/丽水市/遂昌县."""
    start: date | None = None
    """First day under this name; None where it was so all along."""
    until: date | None = None
    """First day no longer under this name; None where it still is."""
    became: tuple[str, ...] = ()
    """Paths of the places its territory went to when the name ended."""
    formed_from: tuple[str, ...] = ()
    """Paths of the places it was made of when the name began."""
    short: str = ""
    """遂昌, 丽水, 景宁."""
    also: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    """Names it had before the years that the tree covers."""
    everyday: bool = False
    """Whether the short name is also an everyday word (路桥, 海盐)."""
    elsewhere: str = ""
    """A city outside the province that has a district of this name (上海 has a 普陀区)."""

    @property
    def level(self) -> PlaceLevel:
        """Province, city (prefecture level) or county (counties, districts and county-level cities)."""
        return _LEVELS[self.path.count("/")]

    @property
    def parent(self) -> str:
        """The path of the place above; empty for the province."""
        return self.path.rpartition("/")[0]

    def in_force(self, on: date | None = None) -> bool:
        """Whether it bears this name and code on that day; without a day, whether it still does."""
        if on is None:
            return self.until is None
        return (self.start is None or self.start <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text means. ``place`` is None when it means no place, or several that nothing decides between."""

    place: Place | None
    candidates: tuple[Place, ...] = ()
    """All that the text may mean; more than one beside a ``place`` when a hint has decided."""
    note: PlaceNote = ""
    exact: bool = False
    """Whether the whole text is a place's name, path or code, rather than a longer text that names it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A way of writing places: those it may mean, whether it is short, whether it ended before the tree begins."""

    places: tuple[Place, ...]
    short: bool = False
    former: bool = False


_HAN = r"[\u4e00-\u9fff]"
_NOISE = re.compile(r"[\s\u200b\ufeff/\\>_\-—·]+")
_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_CODE = re.compile(r"(\d{6})(\d{3}|\d{6})?")
# What may stand before a short name within a sentence; after any other character it may be part of a word.
_LEAD_IN = re.compile(r"(?:^|[^\u4e00-\u9fff]|[年月日号在为对给向于和与及或由是]|[全我本各该][省市县区])$")
# What makes a short name the beginning of another: 江山镇, 普陀山, 杭州湾; but 遂昌湖山乡 is a township of 遂昌.
_GOES_ON = re.compile(rf"[市县区镇乡村街道路巷]|[山江河湖溪港湾桥峡](?!{_HAN}{{1,2}}(?:[乡镇]|街道))")
# What must follow a short name that is also an everyday word.
_ROSTER_WORD = re.compile(
    r"$|[^\u4e00-\u9fff]|低收入|低保|农户|家庭|困难|贫困|扶贫|帮扶|花名册|名册|名单|台账|汇总|审计"
)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


@dataclass(frozen=True)
class PlaceTree:
    """All places by path, in the order of their codes."""

    places: Mapping[str, Place]

    def get(self, path: str) -> Place | None:
        """The place with exactly this path, or None: also for a path below the tree."""
        return self.places.get(path)

    def ancestors(self, path: str) -> tuple[str, ...]:
        """The path itself and all above it, nearest first; a path below the tree has its own levels too."""
        parts = path.split("/")
        return tuple("/".join(parts[:depth]) for depth in range(len(parts), 0, -1))

    def children(self, path: str, on: date | None = None) -> tuple[Place, ...]:
        """The places directly below, as of a day; without a day, those that are there now."""
        return tuple(place for place in self.places.values() if place.parent == path and place.in_force(on))

    def within(self, path: str, ancestor: str) -> bool:
        """Whether ``path`` is ``ancestor`` or lies below it."""
        return path == ancestor or path.startswith(f"{ancestor}/")

    def resolve(self, text: str, on: date | None = None, hint: str | None = None) -> Resolution:
        """The place that a cell, a title, a file name or an option means on a day.

        Reads full, short and joined names (丽水遂昌), paths, and division codes of 6, 9 or 12 digits; failing
        those, looks for places named within the text, and then ``exact`` is False. A name that was not in force
        on ``on`` leads to what stood in its place, with a note; without a day a name means what it says, a
        short name the place that bears it now. Among several candidates only ``hint``, a path, decides.
        """
        names, exact = self._read(text)
        found: dict[str, Place] = {}
        note: PlaceNote = ""
        for name in names:
            places, changed = self._on(name.places, on)
            note = changed or ("former_name" if name.former else note)
            found.update((place.path, place) for place in places)
        candidates = self._deepest(found.values())
        chosen = candidates
        if len(candidates) > 1 and hint is not None:
            chosen = tuple(
                place for place in candidates if self.within(place.path, hint) or self.within(hint, place.path)
            )
        return Resolution(chosen[0] if len(chosen) == 1 else None, candidates, note, exact)

    def find_in(self, text: str, on: date | None = None) -> tuple[Place, ...]:
        """The most specific places named anywhere in a title or file name, in the order of the text.

        A full name counts anywhere, a short one only where it does not look like part of another word or name.
        A name not in force on ``on`` leads to what stood in its place. Several places are all returned; the
        caller says that they contradict each other.
        """
        found: dict[str, Place] = {}
        for name in self._names_in(text):
            found.update((place.path, place) for place in self._on(name.places, on)[0])
        return self._deepest(found.values())

    def suggest(self, text: str, n: int = 3) -> tuple[Place, ...]:
        """Up to ``n`` places whose Chinese or English names are nearest to a text that was not understood.

        Nearest first, none that is far off: often fewer than ``n``, and possibly none.
        """
        key = _NOISE.sub("", _plain(text)).casefold()
        matches = process.extract(key, self._suggestions.keys(), scorer=fuzz.ratio, score_cutoff=50, limit=50)
        best: dict[str, float] = {}
        for spelled, score, _ in matches:
            for place in self._suggestions[spelled]:
                best[place.path] = max(best.get(place.path, 0.0), score)
        top = max(best.values(), default=0.0)
        near = (path for path, score in best.items() if score >= top - 20)
        order = sorted(near, key=lambda path: (-best[path], not self.places[path].in_force()))
        return tuple(self.places[path] for path in order[:n])

    def _read(self, text: str) -> tuple[tuple[_Name, ...], bool]:
        plain = _plain(text)
        key = _NOISE.sub("", plain)
        if name := self._spelled.get(key):
            return (name,), True
        if code := _CODE.fullmatch(key):
            place = self._codes.get(code[1])
            return ((_Name((place,)),), not (code[2] or "").strip("0")) if place else ((), False)
        # A path that goes on below a county names a township or a village; below a city it is a mistake.
        for above in self.ancestors(plain)[1:]:
            if place := self.places.get(above):
                return ((_Name((place,)),) if place.level == "county" else ()), False
        return tuple(self._names_in(plain)), False

    def _on(self, places: tuple[Place, ...], on: date | None) -> tuple[tuple[Place, ...], PlaceNote]:
        in_force = tuple(place for place in places if place.in_force(on))
        if in_force or on is None:
            return in_force or places, ""
        ended = all(place.until is not None and place.until <= on for place in places)
        followed = {found.path: found for place in places for found in self._followed(place, on)}
        return tuple(followed.values()), "former_name" if ended else "later_name"

    def _followed(self, place: Place, on: date) -> Iterator[Place]:
        """What stood on that day where the place stands on others."""
        if place.in_force(on):
            yield place
            return
        ended = place.until is not None and place.until <= on
        for path in place.became if ended else place.formed_from:
            yield from self._followed(self.places[path], on)

    def _deepest(self, places: Iterable[Place]) -> tuple[Place, ...]:
        found = tuple(places)
        above = {path for place in found for path in self.ancestors(place.path)[1:]}
        return tuple(place for place in found if place.path not in above)

    def _names_in(self, text: str) -> list[_Name]:
        # Blanks part words, but titles are also written with blanks between all characters (遂 昌 县).
        plain = _plain(text)
        return self._scan(plain) or self._scan(_BLANK.sub("", plain))

    def _scan(self, text: str) -> list[_Name]:
        found: list[_Name] = []
        at = 0
        touching: _Name | None = None
        while at < len(text):
            spelled = self._longest(text, at)
            if spelled and self._counts(text, at, spelled, touching):
                touching = self._names[spelled]
                found.append(touching)
                at += len(spelled)
            else:
                touching = None
                at += 1
        return found

    def _longest(self, text: str, at: int) -> str:
        lengths = range(min(self._longest_name, len(text) - at), 1, -1)
        return next((text[at : at + n] for n in lengths if text[at : at + n] in self._names), "")

    def _counts(self, text: str, at: int, spelled: str, touching: _Name | None) -> bool:
        """Whether the name at this point stands for its place; ``touching`` is the one that ends just there."""
        name, end = self._names[spelled], at + len(spelled)
        elsewhere = [place.elsewhere for place in name.places if place.elsewhere]
        if any(text[:at].endswith((city, f"{city}市")) for city in elsewhere):
            return False
        if not name.short:
            return True
        if touching is None and not _LEAD_IN.search(text[max(0, at - 2) : at]):
            return False
        if self._longest(text, end):
            return True
        # 衢州江山 and 海宁海盐 are places; 遂昌县路桥建设 is about roads and bridges.
        near = {path for place in touching.places for path in (place.path, place.parent)} if touching else set()
        if any(place.everyday and place.parent not in near for place in name.places):
            return _ROSTER_WORD.match(text, end) is not None
        return _GOES_ON.match(text, end) is None

    @cached_property
    def _names(self) -> dict[str, _Name]:
        """Every way of writing a place without those above it."""
        names: dict[str, _Name] = {}
        for place in self.places.values():
            _add(names, place.short, _Name((place,), short=True))
            for spelled in (place.name.zh, *place.also):
                _add(names, spelled, _Name((place,)))
            for spelled in place.formerly:
                _add(names, spelled, _Name((place,), former=True))
        return names

    @cached_property
    def _longest_name(self) -> int:
        return max(map(len, self._names))

    @cached_property
    def _spelled(self) -> dict[str, _Name]:
        """Every way of writing a place, alone and joined to the full or short names of those above it."""
        joined: dict[str, _Name] = {}
        for spelled, name in self._names.items():
            for place in name.places:
                for lead in self._leads(place):
                    _add(joined, lead + spelled, _Name((place,), name.short, name.former))
        return joined

    def _leads(self, place: Place) -> tuple[str, ...]:
        above = self.places.get(place.parent)
        if above is None:
            return ("",)
        higher = self._leads(above)
        return (*higher, *(lead + own for lead in higher for own in (above.name.zh, above.short)))

    @cached_property
    def _codes(self) -> dict[str, Place]:
        return {place.code: place for place in self.places.values()}

    @cached_property
    def _suggestions(self) -> dict[str, tuple[Place, ...]]:
        spelled = {text: name.places for text, name in self._spelled.items()}
        for place in self.places.values():
            whole = place.name.en.casefold()
            for text in (whole.replace(" ", ""), whole.split(" ")[0]):
                spelled[text] = (*spelled.get(text, ()), place)
        return spelled


def _add(names: dict[str, _Name], spelled: str, name: _Name) -> None:
    if known := names.get(spelled):
        name = _Name((*known.places, *name.places), known.short, known.former)
    names[spelled] = name


def _place(entry: Mapping[str, Any]) -> Place:
    city, _, name = entry["path"].rpartition("/")
    return Place(
        code=entry["code"],
        name=Text(name, entry["en"]),
        kind=entry["kind"],
        path=entry["path"],
        start=entry.get("from"),
        until=entry.get("until"),
        became=tuple(f"{city}/{other}" for other in entry.get("became", ())),
        formed_from=tuple(f"{city}/{other}" for other in entry.get("formed_from", ())),
        short=entry.get("short", name[:-1]),
        also=tuple(entry.get("also", ())),
        formerly=tuple(entry.get("formerly", ())),
        everyday=entry.get("everyday", False),
        elsewhere=entry.get("elsewhere", ""),
    )


@cache
def load_places() -> PlaceTree:
    """The place tree that ships with the program."""
    source = resources.files("incomeaudit.vocabulary").joinpath("places.toml").read_text("utf-8")
    places = map(_place, tomllib.loads(source)["place"])
    return PlaceTree({place.path: place for place in places})
