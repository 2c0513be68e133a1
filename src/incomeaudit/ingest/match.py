"""Columns to fields: what the header over a column is called in the vocabulary.

A header is taken only where it is, once normalised, one of the vocabulary's; a header that merely comes near is
left alone and the nearest known ones are suggested.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from incomeaudit.ingest.headers import Header, normalise, this_year_stem, yes_no_stem
from incomeaudit.ingest.mapping.model import ColumnMapping, Entry, Told
from incomeaudit.ingest.units import Unit
from incomeaudit.vocabulary import Field, Vocabulary, load_vocabulary

_OUTSIDER = re.compile(r"帮扶|干部|责任人|联系人|结对|监护人|代理人|担保人")
"""Groups about a person outside the household; a 联系电话 below them is not the household's."""

_PERSONAL = frozenset(
    {"head_name", "head_id", "phone", "name", "id_number", "sex", "birth_date", "bank_account", "borrower", "trainee"}
)
_NAME_OF_A_THING = frozenset({"project", "training"})
"""Tables whose ``name`` is not a person's: a 项目名称 below 帮扶项目 is the project's."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header over one column: its texts from the top down, as they stand and normalised."""

    letter: str
    texts: tuple[str, ...]
    levels: tuple[Header, ...]
    """One for each text that has a name left."""
    unit: Unit | None
    year: int | None
    prior: bool

    @property
    def shown(self) -> str:
        """The header as it stands in the sheet, its rows joined by ``/``, line breaks and blanks folded."""
        return "/".join(" ".join(text.split()) for text in self.texts)

    @property
    def groups(self) -> str:
        """The texts above the lowest."""
        return "/".join(self.texts[:-1])


@dataclass(frozen=True, slots=True)
class Known:
    """A field that a header leads to, and how."""

    field: Field
    how: str
    joined: bool = False
    """Whether it took a group and its sub-header together (户主 over 姓名), which says more than one alone."""
    by: Entry | None = None
    """The line of the user's mapping that says so."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A column taken for a field."""

    head: Head
    field: Field
    how: str
    by: Entry | None = None
    """The line of the user's mapping that says so."""
    joined: bool = False
    """Whether it was known by its group and its sub-header together."""

    @property
    def monthly(self) -> bool:
        """Whether the figures are by the month: its unit says so, or its name (低保月标准)."""
        if self.head.unit and ("月" in self.head.unit.text or "年" in self.head.unit.text):
            return self.head.unit.monthly
        return self.field.monthly and bool(self.head.levels) and "月" in self.head.levels[-1].text


@dataclass(frozen=True, slots=True)
class Spelled:
    """A header as the vocabulary writes it, and its field's id."""

    header: str
    field: str


@dataclass(frozen=True, slots=True, eq=False)
class HeaderIndex:
    """Every header of the vocabulary, by table, normalised name and whether it speaks of the year before.

    Equal to itself alone, so that what it leads to can be remembered.
    """

    fields: Mapping[tuple[str, str, bool], tuple[Known, ...]]
    spelled: Mapping[str, Mapping[str, Spelled]]
    """By table: every normalised header, for suggestions."""
    names: frozenset[str]
    """All normalised headers of all tables."""
    vocabulary: Vocabulary
    told: Told | None = None
    """What the user's mapping says of the sheet that is being read."""


def index_of(vocabulary: Vocabulary) -> HeaderIndex:
    """The index of a vocabulary; that of the vocabulary that ships is built once."""
    return _shipped_index() if vocabulary is load_vocabulary() else build_index(vocabulary)


@cache
def _shipped_index() -> HeaderIndex:
    return build_index(load_vocabulary())


def build_index(vocabulary: Vocabulary) -> HeaderIndex:
    """Index all headers of all tables."""
    fields: dict[tuple[str, str, bool], list[Known]] = {}
    spelled: dict[str, dict[str, Spelled]] = {}
    for table in vocabulary.tables.values():
        for field in table.fields.values():
            for header, how in _ways(field):
                said = normalise(header)
                entries = fields.setdefault((table.id, said.text, said.prior), [])
                if all(known.field.id != field.id for known in entries):
                    entries.append(Known(field, how))
                name = ("上年" if said.prior else "") + said.text
                spelled.setdefault(table.id, {}).setdefault(name, Spelled(header, field.id))
    names = frozenset(text for _, text, _ in fields)
    return HeaderIndex({key: tuple(known) for key, known in fields.items()}, spelled, names, vocabulary)


def _ways(field: Field) -> list[tuple[str, str]]:
    return [
        *((header, "alias" if number else "exact") for number, header in enumerate(field.headers)),
        *((header, "inverted") for header in field.inverted),
        *((header, "gross") for header in field.gross),
    ]


def laid_over(index: HeaderIndex, mapping: ColumnMapping | None, sheet: str) -> HeaderIndex:
    """The index for one sheet, with what a mapping says of it laid over the vocabulary's headers.

    A table that the mapping names for the sheet needs no telling field to be found there.
    """
    if mapping is None:
        return index
    told = mapping.about(sheet)
    said = [entry for entry in (*told.entries, *(told.rule.entries if told.rule else ())) if entry.field]
    names = {normalise(text).text for entry in said if not entry.letter for text in (entry.key, *entry.key.split("/"))}
    tables = dict(index.vocabulary.tables)
    for name in told.rule.tables if told.rule else ():
        tables[name] = replace(tables[name], telling=tuple(tables[name].fields))
    vocabulary = replace(index.vocabulary, tables=tables)
    return replace(index, names=index.names | names - {""}, vocabulary=vocabulary, told=told)


def head_of(letter: str, texts: Sequence[str]) -> Head:
    """Put a column's header together. A unit or year of the lowest row counts before those above it."""
    said = [normalise(text) for text in texts]
    levels = tuple(header for header in said if header.text)
    return Head(
        letter=letter,
        texts=tuple(texts),
        levels=levels,
        unit=next((header.unit for header in reversed(said) if header.unit), None),
        year=next((header.year for header in reversed(said) if header.year), None),
        prior=any(header.prior for header in said),
    )


def matches(head: Head, index: HeaderIndex) -> Iterable[tuple[str, Known]]:
    """Every table that has a field to which a header leads, and the field."""
    if index.told is None:
        return _in_all_tables(tuple(header.text for header in head.levels), head.groups, head.prior, index)
    return ((table, known) for table in index.vocabulary.tables if (known := match_head(head, index, table)))


def match_head(head: Head, index: HeaderIndex, table: str) -> Known | None:
    """The field of a table that a header leads to: by the user's mapping, else by the vocabulary.

    A mapping that gives a header the field that the vocabulary gives it too leaves it as it is understood there:
    是否危房户 stays a column in which yes means no.
    """
    names = tuple(header.text for header in head.levels)
    known = _by_vocabulary(names, head.groups, head.prior, index, table)
    if index.told is None:
        return known
    if index.told.rule and index.told.rule.tables and table not in index.told.rule.tables:
        return None
    entry = index.told.entry(head.letter, head.shown, table)
    if entry is None:
        return known
    if not entry.field:
        return None
    agreed = known if known and known.field.id == entry.field else None
    how = agreed.how if agreed else "mapping"
    for way, said in (("inverted", entry.inverted), ("gross", entry.gross)):
        if said is not None:
            how = way if said else how if how != way else "mapping"
    field = index.vocabulary.tables[table].fields[entry.field]
    return Known(field, how, joined=bool(agreed and agreed.joined), by=entry)


def is_refused(head: Head, index: HeaderIndex, table: str) -> bool:
    """Whether the user's mapping says that a column is not to be read as one of a table."""
    entry = index.told.entry(head.letter, head.shown, table) if index.told else None
    return entry is not None and not entry.field


def take(head: Head, known: Known) -> Taken:
    """A column taken for the field that its header leads to, in the unit that the mapping gives, if it gives one."""
    told = known.by.unit if known.by else None
    return Taken(replace(head, unit=told) if told else head, known.field, known.how, known.by, known.joined)


def with_lettered(heads: Sequence[Head], letters: Sequence[str], index: HeaderIndex) -> tuple[Head, ...]:
    """The headers of a sheet and, for columns without one that the mapping names by their letters, blank ones."""
    rule = index.told.rule if index.told else None
    headed = {head.letter for head in heads}
    named = {entry.letter for entry in rule.entries if entry.field} - headed if rule else set()
    if not named:
        return tuple(heads)
    by_letter = {head.letter: head for head in (*heads, *(head_of(letter, ()) for letter in named))}
    return tuple(by_letter[letter] for letter in letters if letter in by_letter)


@lru_cache(maxsize=4_096)
def _in_all_tables(
    names: tuple[str, ...], groups: str, prior: bool, index: HeaderIndex
) -> tuple[tuple[str, Known], ...]:
    tables = index.vocabulary.tables
    return tuple((table, known) for table in tables if (known := _by_vocabulary(names, groups, prior, index, table)))


@lru_cache(maxsize=16_384)
def _by_vocabulary(names: tuple[str, ...], groups: str, prior: bool, index: HeaderIndex, table: str) -> Known | None:
    """What the vocabulary says of a header: its names from the top down, and the groups as they stand.

    A sub-header joined to the groups above it (户主 over 姓名) says more than the sub-header alone and is tried
    first. None where nothing matches or two fields do.
    """
    if not names:
        return None
    lowest = names[-1]
    for group in _groupings(names[:-1]):
        for joined in (f"{group}/{lowest}", f"{group}{lowest}"):
            if known := _look_up(joined, prior, index, table):
                return replace(known, joined=True)
    known = _look_up(lowest, prior, index, table)
    if known and _is_persons(known.field) and _someone_else(groups, table):
        return None
    return known


def _is_persons(field: Field) -> bool:
    return field.id in _PERSONAL and not (field.id == "name" and field.table in _NAME_OF_A_THING)


def _someone_else(groups: str, table: str) -> bool:
    """Whether a group is about a person whom the table's rows are not about."""
    return bool(_OUTSIDER.search(groups)) or (table == "member" and "户主" in groups)


def _groupings(groups: Sequence[str]) -> list[str]:
    """The groups that a sub-header may be joined to: the nearest, the others, all of them."""
    nearest_first = list(reversed(groups))
    return [*nearest_first, "".join(groups)] if len(groups) > 1 else nearest_first


def _look_up(text: str, prior: bool, index: HeaderIndex, table: str) -> Known | None:
    for name in dict.fromkeys((text, this_year_stem(text))):
        if known := _only(index.fields.get((table, name, prior), ())):
            return known
        current = _only(index.fields.get((table, name, False), ())) if prior else None
        if current and (field := index.vocabulary.tables[table].fields.get(f"prior_{current.field.id}")):
            return Known(field, "prior_year")
        stem = yes_no_stem(name)
        for other in (stem, f"是否{stem}"):
            known = _only(index.fields.get((table, other, prior), ()))
            if known and known.field.type == "boolean":
                return replace(known, how="alias") if known.how == "exact" else known
    return None


def _only(known: Sequence[Known]) -> Known | None:
    return known[0] if len(known) == 1 else None


def suggest(
    head: Head,
    index: HeaderIndex,
    tables: Sequence[str] = (),
    *,
    least: float = 60.0,
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """Up to three known headers near to one that was not understood, nearest first, each for another field.

    ``tables`` to look in, all if none is given; ``least`` similarity, of 100; ``without`` these field ids.
    """
    if not head.levels:
        return ()
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (loaded beside the reading of the first sheet)

    name = ("上年" if head.prior else "") + head.levels[-1].text
    found: list[tuple[float, str, str]] = []
    for table in tables or index.spelled:
        spelled = index.spelled[table]
        for text, score, _ in process.extract(name, spelled.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=least):
            if spelled[text].field not in without:
                found.append((-score, spelled[text].header, spelled[text].field))
    nearest: dict[str, str] = {}
    for _, header, field in sorted(found):
        nearest.setdefault(field, header)
    return tuple(nearest.values())[:3]
