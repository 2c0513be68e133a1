"""What a user's mapping says of columns and sheets, stronger than the vocabulary.

A mapping settles the headers of one county once: which header stands for which field of which table, which columns
are not to be read, and for sheets on which the table is not found by itself, where it stands.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from incomeaudit.ingest.headers import normalise
from incomeaudit.ingest.units import Unit

_LETTER = re.compile(r"(?:column|第)?\s*([A-Z]{1,3})\s*列?", re.IGNORECASE)
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Name:
    """A header as it is compared: with its groups, joined by ``/``."""

    exact: str
    """Half width, without blanks; nothing else is taken off."""
    forms: frozenset[tuple[str, bool]]
    """Its name without numbering, unit, year and remarks, and whether it speaks of the year before."""
    year: int | None
    unit: str
    unit_below: bool
    """Whether the unit stands in a row of its own, which is not looked at while the header is looked for."""


@lru_cache(maxsize=8192)
def name_of(shown: str) -> Name:
    """Take a header apart, its rows joined by ``/``: one of a sheet, or one that a mapping names."""
    whole = normalise(shown)
    levels = [normalise(text) for text in shown.split("/")]
    said = [whole, *reversed(levels)]
    joined = "/".join(level.text for level in levels if level.text)
    return Name(
        exact=_BLANK.sub("", unicodedata.normalize("NFKC", shown)),
        forms=frozenset({(whole.text, whole.prior), (joined, any(level.prior for level in levels))}),
        year=next((level.year for level in said if level.year), None),
        unit=next((level.unit.text for level in said if level.unit), ""),
        unit_below=not levels[-1].text and levels[-1].unit is not None,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a mapping: a header, or a column by its letter, and the field that it stands for."""

    key: str
    """As it stands in the mapping."""
    table: str
    field: str
    """Empty where the column is not to be read."""
    where: str
    """The mapping's file and section, for problems."""
    letter: str = ""
    """``H`` for a column named by its letter; empty for a header."""
    inverted: bool | None = None
    """Whether yes means no; None leaves it to the vocabulary."""
    gross: bool | None = None
    """Whether the figures are before costs; None leaves it to the vocabulary."""
    unit: Unit | None = None

    def names(self, name: Name) -> tuple[int, int] | None:
        """How closely the entry names a header: higher is closer, None not at all.

        A unit or year that the entry gives must be the header's; one that it leaves out may be any.
        """
        own = name_of(self.key)
        if self.letter:
            return None
        if own.exact == name.exact:
            return 2, 0
        unit_fits = not own.unit or own.unit == name.unit or (own.unit_below and not name.unit)
        if own.forms.isdisjoint(name.forms) or not unit_fits or own.year not in {None, name.year}:
            return None
        return 1, bool(own.unit) + bool(own.year)


@dataclass(frozen=True, slots=True)
class SheetRule:
    """What a mapping says of the sheets with some names."""

    names: tuple[str, ...]
    """Names or patterns, ``表*``."""
    where: str
    read: bool = True
    tables: tuple[str, ...] = ()
    """The tables that the sheets may hold; empty for any."""
    header_rows: tuple[int, ...] = ()
    """Excel's numbers of the rows of names, rising, without a gap; empty where they are to be found."""
    unit: Unit | None = None
    """The money unit of columns that give none."""
    entries: tuple[Entry, ...] = ()

    def fits(self, sheet: str) -> bool:
        """Whether the rule is about a sheet."""
        return any(sheet == name or fnmatchcase(sheet, name) for name in self.names)


@dataclass(frozen=True, slots=True)
class Told:
    """What a mapping says of one sheet."""

    entries: tuple[Entry, ...]
    """Those about this sheet before those about every sheet."""
    rule: SheetRule | None = None

    def entry(self, letter: str, shown: str, table: str) -> Entry | None:
        """The entry about a column of a table.

        What is said of this sheet goes before what is said of every sheet, a letter before a header, a header as it
        stands before one that is alike. None too where two entries are alike and say different things.
        """
        for entries in (self.rule.entries if self.rule else (), self.entries):
            own = [entry for entry in entries if entry.table == table]
            for entry in own:
                if entry.letter == letter:
                    return entry
            name = name_of(shown)
            near = [(closeness, entry) for entry in own if shown and (closeness := entry.names(name))]
            if near:
                closest = max(closeness for closeness, _ in near)
                found = [entry for closeness, entry in near if closeness == closest]
                return found[0] if len({entry.field for entry in found}) == 1 else None
        return None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping as loaded."""

    file: str
    """The mapping's own file name."""
    sha256: str
    entries: tuple[Entry, ...] = ()
    """About every sheet."""
    sheets: tuple[SheetRule, ...] = ()

    def about(self, sheet: str) -> Told:
        """What holds for one sheet; of several rules with a name that fits, the first."""
        return Told(self.entries, next((rule for rule in self.sheets if rule.fits(sheet)), None))


def letter_of(key: str) -> str:
    """The letters of a column that a key names (``column H``, ``H列``); empty for a header."""
    found = _LETTER.fullmatch(key.strip())
    named = found is not None and len(key.strip()) > len(found[1])
    return found[1].upper() if found and named else ""


def nearest(text: str, known: Iterable[str], least: float = 45.0) -> tuple[str, ...]:
    """Up to three of some names that come near to a text, nearest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (needed only to say what is wrong)

    choices = list(dict.fromkeys(known))
    found = process.extract(text, choices, scorer=fuzz.ratio, limit=3, score_cutoff=least)
    return tuple(choice for choice, _, _ in found)
